"""One walk over the text of a DOCX file, before mammoth reads it.

What is not the text goes out and is reported; what is the text is written again in the few plain
forms that mammoth turns into HTML without loss: headings, quotations and lists known through any
style, words in boxes that it would skip, images that it would fetch.
"""

from collections.abc import Callable, Iterable, Mapping
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from consultation.documents.parsing.blocks import FindingCode, Refusal, RefusalCode
from consultation.documents.parsing.collecting import MAX_BLOCKS
from consultation.documents.parsing.docx.drawings import (
    MC,
    TEXT_BOX,
    M,
    chosen,
    look_at,
    rewritten,
    words_of,
)
from consultation.documents.parsing.docx.forms import CODE, Forms
from consultation.documents.parsing.docx.lists import Numbering
from consultation.documents.parsing.docx.parts import R, Relation, W, is_on, value
from consultation.documents.parsing.docx.styles import Look, Style, Styles, look_of
from consultation.documents.parsing.report import Report

MAX_PARAGRAPHS = 3 * MAX_BLOCKS
"""Those of cells included."""
UNWRAPPED = frozenset(
    f"{W}{name}"
    for name in (
        "ins", "moveTo", "smartTag", "customXml", "sdtContent", "fldSimple", "dir", "bdo",
        "rubyBase", "txbxContent",
    )
)  # fmt: skip
"""What stands around words without being any."""
CUT = {
    f"{W}del": FindingCode.TRACKED_DELETION,
    f"{W}moveFrom": FindingCode.TRACKED_DELETION,
    f"{W}commentReference": FindingCode.COMMENT,
    f"{M}oMath": FindingCode.EQUATION,
    f"{M}oMathPara": FindingCode.EQUATION,
    f"{W}altChunk": FindingCode.EMBEDDED_OBJECT,
    f"{W}subDoc": FindingCode.EXTERNAL_LINK,
}
DRAWINGS = frozenset({f"{W}drawing", f"{W}pict", f"{W}object"})
KEPT = frozenset(
    f"{W}{name}" for name in ("t", "tab", "noBreakHyphen", "fldChar", "instrText", "br", "sym")
)
NOTES = {f"{W}footnoteReference": "footnotes", f"{W}endnoteReference": "endnotes"}
CONTENTS = ("Table of Contents", "Table of Figures")


class Sweep:
    """Rewrites one part of the text after another, in place."""

    def __init__(
        self, styles: Styles, numbering: Numbering, notes: Mapping[str, set[str]], report: Report
    ) -> None:
        self.styles = styles
        self.forms = Forms(numbering, report)
        self.notes = notes
        """The identifiers of the notes that there are, by kind."""
        self.report = report
        self.relations: Mapping[str, Relation] = {}
        self._met: list[tuple[FindingCode, str]] = []
        self._style = Style()
        self._paragraphs = 0
        self._was_in_contents = False

    def sweep(self, root: Element, relations: Mapping[str, Relation]) -> None:
        """Rewrite what stands under `root`, whose part has these relations."""
        self.relations = relations
        self.forms.leave_list()
        root[:] = self._several(root)
        self._tell("")

    def _several(self, parent: Iterable[Element]) -> list[Element]:
        kept: list[Element] = []
        for child in parent:
            kept += self._one(child)
        return kept

    def _one(self, element: Element) -> list[Element]:
        """What an element becomes: nothing, itself, or what stands in it."""
        tag = element.tag
        if tag == f"{W}p":
            return self._paragraph(element)
        if tag == f"{W}r":
            return self._run(element)
        if tag in KEPT:
            return self._kept(element)
        if tag in UNWRAPPED:
            return self._several(element)
        if tag in CUT:
            is_told = tag in {f"{M}oMath", f"{M}oMathPara"}
            self._met.append((CUT[tag], words_of(element) if is_told else ""))
            return []
        if tag in DRAWINGS:
            return self._drawing(element)
        return self._other(element)

    def _other(self, element: Element) -> list[Element]:
        rules: dict[str, Callable[[Element], list[Element]]] = {
            f"{W}tbl": self._table,
            f"{W}tr": self._row,
            f"{W}tc": self._cell,
            f"{W}sdt": self._control,
            f"{W}hyperlink": self._link,
            f"{MC}AlternateContent": self._alternate,
            f"{W}footnoteReference": self._note,
            f"{W}endnoteReference": self._note,
            f"{W}cr": lambda _each: [Element(f"{W}br")],
            f"{W}ptab": lambda _each: [Element(f"{W}tab")],
        }
        rule = rules.get(element.tag)
        if rule is not None:
            return rule(element)
        if element.tag.endswith("Pr") or next(element.iter(f"{W}t"), None) is None:
            return []
        if element.tag != f"{W}ruby":
            self._met.append((FindingCode.UNKNOWN_MARKUP, element.tag.rsplit("}", 1)[-1]))
        return self._several(each for each in element if each.tag != f"{W}rt")

    def _kept(self, element: Element) -> list[Element]:
        if element.tag == f"{W}br" and element.get(f"{W}type", "textWrapping") != "textWrapping":
            return []
        if element.tag == f"{W}sym":
            try:
                int(element.get(f"{W}char", ""), 16)
            except ValueError:
                return []
        return [element]

    def _control(self, element: Element) -> list[Element]:
        """A control of a form is its words; one that holds a table of contents goes out."""
        kind = value(element.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery"))
        if kind in CONTENTS:
            self._leave_contents()
            return []
        content = element.find(f"{W}sdtContent")
        return self._several(content) if content is not None else []

    def _leave_contents(self) -> None:
        if not self._was_in_contents:
            self.report.find(FindingCode.TABLE_OF_CONTENTS)
        self._was_in_contents = True

    def _alternate(self, element: Element) -> list[Element]:
        form = chosen(element)
        return self._several(form) if form is not None else []

    def _drawing(self, element: Element) -> list[Element]:
        for box in [*element.iter(TEXT_BOX)]:
            self._clean_box(box)
        drawn = look_at(element, self.relations)
        self._met += drawn.findings
        return [rewritten(image) for image in drawn.images]

    def _clean_box(self, box: Element) -> None:
        """What is reported of a box is what a reader sees of it."""
        met, style, heading = self._met, self._style, self.report.heading
        self._met = []
        box[:] = self._several(box)
        self._met, self._style, self.report.heading = met, style, heading
        self.forms.leave_list()

    def _note(self, element: Element) -> list[Element]:
        known = self.notes.get(NOTES[element.tag], set())
        return [element] if element.get(f"{W}id", "") in known else []

    def _link(self, element: Element) -> list[Element]:
        inner = self._several(element)
        relation = self.relations.get(element.get(f"{R}id", ""))
        if relation is None:
            return inner
        link = Element(f"{W}hyperlink", {f"{R}id": element.get(f"{R}id", "")})
        link[:] = inner
        return [link]

    def _table(self, element: Element) -> list[Element]:
        """Rows and cells alone. One row of hidden or deleted words is a row less."""
        self.forms.leave_list()
        table = Element(f"{W}tbl")
        table[:] = [row for row in self._several(element) if row.tag == f"{W}tr"]
        self.forms.leave_list()
        return [table] if len(table) else []

    def _row(self, element: Element) -> list[Element]:
        properties = element.find(f"{W}trPr")
        if properties is not None and properties.find(f"{W}del") is not None:
            self.report.find(FindingCode.TRACKED_DELETION)
            return []
        if properties is not None and is_on(properties.find(f"{W}hidden")):
            self.report.find(FindingCode.HIDDEN_TEXT)
            return []
        row = Element(f"{W}tr")
        if properties is not None and is_on(properties.find(f"{W}tblHeader")):
            ElementTree.SubElement(ElementTree.SubElement(row, f"{W}trPr"), f"{W}tblHeader")
        row.extend(cell for cell in self._several(element) if cell.tag == f"{W}tc")
        return [row] if row.find(f"{W}tc") is not None else []

    def _cell(self, element: Element) -> list[Element]:
        cell = Element(f"{W}tc")
        properties = element.find(f"{W}tcPr")
        made = ElementTree.SubElement(cell, f"{W}tcPr")
        if properties is not None:
            span = value(properties.find(f"{W}gridSpan")) or ""
            if span.isdecimal() and len(span) < 4 and int(span) > 1:
                ElementTree.SubElement(made, f"{W}gridSpan", {f"{W}val": span})
            made.extend(properties.findall(f"{W}vMerge"))
            if properties.find(f"{W}cellDel") is not None:
                self.report.find(FindingCode.TRACKED_DELETION)
                return [cell]
        cell.extend(self._several(element))
        return [cell]

    def _paragraph(self, element: Element) -> list[Element]:
        self._paragraphs += 1
        if self._paragraphs > MAX_PARAGRAPHS:
            raise Refusal(RefusalCode.TOO_MANY_BLOCKS)
        properties = element.find(f"{W}pPr")
        identifier = value(properties.find(f"{W}pStyle")) if properties is not None else None
        style = self.styles.style(identifier)
        if style.is_contents:
            self._leave_contents()
            return []
        outer, self._style = self._style, style
        made = Element(f"{W}p")
        made[:] = self._several(element)
        self._style = outer
        self._tell(words_of(made))
        if len(made) == 0:
            return []
        self._was_in_contents = False
        return self.forms.formed(made, style, properties)

    def _tell(self, words: str) -> None:
        """Report what was met in the paragraph of these words, once they are known."""
        for code, detail in self._met:
            self.report.find(code, words, detail)
        self._met = []

    def _run(self, element: Element) -> list[Element]:
        properties = element.find(f"{W}rPr")
        own = look_of(properties)
        identifier = value(properties.find(f"{W}rStyle")) if properties is not None else None
        style = self.styles.style(identifier)
        look = own.under(style.look)
        if _first(look.is_hidden, self._style.look.is_hidden):
            if words_of(element) and (FindingCode.HIDDEN_TEXT, "") not in self._met:
                self._met.append((FindingCode.HIDDEN_TEXT, ""))
            return []
        inner = self._several(element)
        if not inner:
            return []
        run = Element(f"{W}r")
        if any(each.tag in NOTES for each in inner):
            look = Look()
        _dress(run, look, is_code=style.is_code)
        run.extend(inner)
        return [run]


def _first(mine: bool | None, theirs: bool | None) -> bool | None:
    return theirs if mine is None else mine


def _dress(run: Element, look: Look, *, is_code: bool) -> None:
    """The few properties of a run that are shown."""
    properties = ElementTree.SubElement(run, f"{W}rPr")
    for is_so, name in ((look.is_bold, "b"), (look.is_italic, "i"), (look.is_struck, "strike")):
        if is_so:
            ElementTree.SubElement(properties, f"{W}{name}")
    if look.position in {"superscript", "subscript"}:
        ElementTree.SubElement(properties, f"{W}vertAlign", {f"{W}val": look.position})
    if is_code:
        ElementTree.SubElement(properties, f"{W}rStyle", {f"{W}val": CODE})
