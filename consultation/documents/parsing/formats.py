"""Which format a file is of, by what it holds: its name is a hint, never the proof."""

import codecs
import zipfile
from pathlib import Path

from consultation.documents.parsing.blocks import Options, ParsedDocument, Refusal, RefusalCode
from consultation.documents.parsing.packages import MAX_BYTES

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
TEXT_NAMES = {".md", ".markdown", ".txt", ".text"}
HTML_NAMES = {".html", ".htm", ".xhtml"}
NAMES = {".docx", ".odt", ".pdf"} | TEXT_NAMES | HTML_NAMES
MAX_TEXT = 5 * 1024 * 1024


def read_here(path: Path, filename: str, options: Options) -> ParsedDocument:
    """Read a file in this process. Refuses what is not a text, or is too much."""
    if path.stat().st_size > MAX_BYTES:
        raise Refusal(RefusalCode.TOO_LARGE)
    start = path.open("rb").read(2048)
    if not start.strip():
        raise Refusal(RefusalCode.EMPTY)
    try:
        parsed = _read(path, start, Path(filename).suffix.lower(), options)
    except RecursionError as error:
        raise Refusal(RefusalCode.UNREADABLE) from error
    if not parsed.blocks:
        raise Refusal(RefusalCode.EMPTY)
    return parsed


def _read(path: Path, start: bytes, suffix: str, options: Options) -> ParsedDocument:
    if start.startswith(OLE):
        # Word encrypts a document by wrapping it in an OLE container; old .doc files are one too.
        raise Refusal(RefusalCode.ENCRYPTED if suffix == ".docx" else RefusalCode.UNKNOWN_FORMAT)
    if start.startswith(b"PK"):
        return _zipped(path, suffix, options)
    if b"%PDF-" in start[:1024]:
        from consultation.documents.parsing.pdf import read_pdf

        return read_pdf(path, options)
    if suffix in {".docx", ".odt", ".pdf"}:
        raise Refusal(RefusalCode.MISLABELLED)
    return _text(path, start, suffix, options)


def _zipped(path: Path, suffix: str, options: Options) -> ParsedDocument:
    from consultation.documents.parsing.docx import read_docx
    from consultation.documents.parsing.odt import read_odt

    try:
        with zipfile.ZipFile(path) as package:
            names = set(package.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise Refusal(RefusalCode.TRUNCATED) from error
    if suffix in TEXT_NAMES | HTML_NAMES | {".pdf"}:
        raise Refusal(RefusalCode.MISLABELLED)
    if "word/document.xml" in names:
        return read_docx(path, options)
    if "content.xml" in names:
        return read_odt(path, options)
    raise Refusal(RefusalCode.UNKNOWN_FORMAT)


def _text(path: Path, start: bytes, suffix: str, options: Options) -> ParsedDocument:
    from consultation.documents.parsing.html import read_html
    from consultation.documents.parsing.markdown import read_markdown

    if path.stat().st_size > MAX_TEXT:
        raise Refusal(RefusalCode.TOO_LARGE)
    source = decode(path.read_bytes())
    if "\x00" in source:
        raise Refusal(RefusalCode.UNKNOWN_FORMAT)
    head = source.lstrip().lower()
    is_page = head.startswith(("<!doctype html", "<html", "<?xml"))
    if suffix in HTML_NAMES or is_page:
        if "<!entity" in head[:4096]:
            raise Refusal(RefusalCode.DECLARES_ENTITIES)
        return read_html(source, options)
    if suffix in TEXT_NAMES or suffix not in NAMES:
        return read_markdown(source, options)
    raise Refusal(RefusalCode.UNKNOWN_FORMAT)


def decode(content: bytes) -> str:
    """UTF-8, or UTF-16 under its mark, or else the Western code page of old files."""
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if content.startswith(mark):
            return content.decode(name, errors="replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")
