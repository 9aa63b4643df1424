"""Archives of which the same content makes the same bytes."""

from io import BufferedWriter
from pathlib import Path
from typing import IO, Protocol
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from consultation.exports.rows import Row

BLOCK = 1 << 18
EPOCH = (1980, 1, 1, 0, 0, 0)


class Writer(Protocol):
    """Writes one file: rows as they come, then the information page."""

    def add(self, row: Row, line: str) -> None:
        """One more row; `line` is its canonical JSON."""

    def close(self, count: int, rows_hash: str) -> None:
        """The end of the file."""

    def abandon(self) -> None:
        """Let go of what was opened: the file is not wanted."""


class Package:
    """A zip file, one member after the other, without the hour and the machine it was made at."""

    def __init__(self, path: Path) -> None:
        self._zip = ZipFile(path, "w", ZIP_DEFLATED)

    def open(self, name: str) -> IO[bytes]:
        """A member to be written bit by bit."""
        member = self._zip.open(_info(name), "w", force_zip64=True)
        return BufferedWriter(member, BLOCK)

    def write(self, name: str, content: str) -> None:
        """A whole member."""
        self._zip.writestr(_info(name), content.encode())

    def take(self, name: str, path: Path) -> None:
        """A member that was written beside."""
        with path.open("rb") as source, self.open(name) as member:
            while block := source.read(1 << 20):
                member.write(block)

    def close(self) -> None:
        """Its end."""
        self._zip.close()


def _info(name: str) -> ZipInfo:
    info = ZipInfo(name, EPOCH)
    info.compress_type = ZIP_DEFLATED
    info.create_system = 3
    info.external_attr = 0o644 << 16
    return info
