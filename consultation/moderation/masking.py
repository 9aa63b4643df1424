"""Masking spans of a text: what may be masked, what then stands there, and where each sign went.

Offsets are of characters (code points), as Python counts them. Pure.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import pairwise
from typing import Any, TypeVar

from consultation.core.errors import DomainError
from consultation.core.i18n import _
from consultation.core.text import is_blank
from consultation.screening.signals import SignalSpan

SPANS_MAX = 100
JOINER = "\u200d"
_SKIN = range(0x1F3FB, 0x1F400)
_FLAG = range(0x1F1E6, 0x1F200)
_SPECIAL = re.compile(r"([\[\]])")


def placeholder(label: str) -> str:
    """What stands in the place of masked words: « [nom masqué] », by what they were."""
    words = {
        "name": _("nom masqué"),
        "place": _("lieu masqué"),
        "phone": _("téléphone masqué"),
        "email": _("adresse électronique masquée"),
        "address": _("adresse masquée"),
        "postal_address": _("adresse masquée"),
        "iban": _("compte bancaire masqué"),
        "social_security_number": _("numéro de sécurité sociale masqué"),
        "birth_date": _("date de naissance masquée"),
        "health": _("donnée de santé masquée"),
        "insult": _("injure masquée"),
        "link": _("lien masqué"),
        "links": _("lien masqué"),
    }
    return f"[{words.get(label, _('masqué'))}]"


M = TypeVar("M", "Mask", SignalSpan)


@dataclass(frozen=True)
class Mask:
    """Characters [start, end) of `field` in the original, and the words that stand there."""

    field: str
    start: int
    end: int
    label: str
    words: str

    @classmethod
    def over(cls, span: SignalSpan) -> "Mask":
        """The mask of a span, in the language being written."""
        return cls(span.field, span.start, span.end, span.label, placeholder(span.label))


@dataclass(frozen=True)
class Piece:
    """Characters [start, end) of the original are [at, until) of what is shown."""

    start: int
    end: int
    at: int
    until: int


def pieces(masks: Iterable[Mask]) -> tuple[Piece, ...]:
    """Where the masks of one field stand, in order."""
    found: list[Piece] = []
    shift = 0
    for mask in sorted(masks, key=lambda each: each.start):
        at = mask.start + shift
        found.append(Piece(mask.start, mask.end, at, at + len(mask.words)))
        shift += len(mask.words) - (mask.end - mask.start)
    return tuple(found)


def masked(text: str, masks: Iterable[Mask], *, is_escaped: bool = False) -> str:
    """`text` with the masks of that field on; escaped, markup cannot make a link of one."""
    result = text
    for mask in sorted(masks, key=lambda each: each.start, reverse=True):
        words = _SPECIAL.sub(r"\\\1", mask.words) if is_escaped else mask.words
        result = result[: mask.start] + words + result[mask.end :]
    return result


def to_masked(offset: int, masks: Iterable[Mask]) -> int:
    """Where the original's boundary `offset` is once masked; inside what is masked, before it."""
    shift = 0
    for piece in pieces(masks):
        if offset <= piece.start:
            break
        if offset < piece.end:
            return piece.at
        shift = piece.until - piece.end
    return offset + shift


def to_original(offset: int, masks: Iterable[Mask]) -> int:
    """Where the masked text's boundary `offset` is in the original; inside a mask, its start."""
    shift = 0
    for piece in pieces(masks):
        if offset <= piece.at:
            break
        if offset < piece.until:
            return piece.start
        shift = piece.end - piece.until
    return offset + shift


def checked_spans(
    spans: Sequence[SignalSpan], source: str, proposed_text: str | None
) -> tuple[SignalSpan, ...]:
    """The spans in order, each inside its text, apart from one another, around whole signs.

    Masking all that somebody says is refusing it without saying so: that is refused here.
    """
    texts = {"source": source, "proposed_text": proposed_text or ""}
    ordered = tuple(sorted(spans, key=lambda each: (each.field, each.start)))
    field = "source" if proposed_text is None else "proposed_text"
    fault = _fault_of_places(ordered, texts)
    if not fault and is_blank(_left_of(texts[field], of_field(ordered, field))):
        fault = _("Tout le texte serait masqué : refusez la contribution plutôt que de la vider.")
    if fault:
        raise DomainError(fault)
    return ordered


def _fault_of_places(ordered: Sequence[SignalSpan], texts: dict[str, str]) -> str:
    if not ordered:
        return _("Choisissez au moins un passage à masquer.")
    if len(ordered) > SPANS_MAX:
        return _("Masquez cent passages au plus à la fois.")
    if not all(_is_inside(span, texts) for span in ordered):
        return _("Un passage à masquer n’est pas dans le texte : relisez-le.")
    if any(splits(texts[span.field], at) for span in ordered for at in (span.start, span.end)):
        return _("Un passage à masquer couperait un signe en deux.")
    for one, other in pairwise(ordered):
        if one.field == other.field and other.start < one.end:
            return _("Deux passages à masquer se chevauchent.")
    return ""


def _is_inside(span: SignalSpan, texts: dict[str, str]) -> bool:
    return 0 <= span.start < span.end <= len(texts.get(span.field, ""))


def splits(text: str, at: int) -> bool:
    """A cut at `at` would part what the eye sees as one sign: accents, joined pictures, flags."""
    if at in {0, len(text)}:
        return False
    before, after = text[at - 1], text[at]
    if unicodedata.category(after)[0] == "M" or ord(after) in _SKIN:
        return True
    if JOINER in {before, after}:
        return True
    if ord(before) in _FLAG and ord(after) in _FLAG:
        run = at
        while run > 0 and ord(text[run - 1]) in _FLAG:
            run -= 1
        return (at - run) % 2 == 1
    return False


def of_field(masks: Iterable[M], field: str) -> list[M]:
    """Those of one text."""
    return [mask for mask in masks if mask.field == field]


def _left_of(text: str, spans: Iterable[SignalSpan]) -> str:
    result = text
    for span in sorted(spans, key=lambda each: each.start, reverse=True):
        result = result[: span.start] + " " + result[span.end :]
    return result


def merged(earlier: Iterable[Mask], added: Iterable[Mask]) -> tuple[Mask, ...]:
    """What was masked before, and more, in order. What overlaps becomes one."""
    result: list[Mask] = []
    for mask in sorted([*earlier, *added], key=lambda each: (each.field, each.start, -each.end)):
        last = result[-1] if result else None
        if last and last.field == mask.field and mask.start < last.end:
            result[-1] = replace(last, end=max(last.end, mask.end))
        else:
            result.append(mask)
    return tuple(result)


def in_original(added: Iterable[Mask], earlier: Sequence[Mask]) -> tuple[Mask, ...]:
    """Masks over a text that is masked already, as masks over its original.

    One that ends inside an earlier mask takes the whole of it.
    """
    found = []
    for mask in added:
        before = of_field(earlier, mask.field)
        start, end = to_original(mask.start, before), to_original(mask.end, before)
        for piece in pieces(before):
            if piece.at < mask.end < piece.until:
                end = piece.end
        found.append(replace(mask, start=start, end=end))
    return tuple(found)


def words_of(masks: Iterable[Mask], texts: dict[str, str]) -> dict[str, str]:
    """The words that are masked in `texts`, with their label, for finding them again elsewhere."""
    found: dict[str, str] = {}
    for mask in masks:
        words = texts[mask.field][mask.start : mask.end].strip()
        if sum(sign.isalnum() for sign in words) > 1:
            found.setdefault(words, mask.label)
    return found


def masks_over_words(words: dict[str, str], field: str, text: str) -> tuple[Mask, ...]:
    """Masks wherever these words stand in another text of the same person, whatever their case."""
    found: list[Mask] = []
    for each, label in sorted(words.items(), key=lambda item: -len(item[0])):
        for match in re.finditer(rf"(?<!\w){re.escape(each)}(?!\w)", text, re.IGNORECASE):
            if not any(splits(text, at) for at in match.span()):
                found.append(Mask.over(SignalSpan(field, *match.span(), label)))
    return merged((), found)


def stored(masks: Iterable[Mask]) -> list[dict[str, Any]]:
    """As `MaskedOriginal.spans` keeps them."""
    return [asdict(mask) for mask in masks]


def loaded(rows: Iterable[dict[str, Any]]) -> tuple[Mask, ...]:
    """What `stored` made."""
    return tuple(Mask(**row) for row in rows)
