"""Tables of a DOCX: a heading row repeated on each page, bars drawn by shaded paragraphs."""

from collections.abc import Callable, Sequence

from consultation.publishing.blocks import Bars, Run, Table, Words
from consultation.publishing.writers.docx_styles import shade
from consultation.publishing.writers.looks import EDGE, HAIRLINE, INK, SHADES
from consultation.publishing.writers.wordml import Element, element

WIDTH = 8950
"""Of the text, in twentieths of a point."""
BAR = WIDTH * 45 // 100
MARGINS = 220
"""Of a cell, both sides."""


class Tables:
    """Makes tables; `paragraph` makes what stands in their cells, of a style."""

    def __init__(self, paragraph: Callable[[Words, str], Element], share: str) -> None:
        self._paragraph, self._share = paragraph, share

    def of(self, block: Table | Bars) -> list[Element]:
        """The caption, the table, and a paragraph after it."""
        return self._table(block) if isinstance(block, Table) else self._bars(block)

    def _table(self, block: Table) -> list[Element]:
        share = WIDTH // len(block.head)
        widths = [share] * len(block.head)
        made = self._open_table(block.caption, block.head, widths, block.numeric)
        for row in block.rows:
            line = element("tr", made)
            element("cantSplit", element("trPr", line))
            for place, words in enumerate(row):
                self._cell(line, widths[place], words, is_number=place in block.numeric)
        return self._captioned(block.caption, made)

    def _bars(self, block: Bars) -> list[Element]:
        widths = [WIDTH * 25 // 100, WIDTH * 30 // 100, BAR]
        head = (*block.head, self._share)
        made = self._open_table(block.caption, head, widths, frozenset({1}))
        for bar in block.bars:
            line = element("tr", made)
            element("cantSplit", element("trPr", line))
            self._cell(line, widths[0], (Run(bar.label),))
            self._cell(line, widths[1], (Run(bar.words),), is_number=True)
            properties = self._cell(line, widths[2], ())[0]
            length = max(bar.count * (BAR - MARGINS) // block.total, 20)
            if bar.count:
                shade(properties, SHADES[bar.shade])
            element("ind", properties, right=BAR - MARGINS - length)
        return self._captioned(block.caption, made)

    def _open_table(
        self, caption: str, head: Sequence[str], widths: Sequence[int], numeric: frozenset[int]
    ) -> Element:
        made = element("tbl")
        properties = element("tblPr", made)
        element("tblW", properties, w=WIDTH, type="dxa")
        borders = element("tblBorders", properties)
        element("bottom", borders, val="single", sz="4", space="0", color=EDGE)
        element("insideH", borders, val="single", sz="4", space="0", color=HAIRLINE)
        element("tblLook", properties, val="0020", firstRow="1", lastRow="0", firstColumn="0",
                lastColumn="0", noHBand="1", noVBand="1")  # fmt: skip
        if caption:
            element("tblCaption", properties, val=caption)
        grid = element("tblGrid", made)
        for width in widths:
            element("gridCol", grid, w=width)
        line = element("tr", made)
        told = element("trPr", line)
        element("cantSplit", told)
        element("tblHeader", told)
        for place, name in enumerate(head):
            words = (Run(name, is_bold=True),)
            self._cell(line, widths[place], words, is_number=place in numeric, edge=INK)
        return made

    def _cell(
        self, line: Element, width: int, words: Words, *, is_number: bool = False, edge: str = ""
    ) -> Element:
        cell = element("tc", line)
        properties = element("tcPr", cell)
        element("tcW", properties, w=width, type="dxa")
        if edge:
            borders = element("tcBorders", properties)
            element("bottom", borders, val="single", sz="8", space="0", color=edge)
        made = self._paragraph(words, "Cell")
        if is_number:
            element("jc", made[0], val="right")
        cell.append(made)
        return made

    def _captioned(self, caption: str, made: Element) -> list[Element]:
        """After a table a paragraph: two tables that touch become one."""
        after = self._paragraph((), "Aside")
        title = [self._paragraph((Run(caption),), "Caption")] if caption else []
        return [*title, made, after]
