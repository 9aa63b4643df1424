"""What is matched, and what comes out."""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

_SAME_SIGNS = str.maketrans("’‘ʼ`´“”„«»‑–—−", "'''''\"\"\"\"\"----")
_WORDS = re.compile(r"\w+")
_NUMBERING = re.compile(
    r"^(?:(?:article|chapitre|section|titre|partie|annexe|axe|priorité|objectif|mesure)\s+)?"
    r"(?:[ivxlc]+|\d+(?:\.\d+)*|[a-z])(?:er|ère|e|°)?(?:\s*[.):°-]\s*|\s+|$)"
)

LONG = 250
"""Words."""


class MatchState(StrEnum):
    """What became of an old piece; `new` is said of a new one without origin."""

    KEPT = "kept"
    EDITED = "edited"
    MOVED = "moved"
    MOVED_AND_EDITED = "moved_and_edited"
    SPLIT = "split"
    MERGED = "merged"
    REMOVED = "removed"
    NEW = "new"


@dataclass(frozen=True)
class Piece:
    """A paragraph (level 0) or a heading (level 1 to 6), in plain text."""

    text: str
    level: int = 0

    @cached_property
    def folded(self) -> str:
        """The text without what typography alone changes: two that fold alike say the same."""
        plain = unicodedata.normalize("NFKC", self.text).translate(_SAME_SIGNS)
        # French spacing before and inside signs is a matter of typesetting.
        return re.sub(r"\s*([;:!?»\"%])\s*", r"\1", " ".join(plain.split()))

    @cached_property
    def words(self) -> tuple[str, ...]:
        """Its words in small letters; of a heading, those after its number."""
        plain = self.folded.casefold()
        if self.level:
            plain = _NUMBERING.sub("", plain, count=1)
        return tuple(_WORDS.findall(plain))

    @cached_property
    def grams(self) -> "Counter[tuple[str, ...]]":
        """Its words and pairs of neighbouring words, with how often each occurs.

        A long piece is known by its words alone: its pairs would only take memory.
        """
        singles = ((word,) for word in self.words)
        if len(self.words) > LONG:
            return Counter(singles)
        return Counter([*singles, *zip(self.words, self.words[1:], strict=False)])


@dataclass(frozen=True)
class Match:
    """What became of one old piece. `score` is its likeness to its successors, 0 to 1."""

    state: MatchState
    score: float = 0.0
    successors: tuple[int, ...] = ()


@dataclass(frozen=True)
class Matching:
    """`matches` has one row an old piece, `origins` the old pieces of each new one."""

    matches: tuple[Match, ...]
    origins: tuple[tuple[int, ...], ...]

    @property
    def share(self) -> float:
        """The part of the old pieces that live on, 0 to 1; 1 for an empty text."""
        lost = sum(row.state is MatchState.REMOVED for row in self.matches)
        return 1 - lost / len(self.matches) if self.matches else 1.0


@dataclass
class Links:
    """Old and new pieces tied one to one so far."""

    new_of: dict[int, int] = field(default_factory=dict)
    old_of: dict[int, int] = field(default_factory=dict)

    def tie(self, i: int, j: int) -> None:
        """Say that new j is old i."""
        self.new_of[i], self.old_of[j] = j, i


Pieces = Sequence[Piece]
