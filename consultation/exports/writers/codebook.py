"""The codebook alone, as a QDC file."""

from dataclasses import dataclass
from pathlib import Path

from consultation.exports.asked import Asked
from consultation.exports.rows import Row
from consultation.synthesis.codebook_files import Entry, to_qdc
from consultation.synthesis.wording import ThemeWords


@dataclass(frozen=True)
class Code:
    """A theme, with the key of the one above it."""

    key: str
    words: ThemeWords
    parent: str = ""
    is_retired: bool = False


class CodebookWriter:
    """No row is in it."""

    def __init__(self, asked: Asked, codes: list[Code], path: Path) -> None:
        self._asked, self._codes, self._path = asked, codes, path

    def add(self, row: Row, line: str) -> None:
        """Nothing: the codebook holds no contribution."""

    def close(self, count: int, rows_hash: str) -> None:
        """All of it at once."""
        names = {code.key: code.words.name for code in self._codes}
        entries = [
            Entry(code.words, names.get(code.parent, ""), code.key)
            for code in self._codes
            if not code.is_retired
        ]
        self._path.write_bytes(to_qdc(entries, self._asked.software))

    def abandon(self) -> None:
        """Nothing was opened."""
