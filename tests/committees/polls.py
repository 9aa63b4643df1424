"""Ballots and votes, for the tests."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from consultation.accounts.models import User
from consultation.committees.models.ballots import Ballot, Method
from consultation.committees.models.people import Committee, Seat
from consultation.committees.services.holding import open_ballot
from consultation.committees.services.preparing import Question, prepare_ballot
from consultation.committees.services.voting import cast_vote
from consultation.core.clock import now
from consultation.core.db import session
from tests.committees.steps import make_committee, seated
from tests.factories import make_consultation, make_user

FOR: dict[str, Any] = {"vote": "for"}
AGAINST: dict[str, Any] = {"vote": "against"}
ABSTAIN: dict[str, Any] = {"vote": "abstain"}


class Room:
    """A committee in session: its chair and its members."""

    def __init__(self, size: int = 5) -> None:
        self.committee = make_committee(make_consultation(slug="parc", organiser=make_user()))
        self.chair = seated(self.committee, Seat.CHAIR, name="Hélène V.")
        self.members = [
            seated(self.committee, name=f"Membre {number:03}", has_second_factor=False)
            for number in range(size - 1)
        ]

    @property
    def electors(self) -> list[User]:
        """Everybody who votes."""
        return [self.chair, *self.members]


def make_ballot(committee: Committee, actor: User, **asked: Any) -> Ballot:
    """A draft: for or against, open, a week long, unless told otherwise."""
    asked.setdefault("title", "Un droit de refuser")
    asked.setdefault("text_source", "Toute personne peut **refuser**.")
    asked.setdefault("closes_at", now() + timedelta(days=7))
    if asked.get("method") in {Method.SINGLE_CHOICE, Method.APPROVAL, Method.JUDGEMENT}:
        asked.setdefault("options", ("Rennes", "Brest", "Lorient"))
    return prepare_ballot(committee, Question(**asked), actor=actor)


def opened(room: Room, **asked: Any) -> Ballot:
    """A ballot in which one can vote."""
    ballot = make_ballot(room.committee, room.chair, **asked)
    open_ballot(ballot, actor=room.chair)
    return ballot


def cast(ballot: Ballot, *votes: tuple[User, dict[str, Any]], reason: str = "") -> None:
    """Each of them votes."""
    for person, choice in votes:
        cast_vote(ballot, choice, actor=person, reason=reason)


def again(ballot: Ballot) -> Ballot:
    """The ballot as it is stored now."""
    return session.scalars(
        select(Ballot).where(Ballot.key == ballot.key).execution_options(populate_existing=True)
    ).one()


def after(ballot: Ballot) -> datetime:
    """A second past its closing."""
    assert ballot.closes_at is not None
    return ballot.closes_at + timedelta(seconds=1)
