"""Suggested themes: learnt from few examples, right in the first three more often than not."""

from random import Random

import pytest

from consultation.demo.speech import speeches
from consultation.synthesis.suggesting import Suggester, propose
from consultation.synthesis.suggesting.words import EMPTY_WORDS, stems

PAIN = "Les soignants manquent de temps pour expliquer l'outil aux patients."
HOSTING = "L'hébergement des données de santé doit rester en Europe, sous droit français."


def coded(per_theme: int) -> tuple[list[tuple[str, list[str]]], list[tuple[str, str]]]:
    """Texts of the demo with the theme that they were written on: to learn from, and to try on."""
    said = [(speech.body, speech.theme) for speech in speeches(1)]
    Random(0).shuffle(said)  # noqa: S311  # the same each time
    learnt: dict[str, int] = {}
    known, other = [], []
    for body, theme in said:
        learnt[theme] = learnt.get(theme, 0) + 1
        if learnt[theme] <= per_theme:
            known.append((body, [theme]))
        elif learnt[theme] <= per_theme + 30:
            other.append((body, theme))
    return known, other


@pytest.mark.parametrize(("per_theme", "expected"), [(3, 0.6), (10, 0.8), (50, 0.95)])
def test_the_right_theme_is_among_three(per_theme: int, expected: float) -> None:
    known, other = coded(per_theme)
    suggester = Suggester.learn(known)
    assert suggester is not None
    found = suggester.suggest([body for body, _theme in other])
    right = sum(
        theme in {each.theme for each in three}
        for (_body, theme), three in zip(other, found, strict=True)
    )
    assert right / len(other) >= expected
    assert all(len(three) <= 3 for three in found)


def test_a_text_may_have_several_themes() -> None:
    suggester = Suggester.learn([
        (f"{PAIN} {HOSTING}", ["temps", "lieu"]), (PAIN, ["temps"]), (HOSTING, ["lieu"]),
    ])  # fmt: skip
    assert suggester is not None
    [found] = suggester.suggest([f"{HOSTING} {PAIN}"])
    assert {each.theme for each in found} == {"temps", "lieu"}


def test_evidence_is_the_words_that_speak_for_the_theme() -> None:
    suggester = Suggester.learn(
        [(PAIN, ["temps"]), (PAIN, ["temps"]), (HOSTING, ["lieu"]), (HOSTING, ["lieu"])]
    )
    assert suggester is not None
    text = f"Bonjour à tous. {HOSTING} Merci."
    where = suggester.evidence(text, "lieu")
    assert where is not None
    assert "hébergement" in text[slice(*where)]
    assert "Merci" not in text[slice(*where)]
    assert suggester.evidence("zzz", "lieu") is None


@pytest.mark.parametrize(
    "examples",
    [
        [],
        [(PAIN, ["temps"]), (PAIN, ["temps"])],
        [(PAIN, ["temps"]), (HOSTING, ["lieu"])],
        [("…", ["temps"]), ("…", ["temps"]), ("?", ["lieu"]), ("?", ["lieu"])],
    ],
)
def test_nothing_is_suggested_from_too_little(examples: list[tuple[str, list[str]]]) -> None:
    assert Suggester.learn(examples) is None


@pytest.mark.parametrize("text", ["", "???", "😀 😀", "‮שלום", "x" * 5000])
def test_a_text_without_known_words_gets_no_suggestion(text: str) -> None:
    suggester = Suggester.learn(
        [(PAIN, ["temps"]), (PAIN, ["temps"]), (HOSTING, ["lieu"]), (HOSTING, ["lieu"])]
    )
    assert suggester is not None
    assert suggester.suggest([text]) == [[]]


@pytest.mark.parametrize("word", ["pas", "ne", "sans", "contre", "non", "jamais", "rien"])
def test_words_that_change_what_is_said_are_kept(word: str) -> None:
    assert word not in EMPTY_WORDS
    assert stems(word)


def test_proposals_gather_texts_of_one_subject_under_their_own_words() -> None:
    known, _other = coded(40)
    kept = [(body, theme) for body, [theme] in known if theme in {"hebergement", "samu", "enfance"}]
    found = propose([body for body, _theme in kept])
    assert found
    for proposal in found:
        themes = [kept[i][1] for i in proposal.texts]
        assert max(themes.count(theme) for theme in set(themes)) / len(themes) >= 0.7
        assert len(proposal.words) >= 3
    texts = [i for proposal in found for i in proposal.texts]
    assert len(texts) == len(set(texts))


@pytest.mark.parametrize("texts", [[], ["seul"], [""] * 40, ["même texte"] * 40])
def test_nothing_is_proposed_where_nothing_tells_apart(texts: list[str]) -> None:
    assert propose(texts) == []
