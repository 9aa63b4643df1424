"""A paragraph of a DOCX file in the plain form of what it is: heading, item, quotation, code."""

from dataclasses import replace
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from consultation.documents.parsing.blocks import FindingCode
from consultation.documents.parsing.docx.drawings import words_of
from consultation.documents.parsing.docx.lists import Mark, Numbering
from consultation.documents.parsing.docx.parts import W, value
from consultation.documents.parsing.docx.styles import Style, number_of
from consultation.documents.parsing.report import Report

NUMBER, QUOTATION, CODE = "number", "Quote", "Code"
DEEPEST = 6


class Forms:
    """Gives one paragraph after the other its form; lists are counted on the way."""

    def __init__(self, numbering: Numbering, report: Report) -> None:
        self.numbering = numbering
        self.report = report
        self._last_item: Element | None = None

    def leave_list(self) -> None:
        """What follows belongs to no item before."""
        self._last_item = None

    def formed(self, made: Element, style: Style, given: Element | None) -> list[Element]:
        """The paragraph `made`, of this style and these properties, in its form.

        Nothing where it goes on with the item before: under the same indent, without a mark.
        """
        plain = Element(f"{W}pPr")
        mark = self._mark(style, given)
        level = _level(style, given) if words_of(made) else None
        is_item = level is None and mark is not None and not mark.is_blank
        if given is not None and given.find(f"{W}rPr/{W}del") is not None:
            # mammoth joins what stands before a deleted end of paragraph with what follows.
            ElementTree.SubElement(ElementTree.SubElement(plain, f"{W}rPr"), f"{W}del")
        elif level is not None:
            self._heading(made, plain, level, mark)
        elif mark is not None and is_item:
            _item(made, plain, mark)
        elif mark is not None and self._last_item is not None:
            run = ElementTree.SubElement(self._last_item, f"{W}r")
            ElementTree.SubElement(run, f"{W}br")
            self._last_item.extend(made)
            return []
        elif style.is_quotation or style.is_code:
            _styled(plain, QUOTATION if style.is_quotation else CODE)
        self._last_item = made if is_item else None
        made.insert(0, plain)
        return [made]

    def _mark(self, style: Style, given: Element | None) -> Mark | None:
        number = number_of(given) or style.number
        if number and not number[0] and style.number:
            number = style.number[0], number[1]
        mark = self.numbering.mark(number) if number else None
        return replace(mark, level=style.list_level) if mark and style.list_level else mark

    def _heading(self, made: Element, plain: Element, level: int, mark: Mark | None) -> None:
        words = words_of(made)
        if level > DEEPEST:
            self.report.find(FindingCode.HEADING_LEVEL, words, str(level))
        if mark is not None and not mark.is_blank:
            self.report.find_in_file(FindingCode.AUTOMATIC_NUMBER)
        self.report.heading = words
        _styled(plain, f"Heading{min(level, DEEPEST)}")


def _item(made: Element, plain: Element, mark: Mark) -> None:
    """A list's item carries its number through the conversion as the name of a bookmark."""
    number = ElementTree.SubElement(plain, f"{W}numPr")
    ElementTree.SubElement(number, f"{W}ilvl", {f"{W}val": str(mark.level)})
    kind = "2" if mark.is_ordered else "1"
    ElementTree.SubElement(number, f"{W}numId", {f"{W}val": kind})
    if mark.is_ordered:
        name = f"{NUMBER}:{mark.number}:{mark.letters}"
        made.insert(0, Element(f"{W}bookmarkStart", {f"{W}name": name}))


def _level(style: Style, given: Element | None) -> int | None:
    outline = value(given.find(f"{W}outlineLvl")) if given is not None else None
    if outline is not None and outline.isdecimal():
        return int(outline) + 1 if int(outline) < 9 else None
    return style.level


def _styled(properties: Element, name: str) -> None:
    ElementTree.SubElement(properties, f"{W}pStyle", {f"{W}val": name})
