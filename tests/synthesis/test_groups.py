"""Opinion groups: those that are there are found and shown, those that are not are not."""

import numpy as np
import pytest
from sklearn.metrics import adjusted_rand_score

from consultation.synthesis.groups import Grouping, VoteTable, find_groups
from consultation.synthesis.groups.finding import Reason
from tests.synthesis.planted import noise, planted

RECOVERED = 0.9


def recovered(found: Grouping, table: VoteTable, truth: np.ndarray) -> float:
    """The adjusted Rand index of what was found with what was planted."""
    place = {person: i for i, person in enumerate(table.participants)}
    pairs = [
        (truth[place[person]], group)
        for group, each in enumerate(found.groups)
        for person in each.members
    ]
    return float(adjusted_rand_score(*zip(*pairs, strict=True)))


@pytest.mark.parametrize("groups", [2, 3, 4, 5])
@pytest.mark.parametrize(
    ("people", "statements", "share"), [(200, 60, 0.5), (600, 100, 0.35), (2000, 200, 0.15)]
)
def test_planted_groups_are_shown_and_recovered(
    groups: int, people: int, statements: int, share: float
) -> None:
    table, truth = planted(10 + groups, groups, people, statements, share)
    found = find_groups(table)
    assert found.is_stable, found.stability
    assert len(found.groups) == groups
    assert recovered(found, table, truth) >= RECOVERED


@pytest.mark.parametrize(
    ("people", "statements", "share", "seed"),
    [(200, 40, 0.5, 0), (200, 40, 0.5, 1), (200, 100, 0.2, 2), (2000, 100, 0.2, 3)],
)
def test_noise_is_never_shown(people: int, statements: int, share: float, seed: int) -> None:
    found = find_groups(noise(seed, people, statements, share))
    assert not found.is_stable
    assert found.reason in {Reason.UNSTABLE, Reason.BY_CHANCE}


def test_the_same_seed_gives_the_same_groups() -> None:
    table, _truth = planted(3, 3, 300, 60, 0.4)
    assert find_groups(table, seed=7) == find_groups(table, seed=7)


def test_everybody_is_in_one_group_or_counted_as_in_none() -> None:
    table, _truth = planted(4, 3, 300, 60, 0.4)
    table.votes[:50, 5:] = np.nan
    table.votes[:50, 0] = 1.0
    found = find_groups(table)
    members = [person for group in found.groups for person in group.members]
    assert len(members) == len(set(members)) == found.grouped
    assert found.grouped + found.ungrouped == 300
    assert found.ungrouped >= 50
    assert found.ungrouped_share == found.ungrouped / 300


def test_one_person_is_not_a_group() -> None:
    rng = np.random.default_rng(1)
    votes = np.where(rng.random((60, 30)) < 0.95, 1.0, -1.0)
    votes[0] = -1.0
    table = VoteTable(
        [str(i) for i in range(60)], [str(j) for j in range(30)], votes, np.zeros(30, dtype=bool)
    )
    assert all(len(group.members) >= 2 for group in find_groups(table).groups)


def test_the_last_vote_of_a_person_on_a_statement_counts() -> None:
    table = VoteTable.of([("a", "x", 1), ("b", "x", 0), ("a", "x", -1)])
    assert table.votes.tolist() == [[-1.0], [0.0]]


@pytest.mark.parametrize("value", [2, 0.5, float("nan")])
def test_what_is_no_vote_is_refused(value: float) -> None:
    with pytest.raises(ValueError, match="a vote is"):
        VoteTable.of([("a", "x", value)])


@pytest.mark.parametrize(
    ("votes", "reason"),
    [
        ([], Reason.TOO_FEW_PEOPLE),
        ([("a", "x", 1)], Reason.TOO_FEW_PEOPLE),
        ([(f"p{i}", "x", 1) for i in range(40)], Reason.TOO_FEW_STATEMENTS),
        ([(f"p{i}", f"s{j}", 1) for i in range(40) for j in range(9)], Reason.NO_DIVISION),
    ],
)
def test_without_enough_to_divide_the_reason_is_told(
    votes: list[tuple[str, str, float]], reason: Reason
) -> None:
    found = find_groups(VoteTable.of(votes))
    assert found.reason is reason
    assert not found.groups
    assert not found.is_stable


def test_a_statement_kept_out_weighs_nothing() -> None:
    table, _truth = planted(5, 2, 200, 40, 0.6)
    half = table.statements[:20]
    rows = [
        (person, statement, table.votes[i, j])
        for i, person in enumerate(table.participants)
        for j, statement in enumerate(table.statements)
        if not np.isnan(table.votes[i, j])
    ]
    without = find_groups(VoteTable.of([row for row in rows if row[1] not in half]))
    kept_out = VoteTable.of(rows, kept_out=half)
    found = find_groups(kept_out)
    assert [sorted(group.members) for group in found.groups] == [
        sorted(group.members) for group in without.groups
    ]
    named = {
        kept_out.statements[each.statement]
        for group in found.groups
        for each in group.representative
    }
    assert named
    assert not named & set(half)
