"""The built-in draw keeps every range and household, or refuses with a reason that is right."""

import itertools
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consultation.committees.sortition.chances import by_group, estimated
from consultation.committees.sortition.checking import Fault, ImpossibleError, problems_of
from consultation.committees.sortition.pool import (
    Person,
    Pool,
    Range,
    Targets,
    WrongPoolError,
    has_one_a_household,
)
from consultation.committees.sortition.stratified import draw, in_order, replacement, reserve
from tests.committees.sortition.pools import even_targets, volunteers
from tests.support.growth import times_as_long


@st.composite
def situations(pick: st.DrawFn) -> tuple[Pool, Targets]:
    """Few people, few values, ranges that often cannot be met, and people who live together."""
    values = {"a": ["x", "y"], "b": ["u", "v", "w"]}
    people = pick(
        st.lists(
            st.tuples(
                st.sampled_from(values["a"]), st.sampled_from(values["b"]),
                st.sampled_from(["", "", "h1", "h2"]),
            ),
            max_size=9,
        )
    )  # fmt: skip
    size = pick(st.integers(1, 5))
    limit = st.integers(0, size)
    features = {
        name: {value: Range(*sorted((pick(limit), pick(limit)))) for value in names}
        for name, names in values.items()
    }
    pool = Pool(
        tuple(
            Person(f"p{number}", {"a": a, "b": b}, home)
            for number, (a, b, home) in enumerate(people)
        )
    )
    return pool, Targets(size, features)


def panels(pool: Pool, targets: Targets) -> list[set[str]]:
    """Every panel there is, found by trying all."""
    return [
        {person.key for person in chosen}
        for chosen in itertools.combinations(pool.people, targets.size)
        if targets.accepts(chosen) and has_one_a_household(chosen)
    ]


@settings(max_examples=150, deadline=None)
@given(situations(), st.integers(0, 1000))
def test_a_draw_is_a_panel_or_there_is_none(situation: tuple[Pool, Targets], seed: int) -> None:
    pool, targets = situation
    possible = panels(pool, targets)
    try:
        drawn = draw(pool, targets, str(seed))
    except ImpossibleError as error:
        assert (possible, bool(error.problems)) == ([], True)  # noqa: PT017  # either way is right
    else:
        assert {person.key for person in drawn} in possible


@settings(max_examples=150, deadline=None)
@given(situations())
def test_what_has_to_be_relaxed_is_enough_and_no_more_than_needed(
    situation: tuple[Pool, Targets],
) -> None:
    pool, targets = situation
    together = [each for each in problems_of(pool, targets) if each.fault is Fault.TOGETHER]
    if not together:
        return
    relaxed = {name: dict(values) for name, values in targets.features.items()}
    cost = 0
    for each in together[0].relaxations:
        relaxed[each.feature][each.value] = each.enough
        cost += each.asked.minimum - each.enough.minimum + each.enough.maximum - each.asked.maximum
    assert cost > 0
    assert panels(pool, Targets(targets.size, relaxed))
    if cost > 1:
        for name, values in targets.features.items():
            for value, limits in values.items():
                for by in (Range(limits.minimum - 1, limits.maximum),
                           Range(limits.minimum, limits.maximum + 1)):  # fmt: skip
                    one = {**targets.features, name: {**values, value: by}}
                    assert not panels(pool, Targets(targets.size, one))


def test_the_order_is_that_of_hashes_anybody_can_work_out() -> None:
    pool = Pool(tuple(Person(key, {}) for key in ("ada", "bob", "cem")))
    # printf %s 'graine:ada' | sha256sum, and so on
    assert [person.key for person in in_order("graine", pool)] == ["cem", "ada", "bob"]
    assert draw(pool, Targets(2, {}), "graine") == in_order("graine", pool)[:2]


@pytest.mark.parametrize("homes", [False, True])
def test_thirty_among_four_hundred_with_a_reserve(homes: bool) -> None:
    pool, targets = volunteers(400, homes=homes), even_targets(30)
    drawn = draw(pool, targets, "graine")
    waiting = reserve(pool, targets, drawn, 15, "graine")
    assert targets.accepts(drawn)
    assert has_one_a_household([*drawn, *waiting])
    assert len(waiting) == 15
    assert not {each.key for each in drawn} & {each.key for each in waiting}


@pytest.mark.parametrize("homes", [False, True])
def test_among_twice_as_many_the_draw_takes_about_twice_as_long(homes: bool) -> None:
    few, many, targets = (
        volunteers(200, homes=homes),
        volunteers(400, homes=homes),
        even_targets(30),
    )
    growth = times_as_long(
        lambda: draw(many, targets, "graine"), lambda: draw(few, targets, "graine")
    )
    assert growth < 6, "trying every pair would take four times as long, every panel for ever"


def test_every_seed_draws_other_people_within_the_ranges() -> None:
    pool, targets = volunteers(120), even_targets(12)
    seen = {frozenset(person.key for person in draw(pool, targets, str(n))) for n in range(8)}
    assert len(seen) == 8


def two_ages(young: int, old: int, size: int, wanted: Range) -> tuple[Pool, Targets]:
    ages = ["15-24"] * young + ["25+"] * old
    people = tuple(Person(f"p{number}", {"âge": age}) for number, age in enumerate(ages))
    return Pool(people), Targets(size, {"âge": {"15-24": wanted, "25+": Range(0, size)}})


@pytest.mark.parametrize(
    ("young", "old", "size", "wanted", "fault", "asked", "there"),
    [
        (3, 20, 10, Range(5, 10), Fault.VALUE, 5, 3),
        (3, 4, 10, Range(0, 10), Fault.POOL, 10, 7),
        (9, 9, 10, Range(11, 12), Fault.MINIMUMS, 11, 10),
        (9, 9, 4, Range(3, 2), Fault.UPSIDE_DOWN, 3, 2),
        (0, 0, 1, Range(0, 1), Fault.POOL, 1, 0),
    ],
)
def test_a_refusal_says_what_is_asked_and_what_there_is(
    young: int, old: int, size: int, wanted: Range, fault: Fault, asked: int, there: int
) -> None:
    problem = problems_of(*two_ages(young, old, size, wanted))[0]
    assert (problem.fault, problem.asked, problem.there) == (fault, asked, there)


def test_maximums_below_the_size_and_households_too_few_are_said() -> None:
    pool = Pool(tuple(Person(f"p{n}", {"a": "x"}, "toit") for n in range(5)))
    low = Targets(2, {"a": {"x": Range(0, 1)}})
    assert [each.fault for each in problems_of(pool, low)] == [
        Fault.MAXIMUMS,
        Fault.HOUSEHOLDS,
    ]
    right = Targets(2, {"a": {"x": Range(0, 2)}})
    problem = problems_of(pool, right)[0]
    assert (problem.fault, problem.asked, problem.there) == (Fault.HOUSEHOLDS, 2, 1)


def test_ranges_that_are_possible_alone_and_not_together_are_said_with_the_least_to_relax() -> None:
    people = [("x", "u")] * 5 + [("y", "v")] * 5
    pool = Pool(tuple(Person(f"p{n}", {"a": a, "b": b}) for n, (a, b) in enumerate(people)))
    targets = Targets(
        4,
        {"a": {"x": Range(3, 4), "y": Range(0, 4)}, "b": {"u": Range(0, 4), "v": Range(2, 4)}},
    )
    problem = problems_of(pool, targets)[0]
    assert problem.fault is Fault.TOGETHER
    assert len(problem.relaxations) == 1
    relaxation = problem.relaxations[0]
    assert relaxation.enough.minimum == relaxation.asked.minimum - 1


def test_a_person_without_a_value_is_refused() -> None:
    targets = Targets(1, {"a": {"x": Range(0, 1)}})
    for people in ([Person("p", {})], [Person("p", {"a": "z"})], [Person("p", {"a": "x"})] * 2):
        with pytest.raises(WrongPoolError):
            draw(Pool(tuple(people)), targets, "graine")


def test_chances_add_up_to_the_panel_and_rare_profiles_have_more() -> None:
    pool, targets = volunteers(100), even_targets(12)
    chances, draws = estimated(pool, targets, "graine", lambda _done, _total: None, 20)
    assert draws == 20
    assert sum(chances.values()) == pytest.approx(12)
    groups = by_group(pool, targets, chances)
    assert groups["région"]["outre-mer"] > groups["région"]["nord"]


def test_who_replaces_keeps_the_ranges_and_the_household_rule() -> None:
    targets = Targets(3, {"a": {"x": Range(1, 2), "y": Range(1, 2)}})
    x, y = {"a": "x"}, {"a": "y"}
    staying = [Person("1", x, "toit"), Person("2", x)]
    waiting = [Person("3", x), Person("4", y, "toit"), Person("5", y), Person("6", y)]
    found = replacement(staying, waiting, targets)
    assert found is not None
    assert found.key == "5"
    assert replacement(staying, waiting[:2], targets) is None


def test_a_reserve_is_drawn_even_where_its_ranges_cannot_be_met() -> None:
    luck = random.Random(3)  # noqa: S311  # invented people
    people = [Person(f"p{n}", {"a": luck.choice("xxxy")}) for n in range(12)]
    targets = Targets(4, {"a": {"x": Range(0, 1), "y": Range(3, 4)}})
    pool = Pool((*people, *(Person(f"y{n}", {"a": "y"}) for n in range(3))))
    drawn = draw(pool, targets, "graine")
    assert len(reserve(pool, targets, drawn, 9, "graine")) == 9
    assert reserve(pool, targets, drawn, 0, "graine") == []
