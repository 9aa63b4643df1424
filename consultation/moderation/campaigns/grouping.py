"""Campaigns in many texts at once: links, cores, members, and what is no campaign after all.

Where nobody sends the common text as it is, but each changes words of it: among 10,000 texts 0.999
of the members are found with one word in ten changed, 0.97 with one in five, none with three in
ten, whose texts share less than the similarity of a link; nothing else is taken for one.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from consultation.moderation.campaigns.cores import (
    Columns,
    Placed,
    core_of,
    distinct,
    placed,
    without_stock,
)
from consultation.moderation.campaigns.corpus import Corpus, Counts, Table
from consultation.moderation.campaigns.linking import Links, linked
from consultation.moderation.campaigns.words import SHORT_RUNS, Compared, Numbers

ROUNDS = 2
PAIR = 0.6
"""Two texts alone are a campaign only if they are this similar."""
LONG = 44
TEXTS_A_MEMBER = 60
MEMBERS_MOST = 60
"""The more people speak, the more often one sentence comes back by chance. Where the core is
shorter than `LONG` runs, a campaign wants two members and one more for so many texts, up to a
limit; the longer the core is, the fewer."""
SHORT_COPIES = 5
"""So many equal short texts at least."""
COHESION = 0.55
"""Of what a member shares with any other text, the mean share that is its campaign's core. Texts
that have a stock sentence in common share their other sentences with other texts: about 0.4."""
BARE = 0.7
BARE_SHARE = 0.2
"""Of a campaign's members, so many say little else than its core: texts that quote the same
paragraph each say something else. Or else, where everybody changed words here and there:"""
STEADY = 0.9
HALF = 0.45
"""what members share is the core and hardly anything else, and it is half of what they say."""
CHANGED_SHARE = 0.65
CHANGED_RUNS = 24
"""Or, where everybody changed about a fifth of the words: the core is half of what so many members
say, and too long to have come back by chance."""
LONGER = 1.4
"""A text so much longer than those that resemble it holds them, perhaps two campaigns at once:
it is not the middle of one."""


@dataclass(frozen=True)
class Member:
    """One text of a group: its place in what was given, and why it is there."""

    place: int
    similarity: float
    contains: bool
    """It holds what the campaign has in common among words of its own; else it is similar."""


@dataclass(frozen=True)
class Group:
    """Near-identical texts, in the order in which they were given."""

    members: Sequence[Member]
    representative: int
    """The place of the member that has most in common with the others, the first of equals."""
    core: Numbers


def groups(texts: Iterable[Compared], among: int = 0) -> list[Group]:
    """The campaigns among `texts`, greatest first; `among` how many were said, where it is more."""
    corpus = Corpus()
    for text in texts:
        corpus.add(text)
    is_short = np.array(corpus.is_short, dtype=bool)
    table = Table(corpus)
    copies = table.copies
    comparable = np.flatnonzero(~is_short).astype(np.int32)
    found = _by_core(table, comparable) if len(comparable) else []
    found += [
        _Rows(np.array([row]), np.ones(1), np.zeros(1, dtype=bool), table.sets(np.array([row]))[0])
        for row in np.flatnonzero(is_short & (copies >= SHORT_COPIES)).tolist()
    ]
    count = max(among, len(corpus.row_of))
    found = [group for group in found if copies[group.rows].sum() >= _least(count, len(group.core))]
    made = _with_places(corpus, table, found)
    return sorted(made, key=lambda one: (-len(one.members), one.members[0].place))


def _least(count: int, runs: int) -> int:
    """Members that a campaign needs, with so many runs in common, among `count` texts."""
    shortness = min(1.0, max(0.0, (LONG - runs) / (LONG - SHORT_RUNS)))
    return 2 + int(min(count / TEXTS_A_MEMBER, MEMBERS_MOST) * shortness**2)


@dataclass(frozen=True)
class _Rows:
    rows: Counts
    similarity: NDArray[np.float64]
    contains: NDArray[np.bool_]
    core: Numbers


def _by_core(table: Table, rows: NDArray[np.int32]) -> list[_Rows]:
    cores = distinct(table, _first_cores(table, linked(table, rows), rows))
    for _round in range(ROUNDS):
        if not cores:
            return []
        members = placed(table, cores, rows)
        order = np.argsort(members.cores, kind="stable")
        bounds = np.flatnonzero(np.diff(members.cores[order])) + 1
        piles = [pile for pile in np.split(order, bounds) if len(pile)]
        piles.sort(key=lambda pile: -int(table.copies[members.rows[pile]].sum()))
        cores = [_core(table, members.rows[pile]) for pile in piles]
        cores = distinct(table, [core for core in cores if len(core)])
    if not cores:
        return []
    return _accepted(table, placed(table, cores, rows), cores)


def _core(table: Table, rows: Counts) -> Columns:
    return without_stock(table, core_of(table, rows), rows)


def _first_cores(table: Table, links: Links, rows: NDArray[np.int32]) -> list[Columns]:
    """A core for each row that resembles many and that no earlier one took, the greatest first."""
    degrees = np.add.reduceat(
        np.concatenate([table.copies[links.others], [0]]), links.starts[:-1]
    ) * (np.diff(links.starts) > 0)
    weights = table.copies + degrees
    is_taken = np.zeros(len(table.sizes), dtype=bool)
    made = []
    for row in rows[np.lexsort((rows, -table.copies[rows], -weights[rows]))].tolist():
        if is_taken[row] or weights[row] < 2:
            continue
        near = links.of(row)
        free = near[~is_taken[near]]
        if len(free) and table.sizes[row] > LONGER * np.median(table.sizes[free]):
            continue
        is_taken[row] = is_taken[free] = True
        chosen = np.concatenate([[row], free])
        if table.copies[chosen].sum() >= 2:
            core = core_of(table, chosen)
            if len(core):
                made.append(core)
    return made


def _accepted(table: Table, members: Placed, cores: Sequence[Columns]) -> list[_Rows]:
    made = []
    for number, core in enumerate(cores):
        chosen = np.flatnonzero(members.cores == number)
        rows = members.rows[chosen]
        if not len(rows) or not _is_campaign(table, rows, members.common[chosen], core):
            continue
        made.append(
            _Rows(
                rows,
                members.similarity[chosen],
                members.contains[chosen],
                table.shingles[core],
            )
        )
    return made


def _is_campaign(table: Table, rows: Counts, common: Counts, core: Columns) -> bool:
    weights = table.copies[rows]
    total = int(weights.sum())
    if total < 2:
        return False
    if total == 2 and len(rows) == 2:
        alike = table.in_common(rows[:1], rows[1:])[0]
        return bool(alike >= PAIR * (table.sizes[rows].sum() - alike))
    own = common / table.sizes[rows]
    cohesion = (weights * common / np.maximum(1, table.shared_sizes[rows])).sum() / total
    is_bare = weights[own >= BARE].sum() >= BARE_SHARE * total
    half = weights[own >= HALF].sum()
    is_steady = cohesion >= STEADY and half >= total / 2
    is_changed = len(core) >= CHANGED_RUNS and half >= CHANGED_SHARE * total
    return bool(cohesion >= COHESION and (is_bare or is_steady or is_changed))


def _with_places(corpus: Corpus, table: Table, found: Sequence[_Rows]) -> list[Group]:
    owner = np.full(len(corpus.sizes) + 1, -1, dtype=np.int64)
    similarity = np.zeros(len(corpus.sizes) + 1)
    contains = np.zeros(len(corpus.sizes) + 1, dtype=bool)
    best = []
    for number, group in enumerate(found):
        owner[group.rows] = number
        similarity[group.rows] = group.similarity
        contains[group.rows] = group.contains
        order = np.lexsort((group.rows, -table.copies[group.rows], -np.round(group.similarity, 2)))
        best.append(int(group.rows[order[0]]))
    members: list[list[Member]] = [[] for _group in found]
    representative = [-1] * len(found)
    for place, row in enumerate(corpus.row_of):
        number = int(owner[row])
        if row < 0 or number < 0:
            continue
        members[number].append(Member(place, float(similarity[row]), bool(contains[row])))
        if representative[number] < 0 and row == best[number]:
            representative[number] = place
    return [
        Group(each, first, group.core)
        for each, first, group in zip(members, representative, found, strict=True)
    ]
