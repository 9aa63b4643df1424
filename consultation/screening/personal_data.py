"""Personal data in a text: social security numbers, phones, e-mails, IBANs, births, addresses.

It warns whoever writes, before anything is stored; it accuses nobody. So it would rather miss a
number written in an odd way than cry at each law, amount or reference of a strategy: see
`detectors` for the rule of each kind, and `tests/fixtures/personal_data.json` for what is held and
what is let through. Linear in the text.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from consultation.core.i18n import _
from consultation.screening import addresses, detectors

EXCERPT_CONTEXT = 30
"""Characters shown at most on each side of a datum."""
MASK = "•"


class TraceKind(StrEnum):
    """What was found."""

    SOCIAL_SECURITY_NUMBER = "social_security_number"
    PHONE = "phone"
    EMAIL = "email"
    IBAN = "iban"
    BIRTH_DATE = "birth_date"
    POSTAL_ADDRESS = "postal_address"


@dataclass(frozen=True)
class Trace:
    """Some personal datum, at text[start:end]."""

    kind: TraceKind
    start: int
    end: int


_DETECTORS: tuple[tuple[TraceKind, Callable[[str], Iterator[detectors.Span]]], ...] = (
    (TraceKind.SOCIAL_SECURITY_NUMBER, detectors.social_security_numbers),
    (TraceKind.IBAN, detectors.ibans),
    (TraceKind.EMAIL, detectors.emails),
    (TraceKind.BIRTH_DATE, detectors.birth_dates),
    (TraceKind.PHONE, detectors.phones),
    (TraceKind.POSTAL_ADDRESS, addresses.postal_addresses),
)
"""The surest first: where two overlap, the first is kept."""


@lru_cache(maxsize=64)
def personal_data(text: str) -> tuple[Trace, ...]:
    """Every trace of personal data in `text`, in order, none overlapping another."""
    taken = bytearray(len(text))
    found: list[Trace] = []
    for kind, spans in _DETECTORS:
        for start, end in spans(text):
            if not any(taken[start:end]):
                taken[start:end] = b"\x01" * (end - start)
                found.append(Trace(kind, start, end))
    return tuple(sorted(found, key=lambda trace: trace.start))


def trace_label(kind: TraceKind) -> str:
    """Its name, for people."""
    return {
        TraceKind.SOCIAL_SECURITY_NUMBER: _("un numéro de sécurité sociale"),
        TraceKind.PHONE: _("un numéro de téléphone"),
        TraceKind.EMAIL: _("une adresse électronique"),
        TraceKind.IBAN: _("un numéro de compte bancaire (IBAN)"),
        TraceKind.BIRTH_DATE: _("une date de naissance"),
        TraceKind.POSTAL_ADDRESS: _("une adresse postale"),
    }[kind]


def excerpt(text: str, trace: Trace) -> str:
    """A few words around the datum, itself masked but for its first and last two signs.

    Enough for whoever wrote it to know which is meant: « … mon numéro, 06 •• •• •• 78, si … ».
    """
    start, end = trace.start, trace.end
    before = text[max(0, start - EXCERPT_CONTEXT) : start]
    after = text[end : end + EXCERPT_CONTEXT]
    if start > EXCERPT_CONTEXT:
        before = "… " + before.partition(" ")[2]
    if end + EXCERPT_CONTEXT < len(text):
        after = after.rpartition(" ")[0] + " …"
    return " ".join(f"{before}{masked(text[start:end])}{after}".split())


def masked(datum: str) -> str:
    """Its letters and digits hidden but the first two and the last two; a short one, all."""
    places = [place for place, sign in enumerate(datum) if sign.isalnum()]
    hidden = set(places[2:-2] if len(places) > 6 else places)
    return "".join(MASK if place in hidden else sign for place, sign in enumerate(datum))
