"""Whether groups would be the same had somewhat other people voted, and more than chance makes."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from consultation.synthesis.groups.clustering import Division, divide
from consultation.synthesis.groups.votes import Matrix

SUBSAMPLES = 21
SHARE = 0.8
STABLE = 0.8
SHUFFLES = 5

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Stability:
    """How a division held: `agreements` are adjusted Rand indices, one per subsample, to 1."""

    agreements: tuple[float, ...]
    chance: float
    """The highest silhouette that the same votes gave once each statement's were shuffled."""
    silhouette: float

    @property
    def median(self) -> float:
        """The median agreement."""
        return float(np.median(self.agreements))

    @property
    def is_stable(self) -> bool:
        """Half of the subsamples agree at 0.8 or more."""
        return self.median >= STABLE

    @property
    def is_beyond_chance(self) -> bool:
        """The groups stand further apart than those of shuffled votes."""
        return self.silhouette > self.chance


def stability_of(
    votes: Matrix, division: Division, seed: int, progress: Progress | None = None
) -> Stability:
    """Divide 21 random subsamples of 80 % of the people anew, the number of groups included.

    Each is compared with `division` on the people they share by the adjusted Rand index (Hubert
    and Arabie, Journal of Classification 2, 1985): 1 is the same division, 0 what chance gives. A
    subsample that has no division agrees by 0. Then the votes of each statement are shuffled among
    those who cast them, five times: no opinion is left in them, and the groups that are still
    found there measure chance.
    """
    from sklearn.metrics import adjusted_rand_score

    rng = np.random.default_rng(seed)
    steps = SUBSAMPLES + SHUFFLES
    agreements = []
    for step in range(SUBSAMPLES):
        rows = np.sort(rng.choice(len(votes), round(SHARE * len(votes)), replace=False))
        other = divide(votes[rows], seed + 1 + step)
        agreements.append(
            float(adjusted_rand_score(division.labels[rows], other.labels)) if other else 0.0
        )
        if progress:
            progress(step + 1, steps)
    chance = -1.0
    for step in range(SHUFFLES):
        by_chance = divide(_shuffled(votes, rng), seed)
        chance = max(chance, by_chance.silhouette if by_chance else -1.0)
        if progress:
            progress(SUBSAMPLES + step + 1, steps)
    return Stability(tuple(agreements), chance, division.silhouette)


def _shuffled(votes: Matrix, rng: np.random.Generator) -> Matrix:
    """The same votes on each statement, cast by the same people, in another order."""
    mixed = votes.copy()
    for column in mixed.T:
        given = ~np.isnan(column)
        column[given] = rng.permutation(column[given])
    return mixed
