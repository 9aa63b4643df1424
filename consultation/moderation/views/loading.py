"""Finding a consultation's desk, for whoever works there; for anybody else it is a 404."""

from dataclasses import dataclass

from flask import abort, g, request
from sqlalchemy import bindparam, select

from consultation.accounts.models import User
from consultation.consultations.models import Consultation, Role, TeamMember
from consultation.consultations.permissions import Roles
from consultation.contributions.models import ContributionState, Kind
from consultation.core.db import session
from consultation.moderation.queue import REPLY, Cursor, Filters
from consultation.screening.signals import SignalKind

KEY_MOST = 24
FRAGMENT = "X-Fragment"
"""The header by which the desk's script asks for a part of a page."""


@dataclass(frozen=True)
class Desk:
    """A consultation, and what the person does for it."""

    consultation: Consultation
    roles: Roles

    @property
    def can_judge(self) -> bool:
        """The person moderates here."""
        return Role.MODERATOR in self.roles


_TEAM = (
    select(Consultation, TeamMember.role)
    .join(TeamMember, TeamMember.consultation_id == Consultation.id)
    .where(Consultation.slug == bindparam("slug"), TeamMember.user_id == bindparam("user_id"))
)


def team_desk(person: User, slug: str) -> Desk:
    """The desk, for anybody of the team; else 404. One query."""
    rows = session.execute(_TEAM, {"slug": slug, "user_id": person.id}).all()
    if not rows:
        abort(404)
    g.has_desk = True
    return Desk(rows[0][0], frozenset(role for _row, role in rows))


def moderated(person: User, slug: str) -> Desk:
    """The desk, for its moderators; else 404."""
    found = team_desk(person, slug)
    if not found.can_judge:
        abort(404)
    return found


def filters_asked() -> Filters:
    """What part of the queue the address asks for; what is not a filter's word asks for nothing."""
    asked = request.values
    return Filters(
        signal=_one_of(asked.get("motif", ""), set(SignalKind)),
        place=asked.get("section", "")[:KEY_MOST],
        kind=_one_of(asked.get("nature", ""), {*Kind, REPLY}),
        state=_one_of(asked.get("etat", ""), set(ContributionState)),
        campaign=asked.get("campagne", "")[:KEY_MOST],
        reported="1" if asked.get("signalees") else "",
        handed="1" if asked.get("confiees") else "",
    )


def _one_of(word: str, words: set[str]) -> str:
    return word if word in words else ""


def cursor_asked(name: str = "apres") -> Cursor | None:
    """Where in the queue the address begins."""
    return Cursor.decode(request.values.get(name, ""))


def wants_fragment() -> bool:
    """The script asks for a part of the page."""
    return FRAGMENT in request.headers


def has_rules() -> bool:
    """The script that asks has the rules of the charter from an earlier part: they are not sent."""
    return request.headers.get(FRAGMENT) == "item"
