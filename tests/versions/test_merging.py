"""Rewordings of one paragraph, made one where they do not touch."""

from itertools import permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from consultation.versions.merging import applied, both, hunks, merge, taken

BASE = "Le parc ouvre à huit heures et ferme à la tombée de la nuit."
NINE = "Le parc ouvre à neuf heures et ferme à la tombée de la nuit."
TEN = "Le parc ouvre à dix heures et ferme à la tombée de la nuit."
DUSK = "Le parc ouvre à huit heures et ferme au crépuscule."
BOTH = "Le parc ouvre à neuf heures et ferme au crépuscule."


def test_changes_that_do_not_touch_are_all_made() -> None:
    assert merge(BASE, [NINE, DUSK]).text == BOTH


def test_changes_of_the_same_words_collide_and_both_are_shown() -> None:
    found = merge(BASE, [NINE, TEN])
    assert found.text is None
    (collision,) = found.collisions
    assert collision.base == "huit"
    assert collision.readings == ((0, "neuf"), (1, "dix"))


def test_the_same_change_twice_is_one() -> None:
    assert merge(BASE, [NINE, NINE, BOTH]).text == BOTH


def test_two_insertions_at_one_place_collide() -> None:
    one = BASE.replace("parc", "parc municipal")
    other = BASE.replace("parc", "parc fleuri")
    assert merge(BASE, [one, other]).text is None


def test_a_word_taken_out_where_another_is_written_collides() -> None:
    without = "Le parc ouvre et ferme à la tombée de la nuit."
    assert merge(BASE, [NINE, without]).text is None


def test_a_removal_of_everything_collides_with_any_change() -> None:
    assert merge(BASE, ["", NINE]).text is None


def test_a_part_of_a_rewording_can_be_taken() -> None:
    assert len(hunks(BASE, BOTH)) == 2
    assert taken(BASE, BOTH, [0]) == NINE
    assert taken(BASE, BOTH, [1]) == DUSK
    assert taken(BASE, BOTH, []) == BASE


words = st.sampled_from(["un", "parc", "vert", "ouvre", ",", ".", "la nuit", "Ça", "l’été", "\n"])
texts = st.lists(words, max_size=12).map(" ".join)


@given(texts, texts)
def test_all_the_changes_make_the_other_text(base: str, other: str) -> None:
    assert applied(base, hunks(base, other)) == other


@given(texts, texts)
def test_merging_with_the_base_changes_nothing(base: str, other: str) -> None:
    assert merge(base, [other]).text == other
    assert merge(base, [other, base]).text == other
    assert merge(base, []).text == base


@settings(max_examples=200)
@given(texts, texts, texts, texts)
def test_the_order_is_of_no_matter(base: str, one: str, two: str, three: str) -> None:
    mergers = {merge(base, list(order)).text for order in permutations([one, two, three])}
    assert len(mergers) == 1


@given(texts, texts, texts)
def test_nothing_is_lost_or_invented(base: str, one: str, two: str) -> None:
    merged = merge(base, [one, two]).text
    if merged is None:
        return
    made = set(hunks(base, one)) | set(hunks(base, two))
    assert applied(base, made) == merged


def test_both_loses_no_word_of_anybody() -> None:
    base = "Le chat noir dort sur le toit."
    assert both(base, ["Le chat gris dort sur le toit.", "Le chat noir dort sous le toit."]) == (
        "Le chat gris dort sous le toit."
    )
    fought = both(base, ["Le chat gris dort sur le toit.", "Le chat blanc dort sur le toit."])
    assert fought == "Le chat gris blanc dort sur le toit."
    assert both(base, [base, base]) == base


@given(st.lists(st.text("ab c\n.", max_size=20), min_size=2, max_size=4))
def test_both_is_the_merger_where_there_is_one(texts: list[str]) -> None:
    base, *others = texts
    merged = merge(base, others).text
    if merged is not None:
        assert both(base, others) == merged
    assert set("".join("".join(others).split())) <= set(both(base, others)) | set(base)
