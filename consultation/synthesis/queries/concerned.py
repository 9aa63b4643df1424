"""Whom an edition concerns, and what it made of each contribution of theirs."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import and_, func, select

from consultation.accounts.models import User
from consultation.consultations.models import Participant
from consultation.contributions.models import Contribution, ContributionState, Revision
from consultation.core.db import session
from consultation.synthesis.models import Edition, EditionSource, Reading
from consultation.synthesis.models.coding import ReadingState, SetAside
from consultation.synthesis.queries.sources import excerpt

READ = 400
PUBLISHED = ContributionState.PUBLISHED


@dataclass(frozen=True)
class Cited:
    """A statement that rests on a contribution, or quotes it; `place` is among its sources."""

    statement: str
    place: int


@dataclass
class Own:
    """A contribution as its author is told of it."""

    number: int
    words: str
    state: ReadingState
    reason: SetAside | None
    cited: list[Cited] = field(default_factory=list)
    """Once for each statement."""


@dataclass
class Concerned:
    """One person to be told, with their contributions in order."""

    person: User
    contributions: list[Own] = field(default_factory=list)


def next_concerned(
    edition: Edition, consultation_id: int, after: int, most: int
) -> list[Concerned]:
    """The next people by id: those who said something that is public and was on the list."""
    here = (
        Contribution.consultation_id == consultation_id,
        Contribution.state == PUBLISHED,
        Contribution.number <= int(edition.text["until"]),
    )
    authors = (
        select(Participant.user_id)
        .join(Contribution, Contribution.author_id == Participant.id)
        .where(*here, Participant.muted_at.is_(None))
    )
    people = session.scalars(
        select(User)
        .where(
            User.id > after, User.id.in_(authors), User.email.is_not(None),
            User.deleted_at.is_(None),
        )
        .order_by(User.id)
        .limit(most)
    ).all()  # fmt: skip
    found = {person.id: Concerned(person) for person in people}
    rows = session.execute(
        select(
            Participant.user_id, Contribution.id, Contribution.number, Reading.state,
            Reading.reason, func.substr(Revision.source, 1, READ),
            func.substr(Revision.proposed_text, 1, READ),
        )
        .join(Contribution, Contribution.author_id == Participant.id)
        .join(
            Revision,
            and_(
                Revision.contribution_id == Contribution.id,
                Revision.number == Contribution.revision,
            ),
        )
        .outerjoin(Reading, Reading.contribution_id == Contribution.id)
        .where(*here, Participant.user_id.in_(found))
        .order_by(Contribution.number)
    ).all()  # fmt: skip
    cited = _cited(edition, [row[1] for row in rows])
    for user_id, contribution_id, number, state, reason, source, proposed in rows:
        own = Own(
            number, excerpt(source or proposed or ""), state or ReadingState.TO_READ, reason,
            cited.get(contribution_id, []),
        )  # fmt: skip
        found[user_id].contributions.append(own)
    return list(found.values())


def _cited(edition: Edition, contribution_ids: Sequence[int]) -> dict[int, list[Cited]]:
    rows = session.execute(
        select(
            EditionSource.contribution_id, EditionSource.statement_key,
            func.min(EditionSource.place),
        )
        .where(
            EditionSource.edition_id == edition.id,
            EditionSource.contribution_id.in_(contribution_ids),
        )
        .group_by(EditionSource.contribution_id, EditionSource.statement_key)
        .order_by(EditionSource.contribution_id, EditionSource.statement_key)
    )  # fmt: skip
    found: dict[int, list[Cited]] = {}
    for contribution_id, statement, place in rows:
        found.setdefault(contribution_id, []).append(Cited(statement, place))
    return found
