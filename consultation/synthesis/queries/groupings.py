"""Opinion groups as pages show them: numbers from what is kept, words from the contributions."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from consultation.contributions.models import Contribution, ContributionState, Revision
from consultation.core.db import session
from consultation.synthesis.models import OpinionGrouping

READ = 500
EXCERPT = 280
SMALLEST_PUBLIC = 5
"""A smaller group could point at somebody: it is shown to the team alone."""


@dataclass(frozen=True)
class Said:
    """A contribution as it reads today; without words when it is public no more."""

    key: str = ""
    number: int = 0
    source: str = ""

    @property
    def excerpt(self) -> str:
        """Its first words."""
        line = " ".join(self.source.split())
        return line if len(line) <= EXCERPT else line[:EXCERPT].rsplit(" ", 1)[0] + "…"


@dataclass(frozen=True)
class Line:
    """What a group, or everybody, says of a contribution."""

    said: Said
    agrees: bool
    count: int
    voted: int
    share: float


@dataclass(frozen=True)
class GroupShown:
    """One group: how many people, and what it is recognised by."""

    size: int
    lines: Sequence[Line]


@dataclass(frozen=True)
class GroupingShown:
    """Everything that is said of a calculation."""

    row: OpinionGrouping
    groups: Sequence[GroupShown]
    across: Sequence[Line]

    @property
    def people(self) -> int:
        """How many voted on what was looked at."""
        return self.grouped + self.ungrouped

    @property
    def grouped(self) -> int:
        """How many are in a group."""
        return int(self.row.result.get("grouped", 0))

    @property
    def ungrouped(self) -> int:
        """How many voted on too little to be placed."""
        return int(self.row.result.get("ungrouped", 0))

    @property
    def ungrouped_share(self) -> int:
        """The same in hundredths."""
        return round(100 * self.ungrouped / self.people) if self.people else 0

    @property
    def reason(self) -> str:
        """Why there are no groups; "" when there are."""
        return str(self.row.result.get("reason", ""))

    @property
    def median(self) -> float | None:
        """How far subsamples give the same groups, to 1."""
        found = self.row.result.get("median")
        return None if found is None else float(found)

    @property
    def is_fit_for_the_public(self) -> bool:
        """It is stable and no group is so small that it could point at somebody."""
        return self.row.is_stable and all(each.size >= SMALLEST_PUBLIC for each in self.groups)


def latest_grouping(consultation_id: int) -> OpinionGrouping | None:
    """The one that was asked for last, done or not."""
    return session.scalars(
        select(OpinionGrouping)
        .where(OpinionGrouping.consultation_id == consultation_id)
        .order_by(OpinionGrouping.id.desc())
        .limit(1)
    ).one_or_none()


def published_grouping(consultation_id: int) -> OpinionGrouping | None:
    """The one that the public sees: published by choice, and stable."""
    return session.scalars(
        select(OpinionGrouping)
        .where(
            OpinionGrouping.consultation_id == consultation_id,
            OpinionGrouping.published_at.is_not(None),
            OpinionGrouping.is_stable,
        )
        .order_by(OpinionGrouping.published_at.desc())
        .limit(1)
    ).one_or_none()


def find_grouping(consultation_id: int, key: str) -> OpinionGrouping | None:
    """The grouping of that key in that consultation."""
    return session.scalars(
        select(OpinionGrouping).where(
            OpinionGrouping.consultation_id == consultation_id, OpinionGrouping.key == key
        )
    ).one_or_none()


def shown(row: OpinionGrouping) -> GroupingShown:
    """With the words of its contributions, those that everybody can read today."""
    result = row.result
    groups: Iterable[Mapping[str, Any]] = result.get("groups", ()) if row.is_stable else ()
    across = result.get("across", ()) if row.is_stable else ()
    rows = [*across, *(each for group in groups for each in group["representative"])]
    words = _words({each["contribution"] for each in rows})
    return GroupingShown(
        row,
        [
            GroupShown(group["size"], [_line(each, words) for each in group["representative"]])
            for group in groups
        ],
        [_line(each, words) for each in across],
    )


def _line(kept: Mapping[str, Any], words: Mapping[int, Said]) -> Line:
    said = words.get(kept["contribution"], Said())
    return Line(
        said, kept["agrees"], kept.get("count", 0), kept.get("voted", 0), kept.get("share", 0.0)
    )


def _words(ids: Iterable[int]) -> dict[int, Said]:
    rows = session.execute(
        select(
            Contribution.id, Contribution.key, Contribution.number,
            func.substr(func.coalesce(func.nullif(Revision.source, ""), Revision.proposed_text),
                        1, READ),
        )
        .join(
            Revision,
            (Revision.contribution_id == Contribution.id)
            & (Revision.number == Contribution.revision),
        )
        .where(
            Contribution.id.in_(list(ids)), Contribution.state == ContributionState.PUBLISHED
        )
    )  # fmt: skip
    return {row[0]: Said(row[1], row[2], row[3] or "") for row in rows}
