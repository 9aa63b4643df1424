"""DOCX by python-docx: real styles, a contents field, real footnotes, tables with a heading row."""

import io
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import docx as library
from docx.document import Document as Docx

from consultation.core.zips import repacked
from consultation.publishing.blocks import Document, Paragraph, Run
from consultation.publishing.settling import settled
from consultation.publishing.writers.docx_body import Body, Place
from consultation.publishing.writers.docx_styles import add_styles, set_page
from consultation.publishing.writers.labels import labels
from consultation.publishing.writers.looks import region_of


def write(document: Document, path: Path, watch: Callable[[], None]) -> None:
    """Write the DOCX to `path`."""
    document = settled(document)
    paper = library.Document()
    words = labels(document.language)
    ids = add_styles(paper, document.language, is_ours=True)
    set_page(paper, document.title, words.page)
    body = Body(paper, document, words, ids, watch)
    made = body.elements((Paragraph((Run(document.title),)),), Place("Title"))
    if document.subtitle:
        made += body.elements((Paragraph((Run(document.subtitle),)),), Place("Subtitle"))
    made += body.elements(document.blocks)
    last = paper.element.body.sectPr
    for each in made:
        last.addprevious(each)
    save(paper, document, path)


def save(paper: Docx, document: Document, path: Path) -> None:
    """Write it with its properties; the hour and the machine leave no trace."""
    told = paper.core_properties
    told.title, told.author = document.title[:255], document.author[:255]
    told.subject = document.about[:255]
    told.keywords = ", ".join(document.keywords)[:255]
    told.language, told.comments = region_of(document.language), ""
    told.last_modified_by, told.revision = document.author[:255], 1
    day = document.day
    told.created = told.modified = datetime(day.year, day.month, day.day, tzinfo=UTC)
    packed = io.BytesIO()
    paper.save(packed)
    repacked(packed, path)
