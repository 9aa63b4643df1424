"""XLSX: one sheet of contributions (another each million), information, dictionary."""

from collections.abc import Iterable, Sequence
from datetime import datetime, time
from pathlib import Path
from typing import Any

import xlsxwriter

from consultation.core.tables import safe_cell
from consultation.exports.asked import DICTIONARY_HEAD, HEAD, Asked, dictionary, information
from consultation.exports.rows import Row

MOST_ROWS = 1_000_000
MOST_SIGNS = 32_767
CUT = " […] suite / continued : CSV, JSON"
OPTIONS = {
    "constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
    "strings_to_numbers": False,
}  # fmt: skip


class WorkbookWriter:
    """Written row by row; what a spreadsheet would compute is marked as text."""

    def __init__(self, asked: Asked, path: Path) -> None:
        self._asked = asked
        self._columns = asked.names
        self._book: Any = xlsxwriter.Workbook(str(path), OPTIONS)
        self._book.set_properties({"created": datetime.combine(asked.as_of, time())})
        self._plain = self._book.add_format()
        self._as_text = self._book.add_format({"quote_prefix": True})
        self._bold = self._book.add_format({"bold": True})
        self._told = self._book.add_worksheet("information")
        self._words = self._book.add_worksheet("dictionary")
        self._sheets = 0
        self._line = 0
        self._new_sheet()

    def _new_sheet(self) -> None:
        self._sheets += 1
        name = "contributions" if self._sheets == 1 else f"contributions {self._sheets}"
        self._sheet = self._book.add_worksheet(name)
        self._sheet.freeze_panes(1, 0)
        self._sheet.set_column(0, len(self._columns) - 1, 16)
        if self._sheets == 1:
            self._sheet.activate()
        self._write(self._sheet, 0, self._columns, self._bold)
        self._line = 1

    def add(self, row: Row, line: str) -> None:
        """One line of the table."""
        if self._line > MOST_ROWS:
            self._new_sheet()
        self._write(self._sheet, self._line, row.cells(self._columns))
        self._line += 1

    def close(self, count: int, rows_hash: str) -> None:
        """The two sheets before the table."""
        told = information(self._asked, count, rows_hash)
        self._page(self._told, [HEAD, *told])
        self._page(self._words, [DICTIONARY_HEAD, *dictionary(self._asked.columns)])
        self._book.close()

    def _page(self, sheet: Any, rows: Iterable[Sequence[object]]) -> None:
        sheet.set_column(0, 4, 44)
        for number, cells in enumerate(rows):
            self._write(sheet, number, cells, None if number else self._bold)

    def abandon(self) -> None:
        """Leave no temporary file."""
        self._book.close()

    def _write(self, sheet: Any, line: int, cells: Sequence[object], style: Any = None) -> None:
        for place, cell in enumerate(cells):
            if isinstance(cell, str):
                if cell:
                    is_safe = safe_cell(cell) is cell
                    form = style or (self._plain if is_safe else self._as_text)
                    sheet.write_string(line, place, fitting(cell), form)
            elif cell is not None:
                sheet.write_number(line, place, cell)


def fitting(text: str) -> str:
    """What a cell holds. It counts as UTF-16 does."""
    if len(text) * 2 <= MOST_SIGNS or len(text.encode("utf-16-le")) // 2 <= MOST_SIGNS:
        return text
    cut = text.encode("utf-16-le")[: 2 * (MOST_SIGNS - len(CUT))]
    return cut.decode("utf-16-le", errors="ignore") + CUT
