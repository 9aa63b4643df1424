"""Archives of which the same content makes the same bytes."""

from io import BufferedWriter
from pathlib import Path
from typing import IO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

BLOCK = 1 << 18
EPOCH = (1980, 1, 1, 0, 0, 0)


class Package:
    """A zip file, one member after the other, without the hour and the machine it was made at."""

    def __init__(self, path: Path) -> None:
        self._zip = ZipFile(path, "w", ZIP_DEFLATED)

    def open(self, name: str) -> IO[bytes]:
        """A member to be written bit by bit."""
        member = self._zip.open(_info(name), "w", force_zip64=True)
        return BufferedWriter(member, BLOCK)

    def write(self, name: str, content: str | bytes, *, is_stored: bool = False) -> None:
        """A whole member; stored as it is where a format wants its first bytes to be read."""
        info = _info(name)
        if is_stored:
            info.compress_type = ZIP_STORED
        self._zip.writestr(info, content)

    def take(self, name: str, path: Path) -> None:
        """A member that was written beside."""
        with path.open("rb") as source, self.open(name) as member:
            while block := source.read(1 << 20):
                member.write(block)

    def close(self) -> None:
        """Its end."""
        self._zip.close()


def repacked(source: IO[bytes], path: Path) -> None:
    """The members of `source`, in their order, written to `path` as a `Package` writes them."""
    package = Package(path)
    with ZipFile(source) as given:
        for name in given.namelist():
            package.write(name, given.read(name))
    package.close()


def _info(name: str) -> ZipInfo:
    info = ZipInfo(name, EPOCH)
    info.compress_type = ZIP_DEFLATED
    info.create_system = 3
    info.external_attr = 0o644 << 16
    return info
