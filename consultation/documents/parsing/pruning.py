"""One walk over a tree, in the order of the text, before blocks are made of it.

What is no text goes out and is reported with its place; images are kept, named or told missing;
links that lead nowhere from a consultation lose their target and keep their words.
"""

import base64
import re
from dataclasses import dataclass, field

from consultation.documents.parsing.blocks import MAX_HEADING, FindingCode
from consultation.documents.parsing.pictures import Pictures, attributes
from consultation.documents.parsing.report import Report
from consultation.documents.parsing.tree import BLOCKS, COMMENT, HEADINGS, Node

PROGRAMS = ("script", "applet")
OBJECTS = ("svg", "object", "iframe", "embed", "canvas", "video", "audio", "frameset")
CONTAINERS = frozenset(
    {"body", "div", "section", "article", "main", "aside", "header", "footer", "form", "details",
     "ul", "ol", "dl", "table", "thead", "tbody", "tfoot", "tr", "fieldset", "center", "hgroup"}
)  # fmt: skip
"""Blocks whose first words say nothing of a place in them."""
FURNITURE = ("nav", "button")
SILENT = (
    "style", "template", "noscript", "head", "title", "link", "meta", "base",
    "input", "select", "textarea", "datalist",
)  # fmt: skip
REASONS: dict[str, FindingCode | None] = {
    COMMENT: FindingCode.COMMENT,
    "math": FindingCode.EQUATION,
    **dict.fromkeys(PROGRAMS, FindingCode.SCRIPT),
    **dict.fromkeys(OBJECTS, FindingCode.EMBEDDED_OBJECT),
    **dict.fromkeys(FURNITURE, FindingCode.PAGE_FURNITURE),
    **dict.fromkeys(SILENT),
}
"""What goes out, and what it is reported as; None where nobody need be told."""
_HIDDEN = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all)", re.I)
_DATA = re.compile(r"\s*data:image/[\w.+-]+;base64,", re.I)
_LIVE = re.compile(r"(?:https?:|mailto:|//|www\.)", re.I)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.I)
LOST = "lost"
"""An attribute of the images that a reader could not keep: the finding's code."""


@dataclass
class Pruner:
    """Walks once, changing the tree where it stands.

    Places are named at the end: what goes out of a paragraph must not name its place.
    """

    report: Report
    pictures: Pictures
    _heading: str = ""
    _met: list[tuple[FindingCode, str, Node, str]] = field(default_factory=list)

    def prune(self, root: Node) -> None:
        """Prune all that stands under `root`."""
        self._children(root, root)
        for code, heading, beside, detail in self._met:
            self.report.heading = heading
            self.report.find(code, beside if beside.tag not in CONTAINERS else "", detail)
        self.report.heading = ""

    def _find(self, code: FindingCode, beside: Node, detail: str = "") -> None:
        self._met.append((code, self._heading, beside, detail))

    def _children(self, node: Node, block: Node) -> None:
        kept: list[Node | str] = []
        for child in node.children:
            if isinstance(child, Node) and not self._stays(child, block):
                continue
            if isinstance(child, Node):
                self._keep(child, child if child.tag in BLOCKS else block)
            kept.append(child)
        node.children = kept

    def _stays(self, node: Node, block: Node) -> bool:
        if node.tag == "input" and node.attributes.get("type", "").lower() == "checkbox":
            # A ticked box is text; other controls belong to the page that held them.
            mark = "☑" if "checked" in node.attributes else "☐"
            node.tag, node.attributes, node.children = "span", {}, [f"{mark} "]
        is_hidden = "hidden" in node.attributes or _HIDDEN.search(node.attributes.get("style", ""))
        if node.tag not in REASONS and not is_hidden:
            return True
        code = REASONS.get(node.tag, FindingCode.HIDDEN_TEXT)
        if code is not None and (code is not FindingCode.HIDDEN_TEXT or node.has_words()):
            self._find(code, block, _detail(node, code))
        return False

    def _keep(self, node: Node, block: Node) -> None:
        if node.tag == "img":
            self._image(node, block)
        elif node.tag == "a":
            self._link(node, block)
        elif node.tag in {"td", "th"} and _is_merged(node):
            self._find(FindingCode.MERGED_CELLS, node)
        self._children(node, block)
        if node.tag in HEADINGS:
            self._name_section(node)

    def _name_section(self, node: Node) -> None:
        """What stands below is in its section; words too many to name one are a paragraph."""
        words = node.start(MAX_HEADING)
        if len(words) > MAX_HEADING:
            self._find(FindingCode.HEADING_LONG, node)
            node.tag = "p"
        else:
            self._heading = words

    def _image(self, node: Node, block: Node) -> None:
        """An embedded image is re-encoded; a remote one is never fetched, its alternative stays."""
        alternative = " ".join(node.attributes.get("alt", "").split())
        source = node.attributes.get("src", "").strip()
        name = node.attributes.get("name", "") or _name_of(source)
        if node.attributes.get("role") != "presentation" and not alternative:
            self._find(FindingCode.IMAGE_WITHOUT_ALTERNATIVE, block, name)
        kept = self._kept(source, alternative)
        if kept is not None:
            node.attributes = kept
            return
        lost = node.attributes.get(LOST)
        code = FindingCode.IMAGE_MISSING
        if lost == FindingCode.IMAGE_UNREADABLE.value or _DATA.match(source):
            code = FindingCode.IMAGE_UNREADABLE
        elif lost == FindingCode.IMAGE_REMOTE.value or source.startswith(("http:", "https:", "//")):
            code = FindingCode.IMAGE_REMOTE
        node.tag, node.attributes, node.children = "#lost", {}, [alternative]
        self._find(code, node if alternative else block, name)

    def _kept(self, source: str, alternative: str) -> dict[str, str] | None:
        picture = self.pictures.found.get(source.removeprefix("/images/"))
        match = _DATA.match(source)
        if match:
            try:
                content = base64.b64decode(source[match.end() :], validate=False)
            except ValueError:
                return None
            picture = self.pictures.keep(content, alternative)
        return attributes(picture, alternative) if picture else None

    def _link(self, node: Node, block: Node) -> None:
        given = "".join(node.attributes.get("href", "").split())
        marks = {
            key: value for key, value in node.attributes.items() if key in {"id", "name", "href"}
        }
        node.attributes = marks
        if not given or given.startswith("#"):
            # Inside the text: a footnote's call, or a target that has no address any more.
            return
        if _LIVE.match(given):
            prefix = {"//": "https:", "ww": "https://"}.get(given[:2].lower(), "")
            marks["href"] = prefix + given
            return
        del marks["href"]
        if node.has_words() or any(each.tag == "img" for each in node.elements()):
            self._find(FindingCode.LINK_DROPPED, node if node.has_words() else block, given)


def _is_merged(cell: Node) -> bool:
    spans = {cell.attributes.get("colspan", "1"), cell.attributes.get("rowspan", "1")}
    return bool(spans - {"1", "0", ""})


def _name_of(source: str) -> str:
    """What a reader of the report knows an image by: the end of its address, or nothing."""
    if _DATA.match(source):
        return ""
    return source if not _SCHEME.match(source) else source[:200]


def _detail(node: Node, code: FindingCode) -> str:
    if code is FindingCode.EQUATION:
        return node.text()
    if code is FindingCode.EMBEDDED_OBJECT:
        title = next((each.text() for each in node.elements() if each.tag == "title"), "")
        return node.attributes.get("title", "") or title
    return ""
