"""What a campaign has in common, and which texts have enough of it.

A campaign is not a chain of texts that each resemble the next: it is a core, the shingles of a
good third of its members, and the texts measured against it. So two campaigns that one text quotes
both stay two, and a member changed beyond likeness to any other is known by the core.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from consultation.moderation.campaigns.corpus import Counts, Table, chunks
from consultation.moderation.campaigns.linking import SIMILAR

Columns = NDArray[np.int32]

IN_CORE = 0.35
"""Share of members that have a shingle of the core: each word in five changed leaves a run of
three whole in half of the members."""
FEW = 6
SAMPLE = 400
CONTAINED = 0.3
CONTAINED_RUNS = 12
"""A text that has such a share of the core, and so many runs of it, holds it among words of its own
(containment |A ∩ B| / |A|, A. Broder, 1997)."""
OWN_SHARE = 0.5
"""A shingle that stands in more texts outside the campaign than in it is a stock phrase of the
debate, and no part of the core."""
MANY_CORES = 24
"""A shingle of so many cores is a stock phrase: it tells none of them."""


def core_of(table: Table, rows: NDArray[np.integer]) -> Columns:
    """The shingles of enough of `rows`, each counted as often as it was sent."""
    chosen = rows
    if len(rows) > SAMPLE:
        chosen = rows[np.argsort(-table.copies[rows], kind="stable")[:SAMPLE]]
    weights = table.copies[chosen].astype(np.float64)
    places, columns = table.spread(chosen)
    values, inverse = np.unique(columns, return_inverse=True)
    total = weights.sum()
    share = np.bincount(inverse, weights=weights[places], minlength=len(values)) / total
    core: Columns = values[share >= IN_CORE if total >= FEW else share > 0.5]
    return core


def without_stock(table: Table, core: Columns, rows: NDArray[np.integer]) -> Columns:
    """`core` without what is said more outside `rows` than in them."""
    _places, columns = table.spread(rows)
    inside = np.bincount(
        np.searchsorted(core, columns[np.isin(columns, core)]), minlength=len(core)
    )
    return core[inside >= OWN_SHARE * table.frequencies[core]]


@dataclass(frozen=True)
class Placed:
    """Rows and the core that each has most of."""

    rows: Counts
    cores: Counts
    common: Counts
    similarity: NDArray[np.float64]
    contains: NDArray[np.bool_]
    """It is a member by containment alone."""


def placed(table: Table, cores: Sequence[Columns], rows: NDArray[np.integer]) -> Placed:
    """Each of `rows` with the core that it belongs to; those that belong to none are left out."""
    columns, owners = _by_column(cores)
    sizes = np.array([len(core) for core in cores], dtype=np.int64)
    found = []
    for part in chunks(len(rows), 1_000):
        ours, theirs, common = _hits(table, columns, owners, rows[part], len(cores))
        similarity = common / (table.sizes[ours] + sizes[theirs] - common)
        covers = (common >= CONTAINED * sizes[theirs]) & (common >= CONTAINED_RUNS)
        belongs = (similarity >= SIMILAR) | covers
        found.append([each[belongs] for each in (ours, theirs, common, similarity)])
    ours, theirs, common, similarity = (np.concatenate(each) for each in zip(*found, strict=True))
    best = np.lexsort((theirs, -common, -similarity, ours))
    best = best[np.concatenate([[True], ours[best][1:] != ours[best][:-1]])] if len(best) else best
    return Placed(
        ours[best], theirs[best], common[best], similarity[best], similarity[best] < SIMILAR
    )


def _by_column(cores: Sequence[Columns]) -> tuple[Columns, Counts]:
    """(column, core) in the order of columns, without those of too many cores."""
    columns = np.concatenate(cores)
    owners = np.repeat(np.arange(len(cores)), [len(core) for core in cores])
    order = np.argsort(columns, kind="stable")
    columns, owners = columns[order], owners[order]
    _values, inverse, counts = np.unique(columns, return_inverse=True, return_counts=True)
    told = counts[inverse] <= MANY_CORES
    return columns[told], owners[told]


def _hits(
    table: Table, columns: Columns, owners: Counts, rows: NDArray[np.integer], count: int
) -> tuple[Counts, Counts, Counts]:
    """(row, core, shingles in common), for each pair that has some."""
    places, wanted = table.spread(rows)
    low = np.searchsorted(columns, wanted, side="left")
    times = np.searchsorted(columns, wanted, side="right") - low
    ends = np.cumsum(times)
    within = np.arange(ends[-1] if len(ends) else 0) - np.repeat(ends - times, times)
    keys = np.repeat(places, times) * count + owners[np.repeat(low, times) + within]
    pairs, common = np.unique(keys, return_counts=True)
    return rows[pairs // count].astype(np.int64), pairs % count, common


def distinct(table: Table, cores: Sequence[Columns]) -> list[Columns]:
    """`cores` without those that are another's, the first ones first."""
    kept: list[Columns] = []
    holders: dict[int, list[int]] = {}
    for core in cores:
        if _is_known(core, kept, holders):
            continue
        for column in core.tolist():
            owners = holders.setdefault(column, [])
            if len(owners) < MANY_CORES:
                owners.append(len(kept))
        kept.append(core)
    return kept


def _is_known(core: Columns, kept: Sequence[Columns], holders: dict[int, list[int]]) -> bool:
    common: dict[int, int] = {}
    for column in core.tolist():
        for owner in holders.get(column, ()):
            common[owner] = common.get(owner, 0) + 1
    return any(
        n >= SIMILAR * (len(core) + len(kept[owner]) - n) or n >= 0.6 * len(core)
        for owner, n in common.items()
    )
