"""Marking the words of the glossary in a passage: each term once a page, at its first place."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape


@dataclass(frozen=True)
class Term:
    """A word to explain; `key` makes the address of its definition."""

    key: str
    term: str
    definition: str


_PIECES = re.compile(r"(<[^>]*>)")


class Marker:
    """Marks terms through one page, and remembers which it met.

    A term is matched as a whole word, capitals and plural « s » aside for words longer than an
    acronym; never inside a link. The work is linear in the text: one alternation of all terms.
    """

    def __init__(self, terms: Sequence[Term]) -> None:
        self._by_word = {_fold(term.term): term for term in terms}
        self.met: dict[str, Term] = {}
        longest_first = sorted(terms, key=lambda term: (-len(term.term), term.term))
        words = "|".join(_pattern(term.term) for term in longest_first)
        self._pattern = re.compile(rf"(?<!\w)(?:{words})(?!\w)") if words else None

    def mark(self, html: str) -> tuple[str, list[Term]]:
        """`html` with its new terms linked to their definitions, and those terms."""
        if self._pattern is None:
            return html, []
        found: list[Term] = []
        pieces: list[str] = []
        inside_link = 0
        for piece in _PIECES.split(html):
            if piece.startswith("<"):
                inside_link += piece.startswith("<a ") - (piece == "</a>")
                pieces.append(piece)
            else:
                pieces.append(piece if inside_link else self._mark_text(piece, found))
        return "".join(pieces), found

    def _mark_text(self, text: str, found: list[Term]) -> str:
        if self._pattern is None:
            return text

        def link(match: re.Match[str]) -> str:
            word = match.group()
            term = self._by_word.get(_fold(word)) or self._by_word.get(_fold(word)[:-1])
            if term is None or term.key in self.met:
                return word
            self.met[term.key] = term
            found.append(term)
            return f'<a class="term" href="#def-{escape(term.key)}">{word}</a>'

        return self._pattern.sub(link, text)


def _fold(word: str) -> str:
    """Acronyms are matched as written; other words without regard to capitals."""
    return word if word.isupper() else word.lower()


def _pattern(term: str) -> str:
    escaped = re.escape(escape(term, quote=False))
    return escaped if term.isupper() else f"(?i:{escaped}s?)"
