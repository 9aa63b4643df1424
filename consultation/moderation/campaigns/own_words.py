"""What a member of a campaign says that the common text does not: where it stands in its text.

For the eye, and for coding: what a campaign says is coded once, then each member's own words.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from consultation.moderation.campaigns.words import RUN, WORD, Numbers, numbers_of, runs, runs_of

Span = tuple[int, int]
Marks = NDArray[np.bool_]


def own_words(member: str, representative: str) -> list[Span]:
    """Characters [start, end) of `member` that `representative` does not say, in order.

    A word is common when one of the runs of three words that hold it stands in the representative,
    wherever it does: a moved sentence is nobody's own. Neighbouring words make one span; what
    stands between two words of one's own, and is no word, goes with them. Linear in both texts.
    """
    return own_words_beside(
        member, runs_of(representative), numbers_of(WORD.findall(representative))
    )


def own_words_beside(member: str, common: Numbers, words: Numbers) -> list[Span]:
    """The same with the representative's runs and words at hand, for many members."""
    places = [match.span() for match in WORD.finditer(member)]
    numbers = numbers_of(member[start:end] for start, end in places)
    if len(numbers) < RUN or not len(common):
        is_common = np.isin(numbers, words)
    else:
        is_common = _covered(np.isin(runs(numbers), common), len(numbers))
    return _joined(places, is_common)


def _covered(is_known: Marks, count: int) -> Marks:
    """Which words stand in a known run; `is_known` is of the run that begins at each word."""
    covered = np.zeros(count, dtype=bool)
    for shift in range(RUN):
        covered[shift : shift + len(is_known)] |= is_known
    return covered


def _joined(places: Sequence[Span], is_common: Marks) -> list[Span]:
    """The words that are not common, neighbours in one span."""
    made: list[Span] = []
    is_going_on = False
    for (start, end), known in zip(places, is_common.tolist(), strict=True):
        if not known:
            made.append((made.pop()[0] if is_going_on else start, end))
        is_going_on = not known
    return made
