"""Coverage: what became of every contribution that was received, counted while one writes.

Each number has its list under the same word, by the same condition: `listed`.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select

from consultation.contributions.models import Contribution, ContributionState
from consultation.core.db import session
from consultation.synthesis.models import (
    Chapter,
    Citation,
    Coding,
    EditionSource,
    OpinionGrouping,
    Reading,
    Statement,
    Synthesis,
)
from consultation.synthesis.models.coding import ReadingState, SetAside

LAST = 2**31 - 1
"""After every number."""


SEEN = (ContributionState.PUBLISHED, ContributionState.WITHDRAWN, ContributionState.HIDDEN)
"""Whoever asks for one of these finds it, or its trace."""


class Share(StrEnum):
    """A number of the coverage, as an address says it."""

    RECEIVED = "recues"
    PUBLISHED = "publiees"
    READ = "lues"
    CODED = "codees"
    CITED = "citees"
    CODED_ONLY = "codees-non-citees"
    SET_ASIDE = "ecartees"
    TO_READ = "a-lire"
    LATE = "tardives"


@dataclass(frozen=True)
class Coverage:
    """How many contributions were received, and what became of them."""

    received: int
    published: int
    read: int
    coded: int
    cited: int
    set_aside: dict[SetAside, int] = field(default_factory=dict)
    late: int = 0
    """Published after the list was frozen; none while it is not."""

    @property
    def put_aside(self) -> int:
        """Set aside, for whatever reason."""
        return sum(self.set_aside.values())

    @property
    def coded_only(self) -> int:
        """Coded, and cited by no statement."""
        return self.coded - self.cited

    @property
    def to_read(self) -> int:
        """Published, and neither coded nor set aside."""
        return self.published - self.read

    @property
    def is_whole(self) -> bool:
        """Nothing that was published is left unread."""
        return self.to_read == 0

    def of(self, share: Share) -> int:
        """The number under that word."""
        return {
            Share.RECEIVED: self.received, Share.PUBLISHED: self.published, Share.READ: self.read,
            Share.CODED: self.coded, Share.CITED: self.cited, Share.CODED_ONLY: self.coded_only,
            Share.SET_ASIDE: self.put_aside, Share.TO_READ: self.to_read, Share.LATE: self.late,
        }[share]  # fmt: skip


def coverage_of(consultation_id: int, until: int | None = None) -> Coverage:
    """The coverage as it is now. With the last number of a frozen list, what came later is apart.

    A contribution that is refused or withdrawn was received, and is not published.
    """
    received = published = late = 0
    states: dict[ReadingState | None, int] = {}
    reasons: dict[SetAside, int] = {}
    for public, is_late, state, reason, number in session.execute(_all(consultation_id, until)):
        received += number
        if public is not ContributionState.PUBLISHED:
            continue
        if is_late:
            late += number
            continue
        published += number
        states[state] = states.get(state, 0) + number
        if state is ReadingState.SET_ASIDE and reason is not None:
            reasons[reason] = reasons.get(reason, 0) + number
    coded = states.get(ReadingState.CODED, 0)
    cited = _counted(*_published(consultation_id, until), is_cited(consultation_id),
                     Contribution.id == Reading.contribution_id,
                     Reading.state == ReadingState.CODED)  # fmt: skip
    return Coverage(received, published, coded + sum(reasons.values()), coded, cited, reasons, late)


def _all(consultation_id: int, until: int | None) -> Select[*tuple[Any, ...]]:
    """Everything that was received, in one pass: its state, whether it is late, where it stands."""
    each = (
        select(
            Contribution.state,
            (Contribution.number > (LAST if until is None else until)).label("is_late"),
            Reading.state.label("reading"),
            Reading.reason,
        )
        .outerjoin(Reading, Reading.contribution_id == Contribution.id)
        .where(Contribution.consultation_id == consultation_id)
        .subquery()
    )
    return select(*each.c, func.count()).group_by(*each.c)


def since_freeze(consultation_id: int, until: int) -> tuple[int, bool]:
    """How many were published after a list was frozen, and whether opinion groups are public."""
    late = (
        select(func.count(Contribution.id))
        .where(
            Contribution.consultation_id == consultation_id,
            _is_published(),
            Contribution.number > until,
        )
        .scalar_subquery()
    )
    has_groups = (
        select(OpinionGrouping.id)
        .where(
            OpinionGrouping.consultation_id == consultation_id,
            OpinionGrouping.published_at.is_not(None),
        )
        .exists()
    )
    found = session.execute(select(late, has_groups)).one()
    return found[0], bool(found[1])


def _counted(*conditions: ColumnElement[bool]) -> int:
    return session.scalar(select(func.count(Contribution.id)).where(*conditions)) or 0


def _is_published() -> ColumnElement[bool]:
    return Contribution.state == ContributionState.PUBLISHED


def _up_to(until: int | None) -> list[ColumnElement[bool]]:
    return [] if until is None else [Contribution.number <= until]


def _published(consultation_id: int, until: int | None) -> list[ColumnElement[bool]]:
    return [Reading.consultation_id == consultation_id, _is_published(), *_up_to(until)]


def is_cited(consultation_id: int) -> ColumnElement[bool]:
    """Some statement of the outline that was chosen rests on it."""
    return Contribution.id.in_(
        select(Coding.contribution_id)
        .join(Citation, Citation.coding_id == Coding.id)
        .join(Statement, Statement.id == Citation.statement_id)
        .join(Chapter, Chapter.id == Statement.chapter_id)
        .join(Synthesis, Synthesis.id == Chapter.synthesis_id)
        .where(
            Synthesis.consultation_id == consultation_id,
            Statement.removed_at.is_(None),
            Coding.removed_at.is_(None),
        )
    )


def is_source_of(edition_id: int) -> ColumnElement[bool]:
    """Some statement of that edition rests on it."""
    return Contribution.id.in_(
        select(EditionSource.contribution_id).where(EditionSource.edition_id == edition_id)
    )


def listed(
    consultation_id: int, share: Share, until: int | None = None, edition_id: int | None = None
) -> list[ColumnElement[bool]]:
    """The conditions on `Contribution`, joined to `Reading` where it has one, of that number.

    For the public, what an edition cites, and nothing that was never public.
    """
    here = [Contribution.consultation_id == consultation_id]
    cited = is_cited(consultation_id)
    if edition_id is not None:
        cited = is_source_of(edition_id)
        here.append(Contribution.state.in_(SEEN))
    if share is Share.RECEIVED:
        return here
    if share is Share.LATE:
        last = until if until is not None else LAST
        return [*here, _is_published(), Contribution.number > last]
    is_coded = Reading.state == ReadingState.CODED
    kept: dict[Share, list[ColumnElement[bool]]] = {
        Share.PUBLISHED: [],
        Share.READ: [Reading.state.in_([ReadingState.CODED, ReadingState.SET_ASIDE])],
        Share.CODED: [is_coded],
        Share.CITED: [is_coded, cited],
        Share.CODED_ONLY: [is_coded, ~cited],
        Share.SET_ASIDE: [Reading.state == ReadingState.SET_ASIDE],
        Share.TO_READ: [
            Reading.state.is_(None)
            | Reading.state.in_([ReadingState.TO_READ, ReadingState.TO_RETURN])
        ],
    }
    return [*here, _is_published(), *_up_to(until), *kept[share]]
