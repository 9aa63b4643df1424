"""Votes of people whose groups are known, and of people who are in none."""

import numpy as np

from consultation.synthesis.groups.votes import Labels, Matrix, VoteTable

PASSES = 0.1


def planted(
    seed: int, groups: int, people: int, statements: int, share: float
) -> tuple[VoteTable, Labels]:
    """`groups` that part on four statements in five, each person voting on a `share` of them."""
    rng = np.random.default_rng(seed)
    of = rng.integers(0, groups, people)
    sides = rng.integers(0, 2, (groups, statements))
    agreeing = np.where(sides == 1, 0.9, 0.1)
    common = rng.random(statements) < 0.2
    agreeing[:, common] = rng.uniform(0.15, 0.9, int(common.sum()))
    return _table(rng, agreeing[of], share), of


def noise(seed: int, people: int, statements: int, share: float) -> VoteTable:
    """Nobody in any group: each statement has its own share of agreement, the same for all."""
    rng = np.random.default_rng(seed)
    agreeing = np.tile(rng.uniform(0.15, 0.9, statements), (people, 1))
    return _table(rng, agreeing, share)


def _table(rng: np.random.Generator, agreeing: Matrix, share: float) -> VoteTable:
    shape = agreeing.shape
    votes = np.where(rng.random(shape) < agreeing, 1.0, -1.0)
    votes[rng.random(shape) < PASSES] = 0.0
    # Some vote on much, most on little.
    activity = np.clip(rng.lognormal(np.log(share), 0.3, shape[0]), 0.05, 1)
    votes[rng.random(shape) >= activity[:, np.newaxis]] = np.nan
    return VoteTable(
        [f"p{i}" for i in range(shape[0])], [f"s{j}" for j in range(shape[1])], votes,
        np.zeros(shape[1], dtype=bool),
    )  # fmt: skip
