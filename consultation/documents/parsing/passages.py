"""The HTML of one passage, written from a tree in one form, whatever the file's format was.

Words, emphasis, links, line breaks, lists, tables, quotations, code and images; every other element
gives its words. Paragraphs inside list items and cells are lines, their footnotes paragraphs. What
is written here is cleaned again by `clean_document_html` before it is kept.
"""

import re
from collections.abc import Iterable, Iterator
from html import escape

from consultation.documents.parsing.report import sound
from consultation.documents.parsing.tree import BLOCKS, FOOT, HEADINGS, Node

MARKS = {
    "em": "em", "i": "em", "strong": "strong", "b": "strong", "sub": "sub", "sup": "sup",
    "u": "u", "s": "s", "strike": "s", "del": "s",
    "code": "code", "kbd": "code", "samp": "code", "tt": "code",
}  # fmt: skip
ROWS = frozenset({"thead", "tbody", "tfoot"})
LIST_TYPES = frozenset({"a", "A", "i", "I"})
MAX_SPAN = 100
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_DOUBLED = re.compile(r"</(em|strong|sub|sup|s|u|code)><\1>")
_BREAKS_AROUND = re.compile(r"^(?:<br>| )+|(?:<br>| )+$")
_SPACES_AROUND_BREAK = re.compile(r" *<br> *")


def inline_html(nodes: Iterable[Node | str]) -> str:
    """Words in a line: blocks among `nodes` become lines of their own."""
    html = _SPACES_AROUND_BREAK.sub("<br>", _joined(nodes))
    return _DOUBLED.sub("", _BREAKS_AROUND.sub("", html))


def _joined(nodes: Iterable[Node | str]) -> str:
    written = ""
    needs_line = False
    for node in nodes:
        is_block = isinstance(node, Node) and node.tag in BLOCKS
        html = _words(node) if isinstance(node, str) else _element(node)
        if not html or (html == " " and (not written or needs_line)):
            continue
        if written and (needs_line or is_block) and not written.endswith("<br>"):
            written += "<br>"
        written += html.lstrip(" ") if written.endswith((" ", "<br>")) else html
        needs_line = is_block
    return written


def _words(text: str) -> str:
    return escape(_BLANKS.sub(" ", sound(text)), quote=False)


def _element(node: Node) -> str:
    if node.tag == "br":
        return "<br>"
    if node.tag == "img":
        return image_html(node)
    if node.tag == "q":
        return f"“{_joined(node.children)}”"
    inner = _joined(node.children)
    mark = MARKS.get(node.tag)
    href = node.attributes.get("href", "") if node.tag == "a" else ""
    if href and not href.startswith("#"):
        return _wrapped(inner, f'<a href="{escape(sound(href))}">', "</a>")
    return _wrapped(inner, f"<{mark}>", f"</{mark}>") if mark else inner


def _wrapped(inner: str, opening: str, closing: str) -> str:
    """`inner` in an element, its outer spaces outside; nothing where there is nothing to mark."""
    core = inner.strip(" ")
    if not core or core == "<br>":
        return inner
    before = " " if inner[0] == " " else ""
    after = " " if inner[-1] == " " else ""
    return f"{before}{opening}{core}{closing}{after}"


def image_html(node: Node) -> str:
    """An image that was kept; the pruner made all of its attributes."""
    given = "".join(f' {name}="{escape(sound(value))}"' for name, value in node.attributes.items())
    return f"<img{given}>"


def paragraph_html(node: Node) -> str:
    """« <p>…</p> », or nothing; each footnote below it in a paragraph of its own."""
    feet = feet_of(node)
    text = _filled("p", inline_html(each for each in node.children if each not in feet))
    return text + "".join(_filled("p", inline_html(each.children)) for each in feet)


def _filled(tag: str, inner: str, attributes: str = "") -> str:
    return f"<{tag}{attributes}>{inner}</{tag}>" if inner else ""


def flow_html(nodes: Iterable[Node | str]) -> str:
    """Blocks one after the other: what a quotation holds."""
    return "".join(_flow(nodes, "p"))


def _flow(nodes: Iterable[Node | str], tag: str) -> Iterator[str]:
    """Blocks as they are, and the words between them in elements of `tag`, or bare under ""."""
    line: list[Node | str] = []
    for node in nodes if tag else _feet_apart(nodes):
        html = _block(node, tag) if isinstance(node, Node) else None
        if html is None:
            line.append(node)
            continue
        yield _line(line, tag)
        line = []
        yield html
    yield _line(line, tag)


def _feet_apart(nodes: Iterable[Node | str]) -> Iterator[Node | str]:
    """`nodes`, each paragraph among them followed by its footnotes: they are no line of it."""
    for node in nodes:
        if isinstance(node, str) or node.tag != "p":
            yield node
            continue
        feet = feet_of(node)
        node.children = [each for each in node.children if each not in feet]
        yield node
        yield from feet


def feet_of(node: Node) -> list[Node]:
    """The footnotes at the end of a paragraph."""
    return [each for each in node.children if isinstance(each, Node) and each.tag == FOOT]


def _line(nodes: list[Node | str], tag: str) -> str:
    inner = inline_html(nodes)
    return _filled(tag, inner) if tag else inner


def _block(node: Node, tag: str) -> str | None:
    """A block inside a passage, or None for what belongs to a line of it."""
    written = _of_their_own(node)
    if written is not None:
        return written
    if not tag:
        holds_blocks = any(each.tag in {"ul", "ol", "table", "pre"} for each in node.elements())
        return "".join(_flow(node.children, tag)) if holds_blocks else None
    if node.tag in HEADINGS:
        return _filled("p", _filled("strong", inline_html(node.children)))
    if node.tag == "figure":
        return figure_html(node) if any(each.tag == "img" for each in node.elements()) else None
    if node.tag in BLOCKS:
        return "".join(_flow(node.children, tag))
    return None


def _of_their_own(node: Node) -> str | None:
    """A block that is written alike wherever it stands, or None for any other."""
    if node.tag in {"ul", "ol"}:
        return list_html(node)
    if node.tag == "table":
        return table_html(node)
    if node.tag == "pre":
        return code_html(node)
    return _filled("p", inline_html(node.children)) if node.tag == FOOT else None


def code_html(node: Node) -> str:
    """Lines of code, their spaces kept."""
    for each in node.elements():
        if each.tag == "br":
            each.children = ["\n"]
    words = "\n".join(line.rstrip() for line in sound(node.text()).strip("\n").split("\n"))
    return f"<pre><code>{escape(words, quote=False)}</code></pre>" if words.strip() else ""


def figure_html(node: Node) -> str:
    """An image with its legend."""
    captions = [each for each in node.elements() if each.tag == "figcaption"]
    images = "".join(image_html(each) for each in node.elements() if each.tag == "img")
    legend = inline_html(child for caption in captions for child in caption.children)
    return f"<figure>{images}{_filled('figcaption', legend)}</figure>" if images else ""


def items_of(node: Node) -> list[Node]:
    """The items of a list; what stands in it without an item joins the one before."""
    items: list[Node] = []
    for child in node.children:
        if isinstance(child, Node) and child.tag == "li":
            items.append(child)
        elif isinstance(child, Node) or child.strip():
            if not items:
                items.append(Node("li"))
            items[-1].children.append(child)
    return items


def list_opening(node: Node, first: int | None = None) -> str:
    """« <ol start="3"> »: the tag that opens a list, from its `first` number."""
    if node.tag != "ol":
        return "<ul>"
    number = first_number(node) if first is None else first
    kind = node.attributes.get("type", "")
    start = f' start="{number}"' if number != 1 else ""
    letters = f' type="{kind}"' if kind in LIST_TYPES else ""
    return f"<ol{start}{letters}>"


def first_number(node: Node) -> int:
    """The number of a list's first item."""
    given = node.attributes.get("start", "")
    return int(given) if re.fullmatch(r"[0-9]{1,6}", given) else 1


def item_html(item: Node) -> str:
    """« <li>…</li> », its paragraphs as lines, its lists and footnotes inside."""
    return _filled("li", "".join(_flow(item.children, "")))


def list_html(node: Node) -> str:
    """A list with its items."""
    inner = "".join(map(item_html, items_of(node)))
    return f"{list_opening(node)}{inner}</{node.tag}>" if inner else ""


def rows_of(table: Node) -> list[tuple[Node, bool]]:
    """The rows of a table, without those of tables in it, and whether each stands in its head."""
    rows = []
    for child in table.children:
        if isinstance(child, Node) and child.tag in ROWS:
            is_head = child.tag == "thead"
            rows += [
                (row, is_head)
                for row in child.children
                if isinstance(row, Node) and row.tag == "tr"
            ]
        elif isinstance(child, Node) and child.tag == "tr":
            rows.append((child, False))
    return rows


def cells_of(row: Node) -> list[Node]:
    """The cells of a row."""
    return [cell for cell in row.children if isinstance(cell, Node) and cell.tag in {"td", "th"}]


def table_html(table: Node) -> str:
    """A table; its head says which columns its cells name."""
    captions = [each for each in table.children if isinstance(each, Node) and each.tag == "caption"]
    legend = inline_html(child for caption in captions for child in caption.children)
    parts = {"thead": "", "tbody": ""}
    for row, is_head in rows_of(table):
        cells = cells_of(row)
        names_columns = is_head or (not parts["tbody"] and _all_headers(cells))
        inner = "".join(_cell_html(cell, names_columns=names_columns) for cell in cells)
        parts["thead" if names_columns else "tbody"] += _filled("tr", inner)
    body = "".join(_filled(tag, inner) for tag, inner in parts.items())
    return f"<table>{_filled('caption', legend)}{body}</table>" if body else ""


def _all_headers(cells: list[Node]) -> bool:
    return bool(cells) and all(cell.tag == "th" for cell in cells)


def _cell_html(cell: Node, *, names_columns: bool) -> str:
    given = ""
    for name in ("colspan", "rowspan"):
        value = cell.attributes.get(name, "1")
        if re.fullmatch(r"[0-9]{1,6}", value) and int(value) > 1:
            given += f' {name}="{min(int(value), MAX_SPAN)}"'
    tag = "th" if names_columns else cell.tag
    if tag == "th":
        given += f' scope="{"col" if names_columns else "row"}"'
    return f"<{tag}{given}>{''.join(_flow(cell.children, ''))}</{tag}>"
