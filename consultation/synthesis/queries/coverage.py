"""Coverage: what became of every contribution that was received, counted while one writes.

Each number has its list under the same word, by the same condition: `listed`.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from sqlalchemy import ColumnElement, func, select

from consultation.contributions.models import Contribution, ContributionState
from consultation.core.db import session
from consultation.synthesis.models import (
    Chapter,
    Citation,
    Coding,
    Reading,
    Statement,
    Synthesis,
)
from consultation.synthesis.models.coding import ReadingState, SetAside

LAST = 2**62
"""After every id."""


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


def coverage_of(consultation_id: int, frozen_at: int | None = None) -> Coverage:
    """The coverage as it is now. With the last id of a frozen list, what came later is apart.

    A contribution that is refused or withdrawn was received, and is not published.
    """
    received, late = _received(consultation_id, frozen_at)
    states: dict[ReadingState, int] = {}
    reasons: dict[SetAside, int] = {}
    rows = session.execute(
        select(Reading.state, Reading.reason, func.count())
        .join(Contribution, Contribution.id == Reading.contribution_id)
        .where(*_published(consultation_id, frozen_at))
        .group_by(Reading.state, Reading.reason)
    )
    for state, reason, number in rows:
        states[state] = states.get(state, 0) + number
        if state is ReadingState.SET_ASIDE and reason is not None:
            reasons[reason] = number
    published = _counted(
        Contribution.consultation_id == consultation_id, _is_published(), *_until(frozen_at)
    )
    coded = states.get(ReadingState.CODED, 0)
    cited = _counted(*_published(consultation_id, frozen_at), is_cited(consultation_id),
                     Contribution.id == Reading.contribution_id,
                     Reading.state == ReadingState.CODED)  # fmt: skip
    return Coverage(received, published, coded + sum(reasons.values()), coded, cited, reasons, late)


def _received(consultation_id: int, frozen_at: int | None) -> tuple[int, int]:
    here = Contribution.consultation_id == consultation_id
    received = _counted(here)
    late = 0 if frozen_at is None else _counted(here, _is_published(), Contribution.id > frozen_at)
    return received, late


def _counted(*conditions: ColumnElement[bool]) -> int:
    return session.scalar(select(func.count(Contribution.id)).where(*conditions)) or 0


def _is_published() -> ColumnElement[bool]:
    return Contribution.state == ContributionState.PUBLISHED


def _until(frozen_at: int | None) -> list[ColumnElement[bool]]:
    return [] if frozen_at is None else [Contribution.id <= frozen_at]


def _published(consultation_id: int, frozen_at: int | None) -> list[ColumnElement[bool]]:
    return [Reading.consultation_id == consultation_id, _is_published(), *_until(frozen_at)]


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


def listed(
    consultation_id: int, share: Share, frozen_at: int | None = None
) -> list[ColumnElement[bool]]:
    """The conditions on `Contribution`, joined to `Reading` where it has one, of that number."""
    here = [Contribution.consultation_id == consultation_id]
    if share is Share.RECEIVED:
        return here
    if share is Share.LATE:
        last = frozen_at if frozen_at is not None else LAST
        return [*here, _is_published(), Contribution.id > last]
    is_coded = Reading.state == ReadingState.CODED
    kept: dict[Share, list[ColumnElement[bool]]] = {
        Share.PUBLISHED: [],
        Share.READ: [Reading.state.in_([ReadingState.CODED, ReadingState.SET_ASIDE])],
        Share.CODED: [is_coded],
        Share.CITED: [is_coded, is_cited(consultation_id)],
        Share.CODED_ONLY: [is_coded, ~is_cited(consultation_id)],
        Share.SET_ASIDE: [Reading.state == ReadingState.SET_ASIDE],
        Share.TO_READ: [
            Reading.state.is_(None)
            | Reading.state.in_([ReadingState.TO_READ, ReadingState.TO_RETURN])
        ],
    }
    return [*here, _is_published(), *_until(frozen_at), *kept[share]]
