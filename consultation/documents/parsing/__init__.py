"""Reading a file into blocks. `parse_file` is the way in: strangers' files are read apart."""

from pathlib import Path

from consultation.documents.parsing.blocks import Options, ParsedDocument, Refusal, RefusalCode
from consultation.documents.parsing.packages import MAX_BYTES
from consultation.documents.parsing.sandbox import read_apart

__all__ = ["Options", "ParsedDocument", "Refusal", "RefusalCode", "parse_file"]


def parse_file(path: Path, filename: str, options: Options) -> ParsedDocument:
    """Read a file of any known format, in a process of its own; raises `Refusal`."""
    if path.stat().st_size > MAX_BYTES:
        raise Refusal(RefusalCode.TOO_LARGE)
    return read_apart(path, filename, options)
