"""Many texts at once: each different one a row, its shingles that come back elsewhere as columns.

A shingle that stands in one text alone says nothing about others, so it is counted and forgotten:
what is kept is a small part of all that was written. 100,000 equal texts are one row.
"""

from array import array
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from consultation.moderation.campaigns.words import Compared, Numbers

Counts = NDArray[np.int64]


class Corpus:
    """Texts by the order in which they were added."""

    def __init__(self) -> None:
        self.row_of = array("l")
        """The row of each text; -1 where it groups with nothing."""
        self.sizes = array("l")
        """How many shingles each row has."""
        self.is_short: list[bool] = []
        self._flat = array("Q")
        self._rows: dict[bytes, int] = {}

    def add(self, text: Compared) -> None:
        """One more text."""
        if text.is_mute:
            self.row_of.append(-1)
            return
        row = self._rows.setdefault(text.same, len(self.sizes))
        if row == len(self.sizes):
            self.sizes.append(len(text.shingles))
            self.is_short.append(text.is_short)
            self._flat.frombytes(text.shingles.tobytes())
        self.row_of.append(row)

    def copies(self) -> Counts:
        """How many texts each row stands for."""
        rows = np.frombuffer(self.row_of, dtype=np.dtype("l")) if self.row_of else np.empty(0, int)
        return np.bincount(rows[rows >= 0], minlength=len(self.sizes)).astype(np.int64)

    def shingles(self) -> Numbers:
        """The shingles of every row, one row after another."""
        return np.array(self._flat, dtype=np.uint64, copy=False)


class Table:
    """Rows and the columns that they share with others, as in a sparse matrix by rows."""

    def __init__(self, corpus: Corpus) -> None:
        self.copies = corpus.copies()
        self.sizes: Counts = np.array(corpus.sizes, dtype=np.int64)
        """Shingles of each row, those that it has alone among them."""
        self.flat = corpus.shingles()
        """The shingles themselves, one row after another."""
        self.ends: Counts = np.cumsum(self.sizes)
        shared = self._shared(self.flat)
        kept_rows, kept = [], []
        for part in chunks(len(self.sizes), 5_000):
            rows, columns = self._among(shared, part)
            kept_rows.append(rows)
            kept.append(columns)
        row_of = np.concatenate(kept_rows) if kept else np.empty(0, dtype=np.int32)
        self.columns = np.concatenate(kept) if kept else np.empty(0, dtype=np.int32)
        count = len(self.sizes)
        self.shared_sizes: Counts = np.bincount(row_of, minlength=count).astype(np.int64)
        self.frequencies: Counts = np.bincount(self.columns, minlength=len(shared)).astype(np.int64)
        """How many rows have each column."""
        self.starts: Counts = np.concatenate([[0], np.cumsum(self.shared_sizes)]).astype(np.int64)
        self.width = max(1, len(shared))
        self.shingles = shared
        """The shingle of each column."""
        self._keys = row_of.astype(np.int64) * self.width + self.columns

    def _shared(self, flat: Numbers) -> Numbers:
        """Shingles of at least two texts, each once, in rising order."""
        if not len(flat):
            return flat
        ordered = np.sort(flat)
        is_first = np.concatenate([[True], ordered[1:] != ordered[:-1]])
        values = ordered[is_first]
        is_shared = np.diff(np.concatenate([np.flatnonzero(is_first), [len(ordered)]])) > 1
        del ordered, is_first
        copied = np.repeat(self.copies > 1, self.sizes)
        if copied.any():
            is_shared[np.searchsorted(values, flat[copied])] = True
        kept: Numbers = values[is_shared]
        return kept

    def _among(self, shared: Numbers, part: slice) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """(row, column) of the shingles of some rows that are `shared`."""
        sizes = self.sizes[part]
        end = int(self.ends[part][-1])
        flat = self.flat[end - int(sizes.sum()) : end]
        places = np.searchsorted(shared, flat).astype(np.int32)
        places[places == len(shared)] = 0
        is_shared = shared[places] == flat if len(shared) else np.zeros(len(flat), dtype=bool)
        rows = np.repeat(np.arange(len(sizes), dtype=np.int32), sizes) + np.int32(part.start)
        return rows[is_shared], places[is_shared]

    def sets(self, rows: NDArray[np.integer]) -> list[Numbers]:
        """The shingles of each of `rows`."""
        ends, sizes = self.ends[rows].tolist(), self.sizes[rows].tolist()
        return [self.flat[end - size : end] for end, size in zip(ends, sizes, strict=True)]

    def spread(self, rows: NDArray[np.integer]) -> tuple[Counts, NDArray[np.int32]]:
        """The columns of `rows`, one row after another, each with its place in `rows`."""
        counts = self.shared_sizes[rows]
        ends = np.cumsum(counts)
        within = np.arange(ends[-1] if len(ends) else 0) - np.repeat(ends - counts, counts)
        places = np.repeat(np.arange(len(rows)), counts)
        return places, self.columns[np.repeat(self.starts[rows], counts) + within]

    def in_common(self, left: NDArray[np.integer], right: NDArray[np.integer]) -> Counts:
        """How many shingles each row of `left` has in common with the row of `right` beside it."""
        found = np.zeros(len(left), dtype=np.int64)
        for chosen in chunks(len(left), 10_000):
            places, columns = self.spread(left[chosen])
            keys = right[chosen].astype(np.int64)[places] * self.width + columns
            at = np.searchsorted(self._keys, keys)
            at[at == len(self._keys)] = 0
            hits = places[self._keys[at] == keys] if len(self._keys) else places[:0]
            found[chosen] = np.bincount(hits, minlength=len(left[chosen]))
        return found


def chunks(count: int, size: int) -> Iterator[slice]:
    """[0, count) in slices of `size`."""
    return (slice(start, start + size) for start in range(0, count, size))
