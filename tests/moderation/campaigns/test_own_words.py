"""What a member adds to its campaign's text is found where it stands."""

import pytest

from consultation.moderation.campaigns.own_words import own_words
from tests.support.growth import times_as_long

COMMON = (
    "Nous refusons que nos dossiers soient vendus. Nous demandons un accord écrit, projet par "
    "projet, et l’arrêt des transferts."
)


def said(member: str, representative: str = COMMON) -> list[str]:
    return [member[start:end] for start, end in own_words(member, representative)]


@pytest.mark.parametrize(
    ("member", "own"),
    [
        (COMMON, []),
        (COMMON.upper().replace("É", "E"), []),
        (f"Bonjour. {COMMON}", ["Bonjour"]),
        (f"{COMMON} Ma mère l’a vécu, à Dole.", ["Ma mère l’a vécu, à Dole"]),
        (COMMON.replace("vendus", "donnés"), ["donnés"]),
        (COMMON.replace("un accord écrit, ", ""), []),
        (COMMON.replace("un accord écrit", "un accord vraiment écrit"), ["vraiment"]),
        (
            "Nous demandons un accord écrit, projet par projet, et l’arrêt des transferts. "
            "Nous refusons que nos dossiers soient vendus.",
            [],
        ),
        ("Rien de tout cela.", ["Rien de tout cela"]),
        ("", []),
        ("😀 !", []),
    ],
)
def test_own_words_are_what_the_common_text_does_not_say(member: str, own: list[str]) -> None:
    assert said(member) == own


def test_offsets_hold_where_a_letter_is_made_of_several_signs() -> None:
    member = f"😀 e\u0301crit par ma me\u0300re : {COMMON}"
    assert said(member) == ["e\u0301crit par ma me\u0300re"]


def test_right_to_left_words_are_found() -> None:
    text = "هذا نص طويل بما يكفي ليكون حملة من الناس"
    assert said(f"{text} وأضيف كلمة", text) == ["وأضيف كلمة"]


def test_a_text_of_two_words_is_compared_word_by_word() -> None:
    assert said("Nous refusons", COMMON) == []
    assert said("Nous acceptons", COMMON) == ["acceptons"]


@pytest.mark.parametrize(
    "text",
    [" ".join(["non"] * 30_000), "x" * 100_000, "a b " * 20_000],
    ids=["one word", "without spaces", "two words"],
)
def test_time_grows_with_the_texts_alone(text: str) -> None:
    part = text[: len(text) // 4]
    growth = times_as_long(lambda: own_words(text, text[::-1]), lambda: own_words(part, part[::-1]))
    assert growth < 10, "a quadratic search would take sixteen times as long"
