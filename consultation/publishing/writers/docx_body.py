"""The blocks of a document as the paragraphs and tables of a DOCX."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from docx.document import Document as Docx
from docx.opc.constants import RELATIONSHIP_TYPE as RELATIONS

from consultation.publishing.blocks import (
    Bars,
    Block,
    Box,
    Bullets,
    Change,
    Contents,
    Document,
    Footnote,
    Heading,
    PageBreak,
    Paragraph,
    Quotation,
    Run,
    Shade,
    Table,
    Tone,
    Words,
    headings,
    keyed,
    text_of,
)
from consultation.publishing.directions import is_right_to_left
from consultation.publishing.writers.docx_parts import Footnotes, Numbering
from consultation.publishing.writers.docx_styles import boxed
from consultation.publishing.writers.docx_tables import Tables
from consultation.publishing.writers.labels import Labels
from consultation.publishing.writers.looks import SHADES
from consultation.publishing.writers.wordml import RELATION, Element, element, text_into

DEEPEST = 2
TONES = {Tone.TEXT: "", Tone.LEAD: "Lead", Tone.ASIDE: "Aside"}


@dataclass(frozen=True)
class Place:
    """Where blocks stand: in which list, box or quotation."""

    style: str = ""
    level: int = -1
    is_boxed: bool = False


TOP = Place()


def mark_of(key: str) -> str:
    """A bookmark's name: Word wants no hyphen, and forty characters."""
    return key.replace("-", "_")[:40]


class Body:
    """Makes elements of blocks; notes, lists and links go to their parts of the package."""

    def __init__(
        self, docx: Docx, document: Document, words: Labels, ids: Mapping[str, str],
        watch: Callable[[], None],
    ) -> None:  # fmt: skip
        """`ids` are the file's own identifiers of our styles."""
        self._ids = ids
        self._docx, self._document, self._labels, self._watch = docx, document, words, watch
        self._notes, self._numbering = Footnotes(docx, ids), Numbering(docx)
        self._tables = Tables(
            lambda words, style: self._paragraph(words, Place(style)), words.share
        )
        self._bookmarks = 1000
        self._links: dict[tuple[Any, str], str] = {}

    def elements(self, blocks: Iterable[Block], place: Place = TOP) -> list[Element]:
        """Paragraphs and tables, in order."""
        return [each for block in blocks for each in self._block(block, place)]

    def _block(self, block: Block, place: Place) -> Sequence[Element]:
        self._watch()
        if isinstance(block, Heading):
            style = f"Heading{block.level}"
            return [self._paragraph(block.words, Place(style, is_boxed=place.is_boxed), block.key)]
        if isinstance(block, Paragraph):
            tone = TONES[block.tone] or place.style
            where = Place(tone, place.level, place.is_boxed)
            return [self._paragraph(block.words, where, block.key)]
        if isinstance(block, Bullets):
            return self._list(block, place)
        if isinstance(block, Quotation | Box):
            return self._holder(block, place)
        if isinstance(block, Table | Bars):
            return self._tables.of(block)
        if isinstance(block, Contents):
            return self._contents(block)
        assert isinstance(block, PageBreak)  # noqa: S101  # the last of the kinds
        made = element("p")
        element("br", element("r", made), type="page")
        return [made]

    def _paragraph(self, words: Words, place: Place, key: str = "") -> Element:
        made = element("p")
        properties = element("pPr", made)
        if place.style:
            element("pStyle", properties, val=self._ids.get(place.style, place.style))
        is_rtl = is_right_to_left(words)
        if place.is_boxed:
            boxed(properties)
        if is_rtl:
            element("bidi", properties)
        if place.level >= 0:
            element("ind", properties, left=425 * (place.level + 1))
        self._marked(made, words, key, is_rtl=is_rtl)
        return made

    def _marked(self, made: Element, words: Words, key: str, *, is_rtl: bool) -> None:
        if key:
            self._bookmarks += 1
            element("bookmarkStart", made, id=self._bookmarks, name=mark_of(key))
        self._words(made, words, self._docx.part, is_rtl=is_rtl)
        if key:
            element("bookmarkEnd", made, id=self._bookmarks)

    def _words(self, made: Element, words: Words, part: Any, *, is_rtl: bool = False) -> None:
        for each in words:
            if isinstance(each, Footnote):
                self._call(made, each)
            elif each.href:
                self._run(self._link(made, each.href, part), each, is_rtl=is_rtl)
            else:
                self._run(made, each, is_rtl=is_rtl)

    def _run(self, made: Element, run: Run, *, is_rtl: bool) -> None:
        one = element("r", made)
        properties = element("rPr", one)
        if run.href:
            element("rStyle", properties, val=self._ids["Hyperlink"])
        for is_so, name in (
            (run.is_bold, "b"), (run.is_italic, "i"), (run.change is Change.REMOVED, "strike"),
        ):  # fmt: skip
            if is_so:
                element(name, properties)
        if run.change:
            colour = SHADES[Shade.FOR if run.change is Change.ADDED else Shade.AGAINST]
            element("color", properties, val=colour)
        if run.change is Change.ADDED:
            element("u", properties, val="single")
        if run.is_raised:
            element("vertAlign", properties, val="superscript")
        if is_rtl:
            element("rtl", properties)
        text_into(one, run.text)

    def _call(self, made: Element, note: Footnote) -> None:
        number, paragraph = self._notes.add()
        text_into(element("r", paragraph), " ")
        self._words(paragraph, note.words, self._notes.part)
        one = element("r", made)
        element("rStyle", element("rPr", one), val=self._ids["FootnoteReference"])
        element("footnoteReference", one, id=number)

    def _link(self, made: Element, href: str, part: Any) -> Element:
        if href.startswith("#"):
            return element("hyperlink", made, anchor=mark_of(href[1:]), history="1")
        known = self._links.get((part, href))
        if known is None:
            known = part.relate_to(href, RELATIONS.HYPERLINK, is_external=True)
            self._links[part, href] = known
        link = element("hyperlink", made, history="1")
        link.set(RELATION, known)
        return link

    def _list(self, block: Bullets, place: Place) -> list[Element]:
        level = min(place.level + 1, DEEPEST)
        number = self._numbering.of(is_numbered=block.is_numbered, start=block.start)
        found = []
        inner = Place("ListParagraph", level, place.is_boxed)
        for item in block.items:
            elements = self.elements(item, inner)
            first = next((each for each in elements if each.tag.endswith("}p")), None)
            properties = first[0] if first is not None else None
            if properties is not None and properties.find(properties.tag[:-3] + "numPr") is None:
                self._numbered(properties, level, number)
            found += elements
        return found

    def _numbered(self, properties: Element, level: int, number: int) -> None:
        for old in properties.findall(properties.tag[:-3] + "ind"):
            properties.remove(old)
        made = element("numPr")
        element("ilvl", made, val=level)
        element("numId", made, val=number)
        properties.insert(
            1 if len(properties) and properties[0].tag.endswith("pStyle") else 0, made
        )

    def _holder(self, block: Quotation | Box, place: Place) -> list[Element]:
        if isinstance(block, Box):
            title = self._paragraph((Run(block.title),), Place("BoxTitle")) if block.title else None
            inner = self.elements(block.blocks, Place("Box", is_boxed=True))
            return ([title] if title is not None else []) + inner
        style = "Verbatim" if block.is_verbatim else "Quote"
        found = self.elements(keyed(block), Place(style, place.level, place.is_boxed))
        if block.reference:
            where = Place("Reference", place.level, place.is_boxed)
            found.append(self._paragraph(block.reference, where))
        return found

    def _contents(self, block: Contents) -> list[Element]:
        """The field that a word processor makes anew, and what it shows until then."""
        title = self._paragraph((Run(self._labels.contents),), Place("TOCHeading"))
        lines = [self._entry(each) for each in headings(self._document, block.depth)]
        if not lines:
            return [title]
        code = f' TOC \\o "1-{block.depth}" \\h \\z \\u '
        first, last = lines[0], lines[-1]
        begin, told, middle = (element("r") for _each in range(3))
        element("fldChar", begin, fldCharType="begin", dirty="true")
        text_into(told, code, "instrText")
        element("fldChar", middle, fldCharType="separate")
        for place, each in enumerate((begin, told, middle), 1):
            first.insert(place, each)
        element("fldChar", element("r", last), fldCharType="end")
        return [title, *lines]

    def _entry(self, heading: Heading) -> Element:
        made = element("p")
        element("pStyle", element("pPr", made), val=self._ids[f"TOC{heading.level}"])
        link = element("hyperlink", made, anchor=mark_of(heading.key), history="1")
        text_into(element("r", link), text_of(heading.words))
        return made
