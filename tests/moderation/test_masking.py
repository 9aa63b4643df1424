"""Masking: what may be masked, what stands there, and where each character went."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consultation.core.errors import DomainError
from consultation.core.text import render_markup
from consultation.moderation.masking import (
    Mask,
    checked_spans,
    in_original,
    loaded,
    masked,
    masks_over_words,
    merged,
    splits,
    stored,
    to_masked,
    to_original,
    words_of,
)
from consultation.screening.signals import SignalSpan

TEXT = "Écrire à Mme Berthaud, au 06 12 34 56 78, ou à sa fille."


def over(start: int, end: int, words: str = "[nom masqué]", field: str = "source") -> Mask:
    return Mask(field, start, end, "name", words)


def test_what_is_masked_says_what_it_was() -> None:
    name, phone = TEXT.index("Mme"), TEXT.index("06")
    masks = [over(name, name + 12), over(phone, phone + 14, "[téléphone masqué]")]
    assert masked(TEXT, masks) == "Écrire à [nom masqué], au [téléphone masqué], ou à sa fille."
    assert loaded(stored(masks)) == tuple(masks)


def test_a_mask_makes_no_link_of_what_follows() -> None:
    masks = [over(0, 4)]
    shown = render_markup(masked("Jean(https://exemple.fr) l’a dit", masks, is_escaped=True))
    assert "[nom masqué]" in shown
    assert ">nom masqué<" not in shown


@pytest.mark.parametrize(
    ("spans", "why"),
    [
        ([], "au moins"),
        ([("source", 0, 0)], "pas dans le texte"),
        ([("source", -1, 3)], "pas dans le texte"),
        ([("source", 3, 9999)], "pas dans le texte"),
        ([("proposed_text", 0, 2)], "pas dans le texte"),
        ([("html", 0, 2)], "pas dans le texte"),
        ([("source", 0, 8), ("source", 7, 12)], "chevauchent"),
        ([("source", 0, len(TEXT))], "Tout le texte"),
        ([("source", 0, 30), ("source", 30, len(TEXT))], "Tout le texte"),
        ([("source", n, n + 1) for n in range(101)], "cent"),
    ],
)
def test_spans_that_make_no_sense_are_refused(
    database: None, spans: list[tuple[str, int, int]], why: str
) -> None:
    text = TEXT if len(spans) < 100 else TEXT * 9
    with pytest.raises(DomainError, match=why):
        checked_spans([SignalSpan(*span, "name") for span in spans], text, None)


@pytest.mark.parametrize(
    ("text", "at", "is_split"),
    [
        ("abc", 1, False),
        ("e\u0301t", 1, True),
        ("👩\u200d⚕️ dit", 1, True),
        ("👩\u200d⚕️ dit", 2, True),
        ("👍🏽 oui", 1, True),
        ("🇫🇷🇩🇪", 1, True),
        ("🇫🇷🇩🇪", 2, False),
        ("abc", 0, False),
        ("abc", 3, False),
    ],
)
def test_a_mask_never_cuts_a_sign_in_two(
    database: None, text: str, at: int, is_split: bool
) -> None:
    assert splits(text, at) is is_split
    if is_split:
        with pytest.raises(DomainError, match="en deux"):
            checked_spans([SignalSpan("source", 0, at, "name")], text, None)


def test_of_a_rewording_the_paragraph_itself_may_not_vanish(database: None) -> None:
    spans = [SignalSpan("proposed_text", 0, 12, "name")]
    with pytest.raises(DomainError, match="Tout le texte"):
        checked_spans(spans, "Pourquoi ?", "Mme Berthaud")
    whole_reason = [SignalSpan("source", 0, 10, "name")]
    assert checked_spans(whole_reason, "Pourquoi ?", "Un parc.") == tuple(whole_reason)


@st.composite
def texts_and_masks(draw: st.DrawFn) -> tuple[str, list[Mask]]:
    """A text, and some masks over it that keep apart."""
    text = draw(st.text(alphabet="ab é", min_size=4, max_size=40))
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), unique=True, max_size=6)))
    pairs = list(zip(cuts[::2], cuts[1::2], strict=False))
    return text, [over(start, end, draw(st.sampled_from(["[x]", "[nom masqué]"])))
                  for start, end in pairs]  # fmt: skip


@given(texts_and_masks())
def test_offsets_go_there_and_come_back(made: tuple[str, list[Mask]]) -> None:
    text, masks = made
    shown = masked(text, masks)
    hidden = {at for mask in masks for at in range(mask.start + 1, mask.end)}
    for at in range(len(text) + 1):
        if at in hidden:
            assert shown[to_masked(at, masks) :].startswith("[")
        else:
            there = to_masked(at, masks)
            assert 0 <= there <= len(shown)
            if at < len(text) and not any(mask.start == at for mask in masks):
                assert shown[there] == text[at]
            assert to_original(there, masks) == at or any(m.start == at for m in masks)
    last = -1
    for at in range(len(text) + 1):
        assert to_masked(at, masks) >= last
        last = to_masked(at, masks)


@given(texts_and_masks(), st.data())
def test_masking_what_is_masked_is_masking_the_original(
    made: tuple[str, list[Mask]], data: st.DataObject
) -> None:
    text, masks = made
    shown = masked(text, masks)
    start = data.draw(st.integers(0, len(shown)))
    end = data.draw(st.integers(start, len(shown)))
    if start == end:
        return
    together = merged(masks, in_original([over(start, end, "[y]")], masks))
    again = masked(text, together)
    gone = re.sub(r"\[[^\]]*\]", "", shown[:start])
    assert len(re.sub(r"\[[^\]]*\]", "", again)) <= len(re.sub(r"\[[^\]]*\]", "", shown))
    if "[" not in shown[start:end] and "]" not in shown[start:end]:
        assert again.startswith(shown[:start]) or len(gone) < start


def test_the_same_words_are_found_elsewhere_whatever_their_case_and_whole_alone(
    database: None,
) -> None:
    words = words_of([over(9, 21)], {"source": TEXT, "proposed_text": ""})
    assert words == {"Mme Berthaud": "name"}
    other = "MME BERTHAUD, et non Mme Berthaudet, ni xMme Berthaud."
    found = masks_over_words(words, "source", other)
    assert [(mask.start, mask.end) for mask in found] == [(0, 12)]
    assert words_of([over(0, 1)], {"source": "É.", "proposed_text": ""}) == {}
