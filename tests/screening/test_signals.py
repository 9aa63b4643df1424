"""The signals of a text: what each detector finds, what it lets through, what they weigh."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consultation.screening import manners
from consultation.screening.insult_words import FRENCH
from consultation.screening.judging import SPANS_KEPT, Texts, signals_in
from consultation.screening.signals import Signal, SignalKind, SignalSpan, risk_of
from tests.support.growth import times_as_long

WORDS = manners.prepared(FRENCH)
NIR = "1 84 12 76 451 089 46"


def kinds(text: str, **given: str) -> list[str]:
    return [signal.kind.value for signal in signals_in(Texts(text, **given), WORDS)]


def insulted(text: str, words: manners.Insults = WORDS) -> list[str]:
    return [text[start:end] for start, end in manners.insults(text, words)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ce paragraphe me convient.", []),
        ("Appelez-moi au 06 12 34 56 78.", ["personal_data"]),
        ("J’habite 12 rue des Lilas, 35000 Rennes.", ["personal_data"]),
        ("Mon fils est autiste.", ["health"]),
        ("Lisez https://exemple.org/a et www.exemple.org", ["links"]),
        ("C’EST TOUJOURS LA MEME CHOSE AVEC VOUS", ["shouting"]),
        ("Non !!! Encore un portail", ["shouting"]),
        ("Quel connard a écrit cela ?", ["insult"]),
        ("Je n’ai plus envie de vivre.", ["distress"]),
        ("On va vous faire la peau.", ["violence"]),
        ("Je vais te tuer, connard !!!", ["violence", "insult", "shouting"]),
    ],
)
def test_each_detector_gives_its_signal(text: str, expected: list[str]) -> None:
    assert kinds(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Le conseil des consultations de Concarneau est consterné.",
        "La DGOS, le DNS, l’ANS, la CNAM, les ARS, l’ANAP, la CNIL et la HAS.",
        "Vraiment ! Est-ce utile ? Non !",
        "La prévention du suicide manque dans ce texte.",
        "Le député et le disputé ne sont pas des mots grossiers.",
        "Il faut tuer dans l’œuf cette idée de portail unique.",
        "Un cône de lumière, la condition, le concierge.",
        "L’IA mérite un débat, la mort de l’hôpital aussi.",
        "À mort les formulaires papier, dit l’affiche.",
    ],
)
def test_harmless_words_raise_nothing(text: str) -> None:
    assert kinds(text) in ([], ["violence"] if text.startswith("À mort") else [])


def test_an_insult_is_a_whole_word_whatever_its_case_accents_and_number() -> None:
    assert insulted("Bande de CONNARDS, abrutis, crétin et imbecile.") == [
        "CONNARDS", "abrutis", "crétin", "imbecile",
    ]  # fmt: skip
    assert insulted("fils de pute, TA GUEULE") == ["fils de pute", "TA GUEULE"]
    assert insulted("la pute de", manners.prepared("pute de rien")) == []


def test_a_list_has_comments_and_may_be_empty() -> None:
    words = manners.prepared("# un titre\n\ntruc   # et une note\n  Drôle de type\n")
    assert insulted("Quel truc, ces trucs, un drole de type ; un titre", words) == [
        "truc", "trucs", "drole de type",
    ]  # fmt: skip
    assert insulted("truc", manners.prepared("")) == []


def test_what_stands_in_the_consulted_paragraph_is_nobodys_signal() -> None:
    original = "Écrire à contact@exemple.org, au 12 rue des Lilas."
    assert kinds("Bien.", proposed_text=f"{original} Merci.", original=original) == []
    other = signals_in(Texts("Bien.", f"{original} Et moi@exemple.org", original), WORDS)
    assert [span.field for signal in other for span in signal.spans] == ["proposed_text"]


def test_spans_point_at_the_very_words_of_their_field() -> None:
    texts = Texts("Voyez avec M. Durand, 06 12 34 56 78", f"Mon NIR : {NIR}", "")
    (signal,) = signals_in(texts, WORDS)
    by_field = {"source": texts.source, "proposed_text": texts.proposed_text or ""}
    assert [(by_field[s.field][s.start : s.end], s.label) for s in signal.spans] == [
        ("06 12 34 56 78", "phone"), (NIR, "social_security_number"),
    ]  # fmt: skip
    assert (signal.count, signal.weight) == (2, 75)


def test_a_signal_is_stored_and_loaded_without_a_word_of_the_text() -> None:
    (signal,) = signals_in(Texts("Appelez Jeanne au 06 12 34 56 78"), WORDS)
    assert Signal.loaded(signal.stored()) == signal
    assert "06" not in str(signal.stored())
    assert "Jeanne" not in str(signal.stored())


def test_many_findings_are_counted_and_the_first_are_shown() -> None:
    (signal,) = signals_in(Texts("connard " * 40), WORDS)
    assert (signal.count, len(signal.spans), signal.weight) == (40, SPANS_KEPT, 65)


WEIGHTS = st.lists(st.integers(0, 100), max_size=8)


def signals(weights: list[int]) -> list[Signal]:
    return [Signal(SignalKind.LINKS, weight) for weight in weights]


@given(WEIGHTS, st.integers(0, 100))
def test_risk_is_within_bounds_grows_with_each_signal_and_knows_no_order(
    weights: list[int], more: int
) -> None:
    risk = risk_of(signals(weights))
    assert 0 <= risk <= 100
    assert risk <= risk_of(signals([*weights, more]))
    assert risk == risk_of(signals(weights[::-1]))
    assert risk >= max(weights, default=0)


@pytest.mark.parametrize(
    ("weights", "risk"), [([], 0), ([5], 5), ([50, 50], 75), ([70, 40, 10], 84), ([100, 1], 100)]
)
def test_the_formula_gives_what_its_docstring_says(weights: list[int], risk: int) -> None:
    assert risk_of(signals(weights)) == risk


def test_somebody_in_danger_comes_before_every_other_signal() -> None:
    grave = risk_of(signals_in(Texts("J’ai envie de mourir."), WORDS))
    rude = risk_of(signals_in(Texts("Connard ! 06 12 34 56 78 https://a.b"), WORDS))
    assert grave > rude > 0


HOSTILE = (
    "je suis ", "mon fils ", "M. ", "est cancer ", "A ", "AB'", "! ", "!?", "12 rue ",
    "1 rue de la ", "12 place De La ", "https://", "www.", "con ", "je vais te ", "mon ma ", "é",
    "ß", "İ", "\n", ".", "1 rue A A A A ", "12, ", "crise de ", "12 bis,  ", "œ", "née le ",
    "M Cancer ", "cancer je suis mon fils ", "ta ", "fils de ",
)  # fmt: skip


@pytest.mark.parametrize("part", HOSTILE)
def test_redos_strings_of_100_000_characters_are_judged_in_linear_time(part: str) -> None:
    long = (part * (100_000 // len(part) + 1))[:100_000]
    growth = times_as_long(
        lambda: signals_in(Texts(long), WORDS), lambda: signals_in(Texts(long[:25_000]), WORDS)
    )
    assert growth < 10, "a quadratic search would take sixteen times as long"


@given(st.text(max_size=300), st.text("je mon fils M. cancer A!?/12rue'’é\n", max_size=300))
def test_spans_are_within_the_text_and_in_order(one: str, two: str) -> None:
    for signal in signals_in(Texts(one, two), WORDS):
        for span in signal.spans:
            text = one if span.field == "source" else two
            assert 0 <= span.start < span.end <= len(text)
        starts = [(span.field != "source", span.start) for span in signal.spans]
        assert all(before <= after for before, after in pairwise(starts))


def test_a_span_says_where_and_of_what() -> None:
    (signal,) = signals_in(Texts("Voir https://exemple.org"), WORDS)
    assert signal.spans == (SignalSpan("source", 5, 24, "link"),)
