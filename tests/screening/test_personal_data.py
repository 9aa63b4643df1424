"""What is found in a text, where exactly, and what is let through."""

from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consultation.screening.personal_data import (
    MASK,
    Trace,
    TraceKind,
    excerpt,
    masked,
    personal_data,
    trace_label,
)
from tests.screening.vectors import EVERY_DATUM, FOUND, NOTHING
from tests.support.growth import times_as_long

MEGABYTE = 1_000_000
HOSTILE = [
    "né A ", "né(", "dob,", "date de naissance ", "né le 12 mars 1980 ", "a@", "a.", "a@b.", "x@y",
    "jeanne@exemple.fr ", "1", "0 ", "01 ", "2.", "06 12 34 56 78 ", "+33 (0) ", "1 84 12 76 451 ",
    "FR76 ", "DE12 a1 ", "FR7630006000011234567890189 ", "http://", "réf n° 0612345678 ", " ",
    "\u00a0",
]  # fmt: skip


def found_in(text: str) -> list[tuple[str, str]]:
    return [(trace.kind.value, text[trace.start : trace.end]) for trace in personal_data(text)]


@pytest.mark.parametrize(("text", "expected"), FOUND, ids=[text for text, _ in FOUND])
def test_the_reference_data_are_found_to_the_sign(
    text: str, expected: list[tuple[str, str]]
) -> None:
    assert found_in(text) == expected


@pytest.mark.parametrize("text", NOTHING)
def test_references_laws_amounts_and_versions_raise_no_alarm(text: str) -> None:
    assert found_in(text) == []


def test_the_vectors_cover_each_kind_many_times() -> None:
    counts = Counter(kind for kind, _datum in EVERY_DATUM)
    assert set(counts) == set(TraceKind)
    assert min(counts.values()) >= 10
    assert len(NOTHING) >= 100


WORDS = st.text(
    alphabet=st.one_of(st.sampled_from("abc éàœ«»’,;!?\n"), st.characters(codec="utf-8")),
    max_size=30,
)


@given(st.lists(st.tuples(WORDS, st.sampled_from(FOUND)), min_size=1, max_size=4))
def test_offsets_hold_wherever_a_datum_stands(
    parts: list[tuple[str, tuple[str, list[tuple[str, str]]]]],
) -> None:
    """Sentences apart from one another, in a text that holds emoji and any other sign."""
    text, expected = "", []
    for noise, (sentence, found) in parts:
        text += "".join(sign for sign in noise if not sign.isalnum()) + "\n;\n"
        place = 0
        for kind, datum in found:
            start = sentence.index(datum, place)
            place = start + len(datum)
            expected.append(Trace(TraceKind(kind), len(text) + start, len(text) + place))
        text += sentence + "\n;\n"
    assert list(personal_data(text)) == expected


@given(st.one_of(st.text(max_size=400), st.text("0123456789 .-+@né(le)FR2AB/:abc\n", max_size=400)))
def test_traces_are_in_order_within_the_text_and_apart(text: str) -> None:
    traces = personal_data(text)
    edges = [edge for trace in traces for edge in (trace.start, trace.end)]
    assert edges == sorted(edges)
    assert all(trace.start < trace.end <= len(text) for trace in traces)
    assert all(one.end <= other.start for one, other in pairwise(traces))


@pytest.mark.parametrize("unit", HOSTILE)
def test_four_times_the_hostile_text_takes_about_four_times_as_long(unit: str) -> None:
    text = (unit * (MEGABYTE // len(unit) + 1))[:MEGABYTE]
    growth = times_as_long(
        lambda: personal_data(text), lambda: personal_data(text[: MEGABYTE // 4])
    )
    assert growth < 10, "a quadratic search would take sixteen times as long"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (
            "Bonjour, voici comment me joindre : au 06 12 34 56 78, si vous voulez parler d’elle.",
            "… comment me joindre : au 06 •• •• •• 78, si vous voulez parler …",
        ),
        ("06 12 34 56 78", "06 •• •• •• 78"),
        ("écrire à jeanne@exemple.fr.", "écrire à je••••@•••••••.fr."),
        ("né le 12/03/1980,\n\nà Lyon", "né le 12/••/••80, à Lyon"),
        ("a@b.fr", "•@•.••"),
        ("FR76 3000 6000 0112 3456 7890 189", "FR•• •••• •••• •••• •••• •••• •89"),
    ],
)
def test_an_excerpt_shows_a_few_words_around_a_masked_datum(text: str, shown: str) -> None:
    (trace,) = personal_data(text)
    assert excerpt(text, trace) == shown


@given(st.text(max_size=80), st.sampled_from(EVERY_DATUM), st.text(max_size=80))
def test_an_excerpt_is_short_and_never_shows_the_datum(
    before: str, datum: tuple[str, str], after: str
) -> None:
    kind, secret = datum
    trace = Trace(TraceKind(kind), len(before), len(before) + len(secret))
    shown = excerpt(before + secret + after, trace)
    assert len(shown) <= len(secret) + 2 * 32 + 2
    assert shown.count(MASK) >= 2
    assert secret not in shown or secret in before + after


@given(st.text(max_size=60))
def test_a_mask_keeps_the_length_and_at_most_four_signs(text: str) -> None:
    shown = masked(text)
    assert len(shown) == len(text)
    assert sum(sign.isalnum() for sign in shown) <= 4


def test_each_kind_has_a_name_for_people() -> None:
    names = [trace_label(kind) for kind in TraceKind]
    assert len(set(names)) == len(TraceKind)
    assert all(name.startswith(("un ", "une ")) for name in names)
