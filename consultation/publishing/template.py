"""An institution's own DOCX, with placeholders such as {{ titre }} where a document is put.

A template comes from outside: it is read within limits, nothing in it is run, and it fetches
nothing. The signs between the braces are names and no expression.
"""

import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

import docx as library
from docx.document import Document as Docx

from consultation.publishing.blocks import Block, Document
from consultation.publishing.settling import clean, parts_of, settled
from consultation.publishing.writers.docx import save
from consultation.publishing.writers.docx_body import Body
from consultation.publishing.writers.docx_styles import add_styles
from consultation.publishing.writers.labels import labels
from consultation.publishing.writers.wordml import SPACE, Element, W

MAX_BYTES = 10 << 20
MAX_UNPACKED = 60 << 20
MAX_MEMBERS = 1_000
MAX_PLACEHOLDERS = 500
NAME = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
_ENTITY = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
_ACTIVE = re.compile(r"vbaProject|activeX|embeddings/|oleObject|\.bin$|\.exe$", re.IGNORECASE)
_FETCHED = re.compile(
    rb"<Relationship\b[^>]*(attachedTemplate|oleObject|frame|subDocument|image|audio|video)\""
    rb"[^>]*TargetMode=\"External\"|<Relationship\b[^>]*TargetMode=\"External\"[^>]*"
    rb"(attachedTemplate|oleObject|frame|subDocument|image|audio|video)\"",
    re.IGNORECASE,
)
_STORY = re.compile(r"word/(document|header\d*|footer\d*)\.xml")


class Fault(StrEnum):
    """Why a template is not taken."""

    TOO_LARGE = "too_large"
    NOT_DOCX = "not_docx"
    ACTIVE = "active"
    UNKNOWN = "unknown"
    MISPLACED = "misplaced"
    NONE = "none"


class TemplateError(Exception):
    """A template that cannot be filled; `names` are the placeholders that are wrong."""

    def __init__(self, fault: Fault, names: Sequence[str] = ()) -> None:
        super().__init__(f"{fault.value} {', '.join(names)}".strip())
        self.fault, self.names = fault, tuple(names)


def checked(content: bytes, names: set[str], parts: set[str]) -> list[str]:
    """The placeholders of a template, in order; TemplateError where it cannot be filled."""
    paper = opened(content)
    found = [(name, is_alone) for line in _lines(paper) for name, is_alone in _named(line)]
    told = list(dict.fromkeys(name for name, _alone in found))
    unknown = [name for name in told if name not in names]
    if unknown:
        raise TemplateError(Fault.UNKNOWN, unknown)
    misplaced = [name for name, is_alone in found if name in parts and not is_alone]
    misplaced += [name for line in _margins(paper) for name, _alone in _named(line)
                  if name in parts]  # fmt: skip
    if misplaced:
        raise TemplateError(Fault.MISPLACED, list(dict.fromkeys(misplaced)))
    if not told:
        raise TemplateError(Fault.NONE)
    return told


def opened(content: bytes) -> Docx:
    """The template, once it is known to be harmless."""
    _examine(content)
    try:
        return library.Document(io.BytesIO(content))
    except Exception as error:
        raise TemplateError(Fault.NOT_DOCX) from error


def _examine(content: bytes) -> None:
    if len(content) > MAX_BYTES:
        raise TemplateError(Fault.TOO_LARGE)
    try:
        with ZipFile(io.BytesIO(content)) as package:
            _examine_members(package)
    except (BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError) as error:
        raise TemplateError(Fault.NOT_DOCX) from error


def _examine_members(package: ZipFile) -> None:
    members = package.infolist()
    sizes = sum(each.file_size for each in members)
    if len(members) > MAX_MEMBERS or sizes > MAX_UNPACKED:
        raise TemplateError(Fault.TOO_LARGE)
    names = [each.filename for each in members]
    if "word/document.xml" not in names or len(set(names)) != len(names):
        raise TemplateError(Fault.NOT_DOCX)
    if any(map(_ACTIVE.search, names)):
        raise TemplateError(Fault.ACTIVE)
    for each in members:
        if each.filename.endswith((".xml", ".rels")):
            # Read with an end: the size that a member announces may be wrong.
            with package.open(each) as member:
                text = member.read(MAX_UNPACKED + 1)
            if len(text) > MAX_UNPACKED:
                raise TemplateError(Fault.TOO_LARGE)
            if _ENTITY.search(text) or b"\x00" in text[:200] or _FETCHED.search(text):
                raise TemplateError(Fault.ACTIVE)


def _lines(paper: Docx) -> Iterator[Element]:
    """Every paragraph of the body, tables included, then those of the margins."""
    yield from paper.element.body.iter(f"{W}p")
    yield from _margins(paper)


def _margins(paper: Docx) -> Iterator[Element]:
    seen: list[Any] = []
    for section in paper.sections:
        for place in (
            section.header, section.footer, section.first_page_header, section.first_page_footer,
            section.even_page_header, section.even_page_footer,
        ):  # fmt: skip
            if not place.is_linked_to_previous and place._element not in seen:
                seen.append(place._element)
                yield from place._element.iter(f"{W}p")


def _named(line: Element) -> list[tuple[str, bool]]:
    """The names in a paragraph, each with whether it stands alone there."""
    text = _text(line)
    found = NAME.findall(text)[:MAX_PLACEHOLDERS]
    return [(name, NAME.sub("", text, count=1).strip() == "") for name in found]


def _texts(line: Element) -> list[Element]:
    """The pieces of words of a paragraph, without those of a paragraph inside it (a box)."""
    return [each for each in line.iter(f"{W}t") if next(each.iterancestors(f"{W}p")) is line]


def _text(line: Element) -> str:
    return "".join(each.text or "" for each in _texts(line))


def fill(
    content: bytes, document: Document, words: Mapping[str, str],
    parts: Mapping[str, Sequence[Block]], path: Path, watch: Callable[[], None],
) -> None:  # fmt: skip
    """Write the template with everything in its place."""
    paper = opened(content)
    lines = list(_lines(paper))
    names = [named[0][0] for line in lines if (named := _named(line)) and named[0][0] in parts]
    settled_parts = parts_of([parts[name] for name in names])
    whole = replace(
        settled(replace(document, blocks=())),
        blocks=tuple(block for part in settled_parts for block in part),
    )
    ids = add_styles(paper, document.language, is_ours=False)
    body = Body(paper, whole, labels(document.language), ids, watch)
    waiting = iter(settled_parts)
    for line in lines:
        named = _named(line)
        if named and named[0][0] in parts:
            _replace(line, body.elements(next(waiting)))
        elif named:
            _write(line, words)
    save(paper, whole, path)


def _replace(line: Element, made: Sequence[Element]) -> None:
    """Blocks in the place of a paragraph; the last one of a cell has to stay, empty."""
    for each in made:
        line.addprevious(each)
    parent = line.getparent()
    if parent.tag == f"{W}tc" and line.getnext() is None:
        for each in _texts(line):
            each.text = ""
    else:
        parent.remove(line)


def _write(line: Element, words: Mapping[str, str]) -> None:
    """Words in the place of names, in the form of the first sign of each name."""
    pieces = _texts(line)
    text = "".join(each.text or "" for each in pieces)
    for match in reversed(list(NAME.finditer(text))):
        _put(pieces, match.start(), match.end(), clean(words.get(match[1], match[0])))
    for piece in pieces:
        piece.set(SPACE, "preserve")


def _put(pieces: Sequence[Element], start: int, end: int, words: str) -> None:
    at = 0
    for piece in pieces:
        text = piece.text or ""
        begin, until = max(start - at, 0), min(end - at, len(text))
        if begin < until:
            put = words.replace("\n", " ") if at + begin == start else ""
            piece.text = text[:begin] + put + text[until:]
        at += len(text)
