"""A document made fit for every format, whatever people wrote into it. Pure.

Signs that no file may hold are taken out; headings never jump a level, and each has a key; a link
leads somewhere; nothing is empty.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from consultation.publishing.blocks import (
    Bars,
    Block,
    Box,
    Bullets,
    Document,
    Footnote,
    Heading,
    Keyed,
    Paragraph,
    Quotation,
    Run,
    Table,
    Words,
    walk,
)

DEEPEST = 4
DEEPEST_HOLDER = 5
"""Quotes and lists inside one another; those further in stand side by side."""
NOTHING = "—"
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff"
    "\ufdd0-\ufdef\ufeff\ufffe\uffff]"
)
"""Control and direction characters, halves of characters, what XML refuses."""
_KEY = re.compile(r"[a-z][a-z0-9-]*")
_SCHEMES = ("https://", "http://", "mailto:")


def clean(text: str) -> str:
    """The text without what no file may hold."""
    return _FORBIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def line(text: str) -> str:
    """The same on one line."""
    return re.sub(r"[ \t\n]+", " ", clean(text)).strip()


def settled(document: Document) -> Document:
    """The same document, as any format can hold it."""
    settling = _Settling(_keys(document.blocks))
    blocks = tuple(settling.blocks(document.blocks))
    return replace(
        document, title=line(document.title) or NOTHING, subtitle=line(document.subtitle),
        author=line(document.author), about=line(document.about),
        keywords=tuple(filter(None, map(line, document.keywords))), blocks=blocks,
    )  # fmt: skip


def parts_of(parts: Sequence[Sequence[Block]]) -> list[tuple[Block, ...]]:
    """Parts of one document, settled together: their headings and their links know one another."""
    settling = _Settling(_keys([block for part in parts for block in part]))
    return [tuple(settling.blocks(part)) for part in parts]


def _keys(blocks: Sequence[Block]) -> set[str]:
    return {
        each.key for each in walk(blocks) if isinstance(each, Keyed) and _KEY.fullmatch(each.key)
    }


@dataclass
class _Settling:
    known: set[str]
    """The keys to which a link may lead."""
    level: int = 0
    used: set[str] = field(default_factory=set)
    made: int = 0
    depth: int = 0

    def blocks(self, blocks: Iterable[Block]) -> Iterable[Block]:
        self.depth += 1
        for each in blocks:
            if self.depth > DEEPEST_HOLDER and isinstance(each, Quotation | Box | Bullets):
                inner = each.items if isinstance(each, Bullets) else (each.blocks,)
                for one in inner:
                    yield from self.blocks(one)
                continue
            found = self._block(each)
            if found is not None:
                yield found
        self.depth -= 1

    def _block(self, block: Block) -> Block | None:
        if isinstance(block, Heading):
            return self._heading(block)
        if isinstance(block, Paragraph):
            words = self._words(block.words)
            return replace(block, words=words, key=self._key(block.key)) if words else None
        if isinstance(block, Quotation | Box | Bullets):
            return self._holder(block)
        if isinstance(block, Table):
            return self._table(block) if block.rows and block.head else None
        if isinstance(block, Bars):
            return self._bars(block) if block.bars else None
        return block

    def _heading(self, block: Heading) -> Heading:
        self.level = min(max(block.level, 1), self.level + 1, DEEPEST)
        words = tuple(
            replace(each, text=each.text.replace("\n", " ")) if isinstance(each, Run) else each
            for each in self._words(block.words)
        )
        return Heading(
            self.level, words or (Run(NOTHING),), self._key(block.key) or self._new_key()
        )

    def _new_key(self) -> str:
        while True:
            self.made += 1
            key = f"titre-{self.made}"
            if key not in self.known:
                return key

    def _holder(self, block: Quotation | Box | Bullets) -> Block | None:
        if isinstance(block, Bullets):
            items = tuple(filter(None, (tuple(self.blocks(item)) for item in block.items)))
            return replace(block, items=items) if items else None
        inner = tuple(self.blocks(block.blocks))
        if isinstance(block, Box):
            return Box(line(block.title), inner) if inner else None
        if not inner:
            return None
        reference = self._words(block.reference)
        return replace(block, blocks=inner, reference=reference, key=self._key(block.key))

    def _table(self, block: Table) -> Table:
        width = len(block.head)
        rows = tuple(
            tuple(self._words(cell) for cell in (*row, *((),) * width)[:width])
            for row in block.rows
        )
        head = tuple(line(each) or NOTHING for each in block.head)
        return replace(block, caption=line(block.caption), head=head, rows=rows)

    def _bars(self, block: Bars) -> Bars:
        bars = tuple(
            replace(
                each, label=line(each.label) or NOTHING, words=line(each.words),
                count=max(each.count, 0),
            )
            for each in block.bars
        )  # fmt: skip
        total = max(block.total, *(each.count for each in bars), 1)
        head = (line(block.head[0]) or NOTHING, line(block.head[1]) or NOTHING)
        return replace(block, caption=line(block.caption), head=head, bars=bars, total=total)

    def _key(self, key: str) -> str:
        """The key, the first time that it is met."""
        if key in self.used or key not in self.known:
            return ""
        self.used.add(key)
        return key

    def _words(self, words: Iterable[Run | Footnote]) -> Words:
        found: list[Run | Footnote] = []
        for each in words:
            if isinstance(each, Footnote):
                inner = self._words(one for one in each.words if isinstance(one, Run))
                found += [Footnote(inner)] if inner else []
            elif text := clean(each.text):
                found.append(replace(each, text=text, href=self._href(each.href)))
        is_seen = any(isinstance(each, Footnote) or each.text.strip() for each in found)
        return tuple(found) if is_seen else ()

    def _href(self, href: str) -> str:
        """A full address, a block that there is, or nothing."""
        if href.startswith("#"):
            return href if href[1:] in self.known else ""
        address = "".join(clean(href).split())
        return address if address.startswith(_SCHEMES) else ""
