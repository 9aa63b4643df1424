"""What screening found, in the words of the desk; and how far two judges agree."""

import pytest

from consultation.moderation.agreement import agreement
from consultation.moderation.findings import (
    UnreadableError,
    excerpt_of,
    explained,
    kind_label,
    pieces_of,
    signals_in,
    spans_in,
    tag_of,
)
from consultation.screening.signals import Signal, SignalKind, SignalSpan

pytestmark = pytest.mark.usefixtures("database")
SAID = "Appelez le 06 00 00 00 00 ou écrivez à a@b.fr."


def at(words: str, label: str) -> SignalSpan:
    start = SAID.index(words)
    return SignalSpan("source", start, start + len(words), label)


FOUND = [
    Signal(SignalKind.PERSONAL_DATA, 40, 2, (at("06 00 00 00 00", "phone"), at("a@b.fr", "email")))
]


@pytest.mark.parametrize(
    "stored",
    ["", "{", "null", "1", '"x"', '[{"kind": "nobody"}]', "[1]", '[{"kind": "links"}]',
     '[{"kind": "links", "weight": "x"}]', '[{"kind": "links", "weight": 1, "spans": [[1]]}]',
     None, {"kind": "links"}],
)  # fmt: skip
def test_what_cannot_be_read_is_said_so(stored: object) -> None:
    with pytest.raises(UnreadableError):
        signals_in(stored)


def test_an_excerpt_names_personal_data_and_shows_none() -> None:
    assert excerpt_of(SAID, FOUND) == "Appelez le [téléphone] ou écrivez à [adresse électronique]."
    long = "mot " * 60
    assert len(excerpt_of(long, [])) <= 91
    assert excerpt_of(long, []).endswith("mot…")


def test_a_text_cut_at_its_spans_is_the_whole_text() -> None:
    spans = spans_in(FOUND, "source", SAID)
    pieces = pieces_of(SAID, spans)
    assert "".join(piece.words for piece in pieces) == SAID
    assert [piece.label for piece in pieces if piece.label] == ["phone", "email"]


def test_spans_that_overlap_or_lie_outside_are_left_out() -> None:
    wrong = (
        SignalSpan("source", 0, 7, "name"), SignalSpan("source", 3, 5, "name"),
        SignalSpan("source", 40, 400, "name"), SignalSpan("proposed_text", 0, 2, "name"),
        SignalSpan("source", 5, 5, "name"), SignalSpan("source", -1, 3, "name"),
    )  # fmt: skip
    signal = Signal(SignalKind.PERSONAL_DATA, 1, 1, wrong)
    assert spans_in([signal], "source", SAID) == [wrong[0]]


@pytest.mark.parametrize("kind", list(SignalKind))
def test_every_signal_has_a_tag_and_a_sentence(kind: SignalKind) -> None:
    signal = Signal(kind, 10, 2, (), {"members": 312, "similarity": 0.61, "name": "Une règle"})
    assert tag_of(signal).words
    assert kind_label(kind)
    assert explained([signal])[0].bold


def test_what_was_looked_for_and_not_found_is_said() -> None:
    assert explained([])[-1].rest == "Aucun lien. Aucune insulte repérée."


def test_agreement_is_what_cohen_published() -> None:
    """The example of Fleiss, Levin and Paik (2003), table 18.1: 100 subjects, kappa 0.676."""
    table = {
        ("a", "a"): 75, ("a", "b"): 1, ("a", "c"): 4, ("b", "a"): 5, ("b", "b"): 4,
        ("b", "c"): 1, ("c", "a"): 0, ("c", "b"): 0, ("c", "c"): 10,
    }  # fmt: skip
    pairs = [pair for pair, count in table.items() for _each in range(count)]
    found = agreement(pairs)
    assert (found.count, found.same, found.share) == (100, 89, 0.89)
    assert found.kappa == pytest.approx(0.676, abs=0.001)


def test_agreement_says_nothing_where_there_is_nothing_to_say() -> None:
    assert agreement([]).kappa is None
    assert agreement([("keep", "keep")] * 9).kappa is None
    assert agreement([("keep", "hide"), ("hide", "keep")]).kappa == -1
