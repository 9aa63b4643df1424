"""Krippendorff's alpha gives the values that its author and others published."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consultation.synthesis.reliability import krippendorff_alpha

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
