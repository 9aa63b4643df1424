"""The parts of a DOCX beside its body: footnotes, and the numbering of lists."""

from collections.abc import Mapping
from typing import Any

from docx.document import Document as Docx
from docx.opc.constants import RELATIONSHIP_TYPE as RELATIONS
from docx.opc.packuri import PackURI
from docx.opc.part import XmlPart
from docx.oxml.parser import parse_xml

from consultation.publishing.writers.wordml import NAMESPACE, Element, W, element

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
LISTS = CONTENT_TYPE.replace("footnotes", "numbering")
EMPTY = (
    f'<w:footnotes xmlns:w="{NAMESPACE}">'
    '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/>'
    "</w:r></w:p></w:footnote></w:footnotes>"
)
BULLETS = ("•", "–", "·")


class Footnotes:
    """The notes of a document; the part is made with the first one."""

    def __init__(self, document: Docx, ids: Mapping[str, str]) -> None:
        self._document, self._ids = document, ids
        self._root: Element = None
        self.part: Any = None
        self._last = 0

    def add(self) -> tuple[int, Element]:
        """The number by which the text calls it, and the paragraph of the note."""
        if self.part is None:
            self._open()
        self._last += 1
        note = element("footnote", self._root, id=self._last)
        paragraph = element("p", note)
        element("pStyle", element("pPr", paragraph), val=self._ids["FootnoteText"])
        mark = element("r", paragraph)
        element("rStyle", element("rPr", mark), val=self._ids["FootnoteReference"])
        element("footnoteRef", mark)
        return self._last, paragraph

    def _open(self) -> None:
        """The template's own part, or a new one."""
        package = self._document.part
        for relation in package.rels.values():
            if relation.reltype == RELATIONS.FOOTNOTES and not relation.is_external:
                self.part = relation.target_part
        if self.part is None:
            self.part = XmlPart(
                PackURI("/word/footnotes.xml"), CONTENT_TYPE, parse_xml(EMPTY), package.package
            )
            package.relate_to(self.part, RELATIONS.FOOTNOTES)
        elif not isinstance(self.part, XmlPart):
            # python-docx keeps a part that it does not know as bytes.
            own = XmlPart(
                self.part.partname, CONTENT_TYPE, parse_xml(self.part.blob), package.package
            )
            for relation in package.rels.values():
                if relation.reltype == RELATIONS.FOOTNOTES:
                    relation._target = own
            self.part = own
        self._root = self.part.element
        numbers = [int(note.get(W + "id")) for note in self._root.findall(W + "footnote")]
        self._last = max([0, *numbers])


class Numbering:
    """Lists: one shape for bullets, one for numbers, each list counting for itself."""

    def __init__(self, document: Docx) -> None:
        self._document = document
        self._root: Element = None
        self._shapes: dict[bool, int] = {}
        self._bullets = 0

    def of(self, *, is_numbered: bool, start: int) -> int:
        """The number of a list's definition."""
        if self._root is None:
            self._root = self._opened()
        if not is_numbered and self._bullets:
            return self._bullets
        shape = self._shapes.get(is_numbered)
        if shape is None:
            shape = self._shapes[is_numbered] = self._shape(is_numbered)
        number = 1 + self._highest("num", "numId")
        made = element("num", self._root, numId=number)
        element("abstractNumId", made, val=shape)
        if is_numbered:
            for level in range(3):
                override = element("lvlOverride", made, ilvl=level)
                element("startOverride", override, val=start if level == 0 else 1)
        else:
            self._bullets = number
        return number

    def _opened(self) -> Element:
        """The template's own part, or a new one: python-docx has none to offer."""
        package = self._document.part
        for relation in package.rels.values():
            if relation.reltype == RELATIONS.NUMBERING and not relation.is_external:
                return relation.target_part.element
        part = XmlPart(
            PackURI("/word/numbering.xml"), LISTS,
            parse_xml(f'<w:numbering xmlns:w="{NAMESPACE}"/>'), package.package,
        )  # fmt: skip
        package.relate_to(part, RELATIONS.NUMBERING)
        return part.element

    def _highest(self, name: str, attribute: str) -> int:
        return max(
            (int(each.get(W + attribute)) for each in self._root.findall(W + name)), default=0
        )

    def _shape(self, is_numbered: bool) -> int:
        number = 1 + self._highest("abstractNum", "abstractNumId")
        made = element("abstractNum", abstractNumId=number)
        element("multiLevelType", made, val="hybridMultilevel")
        for level in range(3):
            each = element("lvl", made, ilvl=level)
            element("start", each, val=1)
            element("numFmt", each, val="decimal" if is_numbered else "bullet")
            element("lvlText", each, val=f"%{level + 1}." if is_numbered else BULLETS[level])
            element("lvlJc", each, val="left")
            properties = element("pPr", each)
            element("ind", properties, left=425 * (level + 1), hanging=425)
        # The schema wants every shape before the first list.
        first = self._root.find(W + "num")
        if first is None:
            self._root.append(made)
        else:
            first.addprevious(made)
        return number
