"""A new text, with a first version to correct."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from consultation.consultations.models import Consultation
from consultation.consultations.slugs import MAX_LENGTH, slug_of
from consultation.core import journal
from consultation.core.db import lock, transaction
from consultation.core.files import StoredFile
from consultation.documents.models import Document, Heading, Paragraph, Passage, Section, Version
from consultation.documents.parsing.blocks import Block, BlockKind
from consultation.documents.queries import Entry
from consultation.documents.slugs import TAKEN_BY_PAGES
from consultation.documents.titles import headed


def create_document(
    consultation: Consultation,
    *,
    title: str,
    blocks: Sequence[Block],
    actor_id: int | None,
    slug: str = "",
    summary: str = "",
    language: str = "",
    report: Sequence[Any] = (),
    original: StoredFile | None = None,
    offers_original: bool = False,
) -> Document:
    """Add a text to the consultation, with a first version to correct and then publish.

    Without a `slug` one is made of the title; without a `language` it is the consultation's.
    `report` is what `findings_as_rows` made of an import's findings.
    """
    with transaction() as session:
        lock(consultation)
        held = session.execute(
            select(Document.slug, Document.position).where(
                Document.consultation_id == consultation.id
            )
        ).all()
        document = Document(
            consultation_id=consultation.id,
            slug=slug or _free_slug(title, {row.slug for row in held}),
            title=title,
            summary=summary,
            language=language or consultation.language,
            position=max((row.position for row in held), default=0) + 1,
            offers_original=offers_original,
        )
        session.add(document)
        session.flush()
        version = Version(
            document_id=document.id,
            number=1,
            report=list(report),
            original_id=original.id if original else None,
        )
        session.add(version)
        session.flush()
        add_entries(document, version, blocks)
        journal.record("document.created", document, actor_id=actor_id)
    return document


def add_entries(document: Document, version: Version, blocks: Sequence[Block]) -> None:
    """Give each block its lasting identity and its place in the draft `version`."""
    with transaction() as session:
        for position, block in enumerate(headed(document.title, blocks), start=1):
            entry = new_entry(document.id, block)
            entry.version_id = version.id
            entry.position = position
            session.add(entry)
        session.flush()


def new_entry(document_id: int, block: Block) -> Entry:
    """A heading or passage with a new identity, for `block`."""
    if block.kind is BlockKind.HEADING:
        return Heading(
            section=Section(document_id=document_id),
            level=block.level,
            html=block.html,
            text=block.text,
            is_open=True,
        )
    return Passage(
        paragraph=Paragraph(document_id=document_id),
        kind=block.kind,
        html=block.html,
        text=block.text,
        is_open=True,
    )


def _free_slug(title: str, taken: set[str]) -> str:
    base = slug_of(title) or "texte"
    slug, number = base, 2
    while slug in taken or slug in TAKEN_BY_PAGES:
        slug = f"{base[: MAX_LENGTH - 4]}-{number}"
        number += 1
    return slug
