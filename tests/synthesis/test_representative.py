"""The figures of Polis, computed by hand on a table small enough to see."""

from math import sqrt

import numpy as np
import pytest

from consultation.synthesis.groups.representative import (
    across_groups,
    majority,
    proportion_test,
    representative,
    two_proportions_test,
)

N = float("nan")
LABELS = np.array([0] * 10 + [1] * 10)


def votes(*columns: list[float]) -> np.ndarray:
    return np.array(columns).T


PARTED = [1.0] * 9 + [-1.0] + [-1.0] * 10
SHARED = [1.0] * 18 + [0.0, N]
DIVIDED = [1.0, -1.0] * 10


def test_a_share_is_tested_against_one_half() -> None:
    assert proportion_test(9, 10) == pytest.approx(2 * sqrt(11) * (10 / 11 - 0.5))
    assert proportion_test(0, 0) == pytest.approx(1.0)


def test_two_shares_are_tested_against_each_other() -> None:
    pooled = 11 / 22
    expected = (10 / 11 - 1 / 11) / sqrt(pooled * (1 - pooled) * (2 / 11))
    assert two_proportions_test(9, 0, 10, 10) == pytest.approx(expected)
    assert two_proportions_test(4, 6, 4, 6) == 0.0


def test_a_group_is_recognised_by_what_the_others_do_not_say() -> None:
    found = representative(votes(PARTED, SHARED, DIVIDED), LABELS, 0)
    assert [(each.statement, each.agrees, each.count, each.voted) for each in found] == [
        (0, True, 9, 10)
    ]
    assert found[0].probability == pytest.approx(10 / 12)
    assert found[0].ratio == pytest.approx((10 / 12) / (1 / 12))
    assert found[0].is_sure


def test_the_other_group_by_its_refusal() -> None:
    found = representative(votes(PARTED, SHARED, DIVIDED), LABELS, 1)
    assert [(each.statement, each.agrees, each.count) for each in found] == [(0, False, 10)]


def test_a_group_always_has_one_though_it_is_not_sure() -> None:
    found = representative(votes(DIVIDED, DIVIDED), LABELS, 0)
    assert len(found) == 1
    assert not found[0].is_sure


def test_what_nobody_of_a_group_saw_does_not_stand_for_it() -> None:
    unseen = [N] * 10 + [1.0] * 10
    assert all(each.statement != 1 for each in representative(votes(PARTED, unseen), LABELS, 0))


def test_the_majority_is_what_most_people_say_whatever_their_group() -> None:
    found = majority(votes(PARTED, SHARED, DIVIDED, [-1.0] * 20))
    assert [(each.statement, each.agrees) for each in found] == [(1, True), (3, False)]
    assert found[0].probability == pytest.approx(19 / 21)


def test_consensus_is_the_geometric_mean_over_the_groups() -> None:
    found = across_groups(votes(PARTED, SHARED), LABELS, 2)
    assert [(each.statement, each.agrees) for each in found] == [(1, True)]
    assert found[0].probability == pytest.approx(sqrt((11 / 12) * (9 / 11)))


def test_one_group_against_pulls_a_consensus_down() -> None:
    assert across_groups(votes([1.0] * 10 + [-1.0] * 10), LABELS, 2) == []


def test_what_few_of_a_group_voted_on_unites_nobody() -> None:
    by_four, by_five = ([1.0] * 10 + [1.0] * each + [N] * (10 - each) for each in (4, 5))
    assert [each.statement for each in across_groups(votes(by_four, by_five), LABELS, 2)] == [1]
