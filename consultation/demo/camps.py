"""People who vote on much, in two camps, so that opinion groups are there to be found."""

from collections.abc import Sequence
from random import Random

from consultation.contributions.models import Stance, VoteValue

MOST_PEOPLE = 90
MOST_CONTRIBUTIONS = 40
SEEN_SHARE = 0.6
LOYAL_SHARE = 0.85
"""How often somebody votes as their camp does."""


class Camps:
    """Two in three like what favours the text, one in three what opposes it."""

    def __init__(self, people: Sequence[int], seed: int) -> None:
        self._people = people[:MOST_PEOPLE]
        self._rng = Random(f"{seed}/camps")  # noqa: S311  # no secret depends on it
        self._left = MOST_CONTRIBUTIONS

    def votes(self, stance: Stance, author_id: int) -> dict[int, VoteValue]:
        """By participant, on a contribution of that stance; of nobody once enough have votes."""
        if stance not in {Stance.FOR, Stance.AGAINST} or not self._left:
            return {}
        self._left -= 1
        given: dict[int, VoteValue] = {}
        for place, person in enumerate(self._people):
            if person == author_id or self._rng.random() > SEEN_SHARE:
                continue
            is_liked = (stance is Stance.FOR) == (place % 3 > 0)
            agrees = is_liked == (self._rng.random() < LOYAL_SHARE)
            given[person] = VoteValue.AGREE if agrees else VoteValue.DISAGREE
        return given
