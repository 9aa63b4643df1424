"""What the tests of the coding desk do over and over."""

import re
from typing import Any

from sqlalchemy import select

from consultation.accounts.models import User
from consultation.consultations.models import Role, TeamMember
from consultation.contributions.models import Contribution
from consultation.core.db import session
from consultation.synthesis.models import Reading, Theme
from consultation.synthesis.queries.coding import codings_of
from consultation.synthesis.services.gathering import gather_all
from tests.contributions.steps import Parc, known, say
from tests.factories import make_user, saved

DESK = "/espace/parc/synthese"
TEXT = "Je n’ai pas dix minutes 😀 pour expliquer. Une fiche, une phrase au mur."


def theme(name: str) -> Theme:
    """The theme of that name."""
    return session.scalars(select(Theme).where(Theme.name == name)).one()


def said(parc: Parc, text: str = TEXT, **given: Any) -> Contribution:
    """Somebody says something, and it has its place in the queue."""
    made = say(parc, text=text, **given)
    gather_all(parc.consultation_id)
    return known(made)


def reading(contribution: Contribution) -> Reading:
    """Where it stands, as it is now."""
    return session.get_one(Reading, contribution.id, populate_existing=True)


def names(contribution: Contribution) -> set[str]:
    """The names of the themes that it has."""
    session.expire_all()
    return {each.name for _coding, each in codings_of([contribution.id]).get(contribution.id, [])}


def shown(page: str) -> list[int]:
    """The numbers of the list, in order."""
    return [int(each) for each in re.findall(r"<b>n° (\d+)</b>", page)]


def colleague(parc: Parc, role: Role = Role.MODERATOR) -> User:
    """Somebody else of the team."""
    person = make_user(name="Sacha K.")
    saved(TeamMember(consultation_id=parc.consultation_id, user_id=person.id, role=role))
    return person
