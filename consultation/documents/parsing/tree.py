"""A small tree of HTML: every parser writes HTML, and one place makes blocks of it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser

VOID = frozenset(
    {"br", "hr", "img", "input", "link", "meta", "col", "source", "wbr", "area", "base"}
)
RAW = frozenset({"script", "style", "template", "noscript", "iframe", "object", "svg", "math"})
CLOSES = {
    "li": {"li"},
    "p": {"p"},
    "tr": {"tr", "td", "th"},
    "td": {"td", "th"},
    "th": {"td", "th"},
    "dt": {"dt", "dd"},
    "dd": {"dt", "dd"},
    "option": {"option"},
}
BLOCKS = frozenset(
    {
        "p", "div", "ul", "ol", "table", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "figure",
        "section", "article", "main", "header", "footer", "aside", "nav", "pre", "hr", "dl", "form",
        "details", "address", "fieldset",
    }
)  # fmt: skip
LIMITS = {"li": {"ul", "ol"}, "tr": {"table"}, "td": {"table"}, "th": {"table"}}
MAX_DEPTH = 200


@dataclass
class Node:
    """An element: its name, attributes and children, which are elements or text."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list["Node | str"] = field(default_factory=list)

    def elements(self) -> Iterator["Node"]:
        """The elements below, in order, this one left out."""
        for child in self.children:
            if isinstance(child, Node):
                yield child
                yield from child.elements()

    def text(self) -> str:
        """The words below."""
        return "".join(child if isinstance(child, str) else child.text() for child in self.children)

    def html(self) -> str:
        """The children as HTML."""
        return "".join(
            escape(child, quote=False) if isinstance(child, str) else child.outer()
            for child in self.children
        )

    def outer(self) -> str:
        """This element as HTML."""
        given = "".join(f' {name}="{escape(value)}"' for name, value in self.attributes.items())
        if self.tag in VOID:
            return f"<{self.tag}{given}>"
        return f"<{self.tag}{given}>{self.html()}</{self.tag}>"


class _Builder(HTMLParser):
    """Builds the tree of real-world HTML: unclosed items and paragraphs, stray end tags."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("body")
        self.open = [self.root]
        self.comments = 0

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
        names = [node.tag for node in self.open[1:]]
        if tag in names:
            while self.open[-1].tag != tag:
                self.open.pop()
            self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)

    def handle_comment(self, data: str) -> None:
        self.comments += bool(data.strip())

    def _close_implied(self, tag: str) -> None:
        closes = CLOSES.get(tag, set()) | ({"p"} if tag in BLOCKS else set())
        limits = LIMITS.get(tag, BLOCKS - {"p"})
        for node in reversed(self.open[1:]):
            if node.tag in closes:
                self.handle_endtag(node.tag)
                return
            if node.tag in limits:
                return


def parse_html(html: str) -> tuple[Node, int]:
    """The tree of `html`, and how many comments it held."""
    builder = _Builder()
    builder.feed(html)
    builder.close()
    return builder.root, builder.comments
