"""Health data about a person one could recognise: what is missed, and false alarms."""

import json
from pathlib import Path

import pytest

from consultation.screening.health import health_data

_read = json.loads(
    (Path(__file__).parent.parent / "fixtures" / "health_sentences.json").read_text()
)
TUNING, HELD_OUT = _read["tuning"], _read["held_out"]


def share_found(sentences: list[str]) -> float:
    return sum(any(health_data(sentence)) for sentence in sentences) / len(sentences)


def test_there_are_two_hundred_sentences_all_different_half_of_each_kind() -> None:
    parts = [TUNING["health"], TUNING["none"], HELD_OUT["health"], HELD_OUT["none"]]
    assert [len(part) for part in parts] == [60, 60, 40, 40]
    assert len({sentence for part in parts for sentence in part}) == 200


@pytest.mark.parametrize("part", [TUNING, HELD_OUT], ids=["tuning", "held out"])
def test_recall_and_false_alarms_are_within_what_is_promised(part: dict[str, list[str]]) -> None:
    """Measured: 0.98 and 0.00 on what the rules were tuned on, 0.90 and 0.05 on what was not."""
    assert share_found(part["health"]) >= 0.85
    assert share_found(part["none"]) <= 0.08


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Bonjour. Mon fils est autiste, voilà.", "fils est autiste"),
        ("Je suis contre. J’ai eu un cancer !", "J’ai eu un cancer"),
        ("Le diabète de ma mère", "diabète de ma mère"),
        ("Vu chez M. Durand, épileptique.", "Durand, épileptique"),
        ("Ma fille a quinze ans. Elle est anorexique.", "anorexique"),
    ],
)
def test_the_span_goes_from_the_person_to_the_illness(text: str, words: str) -> None:
    assert [text[start:end] for start, end in health_data(text)] == [words]


def test_each_sentence_that_tells_is_found_once() -> None:
    text = "Mon fils est autiste et asthmatique. Les patients attendent. Ma sœur est diabétique."
    assert len(list(health_data(text))) == 2
