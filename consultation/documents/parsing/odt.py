"""ODT in: the zip and its XML, in order. odfpy loses the order, so this is ours.

Tracked deletions live apart from the text and stay there; hidden text, annotations and authors are
left out and reported.
"""

from contextlib import suppress
from pathlib import Path
from xml.etree.ElementTree import Element

from consultation.documents.parsing.blocks import (
    FindingCode,
    Options,
    ParsedDocument,
    Refusal,
    RefusalCode,
)
from consultation.documents.parsing.collecting import Collector
from consultation.documents.parsing.html import collect
from consultation.documents.parsing.odt_styles import Styles
from consultation.documents.parsing.packages import Package
from consultation.documents.parsing.pictures import Pictures, attributes
from consultation.documents.parsing.tree import Node

NS = "{urn:oasis:names:tc:opendocument:xmlns:"
OFFICE, TEXT, TABLE = f"{NS}office:1.0}}", f"{NS}text:1.0}}", f"{NS}table:1.0}}"
DRAW, SVG, META = f"{NS}drawing:1.0}}", f"{NS}svg-compatible:1.0}}", f"{NS}meta:1.0}}"
XLINK, DC = "{http://www.w3.org/1999/xlink}", "{http://purl.org/dc/elements/1.1/}"
SKIPPED = {f"{TEXT}sequence-decls", f"{TEXT}table-of-content", f"{OFFICE}forms"}


class Reader:
    """Turns the body into a tree of HTML."""

    def __init__(self, package: Package, collector: Collector) -> None:
        self.package = package
        self.collector = collector
        self.pictures = Pictures()
        self.styles = Styles()
        self.notes: list[Node] = []

    def blocks(self, element: Element, into: Node) -> None:
        """The blocks under `element`, in order."""
        for child in element:
            if child.tag not in SKIPPED:
                self._block(child, into)

    def _block(self, child: Element, into: Node) -> None:
        if child.tag == f"{TEXT}tracked-changes":
            self._count_deletions(child)
        elif child.tag == f"{TEXT}h":
            self._heading(child, into)
        elif child.tag == f"{TEXT}p":
            self._paragraph(child, into)
        elif child.tag == f"{TEXT}list":
            into.children.append(self._list(child, child.get(f"{TEXT}style-name", "")))
        elif child.tag == f"{TABLE}table":
            into.children.append(self._table(child))
        elif child.tag == f"{TEXT}section" and child.get(f"{TEXT}display") == "none":
            self.collector.find(FindingCode.HIDDEN_TEXT)
        else:
            self.blocks(child, into)

    def _heading(self, element: Element, into: Node) -> None:
        given = element.get(f"{TEXT}outline-level", "1")
        level = min(max(int(given) if given.isdigit() else 1, 1), 6)
        heading = Node(f"h{level}")
        self.inline(element, heading)
        self.collector.heading = heading.text().strip()
        into.children.append(heading)

    def _count_deletions(self, element: Element) -> None:
        for _deletion in element.iter(f"{TEXT}deletion"):
            self.collector.find(FindingCode.TRACKED_DELETION)

    def _paragraph(self, element: Element, into: Node) -> None:
        style = element.get(f"{TEXT}style-name", "")
        if self.styles.look(style).is_hidden:
            self.collector.find(FindingCode.HIDDEN_TEXT)
            return
        is_title = self.styles.is_title(style)
        paragraph = Node("h1" if is_title else "p")
        self.inline(element, paragraph)
        if not self.styles.is_quotation(style):
            into.children.append(paragraph)
            return
        last = into.children[-1] if into.children else None
        if isinstance(last, Node) and last.tag == "blockquote":
            last.children.append(paragraph)
        else:
            into.children.append(Node("blockquote", children=[paragraph]))

    def _list(self, element: Element, style: str) -> Node:
        made = Node("ol" if style in self.styles.ordered else "ul")
        for item in element:
            if item.tag in {f"{TEXT}list-item", f"{TEXT}list-header"}:
                row = Node("li")
                for child in item:
                    if child.tag == f"{TEXT}list":
                        row.children.append(
                            self._list(child, child.get(f"{TEXT}style-name", style))
                        )
                    elif child.tag in {f"{TEXT}p", f"{TEXT}h"}:
                        if any(isinstance(each, Node) for each in row.children) or row.text():
                            row.children.append(Node("br"))
                        self.inline(child, row)
                made.children.append(row)
        return made

    def _table(self, element: Element) -> Node:
        table = Node("table")
        head = Node("thead")
        body = Node("tbody")
        for row in element.iter(f"{TABLE}table-row"):
            is_head = any(row in list(group) for group in element.iter(f"{TABLE}table-header-rows"))
            made = Node("tr")
            for cell in row:
                if cell.tag == f"{TABLE}table-cell":
                    made.children.append(self._cell(cell, "th" if is_head else "td"))
            (head if is_head else body).children.append(made)
        table.children = [part for part in (head, body) if part.children]
        return table

    def _cell(self, cell: Element, tag: str) -> Node:
        spans = {
            html: cell.get(f"{TABLE}{name}", "1")
            for html, name in (
                ("colspan", "number-columns-spanned"),
                ("rowspan", "number-rows-spanned"),
            )
        }
        made = Node(tag, {name: value for name, value in spans.items() if value != "1"})
        self.blocks(cell, made)
        return made

    def inline(self, element: Element, into: Node) -> None:
        """The words of a paragraph."""
        if element.text:
            into.children.append(element.text)
        for child in element:
            self._piece(child, into)
            if child.tail:
                into.children.append(child.tail)

    def _piece(self, child: Element, into: Node) -> None:
        name = child.tag.split("}")[-1]
        if name in {"annotation", "hidden-text", "hidden-paragraph"}:
            is_comment = name == "annotation"
            code = FindingCode.COMMENT if is_comment else FindingCode.HIDDEN_TEXT
            self.collector.find(code, into.text())
        elif name == "note":
            self._note(child, into)
        elif name == "span":
            self._span(child, into)
        elif name == "a" and child.tag.startswith(TEXT):
            link = Node("a", {"href": child.get(f"{XLINK}href", "")})
            self.inline(child, link)
            into.children.append(link)
        elif name in {"s", "tab", "line-break"}:
            into.children.append(Node("br") if name == "line-break" else " ")
        elif child.tag.startswith(DRAW):
            self._drawing(child, into)
        else:
            self.inline(child, into)

    def _span(self, child: Element, into: Node) -> None:
        look = self.styles.look(child.get(f"{TEXT}style-name", ""))
        if look.is_hidden:
            self.collector.find(FindingCode.HIDDEN_TEXT, into.text())
            return
        inner = into
        marks = [("strong", look.is_bold), ("em", look.is_italic)]
        marks += [("sup", look.position.startswith(("super", "3", "5", "6")))]
        marks += [("sub", look.position.startswith(("sub", "-")))]
        for tag, is_so in marks:
            if is_so:
                inner.children.append(Node(tag))
                inner = inner.children[-1]  # type: ignore[assignment]  # just added
        self.inline(child, inner)

    def _note(self, child: Element, into: Node) -> None:
        body = child.find(f"{TEXT}note-body")
        number = len(self.notes) + 1
        note = Node("li", {"id": f"footnote-{number}"})
        if body is not None:
            self.blocks(body, note)
        self.notes.append(note)
        call = Node("a", {"href": f"#footnote-{number}"}, [str(number)])
        into.children.append(Node("sup", children=[call]))

    def _drawing(self, child: Element, into: Node) -> None:
        for box in child.iter(f"{DRAW}text-box"):
            words = " ".join("".join(box.itertext()).split())
            self.collector.find(FindingCode.TEXT_BOX, into.text(), words)
        if next(child.iter(f"{DRAW}object"), None) is not None:
            self.collector.find(FindingCode.EQUATION, into.text())
            return
        for image in child.iter(f"{DRAW}image"):
            into.children.append(self._image(child, image))

    def _image(self, frame: Element, image: Element) -> Node:
        words = [frame.find(f"{SVG}{name}") for name in ("title", "desc")]
        alternative = " ".join((each.text or "").strip() for each in words if each is not None)
        name = image.get(f"{XLINK}href", "").removeprefix("./")
        if self.package.has(name):
            kept = self.pictures.keep(self.package.read(name), alternative)
            if kept is not None:
                return Node("img", attributes(kept, alternative))
        return Node("img", {"src": name, "alt": alternative})


def read_odt(path: Path, options: Options) -> ParsedDocument:
    """Read an ODT file."""
    package = Package(path)
    if not package.has("content.xml"):
        raise Refusal(RefusalCode.MISLABELLED)
    if package.has("META-INF/manifest.xml") and b"encryption-data" in package.read(
        "META-INF/manifest.xml"
    ):
        raise Refusal(RefusalCode.ENCRYPTED)
    collector = Collector(options)
    reader = Reader(package, collector)
    if package.has("styles.xml"):
        reader.styles.learn(package.xml("styles.xml"))
    content = package.xml("content.xml")
    reader.styles.learn(content)
    body = content.find(f"{OFFICE}body/{OFFICE}text")
    if body is None:
        raise Refusal(RefusalCode.MISLABELLED)
    title, language = _about(package, collector)
    if any(name.startswith(("Basic/", "Scripts/")) for name in package.names):
        collector.find(FindingCode.MACRO)
    root = Node("body")
    reader.blocks(body, root)
    if reader.notes:
        root.children.append(Node("ol", children=list(reader.notes)))
    collector.heading = ""
    return collect(
        root, options, title=title, language=language, pictures=reader.pictures,
        collector=collector,
    )  # fmt: skip


def _about(package: Package, collector: Collector) -> tuple[str, str | None]:
    """The title and language that the file states; its authors are left out."""
    title, language = "", None
    with suppress(Refusal):
        meta = package.xml("meta.xml")
        collector.find(FindingCode.METADATA)
        for name in (f"{DC}creator", f"{META}initial-creator"):
            if any((element.text or "").strip() for element in meta.iter(name)):
                collector.find(FindingCode.AUTHOR)
                break
        title = next(((e.text or "").strip() for e in meta.iter(f"{DC}title")), "")
        language = next(
            ((e.text or "")[:2].lower() or None for e in meta.iter(f"{DC}language")), None
        )
    return title, language
