"""What a writer of the corpus is."""

from typing import Protocol

from consultation.exports.rows import Row


class Writer(Protocol):
    """Writes one file: rows as they come, then the information page."""

    def add(self, row: Row, line: str) -> None:
        """One more row; `line` is its canonical JSON."""

    def close(self, count: int, rows_hash: str) -> None:
        """The end of the file."""

    def abandon(self) -> None:
        """Let go of what was opened: the file is not wanted."""
