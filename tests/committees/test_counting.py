"""What a ballot decides, for any votes in any order."""

from collections import Counter
from fractions import Fraction
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consultation.committees.counting import (
    Outcome,
    Rules,
    Tally,
    count,
    is_vote,
    majority_value,
    quorum_needed,
    tally_of,
    votes_needed,
)
from consultation.committees.models.ballots import Majority, MajorityBase, Method, Quorum

SHARES = {
    Majority.TWO_THIRDS: Fraction(2, 3), Majority.THREE_QUARTERS: Fraction(3, 4),
    Quorum.THIRD: Fraction(1, 3), Quorum.HALF: Fraction(1, 2), Quorum.TWO_THIRDS: Fraction(2, 3),
}  # fmt: skip
OPTIONS = 3


def words(count_for: int, against: int, abstain: int = 0) -> list[dict[str, Any]]:
    return [
        *({"vote": "for"} for _ in range(count_for)),
        *({"vote": "against"} for _ in range(against)),
        *({"vote": "abstain"} for _ in range(abstain)),
    ]


def decided(
    votes: list[dict[str, Any]], entitled: int = 30, *, method: Method = Method.FOR_AGAINST,
    quorum: Quorum = Quorum.NONE, majority: Majority = Majority.SIMPLE,
    base: MajorityBase = MajorityBase.EXPRESSED,
) -> Tally:  # fmt: skip
    return count(Rules(method, quorum, majority, base, OPTIONS), votes, entitled)


PAPERS = {
    Method.FOR_AGAINST: st.sampled_from(["for", "against", "abstain"]).map(lambda w: {"vote": w}),
    Method.CONSENT: st.sampled_from(["consent", "objection", "abstain"]).map(lambda w: {"vote": w}),
    Method.SINGLE_CHOICE: st.sampled_from([0, 1, 2, None]).map(lambda o: {"option": o}),
    Method.APPROVAL: st.sets(st.integers(0, 2)).map(lambda o: {"options": sorted(o)}),
    Method.JUDGEMENT: (
        st.none() | st.lists(st.integers(0, 5), min_size=OPTIONS, max_size=OPTIONS)
    ).map(lambda g: {"grades": g}),
}
ELECTIONS = st.sampled_from(list(Method)).flatmap(
    lambda method: st.tuples(st.just(method), st.lists(PAPERS[method], max_size=40))
)
RULES = st.tuples(
    st.sampled_from(list(Quorum)), st.sampled_from(list(Majority)),
    st.sampled_from(list(MajorityBase)),
)  # fmt: skip


@pytest.mark.parametrize(
    ("majority", "base", "votes", "outcome", "needed"),
    [
        (Majority.SIMPLE, MajorityBase.EXPRESSED, words(2, 1, 20), Outcome.ADOPTED, None),
        (Majority.SIMPLE, MajorityBase.EXPRESSED, words(5, 5), Outcome.REJECTED, None),
        (Majority.SIMPLE, MajorityBase.EXPRESSED, words(0, 0, 9), Outcome.REJECTED, None),
        (Majority.ABSOLUTE, MajorityBase.EXPRESSED, words(6, 5, 9), Outcome.ADOPTED, 6),
        (Majority.ABSOLUTE, MajorityBase.CAST, words(10, 5, 5), Outcome.REJECTED, 11),
        (Majority.ABSOLUTE, MajorityBase.ENTITLED, words(15, 0), Outcome.REJECTED, 16),
        (Majority.TWO_THIRDS, MajorityBase.EXPRESSED, words(20, 10), Outcome.ADOPTED, 20),
        (Majority.TWO_THIRDS, MajorityBase.EXPRESSED, words(19, 10), Outcome.REJECTED, 20),
        (Majority.TWO_THIRDS, MajorityBase.CAST, words(19, 5, 5), Outcome.REJECTED, 20),
        (Majority.THREE_QUARTERS, MajorityBase.ENTITLED, words(23, 7), Outcome.ADOPTED, 23),
        (Majority.THREE_QUARTERS, MajorityBase.EXPRESSED, words(0, 0, 3), Outcome.REJECTED, 1),
    ],
)
def test_for_and_against(
    majority: Majority, base: MajorityBase, votes: list[dict[str, Any]], outcome: Outcome,
    needed: int | None,
) -> None:  # fmt: skip
    tally = decided(votes, majority=majority, base=base)
    assert (tally.outcome, tally.needed) == (outcome, needed)


@given(st.sampled_from([Quorum.THIRD, Quorum.HALF, Quorum.TWO_THIRDS]), st.integers(1, 5000))
def test_a_quorum_is_the_smallest_number_that_is_the_share(quorum: Quorum, size: int) -> None:
    needed = quorum_needed(quorum, size)
    assert Fraction(needed, size) >= SHARES[quorum] > Fraction(needed - 1, size)


@given(st.integers(1, 5000))
def test_a_majority_is_the_smallest_number_that_is_enough(size: int) -> None:
    half = votes_needed(Majority.ABSOLUTE, size)
    assert half is not None
    assert Fraction(half, size) > Fraction(1, 2) >= Fraction(half - 1, size)
    for majority in (Majority.TWO_THIRDS, Majority.THREE_QUARTERS):
        needed = votes_needed(majority, size)
        assert needed is not None
        assert Fraction(needed, size) >= SHARES[majority] > Fraction(needed - 1, size)


@given(ELECTIONS, RULES, st.integers(0, 20), st.integers(0, 10**6))
def test_the_order_of_the_papers_says_nothing(
    election: tuple[Method, list[dict[str, Any]]],
    rules: tuple[Quorum, Majority, MajorityBase],
    absent: int,
    seed: int,
) -> None:
    method, votes = election
    quorum, majority, base = rules
    shuffled = Random(seed).sample(votes, len(votes))  # noqa: S311  # no secret depends on it
    first, second = (
        decided(papers, len(votes) + absent, method=method, quorum=quorum, majority=majority,
                base=base)
        for papers in (votes, shuffled)
    )  # fmt: skip
    assert first == second
    assert tally_of(first.stored()) == first


@given(ELECTIONS, RULES, st.integers(0, 20))
def test_every_vote_is_counted_once_and_the_quorum_holds(
    election: tuple[Method, list[dict[str, Any]]],
    rules: tuple[Quorum, Majority, MajorityBase],
    absent: int,
) -> None:
    method, votes = election
    quorum, majority, base = rules
    tally = decided(
        votes, len(votes) + absent, method=method, quorum=quorum, majority=majority, base=base
    )
    assert all(is_vote(method, OPTIONS, vote) for vote in votes)
    assert tally.voted == len(votes)
    assert (tally.outcome is Outcome.NO_QUORUM) == (tally.voted < tally.quorum_needed)
    assert (tally.chosen is not None) == (tally.outcome is Outcome.CHOSEN)
    if method in {Method.FOR_AGAINST, Method.CONSENT}:
        assert sum(tally.counts.values()) == len(votes)
    elif method is Method.SINGLE_CHOICE:
        assert sum(tally.counts.values()) + tally.blank == len(votes)
    elif method is Method.JUDGEMENT:
        assert all(sum(row) + tally.blank == len(votes) for row in tally.counts.values())


@given(
    st.integers(0, 30), st.integers(0, 30), st.integers(0, 30), RULES, st.integers(1, 10),
    st.sampled_from(["against", "abstain"]),
)  # fmt: skip
def test_a_voter_who_turns_in_favour_never_makes_it_fail(
    in_favour: int, against: int, abstain: int, rules: tuple[Quorum, Majority, MajorityBase],
    absent: int, turned: str,
) -> None:  # fmt: skip
    quorum, majority, base = rules
    votes = words(in_favour, against, abstain)
    size = len(votes) + absent
    before = decided(votes, size, quorum=quorum, majority=majority, base=base)
    if {"vote": turned} in votes:
        votes[votes.index({"vote": turned})] = {"vote": "for"}
    after = decided(votes, size, quorum=quorum, majority=majority, base=base)
    assert not (before.outcome is Outcome.ADOPTED and after.outcome is not Outcome.ADOPTED)


def test_one_objection_stops_a_consent_and_nobody_at_all_consents_to_nothing() -> None:
    consent, objection, abstain = ({"vote": w} for w in ("consent", "objection", "abstain"))
    assert decided([consent, abstain], method=Method.CONSENT).outcome is Outcome.ADOPTED
    assert decided([consent] * 9 + [objection], method=Method.CONSENT).outcome is Outcome.REJECTED
    assert decided([abstain], method=Method.CONSENT).outcome is Outcome.REJECTED


def test_the_option_with_most_votes_is_chosen_unless_another_has_as_many() -> None:
    def chosen(*options: int | None, majority: Majority = Majority.SIMPLE) -> Tally:
        votes = [{"option": option} for option in options]
        return decided(votes, method=Method.SINGLE_CHOICE, majority=majority)

    assert chosen(0, 1, 1).chosen == 1
    assert chosen(0, 1).outcome is Outcome.TIED
    assert chosen(None, None).outcome is Outcome.NONE_CHOSEN
    assert chosen(0, 1, 1, 2, majority=Majority.ABSOLUTE).outcome is Outcome.NONE_CHOSEN
    assert chosen(1, 1, 2, majority=Majority.ABSOLUTE).chosen == 1


def test_approval_counts_each_option_and_a_blank_vote() -> None:
    votes = [{"options": [0, 1]}, {"options": [1]}, {"options": []}]
    tally = decided(votes, method=Method.APPROVAL, majority=Majority.ABSOLUTE)
    assert tally.counts == {"0": 1, "1": 2, "2": 0}
    assert (tally.chosen, tally.blank, tally.base_count) == (1, 1, 2)


def test_majority_judgement_takes_the_lower_of_two_middle_grades_and_breaks_ties() -> None:
    assert majority_value([5, 0])[0] == 0
    assert majority_value([3, 5, 0])[0] == 3
    # Both have « Bien » as their median; without it the first is left with the better middle.
    assert majority_value([3, 3, 5]) > majority_value([3, 3, 1])
    votes = [{"grades": grades} for grades in ([3, 3, 0], [3, 3, 0], [5, 1, 0])]
    tally = decided(votes, method=Method.JUDGEMENT)
    assert tally.chosen == 0
    assert tally.medians == (3, 3, 0)
    same = [{"grades": [3, 3, 0]}]
    assert decided(same, method=Method.JUDGEMENT).outcome is Outcome.TIED
    blank = decided([{"grades": None}], method=Method.JUDGEMENT)
    assert blank.outcome is Outcome.NONE_CHOSEN


@given(st.lists(st.integers(0, 5), min_size=1, max_size=30))
def test_at_least_half_give_the_majority_grade_or_better_and_it_is_the_best_such(
    grades: list[int],
) -> None:
    median = majority_value(grades)[0]
    assert 2 * sum(grade >= median for grade in grades) > len(grades)
    better = sum(grade > median for grade in grades)
    assert 2 * better <= len(grades)
    assert Counter(majority_value(grades)) == Counter(grades)


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=1, max_size=30))
def test_an_option_that_nobody_likes_less_never_comes_behind(pairs: list[tuple[int, int]]) -> None:
    better = [max(pair) for pair in pairs]
    worse = [min(pair) for pair in pairs]
    assert majority_value(better) >= majority_value(worse)


@pytest.mark.parametrize(
    ("method", "vote"),
    [
        (Method.FOR_AGAINST, {"vote": "peut-être"}),
        (Method.FOR_AGAINST, {"vote": "for", "name": "Odile"}),
        (Method.FOR_AGAINST, {}),
        (Method.CONSENT, {"vote": "for"}),
        (Method.SINGLE_CHOICE, {"option": 3}),
        (Method.SINGLE_CHOICE, {"option": -1}),
        (Method.SINGLE_CHOICE, {"option": True}),
        (Method.SINGLE_CHOICE, {}),
        (Method.APPROVAL, {"options": [1, 1]}),
        (Method.APPROVAL, {"options": "0"}),
        (Method.APPROVAL, {"options": [99]}),
        (Method.JUDGEMENT, {"grades": [5, 5]}),
        (Method.JUDGEMENT, {"grades": [5, 5, 6]}),
        (Method.JUDGEMENT, {"grades": ["5", 5, 5]}),
        (Method.JUDGEMENT, {"grades": "555"}),
    ],
)
def test_case_11_nothing_else_is_a_vote(method: Method, vote: dict[str, Any]) -> None:
    assert not is_vote(method, OPTIONS, vote)
