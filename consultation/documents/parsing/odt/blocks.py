"""The body of an ODT file, in order, as a tree of HTML."""

from collections.abc import Callable, Iterator
from xml.etree.ElementTree import Element

from consultation.documents.parsing.blocks import FindingCode, Refusal, RefusalCode
from consultation.documents.parsing.collecting import MAX_BLOCKS
from consultation.documents.parsing.odt.drawings import DRAW, XLINK, Drawings, words_of
from consultation.documents.parsing.odt.lines import Lines
from consultation.documents.parsing.odt.styles import OFFICE, TABLE, TEXT, Look, Styles, number_of
from consultation.documents.parsing.report import Report
from consultation.documents.parsing.tree import Node

XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
MAX_PARAGRAPHS = 3 * MAX_BLOCKS
CONTENTS = frozenset(
    f"{TEXT}{name}"
    for name in (
        "table-of-content", "illustration-index", "table-index", "object-index", "user-index",
        "alphabetical-index",
    )
)  # fmt: skip
SKIPPED = frozenset(
    (
        *(f"{TEXT}{name}-decls" for name in ("sequence", "variable", "user-field")),
        *(f"{OFFICE}{name}" for name in ("forms", "event-listeners")),
        f"{TEXT}tracked-changes",
    )
)
MAX_REPEATED = 50


class Reader:
    """Turns the body into a tree of HTML."""

    def __init__(self, styles: Styles, drawings: Drawings, report: Report) -> None:
        self.styles = styles
        self.report = report
        self.lines = Lines(styles, drawings, self.blocks)
        self._counts: dict[str, int] = {}
        """The last number of each list that another may go on from, by identifier and by style."""
        self._paragraphs = 0

    def read(self, body: Element) -> Node:
        """The whole text."""
        root = Node("body")
        self.lines.deletions = {
            region.get(XML_ID, "") or region.get(f"{TEXT}id", "")
            for region in body.iter(f"{TEXT}changed-region")
            if region.find(f"{TEXT}deletion") is not None
        }
        self.blocks(body, root)
        if self.lines.notes:
            root.children.append(Node("ol", children=[*self.lines.notes]))
        return root

    def blocks(self, element: Element, into: Node) -> None:
        """The blocks under `element`, in order."""
        for child in element:
            self._block(child, into)

    def _block(self, child: Element, into: Node) -> None:
        rules: dict[str, Callable[[Element, Node], None]] = {
            f"{TEXT}p": self._paragraph,
            f"{TEXT}h": self._heading,
            f"{TEXT}list": self._list,
            f"{TEXT}section": self._section,
            f"{TEXT}change": self._loose,
            f"{TABLE}table": self._table,
        }
        if child.tag in CONTENTS:
            self.report.find(FindingCode.TABLE_OF_CONTENTS)
        elif child.tag in rules:
            rules[child.tag](child, into)
        elif child.tag in SKIPPED:
            return
        elif child.tag.startswith((DRAW, OFFICE)):
            self._loose(child, into)
        else:
            self.blocks(child, into)

    def _loose(self, child: Element, into: Node) -> None:
        """A drawing, a remark or the mark of a deletion between paragraphs."""
        self._put(self.lines.loose(child, self.report), into)

    def _put(self, line: Node, into: Node) -> None:
        into.children += [line, *self.lines.after]
        self.lines.after = []

    def _section(self, element: Element, into: Node) -> None:
        is_hidden = element.get(f"{TEXT}display") == "none"
        if is_hidden or element.get(f"{TEXT}is-hidden") == "true":
            self.report.find(FindingCode.HIDDEN_TEXT)
            return
        for source in element.findall(f"{TEXT}section-source"):
            self.report.find_in_file(FindingCode.EXTERNAL_LINK, source.get(f"{XLINK}href", ""))
        self.blocks(element, into)

    def _line(self, element: Element, tag: str) -> Node | None:
        self._paragraphs += 1
        if self._paragraphs > MAX_PARAGRAPHS:
            raise Refusal(RefusalCode.TOO_MANY_BLOCKS)
        return self.lines.line(element, tag, self.report)

    def _heading(self, element: Element, into: Node) -> None:
        level = number_of(element.get(f"{TEXT}outline-level"))
        self._headed(element, into, level)

    def _headed(self, element: Element, into: Node, level: int) -> None:
        heading = self._line(element, f"h{min(max(level, 1), 6)}")
        if heading is None:
            return
        if level > 6:
            self.report.find(FindingCode.HEADING_LEVEL, heading, str(level))
        self.report.heading = heading.start(200) or self.report.heading
        self._put(heading, into)

    def _paragraph(self, element: Element, into: Node) -> None:
        style = element.get(f"{TEXT}style-name", "")
        level = self.styles.heading_level(style)
        if level is not None and words_of(element):
            self._headed(element, into, level)
            return
        line = self._line(element, "p")
        if line is None:
            return
        own = self.styles.own_look(style)
        for tag in Look(own.is_bold, own.is_italic).tags():
            line.children = [Node(tag, children=line.children)]
        if self.styles.is_quotation(style):
            line = Node("blockquote", children=[line])
        elif self.styles.is_code(style):
            self._code(line, into)
            return
        self._put(line, into)

    def _code(self, line: Node, into: Node) -> None:
        """Lines of code one after the other are one block."""
        before = into.children[-1] if into.children else None
        if isinstance(before, Node) and before.tag == "pre":
            before.children += ["\n", *line.children]
        else:
            into.children.append(Node("pre", children=line.children))

    def _list(self, element: Element, into: Node, style: str = "", depth: int = 0) -> None:
        if next(element.iter(f"{TEXT}h"), None) is not None:
            # Numbered headings are items of a list for some writers of the format.
            for item in element:
                self.blocks(item, into)
            return
        style = element.get(f"{TEXT}style-name", style)
        level = self.styles.list_level(style, depth)
        items = [
            self._item(item, style, depth)
            for item in element
            if item.tag in {f"{TEXT}list-item", f"{TEXT}list-header"}
        ]
        goes_on = element.get(f"{TEXT}continue-numbering") == "true"
        last = self._counts.get(element.get(f"{TEXT}continue-list", "") or style * goes_on)
        tag = "ol" if level.is_ordered else "ul"
        before = into.children[-1] if into.children else None
        if last is not None and isinstance(before, Node) and before.tag == tag:
            before.children += items
            first = last + 1
        else:
            first = self._first(element, level.start if last is None else last + 1)
            made = Node(tag, {"start": str(first), "type": level.letters}, [*items])
            into.children.append(made)
        if depth == 0:
            names = (style, element.get(XML_ID, ""))
            self._counts |= {name: first + len(items) - 1 for name in names if name}
            into.children += self.lines.after
            self.lines.after = []

    def _first(self, element: Element, otherwise: int) -> int:
        item = element.find(f"{TEXT}list-item")
        given = item.get(f"{TEXT}start-value") if item is not None else None
        return number_of(given, otherwise)

    def _item(self, item: Element, style: str, depth: int) -> Node:
        row = Node("li")
        for child in item:
            if child.tag == f"{TEXT}list":
                self._list(child, row, style, depth + 1)
            elif child.tag == f"{TEXT}p":
                line = self._line(child, "p")
                row.children += [line] if line is not None else []
            else:
                self._block(child, row)
        return row

    def _table(self, element: Element, into: Node) -> None:
        table = into.add("table")
        head, body = Node("thead"), Node("tbody")
        for row, is_head in self._rows(element, is_head=False):
            made = Node("tr")
            for cell in row:
                if cell.tag == f"{TABLE}table-cell":
                    made.children += self._cells(cell, "th" if is_head else "td")
            (head if is_head else body).children.append(made)
        table.children += [part for part in (head, body) if part.children]

    def _rows(self, element: Element, *, is_head: bool) -> Iterator[tuple[Element, bool]]:
        for child in element:
            if child.tag == f"{TABLE}table-row":
                if child.get(f"{TABLE}visibility", "visible") == "visible":
                    yield child, is_head
                elif words_of(child):
                    self.report.find(FindingCode.HIDDEN_TEXT)
            elif child.tag == f"{TABLE}table-header-rows":
                yield from self._rows(child, is_head=True)
            elif child.tag in {f"{TABLE}table-rows", f"{TABLE}table-row-group"}:
                yield from self._rows(child, is_head=is_head)

    def _cells(self, cell: Element, tag: str) -> list[Node]:
        made = Node(tag)
        for name, given in (
            ("colspan", "number-columns-spanned"),
            ("rowspan", "number-rows-spanned"),
        ):
            spanned = number_of(cell.get(f"{TABLE}{given}"))
            if spanned > 1:
                made.attributes[name] = str(spanned)
        self.blocks(cell, made)
        repeated = number_of(cell.get(f"{TABLE}number-columns-repeated"))
        return [made, *(Node(tag) for _more in range(min(repeated, MAX_REPEATED) - 1))]
