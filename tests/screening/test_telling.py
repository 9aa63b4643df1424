"""Signals in words."""

import pytest
from flask import Flask

from consultation.core.i18n import in_language
from consultation.screening.judging import Texts, signals_in
from consultation.screening.manners import prepared
from consultation.screening.rules import TRAITS
from consultation.screening.signals import Signal, SignalKind
from consultation.screening.telling import (
    kind_label,
    signal_excerpt,
    signal_label,
    span_label,
)

TEXT = (
    "Bonjour, je tiens à dire ceci, appelez Jeanne Petit au 06 12 34 56 78, le matin, et "
    "lisez https://exemple.org, bande de connards."
)


def found() -> list[Signal]:
    return signals_in(Texts(TEXT), prepared("connard"))


def test_each_signal_says_what_it_is(app: Flask) -> None:
    with app.test_request_context():
        assert [signal_label(signal) for signal in found()] == [
            "Donnée personnelle\u00a0: un numéro de téléphone",
            "Mot de la liste des injures",
            "Lien",
        ]


@pytest.mark.parametrize(
    ("signal", "words"),
    [
        (Signal(SignalKind.SPEED, 20, 6, details={"minutes": 10}), "6 envois en 10 minutes"),
        (Signal(SignalKind.SPEED, 20, details={"seconds": 1}), "écrit en 1 seconde"),
        (Signal(SignalKind.REPEATED, 35, 3), "3 fois"),
        (Signal(SignalKind.CAMPAIGN, 15, 40), "40 textes proches"),
        (Signal(SignalKind.RULE, 0, details={"name": "Numéros"}), "Numéros"),
    ],
)
def test_what_is_counted_is_said(app: Flask, signal: Signal, words: str) -> None:
    with app.test_request_context():
        assert signal_label(signal).endswith(f"\u00a0: {words}")


def test_a_signal_shows_the_words_it_points_at(app: Flask) -> None:
    with app.test_request_context():
        texts = {"source": TEXT, "proposed_text": None}
        data, insult, _link = found()
        assert (
            signal_excerpt(data, texts) == "… Jeanne Petit au 06 12 34 56 78, le matin, et lisez …"
        )
        assert signal_excerpt(insult, texts).endswith("bande de connards.")
        assert signal_excerpt(Signal(SignalKind.FIRST_MESSAGE, 5), texts) == ""
        assert signal_excerpt(data, {"source": ""}) == ""
        assert span_label(data.spans[0]) == "un numéro de téléphone"


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_kind_has_a_name(app: Flask, language: str) -> None:
    with app.test_request_context(), in_language(language):
        names = [kind_label(kind) for kind in (*TRAITS, SignalKind.RULE.value)]
        assert all(names)
        assert len(set(names)) == len(names)
