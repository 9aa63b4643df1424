"""PDF by typst: tagged, PDF/UA-1 and PDF/A-3a, without network, set in fonts of its own packages.

The typesetting is done in a process of its own, so that its memory ends with it and that it can be
stopped. What people wrote goes in as data and never into the source.
"""

import json
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any

from consultation.publishing.blocks import (
    Bars,
    Block,
    Box,
    Bullets,
    Contents,
    Document,
    Footnote,
    Heading,
    PageBreak,
    Paragraph,
    Quotation,
    Run,
    Table,
    Words,
)
from consultation.publishing.directions import is_right_to_left
from consultation.publishing.settling import settled
from consultation.publishing.writers.labels import labels

SECONDS = 300.0
BEAT = 0.5
CODE_ROOT = Path(__file__).resolve().parents[3]
Form = dict[str, Any]


class TypesettingError(Exception):
    """No PDF came out: it took too long, too much memory, or typst refused it."""


def write(document: Document, path: Path, watch: Callable[[], None]) -> None:
    """Write the PDF to `path`."""
    request = json.dumps({"document": form_of(settled(document)), "path": str(path.resolve())})
    with TemporaryFile() as given:
        # A file and not a pipe: a pipe that is not read at once is not filled after a first wait.
        given.write(request.encode())
        given.seek(0)
        _typeset(given, watch)


def _typeset(given: IO[bytes], watch: Callable[[], None]) -> None:
    process = subprocess.Popen(  # our own interpreter and module
        [sys.executable, "-P", "-s", "-m", "consultation.publishing.writers.typesetting"],
        stdin=given, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd="/",
        env={"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "PYTHONPATH": str(CODE_ROOT)},
    )  # fmt: skip
    try:
        _wait(process, watch)
    finally:
        process.kill()
        process.wait()


def _wait(process: "subprocess.Popen[bytes]", watch: Callable[[], None]) -> None:
    until = time.monotonic() + SECONDS
    while True:
        try:
            _out, told = process.communicate(timeout=BEAT)
            break
        except subprocess.TimeoutExpired:
            watch()
            if time.monotonic() > until:
                raise TypesettingError("it takes too long") from None
    if process.returncode != 0:
        raise TypesettingError(told.decode(errors="replace")[-500:] or str(process.returncode))


def form_of(document: Document) -> Form:
    """The document as the typst source reads it."""
    return {
        "title": document.title, "subtitle": document.subtitle, "author": document.author,
        "about": document.about, "keywords": list(document.keywords),
        "language": document.language,
        "day": [document.day.year, document.day.month, document.day.day],
        "labels": asdict(labels(document.language)),
        "blocks": [_block(each) for each in document.blocks],
    }  # fmt: skip


def _block(block: Block) -> Form:
    if isinstance(block, Heading):
        return {"kind": "heading", "level": block.level, **_said(block.words), "key": block.key}
    if isinstance(block, Paragraph):
        tone = block.tone.value
        return {"kind": "paragraph", "tone": tone, **_said(block.words), "key": block.key}
    if isinstance(block, Bullets):
        items = [[_block(each) for each in item] for item in block.items]
        numbered = block.is_numbered
        return {"kind": "list", "items": items, "numbered": numbered, "start": block.start}
    if isinstance(block, Quotation | Box):
        return _holder(block)
    if isinstance(block, Table | Bars):
        return _table(block)
    if isinstance(block, Contents):
        return {"kind": "contents", "depth": block.depth}
    assert isinstance(block, PageBreak)  # noqa: S101  # the last of the kinds
    return {"kind": "break"}


def _holder(block: Quotation | Box) -> Form:
    blocks = [_block(each) for each in block.blocks]
    if isinstance(block, Box):
        return {"kind": "box", "title": block.title, "blocks": blocks}
    return {
        "kind": "quotation", "blocks": blocks, "verbatim": block.is_verbatim,
        "reference": _words(block.reference), "key": block.key,
    }  # fmt: skip


def _table(block: Table | Bars) -> Form:
    if isinstance(block, Bars):
        bars = [
            {
                "label": each.label, "words": each.words, "shade": each.shade.value,
                "share": round(each.count / block.total, 4),
            }
            for each in block.bars
        ]  # fmt: skip
        return {"kind": "bars", "caption": block.caption, "head": list(block.head), "bars": bars}
    return {
        "kind": "table", "caption": block.caption, "head": list(block.head),
        "rows": [[_words(cell) for cell in row] for row in block.rows],
        "numeric": sorted(block.numeric),
    }  # fmt: skip


def _said(words: Words) -> Form:
    return {"words": _words(words), "rtl": is_right_to_left(words)}


def _words(words: Words) -> list[Any]:
    """A text alone is a string, lines are parted by null."""
    found: list[Any] = []
    for each in words:
        if isinstance(each, Footnote):
            found.append({"note": _words(each.words)})
            continue
        marks = _marks(each)
        for place, text in enumerate(each.text.split("\n")):
            if place:
                found.append(None)
            if text:
                found.append({"text": text, **marks} if marks else text)
    return found


def _marks(run: Run) -> Form:
    marks: Form = {}
    if run.is_bold:
        marks["bold"] = True
    if run.is_italic:
        marks["italic"] = True
    if run.is_raised:
        marks["raised"] = True
    if run.change:
        marks["change"] = run.change.value
    if run.href:
        marks["href"] = run.href
    return marks
