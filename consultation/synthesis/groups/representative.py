"""What a group says that the others do not, and what all of them say."""

from dataclasses import dataclass
from math import sqrt

import numpy as np

from consultation.synthesis.groups.votes import Labels, Matrix

SURE = 1.2816
"""The one-sided 90 % of the normal law, not corrected for the number of statements tried."""
SHOWN = 5
FEWEST_VOTES = 5
"""Votes that a statement needs in each group to unite them: 2 in 3 is what one vote gives."""


@dataclass(frozen=True)
class Representative:
    """A statement that a group is recognised by. `agrees`: it says yes, else no.

    `count` of the `voted` members who voted on it say so; `probability` is their share, drawn
    towards one half; `ratio` is that share by everybody else's.
    """

    statement: int
    agrees: bool
    count: int
    voted: int
    probability: float
    ratio: float
    score: float
    is_sure: bool


@dataclass(frozen=True)
class Consensus:
    """A statement that people agree on (or disagree with) whatever their group."""

    statement: int
    agrees: bool
    probability: float


def proportion_test(successes: int, trials: int) -> float:
    """How far a share is above one half, in standard deviations (`stats.clj`, prop-test).

    2 * sqrt(n + 1) * ((s + 1) / (n + 1) - 0.5).
    """
    return 2 * sqrt(trials + 1) * ((successes + 1) / (trials + 1) - 0.5)


def two_proportions_test(s1: int, s2: int, n1: int, n2: int) -> float:
    """How far the share s1 / n1 is above s2 / n2, in standard deviations (`stats.clj`).

    One is added to all four counts; 0 where everybody says the same.
    """
    s1, s2, n1, n2 = s1 + 1, s2 + 1, n1 + 1, n2 + 1
    pooled = (s1 + s2) / (n1 + n2)
    if pooled >= 1:
        return 0.0
    return (s1 / n1 - s2 / n2) / sqrt(pooled * (1 - pooled) * (1 / n1 + 1 / n2))


def representative(votes: Matrix, labels: Labels, group: int) -> list[Representative]:
    """The five statements at most that `group` is best recognised by; one at least.

    For agreeing, with s of n members against s' of n' others: p = (s+1)/(n+2), r = p over
    (s'+1)/(n'+2), both tested; disagreeing likewise. The side with the greater test of r counts,
    and a statement passes when both tests do at 90 %. Ranked by p, its test, r and its test
    multiplied; the best one that agrees stands first, and agreements before disagreements
    (`repness.clj`).
    """
    found = [_best_side(votes, labels == group, j) for j in range(votes.shape[1])]
    ranked = sorted((each for each in found if each), key=lambda each: -each.score)
    sure = [each for each in ranked if each.is_sure][:SHOWN]
    return sorted(sure, key=lambda each: not each.agrees) or ranked[:1]


def _best_side(
    votes: Matrix, inside: np.ndarray[tuple[int], np.dtype[np.bool_]], statement: int
) -> Representative | None:
    column = votes[:, statement]
    mine, others = column[inside], column[~inside]
    voted, voted_others = (int((~np.isnan(each)).sum()) for each in (mine, others))
    if voted == 0:
        return None
    sides = []
    for value in (1, -1):
        count, count_others = int((mine == value).sum()), int((others == value).sum())
        share = (count + 1) / (voted + 2)
        ratio = share / ((count_others + 1) / (voted_others + 2))
        share_test = proportion_test(count, voted)
        ratio_test = two_proportions_test(count, count_others, voted, voted_others)
        is_sure = share_test > SURE and ratio_test > SURE
        score = ratio * ratio_test * share * share_test
        sides.append((
            ratio_test,
            Representative(statement, value == 1, count, voted, share, ratio, score, is_sure),
        ))  # fmt: skip
    return max(sides, key=lambda side: side[0])[1]


def majority(votes: Matrix) -> list[Consensus]:
    """What most people say yes to, then what most say no to, five each at most.

    p = (s+1)/(n+2) over one half and tested at 90 %, ranked by p times its test
    (`repness.clj` 290-320, select-consensus-comments).
    """
    found: list[Consensus] = []
    for value in (1, -1):
        ranked = []
        for statement, column in enumerate(votes.T):
            count, voted = int((column == value).sum()), int((~np.isnan(column)).sum())
            share, test = (count + 1) / (voted + 2), proportion_test(count, voted)
            if share > 0.5 and test > SURE:
                ranked.append((share * test, Consensus(statement, value == 1, share)))
        ranked.sort(key=lambda each: -each[0])
        found += [each for _score, each in ranked[:SHOWN]]
    return found


def across_groups(votes: Matrix, labels: Labels, count: int) -> list[Consensus]:
    """What every group says: the geometric mean over the groups of each one's share, best first.

    Polis multiplies (A_g + 1) / (S_g + 2) over the groups (`conversation.clj` 614-636), which
    shrinks as groups are added; the geometric mean does not, and one group against still pulls it
    down. Those over one half that enough of each group voted on, five at most for agreeing and
    five for disagreeing.
    """
    found: list[Consensus] = []
    for value in (1, -1):
        shares = []
        is_known = np.ones(votes.shape[1], dtype=bool)
        for group in range(count):
            mine = votes[labels == group]
            said, voted = (mine == value).sum(axis=0), (~np.isnan(mine)).sum(axis=0)
            shares.append((said + 1) / (voted + 2))
            is_known &= voted >= FEWEST_VOTES
        means = np.where(is_known, np.exp(np.log(shares).mean(axis=0)), 0.0)
        order = [int(j) for j in np.argsort(-means, kind="stable") if means[j] > 0.5][:SHOWN]
        found += [Consensus(j, value == 1, float(means[j])) for j in order]
    return found
