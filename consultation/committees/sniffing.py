"""What a file is, by what it holds: its name is a claim, and decides between plain texts alone."""

import codecs
import io
import re
import zipfile
from pathlib import PurePath

from consultation.committees.models.files import FileKind

CONTENT_TYPES = {
    FileKind.PDF: "application/pdf",
    FileKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileKind.PPTX: "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    FileKind.ODT: "application/vnd.oasis.opendocument.text",
    FileKind.ODS: "application/vnd.oasis.opendocument.spreadsheet",
    FileKind.ODP: "application/vnd.oasis.opendocument.presentation",
    FileKind.PNG: "image/png",
    FileKind.JPEG: "image/jpeg",
    FileKind.WEBP: "image/webp",
    FileKind.TXT: "text/plain; charset=utf-8",
    FileKind.CSV: "text/plain; charset=utf-8",
    FileKind.MD: "text/plain; charset=utf-8",
}
"""What is sent with a file; never what its sender claimed."""
_MAGIC = (
    (b"%PDF-", FileKind.PDF),
    (b"\x89PNG\r\n\x1a\n", FileKind.PNG),
    (b"\xff\xd8\xff", FileKind.JPEG),
)
_PARTS = {
    "word/document.xml": FileKind.DOCX,
    "xl/workbook.xml": FileKind.XLSX,
    "ppt/presentation.xml": FileKind.PPTX,
}
_OPEN_DOCUMENTS = {
    CONTENT_TYPES[kind].encode(): kind for kind in (FileKind.ODT, FileKind.ODS, FileKind.ODP)
}
_TEXTS = {".csv": FileKind.CSV, ".md": FileKind.MD, ".markdown": FileKind.MD}
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]")
_PAGE = re.compile(r"\s*<[!?a-z]", re.IGNORECASE)
MAX_MEMBERS = 5_000


def kind_of(content: bytes, name: str) -> FileKind | None:
    """What `content` is; None when it is nothing that a committee exchanges."""
    for magic, kind in _MAGIC:
        if content.startswith(magic):
            return kind
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return FileKind.WEBP
    if content.startswith(b"PK\x03\x04"):
        return _package(content)
    return _text(content, name)


def shown_name(name: str, kind: FileKind) -> str:
    """What its sender called it, without a path, with the ending of what it is."""
    plain = PurePath(name.replace("\\", "/")).name
    visible = "".join(char for char in plain if char.isprintable())
    stem = PurePath(visible).stem.strip(" .")[:100]
    return f"{stem or 'fichier'}.{kind.value}"


def _package(content: bytes) -> FileKind | None:
    """A text, a sheet or slides, without macros. Nothing is unpacked but the first small member."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            members = package.infolist()
            names = {each.filename for each in members[:MAX_MEMBERS]}
            first = members[0] if members else None
            said = b""
            if first is not None and first.filename == "mimetype" and first.file_size < 200:
                said = package.read(first)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, ValueError, EOFError):
        return None
    if len(members) > MAX_MEMBERS or any(_is_macro(each) for each in names):
        return None
    if said:
        return _OPEN_DOCUMENTS.get(said.strip())
    kinds = {kind for part, kind in _PARTS.items() if part in names}
    return kinds.pop() if len(kinds) == 1 and "[Content_Types].xml" in names else None


def _is_macro(member: str) -> bool:
    lower = member.lower()
    return lower.endswith("vbaproject.bin") or lower.startswith(("basic/", "scripts/"))


def _text(content: bytes, name: str) -> FileKind | None:
    """Plain words in UTF-8, and nothing that a browser would take for a page."""
    try:
        words = content.removeprefix(codecs.BOM_UTF8).decode()
    except UnicodeDecodeError:
        return None
    if not words.strip() or _CONTROL.search(words) or _PAGE.match(words):
        return None
    return _TEXTS.get(PurePath(name).suffix.lower(), FileKind.TXT)
