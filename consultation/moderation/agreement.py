"""How far two people who judge the same things agree. Pure."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Agreement:
    """Of `count` pairs of judgements `same` agree; `kappa` is None where it says nothing."""

    count: int
    same: int
    kappa: float | None

    @property
    def share(self) -> float:
        """The raw agreement, from 0 to 1."""
        return self.same / self.count if self.count else 0.0


def agreement(pairs: Sequence[tuple[str, str]]) -> Agreement:
    """Raw agreement p_o, and Cohen's kappa: (p_o - p_e) / (1 - p_e).

    p_e is the agreement that chance alone would give two people who use each word as often as these
    did: the sum over words of (share of the first) x (share of the second). 1 is full agreement, 0
    what chance gives, below 0 less than that. Where both always say one same word, p_e is 1 and
    kappa is not defined. J. Cohen, « A coefficient of agreement for nominal scales », Educational
    and Psychological Measurement 20(1), 1960, pages 37-46.
    """
    count = len(pairs)
    same = sum(first == second for first, second in pairs)
    if not count:
        return Agreement(0, 0, None)
    firsts, seconds = Counter(first for first, _ in pairs), Counter(second for _, second in pairs)
    by_chance = sum(firsts[word] * seconds[word] for word in firsts) / count**2
    if by_chance == 1:
        return Agreement(count, same, None)
    return Agreement(count, same, (same / count - by_chance) / (1 - by_chance))
