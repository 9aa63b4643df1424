"""A document as data: blocks in order, words with their marks. Pure, and the same for any format.

Words come from people and are never markup: a writer escapes them, or hands them over as data.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import TypeAlias


class Change(StrEnum):
    """What became of some words from one version to the next."""

    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Run:
    """Words with the same marks. A line feed in them begins a new line.

    `href` is a full address, or « #key » for the block of that key in the same document.
    """

    text: str
    is_bold: bool = False
    is_italic: bool = False
    is_raised: bool = False
    change: Change | None = None
    href: str = ""


@dataclass(frozen=True, slots=True)
class Footnote:
    """A call, and the note at the foot of the page."""

    words: "Words"


Words: TypeAlias = "tuple[Run | Footnote, ...]"


def plain(text: str) -> Words:
    """Words without a mark."""
    return (Run(text),) if text else ()


def bold(text: str) -> Words:
    """Words in bold."""
    return (Run(text, is_bold=True),) if text else ()


def text_of(words: Words) -> str:
    """The words alone, without the notes."""
    return "".join(each.text for each in words if isinstance(each, Run))


class Tone(StrEnum):
    """How a paragraph speaks: as text, as the lead of what follows, or aside in small."""

    TEXT = "text"
    LEAD = "lead"
    ASIDE = "aside"


@dataclass(frozen=True, slots=True)
class Heading:
    """The title of what follows. Levels begin at 1, the document's own title standing above."""

    level: int
    words: Words
    key: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph."""

    words: Words
    tone: Tone = Tone.TEXT
    key: str = ""


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list, each item of which is made of blocks."""

    items: "tuple[tuple[Block, ...], ...]"
    is_numbered: bool = False
    start: int = 1


@dataclass(frozen=True, slots=True)
class Quotation:
    """What somebody else said, with where it comes from. A verbatim is told from a summary."""

    blocks: "tuple[Block, ...]"
    reference: Words = ()
    is_verbatim: bool = False
    key: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a row of headings. The columns named in `numeric`, by place, are of numbers."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[Words, ...], ...]
    numeric: frozenset[int] = frozenset()


class Shade(StrEnum):
    """What a bar stands for; its label says it in words all the same."""

    FOR = "for"
    MIXED = "mixed"
    AGAINST = "against"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Bar:
    """One count: « Pour », 21, « 21 voix sur 30 »."""

    label: str
    count: int
    words: str
    shade: Shade = Shade.OTHER


@dataclass(frozen=True, slots=True)
class Bars:
    """Counts in words, each with a bar of its share of `total` beside it."""

    caption: str
    head: tuple[str, str]
    """The headings of the labels and of the counts."""
    bars: tuple[Bar, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Box:
    """Blocks set apart from the rest, under a title."""

    title: str
    blocks: "tuple[Block, ...]"


@dataclass(frozen=True, slots=True)
class Contents:
    """The table of contents: the headings down to `depth`."""

    depth: int = 2


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows begins a page."""


Block: TypeAlias = (
    Heading | Paragraph | Bullets | Quotation | Table | Bars | Box | Contents | PageBreak
)
Keyed: TypeAlias = Heading | Paragraph | Quotation


@dataclass(frozen=True)
class Document:
    """A whole document, in one language, of one day."""

    title: str
    language: str
    day: date
    blocks: Sequence[Block]
    subtitle: str = ""
    author: str = ""
    """The institution; it stands in the file's properties."""
    about: str = ""
    """One sentence, for the file's properties."""
    keywords: tuple[str, ...] = field(default=())


def walk(blocks: Sequence[Block]) -> Iterator[Block]:
    """Every block, those inside others after the one that holds them."""
    for each in blocks:
        yield each
        if isinstance(each, Quotation | Box):
            yield from walk(each.blocks)
        elif isinstance(each, Bullets):
            for item in each.items:
                yield from walk(item)


def keyed(quotation: Quotation) -> "tuple[Block, ...]":
    """Its blocks, the first paragraph of which has its key where a format wants it in a line."""
    first = quotation.blocks[0]
    if not quotation.key or not isinstance(first, Paragraph) or first.key:
        return quotation.blocks
    return (replace(first, key=quotation.key), *quotation.blocks[1:])


def headings(document: Document, depth: int) -> list[Heading]:
    """What a table of contents lists."""
    return [
        each for each in walk(document.blocks) if isinstance(each, Heading) and each.level <= depth
    ]
