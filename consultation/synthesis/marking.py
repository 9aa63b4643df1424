"""A text cut where coded words begin and end. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True)
class Mark:
    """The characters [start, end) have that theme."""

    start: int
    end: int
    name: str


@dataclass(frozen=True)
class Piece:
    """Some words, and the themes that they have; none for most."""

    words: str
    names: tuple[str, ...] = ()


def pieces_of(text: str, marks: Iterable[Mark]) -> list[Piece]:
    """The whole text in order; spans may overlap."""
    inside = [mark for mark in marks if 0 <= mark.start < mark.end <= len(text)]
    cuts = sorted({0, len(text), *(mark.start for mark in inside), *(mark.end for mark in inside)})
    return [
        Piece(
            text[start:end],
            tuple(mark.name for mark in inside if mark.start <= start and end <= mark.end),
        )
        for start, end in pairwise(cuts)
    ]
