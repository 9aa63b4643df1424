"""From votes to groups that may be shown, or to the reason why there are none."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeVar

import numpy as np
from threadpoolctl import threadpool_limits

from consultation.synthesis.groups.clustering import Division, divide
from consultation.synthesis.groups.representative import (
    Consensus,
    Representative,
    across_groups,
    majority,
    representative,
)
from consultation.synthesis.groups.stability import Progress, Stability, stability_of
from consultation.synthesis.groups.votes import VoteTable, enough_votes

FEWEST_TO_DIVIDE = 15
FEWEST_STATEMENTS = 2


class Reason(StrEnum):
    """Why no groups are shown."""

    NONE = ""
    TOO_FEW_PEOPLE = "too_few_people"
    TOO_FEW_STATEMENTS = "too_few_statements"
    NO_DIVISION = "no_division"
    UNSTABLE = "unstable"
    BY_CHANCE = "by_chance"


@dataclass(frozen=True)
class Group:
    """People who vote alike, by their names in the table; statements by their place in it."""

    members: Sequence[str]
    representative: Sequence[Representative]


@dataclass(frozen=True)
class Grouping:
    """What was found. `groups` hold also when unstable: whoever shows them asks `is_stable`.

    `ungrouped` people voted on too little to be placed.
    """

    reason: Reason
    groups: Sequence[Group]
    grouped: int
    ungrouped: int
    stability: Stability | None
    across_groups: Sequence[Consensus]
    majority: Sequence[Consensus]

    @property
    def is_stable(self) -> bool:
        """The groups may be shown."""
        return self.reason is Reason.NONE

    @property
    def ungrouped_share(self) -> float:
        """Which share of those who voted is in no group, from 0 to 1."""
        everybody = self.grouped + self.ungrouped
        return self.ungrouped / everybody if everybody else 0.0


def find_groups(table: VoteTable, seed: int = 1, progress: Progress | None = None) -> Grouping:
    """Divide the people of `table` into groups and test them. The same seed, the same groups."""
    votes = table.counted
    enough = enough_votes(votes) if votes.size else np.zeros(len(votes), dtype=bool)
    placed = np.ascontiguousarray(votes[enough])
    # A statement that nobody of them voted on says nothing; its place is kept in `statement_of`.
    statement_of = np.flatnonzero(~table.kept_out)
    reason, division, stability = _divided(placed, seed, progress)
    common = [_renamed(each, statement_of) for each in majority(votes)] if votes.size else []
    if division is None:
        return Grouping(reason, (), 0, len(votes), None, (), common)
    names = [table.participants[int(i)] for i in np.flatnonzero(enough)]
    order = np.argsort(-np.bincount(division.labels, minlength=division.count), kind="stable")
    groups = [
        Group(
            [names[i] for i in np.flatnonzero(division.labels == group)],
            [
                _renamed(each, statement_of)
                for each in representative(placed, division.labels, int(group))
            ],
        )
        for group in order
    ]
    shared = across_groups(placed, division.labels, division.count)
    return Grouping(
        reason, groups, len(placed), len(votes) - len(placed), stability,
        [_renamed(each, statement_of) for each in shared], common,
    )  # fmt: skip


def _divided(
    placed: np.ndarray[tuple[int, int], np.dtype[np.float64]],
    seed: int,
    progress: Progress | None,
) -> tuple[Reason, Division | None, Stability | None]:
    if len(placed) < FEWEST_TO_DIVIDE:
        return Reason.TOO_FEW_PEOPLE, None, None
    if placed.shape[1] < FEWEST_STATEMENTS:
        return Reason.TOO_FEW_STATEMENTS, None, None
    # One thread: on matrices this small, several mostly wait for one another.
    with threadpool_limits(limits=1):
        division = divide(placed, seed)
        if division is None:
            return Reason.NO_DIVISION, None, None
        stability = stability_of(placed, division, seed, progress)
    if not stability.is_stable:
        return Reason.UNSTABLE, division, stability
    if not stability.is_beyond_chance:
        return Reason.BY_CHANCE, division, stability
    return Reason.NONE, division, stability


S = TypeVar("S", Representative, Consensus)


def _renamed(found: S, statement_of: np.ndarray[tuple[int], np.dtype[np.int64]]) -> S:
    return replace(found, statement=int(statement_of[found.statement]))
