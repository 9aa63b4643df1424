"""The words of a text, folded (no case, no accents), with their places. Linear in the text."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache

_WORD = re.compile(r"[^\W\d_]+|[0-9]+")
_PIECE = re.compile(r"[^\W\d_]+|[0-9]+|[.!?;:\n…]")
_ENDS = frozenset(".!?;:\n…")
_ABBREVIATIONS = frozenset({"m", "mm", "mme", "mlle", "mr", "dr", "pr", "st", "ste"})
_FOLD = str.maketrans("àâäãáåçèéêëìíîïñòóôöõùúûüýÿœæ", "aaaaaaceeeeiiiinooooouuuuyyoa")


def listed(text: str) -> frozenset[str]:
    """The words of a list written in one text."""
    return frozenset(text.split())


def folded(text: str) -> str:
    """In lower case and without French accents, character for character."""
    lowered = text.lower()
    if len(lowered) != len(text):
        lowered = "".join(low if len(low := char.lower()) == 1 else char for char in text)
    return lowered.translate(_FOLD)


@lru_cache(maxsize=8)
def word_set(text: str) -> frozenset[str]:
    """The words alone, folded: a fifth of what a `Reading` costs, to know whether to make one."""
    apart = text.lower().replace("\u2019", " ").replace("'", " ").replace("\u0153", "o")
    plain = unicodedata.normalize("NFKD", apart).encode("ascii", "ignore").decode()
    return frozenset(_WORD.findall(plain))


class Reading:
    """The words and the marks of a text in order; where each stands, once somebody asks."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.pieces: list[str] = _PIECE.findall(folded(text))

    @cached_property
    def places(self) -> list[tuple[int, int]]:
        """Of each piece, [start, end) in the text."""
        return [match.span() for match in _PIECE.finditer(folded(self.text))]

    def span(self, first: int, last: int) -> tuple[int, int]:
        """From the beginning of one piece to the end of another."""
        return self.places[first][0], self.places[last][1]

    def is_capital(self, at: int) -> bool:
        """A piece begins with a capital letter."""
        return self.text[self.places[at][0]].isupper()

    def sentences(self) -> Iterator["Sentence"]:
        """The words of each sentence; the point of « M. Durand » ends none."""
        pieces = self.pieces
        words: list[str] = []
        at: list[int] = []
        for index, piece in enumerate(pieces):
            if piece not in _ENDS:
                words.append(piece)
                at.append(index)
            elif words and not (piece == "." and words[-1] in _ABBREVIATIONS):
                yield Sentence(self, words, at)
                words, at = [], []
        if words:
            yield Sentence(self, words, at)


class Sentence:
    """The words of one sentence, and which pieces of the reading they are."""

    def __init__(self, reading: Reading, words: Sequence[str], at: Sequence[int]) -> None:
        self.reading = reading
        self.words = words
        self._at = at

    def span(self, first: int, last: int) -> tuple[int, int]:
        """From one word to another, in the text."""
        return self.reading.span(self._at[first], self._at[last])

    def is_capital(self, at: int) -> bool:
        """A word begins with a capital letter."""
        return self.reading.is_capital(self._at[at])


@lru_cache(maxsize=8)
def reading(text: str) -> Reading:
    """The text, read once for all that ask about it in a row."""
    return Reading(text)
