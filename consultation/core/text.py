"""What people write, and what is imported, made safe to show. The one place that knows how.

Cleaning happens once, when the text is stored; a page never cleans. bleach has had no maintainer
since June 2026, so nh3 cleans after it and has the last word.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from html import unescape
from threading import local
from typing import TypeVar

import bleach
import nh3
from markdown_it import MarkdownIt

T = TypeVar("T")
RULES_VERSION = 2
"""Stored beside each HTML text: which rules made it."""

LINK_REL = "nofollow ugc noopener"
SCHEMES = {"http", "https", "mailto"}
SPEECH_TAGS = {"p", "br", "em", "strong", "ul", "ol", "li", "blockquote", "a"}
SPEECH_ATTRIBUTES = {"a": {"href"}}
DOCUMENT_TAGS = SPEECH_TAGS | {
    "sub", "sup", "u", "s", "code", "pre", "table", "caption", "thead", "tbody", "tr", "th", "td",
    "figure", "figcaption", "img",
}  # fmt: skip
DOCUMENT_ATTRIBUTES = {
    "a": {"href", "id"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "img": {"src", "alt", "width", "height"},
    "ol": {"start", "type"},
    "sup": {"id"},
    "li": {"id"},
}

_markdown = (
    MarkdownIt("commonmark", {"html": False, "linkify": True, "breaks": True})
    .enable("linkify")
    .disable(["image", "heading", "lheading", "hr", "code", "fence", "html_block", "html_inline"])
)


@dataclass(frozen=True, eq=False)
class _Rules:
    """What is left of an HTML text."""

    tags: set[str]
    attributes: dict[str, set[str]]
    rel: str
    _kept: local = field(default_factory=local)

    @property
    def cleaner(self) -> bleach.Cleaner:
        """The thread's own: two may not use one at once, and it is dear to make."""
        if not hasattr(self._kept, "cleaner"):
            self._kept.cleaner = bleach.Cleaner(
                tags=self.tags,
                attributes={tag: sorted(names) for tag, names in self.attributes.items()},
                protocols=SCHEMES,
                strip=True,
            )
        cleaner: bleach.Cleaner = self._kept.cleaner
        return cleaner


_SPEECH = _Rules(SPEECH_TAGS, SPEECH_ATTRIBUTES, LINK_REL)
_DOCUMENT = _Rules(DOCUMENT_TAGS, DOCUMENT_ATTRIBUTES, "noopener")


def _clean(html: str, rules: _Rules) -> str:
    return nh3.clean(
        rules.cleaner.clean(html),
        tags=rules.tags,
        clean_content_tags={"script", "style"},
        attributes=rules.attributes,
        url_schemes=SCHEMES,
        link_rel=rules.rel,
    )


_NOWHERE = re.compile(r'<a(?! href="(?:https?:|mailto:))[^>]*>(.*?)</a>', re.DOTALL | re.IGNORECASE)
"""A link to no full address: empty, relative, or of a scheme that was taken out."""


@lru_cache(maxsize=256)
def render_markup(source: str) -> str:
    """The safe HTML of what a person wrote: paragraphs, emphasis, lists, quotes, links."""
    html = _clean(_markdown.render(source), _SPEECH)
    return _NOWHERE.sub(r"\1", html).strip()


def clean_document_html(html: str) -> str:
    """The safe HTML of an imported passage."""
    return _clean(html, _DOCUMENT).strip()


_BREAKS = re.compile(
    r"</(?:p|li|tr|h[1-6]|blockquote|figure|caption|ul|ol|table|pre)>"
    r"|<(?:br|p|ul|ol|table|pre|figcaption)\b[^>]*>",
    re.IGNORECASE,
)
"""Where a line of words ends: after a block, and before one inside an item or a cell."""
_CELLS = re.compile(r"</t[dh]>", re.IGNORECASE)
_TAGS = re.compile(r'<(?:[^>"]|"[^"]*")+>')
_SPACES = re.compile(r"[^\S\n]+")
_LINES = re.compile(r" *\n\s*")


_RAISED = re.compile(r"<sup>(\d+)</sup>", re.IGNORECASE)
_RAISED_FIGURES = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def plain_text(html: str) -> str:
    """The words of `html`, one block a line; the call of a note does not run into the last word."""
    raised = _RAISED.sub(lambda match: match[1].translate(_RAISED_FIGURES), html)
    text = _TAGS.sub("", _CELLS.sub("\t", _BREAKS.sub("\n", raised)))
    text = _SPACES.sub(" ", unescape(text))
    return _LINES.sub("\n", text).strip()


_NESTS = re.compile(r"<(/?)(?:blockquote|ul|ol)\b")


def nesting(html: str) -> int:
    """How deep quotes and lists stand inside one another."""
    depth = deepest = 0
    for found in _NESTS.finditer(html):
        depth += -1 if found[1] else 1
        deepest = max(deepest, depth)
    return deepest


def in_order(rows: Iterable[T], key: Callable[[T], str]) -> list[T]:
    """Rows as a dictionary puts their words: accents and case aside, then by them."""

    def place(row: T) -> tuple[str, str]:
        letters = unicodedata.normalize("NFKD", key(row).casefold())
        return "".join(char for char in letters if not unicodedata.combining(char)), key(row)

    return sorted(rows, key=place)


_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn"}
_KEPT = {"\n", "\t", "\u200d", "\u200c"}


def tidy(text: str) -> str:
    """What somebody typed, in NFC, with Unix line ends and no control or direction characters.

    A direction override would turn a ministry's name round, or hide what follows.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    seen = "".join(
        char for char in text if char in _KEPT or unicodedata.category(char) not in _INVISIBLE
    )
    # Last: what an invisible character parted may compose now, and receipts promise NFC.
    return unicodedata.normalize("NFC", seen).strip()


_BETWEEN_WORDS = re.compile(r"(?P<kept>[\u00a0\u202f](?=[;:!?»])|(?<=«)[\u00a0\u202f])|\s+")


def one_line(text: str) -> str:
    """A title or a name that somebody typed, tidied, on one line, its words one space apart.

    The space that French keeps before a colon or inside guillemets stays one that never breaks.
    """
    return _BETWEEN_WORDS.sub(lambda found: found["kept"] or " ", tidy(text)).strip()


_FILLERS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Letters and signs by category, spaces to the eye: Hangul fillers, the empty Braille cell."""


def most_marks(text: str) -> int:
    """The longest run of combining marks: a tower of them climbs over the lines around it."""
    longest = run = 0
    for char in text:
        run = run + 1 if unicodedata.category(char) in {"Mn", "Me"} else 0
        longest = max(longest, run)
    return longest


def is_blank(text: str) -> bool:
    """Nothing in it can be seen: spaces, zero-width characters, combining marks alone."""
    return not any(
        unicodedata.category(char)[0] in "LNPS" and char not in _FILLERS for char in text
    )


def number_in(text: str | None, digits: int = 9) -> int | None:
    """The whole number that a request says, of so many digits at most; None for anything else.

    `isdigit` also holds for « ² », and thousands of digits make no number at all.
    """
    if not text or len(text) > digits or not (text.isascii() and text.isdecimal()):
        return None
    return int(text)
