"""Personal data in a text: social security numbers, phones, e-mails, IBANs, dates of birth.

Each pattern is linear in the text (no nested repetition), and each number with a key is checked by
its key, so that reference numbers, laws and amounts raise no alarm. A date is one of birth only
when words of birth stand before it.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from consultation.core.i18n import _

EXCERPT_CONTEXT = 30


class TraceKind(StrEnum):
    """What was found."""

    SOCIAL_SECURITY_NUMBER = "social_security_number"
    PHONE = "phone"
    EMAIL = "email"
    IBAN = "iban"
    BIRTH_DATE = "birth_date"


@dataclass(frozen=True)
class Trace:
    """Some personal datum, at text[start:end]."""

    kind: TraceKind
    start: int
    end: int


def trace_label(kind: TraceKind) -> str:
    """Its name, for people."""
    return {
        TraceKind.SOCIAL_SECURITY_NUMBER: _("un numéro de sécurité sociale"),
        TraceKind.PHONE: _("un numéro de téléphone"),
        TraceKind.EMAIL: _("une adresse électronique"),
        TraceKind.IBAN: _("un numéro de compte bancaire (IBAN)"),
        TraceKind.BIRTH_DATE: _("une date de naissance"),
    }[kind]


def is_social_security_number(found: str) -> bool:
    """Fifteen characters whose last two are 97 - (the rest modulo 97); Corsica's 2A is 19, 2B 18.

    Source: INSEE, « numéro d'inscription au répertoire » (NIR), décret n° 82-103.
    """
    plain = re.sub(r"[^0-9AB]", "", found.upper())
    if len(plain) != 15:
        return False
    number = plain[:13].replace("2A", "19").replace("2B", "18")
    return number.isdigit() and plain[13:].isdigit() and 97 - int(number) % 97 == int(plain[13:])


def is_iban(found: str) -> bool:
    """ISO 13616: the first four characters moved to the end, letters as 10 to 35, modulo 97 = 1."""
    plain = re.sub(r"\s", "", found.upper())
    if not 15 <= len(plain) <= 34:
        return False
    moved = plain[4:] + plain[:4]
    return int("".join(str(int(char, 36)) for char in moved)) % 97 == 1


MONTHS = {
    "janvier": 1, "février": 2, "fevrier": 2, "mars": 3, "avril": 4, "mai": 5, "juin": 6,
    "juillet": 7, "août": 8, "aout": 8, "septembre": 9, "octobre": 10, "novembre": 11,
    "décembre": 12, "decembre": 12,
}  # fmt: skip
_DATE = re.compile(r"(\d{1,2})(?:er)?[\s/.-]{1,3}(\d{1,2}|[a-zéû]{3,9})[\s/.-]{1,3}(\d{4})", re.I)


def is_date(found: str) -> bool:
    """The calendar has that day, and somebody alive may have been born on it."""
    match = _DATE.search(found)
    if match is None:
        return False
    day, month, year = match.groups()
    number = int(month) if month.isdigit() else MONTHS.get(month.lower(), 0)
    try:
        date(int(year), number, int(day))
    except ValueError:
        return False
    return 1900 <= int(year) <= 2100


def _always(_found: str) -> bool:
    return True


_S = r"[ .\u00a0\u202f-]?"
PATTERNS: tuple[tuple[TraceKind, re.Pattern[str], Callable[[str], bool]], ...] = (
    (
        TraceKind.SOCIAL_SECURITY_NUMBER,
        re.compile(
            rf"(?<![0-9])[12]{_S}\d\d{_S}\d\d{_S}(?:\d\d|2[AB]){_S}\d{{3}}{_S}\d{{3}}{_S}\d\d(?![0-9])",
            re.I,
        ),
        is_social_security_number,
    ),
    (
        TraceKind.EMAIL,
        re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{2,63}){1,5}(?![\w-])"),
        _always,
    ),
    (
        TraceKind.IBAN,
        re.compile(
            r"(?<![A-Z0-9])[A-Z]{2}\d{2}(?:[ \u00a0]?[A-Z0-9]{4}){2,7}"
            r"(?:[ \u00a0]?[A-Z0-9]{1,3})?(?![A-Z0-9])",
            re.I,
        ),
        is_iban,
    ),
    (
        TraceKind.PHONE,
        re.compile(
            rf"(?<![0-9+.,])(?:(?:\+|00)(?:33|262|508|590|594|596|687|689){_S}(?:\(0\))?{_S}[1-9]|0[1-9])"
            rf"(?:{_S}\d{{2}}){{4}}(?![0-9]|[.,]\d)"
        ),
        _always,
    ),
    (
        TraceKind.BIRTH_DATE,
        re.compile(
            r"(?:\bn[ée]+(?:\(e\)|\.e|·e)?\s+le|\bdate\s+de\s+naissance\s*:?|\bnaissance\s*:)\s*(?:le\s+)?"
            r"\d{1,2}(?:er)?[\s/.-]{1,3}(?:\d{1,2}|[a-zéû]{3,9})[\s/.-]{1,3}\d{4}(?!\d)",
            re.I,
        ),
        is_date,
    ),
)


def personal_data(text: str) -> tuple[Trace, ...]:
    """Every trace of personal data in `text`, in order; none overlaps a stronger one."""
    found: list[Trace] = []
    for kind, pattern, holds in PATTERNS:
        for match in pattern.finditer(text):
            if holds(match.group()) and not _overlaps(found, match.start(), match.end()):
                found.append(Trace(kind, match.start(), match.end()))
    return tuple(sorted(found, key=lambda trace: trace.start))


def _overlaps(found: list[Trace], start: int, end: int) -> bool:
    return any(trace.start < end and start < trace.end for trace in found)


def excerpt(text: str, trace: Trace) -> str:
    """The datum with a few words around it, for whoever wrote it."""
    start = max(0, trace.start - EXCERPT_CONTEXT)
    end = min(len(text), trace.end + EXCERPT_CONTEXT)
    before = "…" if start else ""
    after = "…" if end < len(text) else ""
    return before + " ".join(text[start:end].split()) + after
