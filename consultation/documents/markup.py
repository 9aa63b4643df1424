"""Correcting a passage without HTML: its text as light markup, and back, without loss.

Paragraphs, emphasis, links, lists, quotes and code are written as Markdown; what Markdown has no
sign for (exponents, tables, images) stays as the same few tags. `to_markup` tries the lightest form
first, and keeps the first that gives the very same HTML again.
"""

import re
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser

from markdown_it import MarkdownIt

from consultation.core.text import clean_document_html, plain_text

_reader = MarkdownIt("commonmark", {"html": True, "breaks": False}).disable(
    ["heading", "lheading", "hr", "code", "fence", "reference"]
)
VOID = frozenset({"br", "img"})
BLOCKS = frozenset(
    {
        "p", "ul", "ol", "li", "table", "caption", "thead", "tbody", "tr", "td", "th", "blockquote",
        "figure", "figcaption", "pre",
    }
)  # fmt: skip
_REMOTE_IMAGE = re.compile(r'<img(?![^>]*\ssrc="/images/)[^>]*>')
_SIGNS = re.compile(r"([\\`*_\[\]<])")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_LINE_START = re.compile(r"^(\s*)([-+>#=~]|\d+(?=[.)]))", re.MULTILINE)


def from_markup(source: str) -> str:
    """The safe HTML of what an organiser typed. Images are the instance's own, or nothing."""
    html = clean_document_html(_reader.render(source.replace("\r\n", "\n")))
    return squeezed(_REMOTE_IMAGE.sub("", html))


def to_markup(html: str) -> str:
    """The lightest markup that gives `html` again; the HTML itself where none does."""
    wanted = squeezed(html)
    root = _parsed(html)
    for has_signs in (True, False):
        source = _Writer(has_signs).blocks(root.children).strip()
        if from_markup(source) == wanted:
            return source
    return wanted


def squeezed(html: str) -> str:
    """The same HTML without the spaces that only part one block from the next."""
    return _html(_parsed(html).children).strip()


def heading_html(text: str) -> str:
    """A heading's safe inline HTML: emphasis alone."""
    html = from_markup(" ".join(text.split()))
    if html.startswith("<p>") and html.endswith("</p>") and html.count("<p>") == 1:
        return html[3:-4]
    return escape(plain_text(html), quote=False)


def heading_markup(html: str) -> str:
    """A heading as an organiser types it."""
    return to_markup(f"<p>{html}</p>")


@dataclass
class Node:
    """An element; its children are elements and words."""

    tag: str
    attributes: list[tuple[str, str | None]] = field(default_factory=list)
    children: list["Node | str"] = field(default_factory=list)

    def opening(self) -> str:
        """« <a href="…"> »."""
        given = "".join(
            f' {name}="{escape(value or "", quote=True)}"' for name, value in self.attributes
        )
        return f"<{self.tag}{given}>"

    def get(self, name: str) -> str:
        """An attribute, or ""."""
        return dict(self.attributes).get(name) or ""


class _Tree(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("")
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, attrs)
        self._open[-1].children.append(node)
        if tag not in VOID:
            self._open.append(node)

    def handle_endtag(self, tag: str) -> None:
        if any(node.tag == tag for node in self._open[1:]):
            while self._open.pop().tag != tag:
                pass

    def handle_data(self, data: str) -> None:
        self._open[-1].children.append(data)


def _parsed(html: str) -> Node:
    tree = _Tree()
    tree.feed(html)
    tree.close()
    return tree.root


def _is_block(node: "Node | str") -> bool:
    return isinstance(node, Node) and node.tag in BLOCKS


def _html(nodes: list["Node | str"], *, is_literal: bool = False, is_inline: bool = False) -> str:
    """HTML in one form: no spaces around blocks, single spaces in lines, `pre` as it is."""
    parts: list[str] = []
    for index, node in enumerate(nodes):
        if isinstance(node, str):
            words = node if is_literal else re.sub(r"\s+", " ", node)
            if not is_literal and _starts_line(nodes, index, is_inline):
                words = words.lstrip(" ")
            if not is_literal and _ends_line(nodes, index, is_inline):
                words = words.rstrip(" ")
            parts.append(escape(words, quote=False))
        elif node.tag in VOID:
            parts.append(node.opening())
        else:
            inner = _html(
                node.children,
                is_literal=is_literal or node.tag == "pre",
                is_inline=not _is_block(node),
            )
            parts.append(f"{node.opening()}{inner}</{node.tag}>")
    return "".join(parts)


def _starts_line(nodes: list["Node | str"], index: int, is_inline: bool) -> bool:
    if index == 0:
        return not is_inline
    before = nodes[index - 1]
    return _is_block(before) or (isinstance(before, Node) and before.tag == "br")


def _ends_line(nodes: list["Node | str"], index: int, is_inline: bool) -> bool:
    return not is_inline if index == len(nodes) - 1 else _is_block(nodes[index + 1])


class _Writer:
    """Writes the markup; without signs, emphasis is written as tags."""

    def __init__(self, has_signs: bool) -> None:
        self._signs = {"em": "*", "strong": "**"} if has_signs else {}

    def blocks(self, nodes: list["Node | str"]) -> str:
        """Blocks parted by an empty line; words among them make a line of their own."""
        parts: list[str] = []
        line: list[Node | str] = []
        for node in [*nodes, None]:
            if node is not None and not _is_block(node):
                line.append(node)
                continue
            words = self._line(line)
            if words:
                parts.append(words)
            line = []
            if isinstance(node, Node):
                parts.append(self._block(node))
        return "\n\n".join(parts)

    def _block(self, node: Node) -> str:
        if node.tag == "p" and not node.attributes:
            return self._line(node.children)
        if node.tag in {"ul", "ol"}:
            return self._list(node)
        if node.tag == "blockquote":
            inner = self.blocks(node.children)
            return "\n".join(f"> {line}".rstrip() for line in inner.split("\n"))
        return _html([node])

    def _list(self, node: Node) -> str:
        items = [child for child in node.children if isinstance(child, Node)]
        is_loose = any(
            isinstance(part, Node) and part.tag == "p" for item in items for part in item.children
        )
        number = int(node.get("start") or 1)
        lines = []
        for index, item in enumerate(items):
            mark = f"{number + index}. " if node.tag == "ol" else "- "
            body = self.blocks(item.children)
            if not is_loose:
                body = re.sub(r"\n\n(?=(- |\d+\. ))", "\n", body)
            indent = " " * len(mark)
            lines.append(mark + body.replace("\n", "\n" + indent).replace(f"\n{indent}\n", "\n\n"))
        return ("\n\n" if is_loose else "\n").join(lines)

    def _line(self, nodes: list["Node | str"]) -> str:
        text = "".join(self._inline(node) for node in nodes)
        text = re.sub(r" *\\\n *", "\\\\\n", text.strip())
        return _LINE_START.sub(_escaped_start, text)

    def _inline(self, node: "Node | str") -> str:
        if isinstance(node, str):
            words = re.sub(r"\s+", " ", node)
            return _ENTITY.sub("&amp;", _SIGNS.sub(r"\\\1", words))
        if node.tag == "br":
            return "\\\n"
        if node.tag == "img":
            return node.opening()
        inner = "".join(self._inline(child) for child in node.children)
        sign = self._signs.get(node.tag)
        if sign:
            return f"{sign}{inner}{sign}"
        if node.tag == "a" and self._signs and node.get("href"):
            return f"[{inner}]({node.get('href')})"
        return f"{node.opening()}{inner}</{node.tag}>"


def _escaped_start(match: re.Match[str]) -> str:
    space, sign = match.groups()
    return f"{space}{sign}\\" if sign.isdigit() else f"{space}\\{sign}"
