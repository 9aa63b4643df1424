"""A small tree of HTML: every parser writes one, and one place makes blocks of it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset(
    {"br", "hr", "img", "input", "link", "meta", "col", "source", "wbr", "area", "base", "embed"}
)
COMMENT = "#comment"
"""The tag of a comment's node: its words are no text."""
NOTE = "#note"
"""The tag of a footnote that stands as a block of its own."""
FOOT = "#foot"
"""The tag of a footnote at the end of the paragraph that calls it."""
HEADINGS = {f"h{level}": level for level in range(1, 7)}
BLOCKS = frozenset(
    {
        "p", "div", "ul", "ol", "li", "table", "caption", "blockquote", "figure", "figcaption",
        "section", "article", "main", "header", "footer", "aside", "nav", "pre", "hr", "dl", "dt",
        "dd", "form", "details", "summary", "address", "fieldset", "legend", "center", "hgroup",
        "body", "tr", "td", "th", "thead", "tbody", "tfoot", "search", "dialog", NOTE, FOOT,
    }
) | HEADINGS.keys()  # fmt: skip
CLOSES = {
    "li": {"li"},
    "tr": {"tr", "td", "th"},
    "td": {"td", "th"},
    "th": {"td", "th"},
    "thead": {"tr", "td", "th", "thead", "tbody", "caption"},
    "tbody": {"tr", "td", "th", "thead", "tbody", "caption"},
    "tfoot": {"tr", "td", "th", "thead", "tbody", "caption"},
    "dt": {"dt", "dd"},
    "dd": {"dt", "dd"},
    "option": {"option"},
} | {tag: {"p", *HEADINGS} for tag in HEADINGS}
LIMITS = {
    "li": {"ul", "ol"},
    "dt": {"dl"},
    "dd": {"dl"},
    **{tag: {"table"} for tag in ("tr", "td", "th", "thead", "tbody", "tfoot")},
}
IN_PARAGRAPHS = frozenset({"caption", "tr", "td", "th", "thead", "tbody", "tfoot", "dt", "dd"})
"""Blocks that never end an open paragraph: where they stand there is none."""
PARTED = BLOCKS | {"br"}
"""What parts the words before it from its own."""
ISLANDS = frozenset(
    {
        "template",
        "noscript",
        "svg",
        "math",
        "object",
        "applet",
        "iframe",
        "select",
        "video",
        "audio",
    }
)
"""What stands in one of these ends nothing outside of it."""
CELLS = frozenset({"td", "th", "caption"})
TABLES = frozenset({"table", "thead", "tbody", "tfoot", "tr", "td", "th", "body", "html"})
"""What may end an open cell; the end of anything else stays inside it."""
MAX_DEPTH = 200


@dataclass(eq=False)
class Node:
    """An element: its name, attributes and children, which are elements or text."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list["Node | str"] = field(default_factory=list)

    def elements(self) -> Iterator["Node"]:
        """The elements below, in order, this one left out."""
        waiting = [child for child in reversed(self.children) if isinstance(child, Node)]
        while waiting:
            node = waiting.pop()
            yield node
            waiting += [child for child in reversed(node.children) if isinstance(child, Node)]

    def pieces(self) -> Iterator[str]:
        """The words below, piece by piece; a blank between blocks."""
        waiting = list(reversed(self.children))
        while waiting:
            child = waiting.pop()
            if isinstance(child, str):
                yield child
            else:
                waiting += [*reversed(child.children), *[" "] * (child.tag in PARTED)]

    def text(self) -> str:
        """The words below."""
        return "".join(self.pieces())

    def has_words(self) -> bool:
        """There is something to read below."""
        return any(piece.strip() for piece in self.pieces())

    def start(self, length: int) -> str:
        """The first words below; a little more than `length` characters are looked at."""
        words = ""
        for piece in self.pieces():
            words = f"{words}{piece[: length * 4]}"
            if len(words) > length * 4:
                break
        return " ".join(words.split())

    def add(self, tag: str, **attributes: str) -> "Node":
        """A new last child."""
        child = Node(tag, attributes)
        self.children.append(child)
        return child


class _Builder(HTMLParser):
    """Builds the tree of real-world HTML: unclosed items and paragraphs, stray end tags."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("body")
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._close_implied(tag)
        node = Node(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(node)
        if tag not in VOID and len(self.open) < MAX_DEPTH:
            self.open.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        for index in range(len(self.open) - 1, 0, -1):
            around = self.open[index].tag
            if around == tag:
                del self.open[index:]
                return
            if around in ISLANDS or (around in CELLS and tag not in TABLES):
                return

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)

    def handle_comment(self, data: str) -> None:
        # « <!--[if … » is an instruction of an office program, not somebody's remark.
        if data.strip() and not data.lstrip().startswith(("[if", "StartFragment", "EndFragment")):
            self.open[-1].children.append(Node(COMMENT))

    def parse_marked_section(self, i: int, report: bool = True) -> int:
        """« <![…]> »: the standard library stops at words that it does not know; we go on."""
        end = self.rawdata.find(">", i)
        return end + 1 if end >= 0 else -1

    def _close_implied(self, tag: str) -> None:
        closes = CLOSES.get(tag, set())
        if tag in BLOCKS and tag not in IN_PARAGRAPHS:
            closes = closes | {"p"}
        limits = LIMITS.get(tag, BLOCKS - HEADINGS.keys() - {"p"})
        outermost = 0
        for index in range(len(self.open) - 1, 0, -1):
            if self.open[index].tag in closes:
                outermost = index
            elif self.open[index].tag in limits | ISLANDS:
                break
        if outermost:
            del self.open[outermost:]


def parse_html(html: str) -> Node:
    """The tree of `html`, under a `body` that holds all of it."""
    builder = _Builder()
    builder.feed(html)
    builder.close()
    return builder.root
