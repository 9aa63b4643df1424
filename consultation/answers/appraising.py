"""What a committee thinks of an answer, from the grades of its members. Pure."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

SHOWN_FROM = 3
"""Grades that there must be before any is shown: of one or two, each would be somebody's."""
GRADES = range(11)


@dataclass(frozen=True)
class Signed:
    """A grade whose member puts their name to it."""

    name: str
    grade: int
    words: str


@dataclass(frozen=True)
class Verdict:
    """The grades of one answer, or of the whole."""

    grades: Sequence[int]
    signed: Sequence[Signed] = ()
    unsigned_words: Sequence[str] = ()

    @property
    def count(self) -> int:
        """How many members graded it."""
        return len(self.grades)

    @property
    def is_shown(self) -> bool:
        """There are enough of them that none is known to be somebody's, names taken away."""
        unsigned = self.count - len(self.signed)
        return self.count >= SHOWN_FROM and (unsigned == 0 or unsigned >= SHOWN_FROM)

    @property
    def median(self) -> float:
        """The grade in the middle: half of the members gave as much or more."""
        return float(median(self.grades))

    @property
    def spread(self) -> list[tuple[int, int]]:
        """Each grade from 0 to 10, and how many gave it."""
        counts = Counter(self.grades)
        return [(grade, counts[grade]) for grade in GRADES]


NONE = Verdict(())
