"""The transparency report as figures: what its three forms show, and how small counts merge. Pure.

A figure has a part of the report, what it counts (one or two words of our vocabulary), and a value.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

FLOOR = 5
"""A smaller count could point at somebody: such counts are merged into one."""
OTHER = "other"
Key = tuple[str, str]


@dataclass(frozen=True)
class Figure:
    """One number of the report."""

    part: str
    item: str
    detail: str
    value: float | int | None
    """None where there is nothing to compute it from."""


@dataclass(frozen=True)
class Report:
    """Every figure, and when they were computed."""

    figures: tuple[Figure, ...]
    at: datetime

    def of(self, part: str) -> list[Figure]:
        """The figures of one part, in order."""
        return [each for each in self.figures if each.part == part]

    def value(self, part: str, item: str = "total", detail: str = "") -> float | int | None:
        """One figure's value."""
        return next(
            (
                each.value
                for each in self.figures
                if (each.part, each.item, each.detail) == (part, item, detail)
            ),
            None,
        )


def merged(counts: Mapping[Key, int]) -> dict[Key, int]:
    """The counts, those below five merged into one; with it, where it is below five, the next.

    The total stays what it was.
    """
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    kept = [(key, count) for key, count in ordered if count >= FLOOR]
    rest = sum(count for _key, count in ordered if 0 < count < FLOOR)
    while 0 < rest < FLOOR and kept:
        rest += kept.pop()[1]
    result = dict(kept)
    if rest:
        result[(OTHER, "")] = rest
    return result


def median(values: Iterable[float]) -> float | None:
    """The middle of the values, or of the two in the middle; None of none."""
    ordered = sorted(values)
    if not ordered:
        return None
    half, is_odd = divmod(len(ordered), 2)
    return ordered[half] if is_odd else (ordered[half - 1] + ordered[half]) / 2


def counted(part: str, counts: Mapping[Key, int], *, total: int) -> list[Figure]:
    """A part of counts, the greatest first, then their total."""
    rows = sorted(counts.items(), key=lambda item: (item[0][0] == OTHER, -item[1], item[0]))
    return [
        *(Figure(part, item, detail, count) for (item, detail), count in rows),
        Figure(part, "total", "", total),
    ]


def share(part: int, whole: int) -> float | None:
    """In percent, to one decimal."""
    return round(100 * part / whole, 1) if whole else None
