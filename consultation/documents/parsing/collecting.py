"""From a tree of HTML to blocks: the one place where the outline of every format is decided."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from consultation.core.text import clean_document_html, plain_text
from consultation.documents.parsing.blocks import (
    Block,
    BlockKind,
    Finding,
    FindingCode,
    Options,
    Refusal,
    RefusalCode,
)
from consultation.documents.parsing.tree import BLOCKS, RAW, Node

MAX_BLOCKS = 20_000
HEADINGS = {f"h{level}": level for level in range(1, 7)}
SAME = {"b": "strong", "i": "em", "strike": "s", "del": "s"}
DROPPED = frozenset({"nav", "form", "button", "input", "select", "textarea", "head"}) | RAW
PLACE_WORDS = 60
_SPACE = re.compile(r"[ \t\r\n\f]+")


@dataclass
class Collector:
    """Walks a tree and keeps the blocks and the findings, each with its place."""

    options: Options
    blocks: list[Block] = field(default_factory=list)
    findings: dict[tuple[FindingCode, str, str], int] = field(default_factory=dict)
    heading: str = ""

    def find(self, code: FindingCode, words: str = "", detail: str = "") -> None:
        """Note something for the report, at the current heading."""
        short = _short(words)
        place = " › ".join(part for part in (_short(self.heading), short) if part)
        key = (code, place, _short(detail))
        self.findings[key] = self.findings.get(key, 0) + 1

    def report(self) -> tuple[Finding, ...]:
        """The findings, in the order of the text."""
        return tuple(
            Finding(code, place, count, detail)
            for (code, place, detail), count in self.findings.items()
        )

    def walk(self, node: Node) -> None:
        """Collect what stands under `node`, loose words gathered into paragraphs."""
        loose: list[Node | str] = []
        for child in node.children:
            if isinstance(child, Node) and child.tag in DROPPED:
                self._drop(child)
            elif isinstance(child, Node) and (child.tag in BLOCKS or child.tag == "img"):
                self._flush(loose)
                self._block(child)
            elif isinstance(child, Node) and _holds_blocks(child):
                self._flush(loose)
                self.walk(child)
            else:
                loose.append(child)
        self._flush(loose)

    def _drop(self, node: Node) -> None:
        if node.tag in RAW - {"template", "noscript"}:
            code = FindingCode.EQUATION if node.tag == "math" else FindingCode.SCRIPT
            if node.tag in {"svg", "object", "iframe"}:
                code = FindingCode.EMBEDDED_OBJECT
            self.find(code, "", node.text() if code is FindingCode.EQUATION else "")

    def _flush(self, loose: list[Node | str]) -> None:
        if any((child if isinstance(child, str) else child.text()).strip() for child in loose):
            self._paragraph(Node("p", children=list(loose)))
        loose.clear()

    def _block(self, node: Node) -> None:
        read: dict[str, Callable[[Node], None]] = {
            "p": self._paragraph,
            "ul": self._list,
            "ol": self._list,
            "table": self._table,
            "img": self._picture,
            "figure": self._picture,
            "blockquote": lambda each: self._add(BlockKind.QUOTATION, each.outer()),
            "pre": lambda each: self._add(BlockKind.PARAGRAPH, each.outer()),
            "hr": lambda _each: None,
        }
        if node.tag in HEADINGS:
            self._heading(node)
        else:
            read.get(node.tag, self.walk)(node)

    def _heading(self, node: Node) -> None:
        html = _inline(node)
        if plain_text(html):
            self.heading = plain_text(html)
            self._add(BlockKind.HEADING, html, HEADINGS[node.tag])

    def _paragraph(self, node: Node) -> None:
        pictures = [child for child in node.elements() if child.tag == "img"]
        if pictures and not node.text().strip():
            for picture in pictures:
                self._picture(picture)
            return
        self._add(BlockKind.PARAGRAPH, f"<p>{_inline(node)}</p>")

    def _list(self, node: Node) -> None:
        if not self.options.split_lists:
            self._add(BlockKind.LIST, node.outer())
            return
        first = node.attributes.get("start", "1")
        items = [child for child in node.children if isinstance(child, Node) and child.tag == "li"]
        for number, item in enumerate(items, start=int(first) if first.isdigit() else 1):
            opening = f'<ol start="{number}">' if node.tag == "ol" else "<ul>"
            self._add(BlockKind.ITEM, f"{opening}{item.outer()}</{node.tag}>")

    def _table(self, node: Node) -> None:
        cells = [cell for cell in node.elements() if cell.tag in {"td", "th"}]
        for cell in cells:
            merged = {cell.attributes.get("colspan", "1"), cell.attributes.get("rowspan", "1")}
            if merged != {"1"}:
                self.find(FindingCode.MERGED_CELLS, cell.text())
            _plain_cell(cell)
        _name_headers(node)
        self._add(BlockKind.TABLE, node.outer())

    def _picture(self, node: Node) -> None:
        images = [node] if node.tag == "img" else [n for n in node.elements() if n.tag == "img"]
        for image in images:
            if not image.attributes.get("alt", "").strip():
                self.find(FindingCode.IMAGE_WITHOUT_ALTERNATIVE, image.attributes.get("title", ""))
            if image.attributes.get("src", "").startswith("/images/"):
                html = image.outer() if node.tag == "img" else node.outer()
                self._add(
                    BlockKind.IMAGE, f"<figure>{html}</figure>" if node.tag == "img" else html
                )
            elif image.attributes.get("alt", "").strip():
                # The image is missing: its alternative stands for it.
                words = Node("p", children=[image.attributes["alt"]])
                self._add(BlockKind.PARAGRAPH, words.outer())

    def _add(self, kind: BlockKind, html: str, level: int = 0) -> None:
        clean = clean_document_html(_normal(html))
        text = plain_text(clean)
        if not text and kind is not BlockKind.IMAGE:
            return
        if kind is BlockKind.IMAGE and "<img" not in clean:
            return
        if len(self.blocks) >= MAX_BLOCKS:
            raise Refusal(RefusalCode.TOO_MANY_BLOCKS)
        self.blocks.append(Block(kind, level, clean, text))


def _plain_cell(cell: Node) -> None:
    """A cell holds words, whether or not its file put them in paragraphs."""
    paragraphs = [child for child in cell.children if isinstance(child, Node)]
    loose = "".join(child for child in cell.children if isinstance(child, str))
    if loose.strip() or any(child.tag != "p" for child in paragraphs):
        return
    cell.children = []
    for paragraph in paragraphs:
        if cell.children:
            cell.children.append(Node("br"))
        cell.children.extend(paragraph.children)


def _name_headers(table: Node) -> None:
    """A header cell says what it heads: screen readers count on it."""
    for row_holder in table.elements():
        for cell in row_holder.children:
            if isinstance(cell, Node) and cell.tag == "th":
                cell.attributes.setdefault("scope", "col")


def _holds_blocks(node: Node) -> bool:
    return any(child.tag in BLOCKS for child in node.elements())


def _inline(node: Node) -> str:
    return node.html().strip()


def _normal(html: str) -> str:
    """One name for each emphasis, one space for each blank."""
    for old, new in SAME.items():
        html = re.sub(rf"<(/?){old}(?=[\s>])", rf"<\1{new}", html)
    return _SPACE.sub(" ", html)


def _short(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= PLACE_WORDS else words[: PLACE_WORDS - 1].rstrip() + "…"


def title_of(blocks: Iterable[Block], otherwise: str) -> str:
    """The first heading's words."""
    return next((block.text for block in blocks if block.kind is BlockKind.HEADING), otherwise)
