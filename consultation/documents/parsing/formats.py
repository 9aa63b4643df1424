"""Which format a file is of, by what it holds. Its name is a claim: where it lies, we say so."""

import codecs
import re
from enum import StrEnum
from pathlib import Path

from consultation.documents.parsing.blocks import Options, ParsedDocument, Refusal, RefusalCode
from consultation.documents.parsing.packages import MAX_BYTES, Package

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
START = 2048
MAX_TEXT = 5 * 1024 * 1024
"""Of a text file, its embedded images left out: 800,000 words."""
CONTROLS = 0.002
"""Share of control characters above which something is no text; two stray ones are forgiven."""
_DATA = re.compile(r"(?<=;base64,)[A-Za-z0-9+/=\s]+")
_CONTROL = re.compile(r"[\x01-\x08\x0e-\x1a\x1c-\x1f]")
_PAGE = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)\b", re.I | re.S
)
_DECLARES = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?<!doctype[^>\[]*\[", re.I)
_MARKED = re.compile(r"\s*(?:<\?xml|<svg|<!doctype|\{\\rtf)", re.I)


class Format(StrEnum):
    """What is read."""

    DOCX = "docx"
    ODT = "odt"
    PDF = "pdf"
    HTML = "html"
    MARKDOWN = "markdown"
    TEXT = "text"


ENDINGS = {
    ".docx": Format.DOCX,
    ".docm": Format.DOCX,
    ".dotx": Format.DOCX,
    ".odt": Format.ODT,
    ".ott": Format.ODT,
    ".pdf": Format.PDF,
    ".html": Format.HTML,
    ".htm": Format.HTML,
    ".xhtml": Format.HTML,
    ".md": Format.MARKDOWN,
    ".markdown": Format.MARKDOWN,
    ".txt": Format.TEXT,
    ".text": Format.TEXT,
    "": Format.MARKDOWN,
}
WRITTEN = frozenset({Format.HTML, Format.MARKDOWN, Format.TEXT})
"""Formats that people can type: one read as another does no harm."""


def read_here(path: Path, filename: str, options: Options) -> ParsedDocument:
    """Read a file in this process. Refuses what is no text, or is too much."""
    try:
        parsed = _read(path, Path(filename).suffix.lower(), options)
    except (Refusal, MemoryError):
        raise
    except RecursionError as error:
        raise Refusal(RefusalCode.UNREADABLE) from error
    except Exception as error:
        # The libraries that read strangers' files raise almost anything on a broken one.
        raise Refusal(RefusalCode.UNREADABLE) from error
    if not parsed.blocks:
        raise Refusal(RefusalCode.EMPTY)
    return parsed


def _read(path: Path, ending: str, options: Options) -> ParsedDocument:
    if path.stat().st_size > MAX_BYTES:
        raise Refusal(RefusalCode.TOO_LARGE)
    content = path.read_bytes()
    if not content.strip():
        raise Refusal(RefusalCode.EMPTY)
    if content.startswith(OLE):
        # Word encrypts a text by wrapping it in such a container; old .doc files are one too.
        is_encrypted = ENCRYPTED_PACKAGE in content
        raise Refusal(RefusalCode.ENCRYPTED if is_encrypted else RefusalCode.UNKNOWN_FORMAT)
    if content.startswith(b"PK\x03\x04"):
        return _zipped(content, ending, options)
    if b"%PDF-" in content[:START]:
        from consultation.documents.parsing.pdf import read_pdf

        _agree(ending, Format.PDF)
        return read_pdf(content, options)
    return _written(content, ending, options)


def _agree(ending: str, found: Format) -> None:
    """Refuse a name that announces another format than what was found."""
    if ENDINGS.get(ending, found) is not found and ending:
        raise Refusal(RefusalCode.MISLABELLED)


def _zipped(content: bytes, ending: str, options: Options) -> ParsedDocument:
    from consultation.documents.parsing.docx import is_docx, read_docx
    from consultation.documents.parsing.odt import is_odt, read_odt

    if ENDINGS.get(ending) in WRITTEN | {Format.PDF} and ending:
        raise Refusal(RefusalCode.MISLABELLED)
    package = Package(content)
    if is_odt(package):
        _agree(ending, Format.ODT)
        return read_odt(package, options)
    if is_docx(package):
        _agree(ending, Format.DOCX)
        return read_docx(package, options)
    raise Refusal(RefusalCode.MISLABELLED if ending in ENDINGS else RefusalCode.UNKNOWN_FORMAT)


def _written(content: bytes, ending: str, options: Options) -> ParsedDocument:
    from consultation.documents.parsing.html import read_html
    from consultation.documents.parsing.markdown import read_markdown

    announced = ENDINGS.get(ending)
    if announced is None:
        raise Refusal(RefusalCode.UNKNOWN_FORMAT)
    if announced not in WRITTEN:
        raise Refusal(_why_not(announced, content))
    source = decode(content)
    _must_be_text(source, ending)
    if _PAGE.match(source[:START]) or announced is Format.HTML:
        if _DECLARES.match(source[:START]):
            raise Refusal(RefusalCode.DECLARES_ENTITIES)
        return read_html(source, options)
    return read_markdown(source, options, has_indented_code=announced is Format.MARKDOWN)


def _why_not(announced: Format, content: bytes) -> RefusalCode:
    """A zip or a PDF without its beginning: cut at the front, or something else altogether."""
    ends = {Format.PDF: b"%%EOF"}.get(announced, b"PK\x05\x06")
    return RefusalCode.TRUNCATED if ends in content[-START:] else RefusalCode.MISLABELLED


def _must_be_text(source: str, ending: str) -> None:
    is_noise = len(_CONTROL.findall(source)) > 2 + CONTROLS * len(source)
    is_other = _MARKED.match(source) and not _PAGE.match(source[:START])
    if "\x00" in source or is_noise or is_other:
        raise Refusal(RefusalCode.MISLABELLED if ending else RefusalCode.UNKNOWN_FORMAT)
    if len(source) > MAX_TEXT and len(_DATA.sub("", source)) > MAX_TEXT:
        raise Refusal(RefusalCode.TOO_LARGE)


def decode(content: bytes) -> str:
    """UTF-8, or UTF-16 under its mark, or else the Western code page of old files."""
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if content.startswith(mark):
            return content.decode(name, errors="replace")
    for name in ("utf-8", "cp1252"):
        try:
            return content.decode(name)
        except UnicodeDecodeError:
            continue
    return content.decode("latin-1")
