"""The formats of a document: each writes the same blocks with the structure that it has."""

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path

from consultation.publishing.blocks import Document


class Paper(StrEnum):
    """What a document is written as."""

    PDF = "pdf"
    DOCX = "docx"
    ODT = "odt"
    HTML = "html"


CONTENT_TYPES = {
    Paper.PDF: "application/pdf",
    Paper.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Paper.ODT: "application/vnd.oasis.opendocument.text",
    Paper.HTML: "text/html; charset=utf-8",
}


def go_on() -> None:
    """For whoever does not watch."""


def write(document: Document, paper: Paper, path: Path, watch: Callable[[], None] = go_on) -> None:
    """Write the file. `watch` is called now and then; what it raises ends the writing."""
    if paper is Paper.PDF:
        from consultation.publishing.writers import pdf

        pdf.write(document, path, watch)
    elif paper is Paper.DOCX:
        from consultation.publishing.writers import docx

        docx.write(document, path, watch)
    elif paper is Paper.ODT:
        from consultation.publishing.writers import odt

        odt.write(document, path, watch)
    else:
        from consultation.publishing.writers import html

        html.write(document, path, watch)
