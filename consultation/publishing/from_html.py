"""The safe HTML that the instance keeps, as blocks: paragraphs, lists, quotes, tables, notes.

Only what `core.text` lets through is known; of anything else the words stay.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from typing import TypeAlias

from consultation.publishing.blocks import (
    Block,
    Bullets,
    Change,
    Paragraph,
    Quotation,
    Run,
    Table,
    Tone,
    Words,
    plain,
    text_of,
)

DEEPEST = 12
"""Elements inside one another; further ones count as their words."""
VOID = frozenset({"br", "img", "hr"})
BLOCKS = frozenset(
    {
        "p", "ul", "ol", "li", "table", "caption", "thead", "tbody", "tr", "td", "th", "blockquote",
        "figure", "figcaption", "pre", "div", "h1", "h2", "h3", "h4", "h5", "h6",
    }
)  # fmt: skip
_FULL = ("https://", "http://", "mailto:")
Child: TypeAlias = "_Node | str"


@dataclass
class _Node:
    tag: str
    attributes: dict[str, str]
    children: list[Child] = field(default_factory=list)


class _Tree(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = _Node("", {})
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = _Node(tag, {name: value or "" for name, value in attrs})
        self._open[-1].children.append(node)
        if tag not in VOID and len(self._open) < DEEPEST:
            self._open.append(node)

    def handle_endtag(self, tag: str) -> None:
        if any(node.tag == tag for node in self._open[1:]):
            while self._open.pop().tag != tag:
                pass

    def handle_data(self, data: str) -> None:
        self._open[-1].children.append(data)


def blocks_of(html: str) -> tuple[Block, ...]:
    """The blocks of a passage or of what a person wrote."""
    return tuple(_blocks(_parsed(html).children))


def words_of(html: str) -> Words:
    """The words of one line: a heading, a cell; blocks in it are parted by line feeds."""
    return _joined([_words_of_block(each) for each in blocks_of(html)])


def _parsed(html: str) -> _Node:
    tree = _Tree()
    tree.feed(html)
    tree.close()
    return tree.root


def _blocks(children: Sequence[Child]) -> Iterable[Block]:
    """Blocks in order; words between them make paragraphs of their own."""
    line: list[Child] = []
    for child in [*children, None]:
        if child is not None and not _is_block(child):
            line.append(child)
            continue
        words = _tidied(_words(line, Run("")))
        if words:
            yield Paragraph(words)
        line = []
        if isinstance(child, _Node):
            yield from _block(child)


def _is_block(child: Child) -> bool:
    return isinstance(child, _Node) and child.tag in BLOCKS


def _block(node: _Node) -> Iterable[Block]:
    if node.tag in {"ul", "ol"}:
        items = tuple(
            tuple(_blocks(child.children)) for child in node.children if isinstance(child, _Node)
        )
        start = node.attributes.get("start", "")
        number = int(start) if start.isascii() and start.isdigit() and len(start) < 6 else 1
        yield Bullets(tuple(filter(None, items)), node.tag == "ol", number)
    elif node.tag == "blockquote":
        yield Quotation(tuple(_blocks(node.children)))
    elif node.tag == "table":
        yield from _table(node)
    elif node.tag == "figcaption":
        yield Paragraph(_tidied(_words(node.children, Run(""))), Tone.ASIDE)
    elif node.tag == "pre":
        yield Paragraph(tuple(_words(node.children, Run(""))))
    else:
        yield from _blocks(node.children)


def _table(node: _Node) -> Iterable[Block]:
    """The first row is the heading; cells that span others are repeated by nothing."""
    rows = [row for row in _found(node, "tr") if row.children]
    cells = [[_cell(each) for each in row.children if isinstance(each, _Node)] for row in rows]
    caption = next((text_of(_cell(each)) for each in _found(node, "caption")), "")
    if not cells:
        return
    width = max(map(len, cells))
    head = [text_of(words).replace("\n", " ") for words in cells[0]]
    body = [(*row, *[()] * (width - len(row))) for row in cells[1:]]
    yield Table(caption, (*head, *[""] * (width - len(head))), tuple(body))


def _found(node: _Node, tag: str) -> Iterable[_Node]:
    for child in node.children:
        if isinstance(child, _Node):
            if child.tag == tag:
                yield child
            elif child.tag != "table":
                yield from _found(child, tag)


def _cell(node: _Node) -> Words:
    return _joined([_words_of_block(each) for each in _blocks(node.children)])


def _words_of_block(block: Block) -> Words:
    if isinstance(block, Paragraph):
        return block.words
    if isinstance(block, Bullets):
        lines = [(Run("– "), *_joined(map(_words_of_block, item))) for item in block.items]
        return _joined(lines)
    if isinstance(block, Quotation):
        return _joined(map(_words_of_block, block.blocks))
    if isinstance(block, Table):
        return _joined(_joined(row, " ; ") for row in block.rows)
    return ()


def _joined(lines: Iterable[Words], between: str = "\n") -> Words:
    found: list[Words] = []
    for words in lines:
        if words:
            found += [plain(between), words] if found else [words]
    return tuple(each for words in found for each in words)


def _words(children: Iterable[Child], marks: Run) -> list[Run]:
    """The words of inline elements, each with the marks of those that it stands in."""
    found: list[Run] = []
    for child in children:
        if isinstance(child, str):
            found.append(replace(marks, text=child))
        elif child.tag == "br":
            found.append(replace(marks, text="\n"))
        elif child.tag == "img":
            said = child.attributes.get("alt", "")
            found.append(replace(marks, text=f"[{said}]" if said else ""))
        else:
            found += _words(child.children, _marked(marks, child))
    return [each for each in found if each.text]


def _marked(marks: Run, node: _Node) -> Run:
    if node.tag in {"strong", "b"}:
        return replace(marks, is_bold=True)
    if node.tag in {"em", "i"}:
        return replace(marks, is_italic=True)
    if node.tag == "sup":
        return replace(marks, is_raised=True)
    if node.tag in {"ins", "del", "s"}:
        return replace(marks, change=Change.ADDED if node.tag == "ins" else Change.REMOVED)
    href = node.attributes.get("href", "")
    if node.tag == "a" and href.startswith(_FULL):
        return replace(marks, href=href)
    return marks


def _tidied(runs: Iterable[Run]) -> Words:
    """Spaces as a page shows them: one, and none at the ends of lines."""
    found: list[Run] = []
    ended = True
    for run in runs:
        text = run.text if run.text == "\n" else _folded(run.text)
        if ended:
            text = text.lstrip(" ")
        if not text:
            continue
        if text == "\n" and found:
            found[-1] = replace(found[-1], text=found[-1].text.rstrip(" "))
        found.append(replace(run, text=text))
        ended = text[-1] in " \n"
    while found and not found[-1].text.strip(" \n"):
        found.pop()
    if found:
        found[-1] = replace(found[-1], text=found[-1].text.rstrip(" \n"))
    return tuple(found)


def _folded(text: str) -> str:
    """Runs of ordinary spaces and line ends as one space; no-break spaces stay."""
    parts = text.replace("\n", " ").replace("\t", " ").split(" ")
    inner = " ".join(filter(None, parts))
    if not inner:
        return " "
    return f"{' ' if not parts[0] else ''}{inner}{' ' if not parts[-1] else ''}"
