"""PDF in: the words alone, as a draft to correct. A PDF knows places of letters, not paragraphs."""

import io
import re
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

from consultation.documents.parsing.blocks import (
    FindingCode,
    Options,
    ParsedDocument,
    Refusal,
    RefusalCode,
)
from consultation.documents.parsing.document import Reading, finish
from consultation.documents.parsing.html import language_of
from consultation.documents.parsing.tree import Node

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader

MAX_PAGES = 1500
END = b"%%EOF"
TAIL = 8192
NARROW = 40
"""Characters of a line, at least, for its length to say anything."""
FULL = 0.75
"""A line shorter than this share of a usual one may end its paragraph."""
RUNNING = 0.5
"""Share of the pages that a running title stands on."""
_BULLET = re.compile(r"^[•●◦▪■□➢➤–—*-]\s+(?=\S)")
_NUMBERED = re.compile(
    r"^(?:(?:\d{1,2}\.){1,5}\d{0,2}|\d{1,2}(?:\.\d{1,2})*|[IVX]{1,5}\.|[A-Z]\.)\s+\S"
)
_PAGE_NUMBER = re.compile(r"^(?:page\s+)?\d{1,4}(?:\s*(?:/|sur)\s*\d{1,4})?$", re.I)
_SENTENCE_END = re.compile(r"[.!?:;…»”\"]$")
_CUT_WORD = re.compile(r"\w[-\u2010]$")


def read_pdf(content: bytes, options: Options) -> ParsedDocument:
    """Read the words of a PDF file."""
    if END not in content[-TAIL:]:
        raise Refusal(RefusalCode.TRUNCATED)
    reading = Reading(options)
    reading.report.find_in_file(FindingCode.PDF_IS_A_DRAFT)
    pages = _without_running_titles(_pages(content, reading))
    return finish(_tree([line for page in pages for line in page]), reading)


def _pages(content: bytes, reading: Reading) -> list[list[str]]:
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, LimitReachedError, PyPdfError

    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise Refusal(RefusalCode.ENCRYPTED)
        if len(reader.pages) > MAX_PAGES:
            raise Refusal(RefusalCode.TOO_MANY_BLOCKS)
        _look_around(reader, reading)
        return [_lines(page, reading) for page in reader.pages]
    except DependencyError as error:
        # Ciphers that pypdf leaves to another library: the file is locked all the same.
        raise Refusal(RefusalCode.ENCRYPTED) from error
    except LimitReachedError as error:
        raise Refusal(RefusalCode.TOO_LARGE_UNPACKED) from error
    except PyPdfError as error:
        raise Refusal(RefusalCode.TRUNCATED) from error


_MADE_BY_A_PROGRAM = re.compile(
    r"^(microsoft \w+ - |about:|\w+://|untitled|sans titre|sans nom)|\.\w{2,4}$", re.IGNORECASE
)
"""What printing programs write as a title where nobody gave one: the name of a file, an address."""


def _look_around(reader: "PdfReader", reading: Reading) -> None:
    about = reader.metadata
    if about:
        reading.report.find_in_file(FindingCode.METADATA)
        title = str(about.title or "").strip()
        reading.about.title = "" if _MADE_BY_A_PROGRAM.search(title) else title
        if str(about.author or "").strip():
            reading.report.find_in_file(FindingCode.AUTHOR)
    reading.about.language = language_of(str(reader.root_object.get("/Lang") or ""))


def _lines(page: "PageObject", reading: Reading) -> list[str]:
    """The lines of a page; remarks written on it are counted."""
    for reference in page.get("/Annots") or ():
        note = reference.get_object()
        if note.get("/Subtype") != "/Link" and str(note.get("/Contents") or "").strip():
            reading.report.find_in_file(FindingCode.COMMENT)
    return [" ".join(line.split()) for line in page.extract_text().splitlines()]


def _without_running_titles(pages: list[list[str]]) -> list[list[str]]:
    """Page numbers go, and the lines that most pages begin or end with."""
    pages = [[line for line in page if not _PAGE_NUMBER.match(line)] for page in pages]
    edges: Counter[str] = Counter()
    for page in pages:
        filled = [line for line in page if line]
        edges.update({*filled[:2], *filled[-2:]})
    enough = max(3, RUNNING * len(pages))
    running = {line for line, count in edges.items() if count >= enough}
    return [[line for line in page if line not in running] for page in pages]


def _tree(lines: list[str]) -> Node:
    """Paragraphs out of lines: a short line that ends a sentence ends its paragraph."""
    lengths = sorted(len(line) for line in lines if line)
    usual = lengths[int(len(lengths) * 0.9)] if lengths else 0
    root = Node("body")
    waiting: list[str] = []
    for line, following in pairwise([*lines, ""]):
        if not line:
            _close(root, waiting)
        elif not waiting and _is_heading(line, following):
            root.add(f"h{_level(line)}").children.append(line)
        else:
            waiting.append(line)
            is_short = len(line) < FULL * max(usual, NARROW)
            is_ended = is_short and bool(_SENTENCE_END.search(line))
            if is_ended or _BULLET.match(following) or _is_heading(following, ""):
                _close(root, waiting)
    _close(root, waiting)
    return root


def _is_heading(line: str, following: str) -> bool:
    """A short numbered line that ends no sentence and does not go on below in small letters."""
    is_short = len(line) < 90 and not line.endswith((".", ",", ";", ":"))
    return is_short and bool(_NUMBERED.match(line)) and not following[:1].islower()


def _level(line: str) -> int:
    number = line.split()[0].strip(".")
    return min(6, number.count(".") + 1) if number[:1].isdigit() else 1


def _close(root: Node, waiting: list[str]) -> None:
    """One paragraph, or one item of a list, of the lines that wait."""
    if not waiting:
        return
    words = waiting[0]
    for line in waiting[1:]:
        # A word cut at the end of a line is one word.
        is_cut = _CUT_WORD.search(words) and line[:1].islower()
        words = words[:-1] + line if is_cut else f"{words} {line}"
    waiting.clear()
    if not _BULLET.match(words):
        root.add("p").children.append(words)
        return
    last = root.children[-1] if root.children else None
    listed = last if isinstance(last, Node) and last.tag == "ul" else root.add("ul")
    listed.add("li").children.append(_BULLET.sub("", words))
