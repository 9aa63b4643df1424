"""CSV for spreadsheets: UTF-8 with its mark, no cell is a formula, information and dictionary."""

from pathlib import Path

from consultation.core.tables import BOM, csv_block, csv_line, csv_lines
from consultation.core.zips import Package
from consultation.exports.asked import (
    DICTIONARY_HEAD,
    HEAD,
    SEPARATORS,
    Asked,
    dictionary,
    information,
)
from consultation.exports.rows import Row

BLOCK = 500
"""Lines written at once."""


class CsvWriter:
    """A package of contributions.csv, information.csv, dictionary.csv."""

    def __init__(self, asked: Asked, path: Path) -> None:
        self._asked = asked
        self._separator = SEPARATORS[asked.filters.separator]
        self._columns = asked.names
        self._package = Package(path)
        self._waiting: list[list[object]] = []
        self._file = self._package.open("contributions.csv")
        self._file.write((BOM + csv_line(self._columns, self._separator)).encode())

    def add(self, row: Row, line: str) -> None:
        """One line of the table."""
        cells = [int(cell) if isinstance(cell, bool) else cell for cell in row.cells(self._columns)]
        self._waiting.append(cells)
        if len(self._waiting) == BLOCK:
            self._flush()

    def _flush(self) -> None:
        self._file.write(csv_block(self._waiting, self._separator).encode())
        self._waiting.clear()

    def close(self, count: int, rows_hash: str) -> None:
        """The pages that go with it."""
        self._flush()
        self._file.close()
        told = information(self._asked, count, rows_hash)
        words = dictionary(self._asked.columns)
        for name, head, rows in (
            ("information.csv", HEAD, told), ("dictionary.csv", DICTIONARY_HEAD, words),
        ):  # fmt: skip
            self._package.write(name, "".join(csv_lines(head, rows, separator=self._separator)))
        self._package.close()

    def abandon(self) -> None:
        """Close it where it is."""
        self._file.close()
        self._package.close()
