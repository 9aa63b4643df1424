"""What becomes of each paragraph: the cases that people meet."""

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consultation.versions.matching import Matching, MatchState, Piece, match

PARK = "Le parc ouvre à huit heures et ferme à la tombée de la nuit, sauf les jours de tempête."
DOGS = (
    "Les chiens sont admis s’ils sont tenus en laisse ; leurs maîtres ramassent ce qu’ils laissent."
)
TREES = (
    "Chaque arbre abattu est remplacé par deux arbres de la même essence avant la fin de l’hiver."
)
WATER = "Une fontaine d’eau potable est installée près de chaque aire de jeux, hiver comme été."
ROAD = (
    "La piste cyclable longe la rivière depuis le pont jusqu’à la gare, sans traverser la pelouse."
)


def matched(old: Sequence[str], new: Sequence[str]) -> Matching:
    """Passages; « # » begins a heading of level 1, « ## » of level 2."""
    return match([piece(text) for text in old], [piece(text) for text in new])


def piece(text: str) -> Piece:
    words = text.lstrip("#")
    return Piece(words.strip(), len(text) - len(words))


def states(found: Matching) -> list[str]:
    return [row.state.value for row in found.matches]


def successors(found: Matching) -> list[tuple[int, ...]]:
    return [row.successors for row in found.matches]


def test_the_same_text_is_kept_whole() -> None:
    found = matched([PARK, DOGS, TREES], [PARK, DOGS, TREES])
    assert states(found) == ["kept"] * 3
    assert successors(found) == [(0,), (1,), (2,)]
    assert found.share == 1


def test_some_other_words_are_an_edit() -> None:
    found = matched([PARK, DOGS], [PARK.replace("huit", "neuf"), DOGS])
    assert states(found) == ["edited", "kept"]
    assert 0.8 < found.matches[0].score < 1


@pytest.mark.parametrize(
    "other",
    [DOGS.replace("’", "'"), DOGS.replace(" ;", "\u202f;"), DOGS.replace(" ;", ";"),
     DOGS.replace("é", "e\u0301")],
)  # fmt: skip
def test_typography_alone_is_no_edit(other: str) -> None:
    assert states(matched([PARK, DOGS], [PARK, other])) == ["kept", "kept"]


def test_a_capital_is_an_edit() -> None:
    assert states(matched([PARK], [PARK.upper()])) == ["edited"]


def test_an_edit_of_one_word_that_matters_is_told() -> None:
    found = matched(["Le parc est ouvert."], ["Le parc est fermé."])
    assert states(found) == ["edited"]


def test_what_is_new_has_no_origin_and_what_is_gone_no_successor() -> None:
    found = matched([PARK, DOGS], [PARK, WATER])
    assert states(found) == ["kept", "removed"]
    assert found.origins == ((0,), ())
    assert found.share == 0.5


def test_a_paragraph_rewritten_in_its_place_is_known_by_its_place() -> None:
    other = "Le parc est accessible de huit heures jusqu’au soir, tempêtes exceptées."
    assert states(matched([DOGS, PARK, TREES], [DOGS, other, TREES])) == ["kept", "edited", "kept"]


def test_a_paragraph_that_moves_is_followed() -> None:
    found = matched([PARK, DOGS, TREES, WATER], [DOGS, TREES, WATER, PARK])
    assert states(found) == ["moved", "kept", "kept", "kept"]
    assert found.matches[0].successors == (3,)


def test_moved_and_edited() -> None:
    edited = PARK.replace("huit", "neuf")
    found = matched([PARK, DOGS, TREES, WATER], [DOGS, TREES, WATER, edited])
    assert states(found)[0] == "moved_and_edited"
    assert found.matches[0].successors == (3,)


def test_a_paragraph_cut_in_two() -> None:
    whole = f"{PARK} {WATER}"
    found = matched([DOGS, whole, TREES], [DOGS, PARK, WATER, TREES])
    assert states(found) == ["kept", "split", "kept"]
    assert found.matches[1].successors == (1, 2)
    assert found.matches[1].score > 0.9


def test_a_paragraph_cut_in_three_and_edited() -> None:
    whole = f"{PARK} {WATER} {ROAD}"
    found = matched([DOGS, whole, TREES], [DOGS, PARK, WATER.replace("chaque", "une"), ROAD, TREES])
    assert found.matches[1].state is MatchState.SPLIT
    assert found.matches[1].successors == (1, 2, 3)


def test_two_paragraphs_made_one() -> None:
    found = matched([DOGS, PARK, WATER, TREES], [DOGS, f"{PARK} {WATER}", TREES])
    assert states(found) == ["kept", "merged", "merged", "kept"]
    assert successors(found)[1:3] == [(1,), (1,)]
    assert found.origins[1] == (1, 2)


def test_alike_short_paragraphs_keep_their_places() -> None:
    nothing = "Sans objet."
    found = matched(
        [PARK, nothing, DOGS, nothing, TREES, nothing], [PARK, DOGS, nothing, TREES, nothing]
    )
    assert successors(found) == [(0,), (), (1,), (2,), (3,), (4,)]


def test_two_sections_that_change_places_keep_their_content() -> None:
    found = matched(
        ["# Un", PARK, DOGS, "# Deux", TREES, WATER, ROAD],
        ["# Deux", TREES, WATER, ROAD, "# Un", PARK, DOGS],
    )
    assert successors(found) == [(4,), (5,), (6,), (0,), (1,), (2,), (3,)]
    assert {"kept", "moved"} == set(states(found))


def test_renumbered_articles_are_known_by_what_they_say() -> None:
    found = matched(
        ["# Article 1", PARK, "# Article 2", DOGS, "# Article 3", TREES],
        ["# Article 1", PARK, "# Article 2", WATER, "# Article 3", DOGS, "# Article 4", TREES],
    )
    assert successors(found) == [(0,), (1,), (4,), (5,), (6,), (7,)]
    assert states(found)[2] == "edited"


def test_a_heading_is_never_a_paragraph() -> None:
    found = matched([f"# {PARK}"], [PARK])
    assert states(found) == ["removed"]


@pytest.mark.parametrize(("old", "new"), [([], []), ([], [PARK]), ([PARK], []), (["…"], ["!!!"])])
def test_little_or_nothing_is_no_trouble(old: list[str], new: list[str]) -> None:
    found = matched(old, new)
    assert len(found.matches) == len(old)
    assert len(found.origins) == len(new)


def test_another_document_is_said_to_be_one() -> None:
    assert matched([PARK, DOGS, TREES], [WATER, ROAD]).share < 0.2


def test_two_thousand_alike_are_bounded() -> None:
    found = matched(["Sans objet."] * 2000, ["Sans objet."] * 1990)
    assert sum(row.state is MatchState.KEPT for row in found.matches) == 1990


texts = st.lists(st.sampled_from([PARK, DOGS, TREES, WATER, ROAD, "Oui.", "# Un", "# Deux"]))


@settings(deadline=None, max_examples=150)
@given(texts, texts)
def test_the_matching_is_whole_and_agrees_with_itself(old: list[str], new: list[str]) -> None:
    found = matched(old, new)
    assert found == matched(old, new)
    for i, row in enumerate(found.matches):
        assert (row.state is MatchState.REMOVED) == (not row.successors)
        assert (row.state is MatchState.SPLIT) == (len(row.successors) > 1)
        assert 0 <= row.score <= 1
        for j in row.successors:
            assert i in found.origins[j]
            assert bool(piece(old[i]).level) == bool(piece(new[j]).level)
    for j, origins in enumerate(found.origins):
        for i in origins:
            assert j in found.matches[i].successors


@settings(deadline=None, max_examples=60)
@given(texts)
def test_what_does_not_change_is_kept(old: list[str]) -> None:
    assert {row.state for row in matched(old, old).matches} <= {MatchState.KEPT}
