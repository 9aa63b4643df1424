"""Which rows resemble which: candidates by bands, then the exact similarity of each pair."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from consultation.moderation.campaigns.corpus import Counts, Table, chunks
from consultation.moderation.campaigns.sketches import BANDS, band, minima

SIMILAR = 0.3
"""Exact Jaccard similarity from which two texts are near-identical. Measured on planted campaigns:
0.5 loses one member in six, 0.3 one in fifty, and unrelated texts stay under 0.1."""
_WORTH_COMPARING = 0.15
"""Estimated similarity: four standard errors of 128 minima under `SIMILAR`."""
_AT_ONCE = 7
"""Bands whose pairs are held in memory before they are told apart."""


@dataclass(frozen=True)
class Links:
    """Each row's near-identical rows, as a sparse matrix by rows."""

    starts: Counts
    others: NDArray[np.int32]

    def of(self, row: int) -> NDArray[np.int32]:
        """The rows that were found near-identical to `row`."""
        return self.others[self.starts[row] : self.starts[row + 1]]


def linked(table: Table, rows: NDArray[np.int32]) -> Links:
    """The links among `rows`. Within one bucket a row is compared with its first and its next.

    So a bucket costs what it holds, whoever filled it on purpose; a campaign's members meet in
    many buckets, and those who do not meet are found by what the campaign has in common.
    """
    sketch = minima(table.sets(rows))
    pairs = np.empty(0, dtype=np.int64)
    for start in range(0, BANDS, _AT_ONCE):
        numbers = range(start, min(BANDS, start + _AT_ONCE))
        pairs = np.unique(np.concatenate([pairs, *(_meetings(sketch, each) for each in numbers)]))
    left, right = (pairs >> 32).astype(np.int32), (pairs & 0xFFFFFFFF).astype(np.int32)
    likely = np.concatenate(
        [
            (sketch[left[part]] == sketch[right[part]]).mean(axis=1) >= _WORTH_COMPARING
            for part in chunks(len(left), 10_000)
        ]
        or [np.empty(0, dtype=bool)]
    )
    left, right = rows[left[likely]], rows[right[likely]]
    common = table.in_common(left, right)
    near = common >= SIMILAR * (table.sizes[left] + table.sizes[right] - common)
    return _both_ways(left[near], right[near], len(table.sizes))


def _meetings(sketch: NDArray[np.uint32], number: int) -> NDArray[np.int64]:
    """Pairs of places in one bucket of one band: (first, each), (each, next)."""
    values = band(sketch, number)
    order = np.argsort(values, kind="stable").astype(np.int64)
    ordered = values[order]
    is_same = ordered[1:] == ordered[:-1]
    following = np.flatnonzero(is_same) + 1
    begins = np.concatenate([[0], np.flatnonzero(~is_same) + 1])
    first = begins[np.searchsorted(begins, following, side="right") - 1]
    pairs = [(order[first], order[following]), (order[following - 1], order[following])]
    return np.concatenate([(np.minimum(a, b) << 32) | np.maximum(a, b) for a, b in pairs])


def _both_ways(left: NDArray[np.int32], right: NDArray[np.int32], count: int) -> Links:
    ours, theirs = np.concatenate([left, right]), np.concatenate([right, left])
    order = np.argsort(ours, kind="stable")
    degrees = np.bincount(ours, minlength=count)
    return Links(np.concatenate([[0], np.cumsum(degrees)]).astype(np.int64), theirs[order])
