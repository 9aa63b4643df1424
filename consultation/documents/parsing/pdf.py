"""PDF in: the words alone, as a draft to correct. A PDF knows places of letters, not paragraphs."""

import io
import re
from html import escape
from pathlib import Path

from consultation.documents.parsing.blocks import (
    FindingCode,
    Options,
    ParsedDocument,
    Refusal,
    RefusalCode,
)
from consultation.documents.parsing.collecting import Collector
from consultation.documents.parsing.html import collect
from consultation.documents.parsing.tree import parse_html

MAX_PAGES = 1500
_BULLET = re.compile(r"^\s*(?:[•●◦▪■–—-]|\d{1,2}[.)])\s+")
_NUMBERED = re.compile(r"^\s*(?:\d{1,2}(?:\.\d{1,2}){0,4}\.?|[IVX]{1,5}\.|[A-Z]\.)\s+\S")
_PAGE_NUMBER = re.compile(r"^\s*(?:page\s+)?\d{1,4}(?:\s*(?:/|sur)\s*\d{1,4})?\s*$", re.I)


def read_pdf(path: Path, options: Options) -> ParsedDocument:
    """Read the words of a PDF file."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(io.BytesIO(path.read_bytes()))
        if reader.is_encrypted and not reader.decrypt(""):
            raise Refusal(RefusalCode.ENCRYPTED)
        if len(reader.pages) > MAX_PAGES:
            raise Refusal(RefusalCode.TOO_MANY_BLOCKS)
        pages = [page.extract_text() for page in reader.pages]
        title = str(reader.metadata.title or "").strip() if reader.metadata else ""
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        raise Refusal(RefusalCode.TRUNCATED) from error
    except RecursionError as error:
        raise Refusal(RefusalCode.UNREADABLE) from error
    collector = Collector(options)
    collector.find(FindingCode.PDF_IS_A_DRAFT)
    root, _comments = parse_html(_as_html(pages))
    return collect(root, options, title=title, collector=collector)


def _as_html(pages: list[str]) -> str:
    """Paragraphs out of lines: a line that ends a sentence, or is short, ends its paragraph."""
    parts: list[str] = []
    waiting: list[str] = []
    for line in (line for page in pages for line in page.splitlines()):
        words = line.strip()
        if not words or _PAGE_NUMBER.match(words):
            _close(parts, waiting)
        elif _is_heading(words):
            _close(parts, waiting)
            parts.append(f"<h{_level(words)}>{escape(words)}</h{_level(words)}>")
        else:
            if waiting and (_BULLET.match(words) or waiting[-1].endswith((".", "!", "?", ":"))):
                _close(parts, waiting)
            waiting.append(words)
    _close(parts, waiting)
    return "".join(parts)


def _is_heading(words: str) -> bool:
    is_short = len(words) < 90 and not words.endswith((".", ",", ";", ":"))
    return is_short and bool(_NUMBERED.match(words)) and len(words.split()) > 1


def _level(words: str) -> int:
    number = words.split()[0].strip(".")
    return min(6, number.count(".") + 1) if number[:1].isdigit() else 1


def _close(parts: list[str], waiting: list[str]) -> None:
    if waiting:
        joined = ""
        for line in waiting:
            # A word cut at the end of a line is one word.
            joined = joined[:-1] + line if re.search(r"\w-$", joined) else f"{joined} {line}"
        parts.append(f"<p>{escape(joined.strip())}</p>")
        waiting.clear()
