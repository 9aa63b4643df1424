"""From a tree of HTML to blocks: the one place where the outline of every format is decided."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from consultation.core.text import clean_document_html, plain_text
from consultation.documents.parsing.blocks import Block, BlockKind, Options, Refusal, RefusalCode
from consultation.documents.parsing.passages import (
    cells_of,
    code_html,
    figure_html,
    first_number,
    flow_html,
    image_html,
    inline_html,
    item_html,
    items_of,
    list_html,
    list_opening,
    paragraph_html,
    rows_of,
    table_html,
)
from consultation.documents.parsing.tree import BLOCKS, HEADINGS, NOTE, Node

MAX_BLOCKS = 20_000
SINGLE = {BlockKind.PARAGRAPH: ("<p>", "</p>"), BlockKind.HEADING: ("", "")}


@dataclass
class Collector:
    """Walks a tree and keeps its blocks: kind, level and HTML, not cleaned yet."""

    options: Options
    found: list[tuple[BlockKind, int, str]] = field(default_factory=list)

    def blocks(self) -> tuple[Block, ...]:
        """What was found, cleaned. Counting comes first: cleaning is the longest part."""
        made = (_block(kind, level, html) for kind, level, html in self.found)
        return tuple(block for block in made if block is not None)

    def walk(self, node: Node) -> None:
        """Collect what stands under `node`, loose words gathered into paragraphs."""
        loose: list[Node | str] = []
        for child in _with_whole_quotations(node.children):
            if isinstance(child, Node) and (child.tag in BLOCKS or _holds_blocks(child)):
                self._flush(loose)
                self._block(child)
            else:
                loose.append(child)
        self._flush(loose)

    def _flush(self, loose: list[Node | str]) -> None:
        if loose:
            self._paragraph(Node("p", children=[*loose]))
        loose.clear()

    def _block(self, node: Node) -> None:
        read: dict[str, Callable[[Node], None]] = {
            "p": self._paragraph,
            "ul": self._list,
            "ol": self._list,
            "dl": self._definitions,
            "table": self._table,
            "figure": self._figure,
            "blockquote": lambda each: self._add(
                BlockKind.QUOTATION, _around("blockquote", flow_html(each.children))
            ),
            "pre": lambda each: self._add(BlockKind.PARAGRAPH, code_html(each)),
            NOTE: lambda each: self._add(BlockKind.NOTE, paragraph_html(each)),
        }
        if node.tag in HEADINGS:
            self._heading(node)
        else:
            read.get(node.tag, self.walk)(node)

    def _heading(self, node: Node) -> None:
        pictures = [each for each in node.elements() if each.tag == "img"]
        self._add(BlockKind.HEADING, inline_html(_without_images(node)), HEADINGS[node.tag])
        for picture in pictures:
            self._picture(picture)

    def _paragraph(self, node: Node) -> None:
        pictures = [child for child in node.elements() if child.tag == "img"]
        if pictures and not node.has_words():
            for picture in pictures:
                self._picture(picture)
        else:
            self._add(BlockKind.PARAGRAPH, paragraph_html(node))

    def _list(self, node: Node) -> None:
        """A list is one block, or each of its items is one, with what hangs under it."""
        if not self.options.split_lists:
            self._add(BlockKind.LIST, list_html(node))
            return
        for number, item in enumerate(items_of(node), start=first_number(node)):
            html = item_html(item)
            if html:
                self._add(BlockKind.ITEM, f"{list_opening(node, number)}{html}</{node.tag}>")

    def _definitions(self, node: Node) -> None:
        """Terms and their definitions: a list, each term in strong letters."""
        made = Node("ul")
        for part in _terms(node):
            if part.tag == "dt" or not made.children:
                item = made.add("li")
            line = item.add("div")
            line = line.add("strong") if part.tag == "dt" else line
            line.children = part.children
        self._list(made)

    def _table(self, node: Node) -> None:
        """A table; one of a single cell is a frame around its text."""
        rows = rows_of(node)
        if len(rows) == 1 and len(cells_of(rows[0][0])) == 1:
            self.walk(cells_of(rows[0][0])[0])
        else:
            self._add(BlockKind.TABLE, table_html(node))

    def _figure(self, node: Node) -> None:
        inner = list(node.elements())
        if any(each.tag == "img" for each in inner) and not any(
            each.tag in {"table", "blockquote", "pre", "ul", "ol"} for each in inner
        ):
            self._add(BlockKind.IMAGE, figure_html(node))
        else:
            self.walk(node)

    def _picture(self, node: Node) -> None:
        self._add(BlockKind.IMAGE, _around("figure", image_html(node)))

    def _add(self, kind: BlockKind, html: str, level: int = 0) -> None:
        if not html:
            return
        if len(self.found) >= MAX_BLOCKS:
            raise Refusal(RefusalCode.TOO_MANY_BLOCKS)
        self.found.append((kind, level, html))


def _block(kind: BlockKind, level: int, html: str) -> Block | None:
    clean = html if _is_plain(kind, html) else clean_document_html(html)
    text = plain_text(clean)
    if not text and "<img" not in clean:
        return None
    return Block(kind, level, clean, text)


def _is_plain(kind: BlockKind, html: str) -> bool:
    """Nothing but escaped words, as most paragraphs are: there is nothing to clean."""
    opening, closing = SINGLE.get(kind, ("<", "<"))
    inner = html.removeprefix(opening).removesuffix(closing)
    return opening != "<" and not any(sign in inner for sign in "<&\xa0")


def _terms(node: Node) -> Iterator[Node]:
    """The terms and definitions of a list of them; some pages put each pair in a division."""
    for child in node.children:
        if isinstance(child, Node) and child.tag == "div":
            yield from _terms(child)
        elif isinstance(child, Node):
            yield child


def _around(tag: str, inner: str) -> str:
    return f"<{tag}>{inner}</{tag}>" if inner else ""


def _with_whole_quotations(nodes: list[Node | str]) -> list[Node | str]:
    """Quotations one after the other are one: some formats mark each paragraph alone."""
    whole: list[Node | str] = []
    for node in nodes:
        before = whole[-1] if whole else None
        if isinstance(node, str) and not node.strip() and _is_quotation(before):
            continue
        if isinstance(before, Node) and isinstance(node, Node) and _are_quotations(before, node):
            before.children += node.children
        else:
            whole.append(node)
    return whole


def _is_quotation(node: Node | str | None) -> bool:
    return isinstance(node, Node) and node.tag == "blockquote"


def _are_quotations(first: Node, second: Node) -> bool:
    return _is_quotation(first) and _is_quotation(second)


def _holds_blocks(node: Node) -> bool:
    return any(child.tag in BLOCKS for child in node.elements())


def _without_images(node: Node) -> list[Node | str]:
    """The children of a heading, its images left out at any depth."""
    for each in (node, *node.elements()):
        each.children = [
            child for child in each.children if isinstance(child, str) or child.tag != "img"
        ]
    return node.children
