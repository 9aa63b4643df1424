"""How a text speaks: in capitals, with links, with insults, in distress, with threats.

Each detector yields spans, in time linear in the text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from consultation.screening.detectors import Span
from consultation.screening.words import folded, listed, reading, word_set

_MARKS = re.compile(r"!{3,100}|\?{4,100}|[!?]{5,100}")
_CAPITAL_RUN = re.compile(r"[A-ZÀ-Þ]{3,40}(?:[ '’\u00a0]{1,3}[A-ZÀ-Þ]{1,40}){5,200}")


def shouting(text: str) -> Iterator[Span]:
    """Six words or more in capitals on end, or marks in a row. A list of acronyms is none."""
    yield from (match.span() for match in _MARKS.finditer(text))
    yield from (match.span() for match in _CAPITAL_RUN.finditer(text))


_LINK = re.compile(r"(?:https?://|www\.)[^\s<>\"()\[\]]{1,2000}", re.IGNORECASE)


def links(text: str) -> Iterator[Span]:
    """Addresses of pages, written out or behind words."""
    if "://" in text or "www." in text.lower():
        yield from (match.span() for match in _LINK.finditer(text))


@dataclass(frozen=True)
class Insults:
    """A list of words and expressions, made ready: by first word, the sequences that follow it."""

    first_words: frozenset[str]
    sequences: frozenset[tuple[str, ...]]
    longest: int


def prepared(lines: str) -> Insults:
    """What a list holds: an expression a line; of a single word the plural in -s is found too."""
    sequences: set[tuple[str, ...]] = set()
    for line in lines.splitlines():
        words = tuple(reading(line.partition("#")[0]).pieces)
        if len(words) == 1:
            sequences.add((f"{words[0]}s",))
        if words:
            sequences.add(words)
    return Insults(
        frozenset(words[0] for words in sequences),
        frozenset(sequences),
        max(map(len, sequences), default=0),
    )


def insults(text: str, words: Insults) -> Iterator[Span]:
    """Whole words of the list, whatever case and accents: « con » is not in « conseil »."""
    if word_set(text).isdisjoint(words.first_words):
        return
    found = reading(text)
    free = 0
    for at, word in enumerate(found.pieces):
        if at < free or word not in words.first_words:
            continue
        for length in range(words.longest, 0, -1):
            part = tuple(found.pieces[at : at + length])
            if part in words.sequences:
                free = at + len(part)
                yield found.span(at, free - 1)
                break


_DISTRESS = re.compile(
    r"\b(?:(?:je (?:veux|voudrais|vais)|envie de|j.aimerais) (?:mourir|me suicider|me tuer"
    r"|disparaitre pour de bon|en finir)|(?:me|de me) suicider\b|mettre fin a (?:mes jours|ma vie)"
    r"|en finir avec la vie|plus (?:envie|la force) de vivre|plus rien ne me retient"
    r"|(?:i want to|i am going to) (?:die|kill myself)|end my life)\b"
)
_DISTRESS_HINTS = listed("mourir suicider tuer disparaitre finir fin vivre retient die kill end")
_VIOLENCE = re.compile(
    r"\b(?:(?:je|on|nous) (?:vais|va|allons) (?:te|le|la|les|vous|leur|lui) (?:tuer|buter|crever"
    r"|frapper|casser|planter|bruler|egorger|retrouver|faire la peau|defoncer)"
    r"|je sais ou (?:tu habites|vous habitez|il habite|elle habite)"
    r"|(?:meritent?|merites|meritez) (?:de (?:crever|mourir)|la mort|la corde|une balle)"
    r"|il faut (?:le|la|les|vous) (?:tuer|pendre|buter|eliminer|abattre|lyncher)"
    r"|(?:a mort|crevez|creve) (?:tous|toutes|les|le|la)|i will kill (?:you|him|her|them))\b"
)
_VIOLENCE_HINTS = listed(
    "tuer buter crever frapper casser planter bruler egorger retrouver peau defoncer habites "
    "habitez habite merite meritent merites meritez pendre eliminer abattre lyncher mort creve "
    "crevez kill"
)


def distress(text: str) -> Iterator[Span]:
    """Somebody says that they want to die. A help number is shown, and a moderator comes first."""
    yield from _phrases(text, _DISTRESS, _DISTRESS_HINTS)


def violence(text: str) -> Iterator[Span]:
    """Somebody is threatened, or their death is called for."""
    yield from _phrases(text, _VIOLENCE, _VIOLENCE_HINTS)


def _phrases(text: str, pattern: re.Pattern[str], hints: frozenset[str]) -> Iterator[Span]:
    if not word_set(text).isdisjoint(hints):
        yield from (match.span() for match in pattern.finditer(folded(text)))
