"""Krippendorff's alpha gives the values that its author and others published."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consultation.synthesis.reliability import alpha_intervals, krippendorff_alpha

Rows = tuple[str, ...]
"""What each coder said of each unit; a dot or a star where nothing."""
PUBLISHED: dict[str, tuple[Rows, float]] = {
    "Krippendorff 2011, A: two observers, binary": (("0100000010", "1110010000"), 0.095),
    "Krippendorff 2011, B: two observers, nominal": (("aabbdcccedda", "babbbccceddd"), 0.692),
    "Krippendorff 2011, C: four observers, values missing": (
        ("123321412...", "1233224125.3", ".3332342251.", "12332441251."),
        0.743,
    ),
    "Wikipedia, three coders, values missing": (
        ("*****34121133*3", "1*213343*******", "**21344*21133*4"),
        0.691,
    ),
}  # fmt: skip


def units_of(rows: Rows) -> list[list[str | None]]:
    return [
        [None if value in ".*" else value for value in unit] for unit in zip(*rows, strict=True)
    ]


@pytest.mark.parametrize("name", PUBLISHED)
def test_published_values_are_found(name: str) -> None:
    rows, expected = PUBLISHED[name]
    assert krippendorff_alpha(units_of(rows)) == pytest.approx(expected, abs=0.0006)


def test_full_agreement_is_one() -> None:
    assert krippendorff_alpha([["a", "a"], ["b", "b", "b"], ["c", "c"]]) == 1


def test_systematic_disagreement_is_worse_than_chance() -> None:
    found = krippendorff_alpha([["a", "b"]] * 10)
    assert found is not None
    assert found < 0


@pytest.mark.parametrize(
    "units",
    [[], [[]], [["a"], ["b"]], [["a", None], [None, "b"]], [["a", "a"], ["a", "a", "a"]]],
    ids=["nothing", "no coder", "one coder each", "one value each", "one value only"],
)
def test_without_anything_to_compare_there_is_no_figure(units: list[list[str | None]]) -> None:
    assert krippendorff_alpha(units) is None


@given(st.lists(st.lists(st.sampled_from(["a", "b", "c", None]), max_size=5), max_size=30))
def test_neither_order_nor_lonely_units_change_anything(units: list[list[str | None]]) -> None:
    found = krippendorff_alpha(units)
    assert found is None or found <= 1
    turned = [list(reversed(unit)) for unit in reversed(units)]
    again = krippendorff_alpha([*turned, ["a"], [None, "b"]])
    assert (again is None) == (found is None)
    assert found is None or again == pytest.approx(found)


def units_from(both: int, one: int, none: int) -> list[tuple[int, int, int]]:
    return [(1, 0, 0)] * both + [(0, 1, 0)] * one + [(0, 0, 1)] * none


def test_the_interval_holds_alpha_and_shrinks_as_more_is_read() -> None:
    few, many = units_from(8, 4, 18), units_from(80, 40, 180)
    alpha = krippendorff_alpha([(True, True)] * 8 + [(True, False)] * 4 + [(False, False)] * 18)
    assert alpha is not None
    [small], [great] = alpha_intervals([few]), alpha_intervals([many])
    assert small
    assert great
    assert small[0] < alpha < small[1]
    assert great[1] - great[0] < (small[1] - small[0]) / 2
    assert alpha_intervals([few]) == [small], "the same readings give the same interval"


def test_the_interval_of_full_agreement_is_one_and_of_one_answer_there_is_none() -> None:
    agreed = units_from(10, 0, 10)
    always = units_from(20, 0, 0)
    assert alpha_intervals([agreed, always]) == [(1.0, 1.0), None]
    assert alpha_intervals([[(1, 0, 0)]]) == [None]
    assert alpha_intervals([]) == []


def test_the_decisions_about_one_text_are_drawn_together() -> None:
    alone = units_from(20, 10, 30)
    grouped = [(2, 0, 1)] * 10 + [(0, 1, 1)] * 10 + [(0, 0, 1)] * 10
    [narrow], [wide] = alpha_intervals([alone]), alpha_intervals([grouped])
    assert narrow
    assert wide
    assert narrow != wide
