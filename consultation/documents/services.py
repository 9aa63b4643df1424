"""Preparing and publishing a text."""

import hashlib
import json
from collections.abc import Sequence

from sqlalchemy import select, update

from consultation.consultations.models import Consultation
from consultation.core import journal
from consultation.core.clock import now
from consultation.core.db import lock, transaction
from consultation.core.errors import ConflictError
from consultation.core.i18n import _
from consultation.documents.models import (
    Document,
    Heading,
    Page,
    Paragraph,
    Passage,
    Section,
    Version,
    VersionState,
)
from consultation.documents.pagination import Cut, cut_pages
from consultation.documents.parsing.blocks import Block, BlockKind

Entry = Heading | Passage


def create_document(
    consultation: Consultation,
    *,
    slug: str,
    title: str,
    blocks: Sequence[Block],
    actor_id: int | None,
    summary: str = "",
) -> Document:
    """Add a text to the consultation, with a first version to correct and then publish."""
    with transaction() as session:
        document = Document(
            consultation=consultation,
            slug=slug,
            title=title,
            summary=summary,
            language=consultation.language,
        )
        session.add(document)
        session.flush()
        version = Version(document=document, number=1, report=[])
        session.add(version)
        session.flush()
        add_entries(document, version, blocks)
        journal.record("document.created", document, actor_id=actor_id)
    return document


def add_entries(document: Document, version: Version, blocks: Sequence[Block]) -> None:
    """Give each block its lasting identity and its place in the draft `version`."""
    with transaction() as session:
        if not blocks or blocks[0].kind is not BlockKind.HEADING:
            title = Block(BlockKind.HEADING, 1, document.title, document.title)
            blocks = [title, *blocks]
        for position, block in enumerate(blocks, start=1):
            if block.kind is BlockKind.HEADING:
                section = Section(document_id=document.id)
                session.add(section)
                entry: Entry = Heading(section=section, level=block.level, version=version)
            else:
                paragraph = Paragraph(document_id=document.id)
                session.add(paragraph)
                entry = Passage(paragraph=paragraph, kind=block.kind, version=version)
            entry.position = position
            entry.html = block.html
            entry.text = block.text
            session.add(entry)
        session.flush()


def entries_of(version: Version) -> list[Entry]:
    """The headings and passages of a version, in the order of the text."""
    with transaction() as session:
        headings = session.scalars(select(Heading).where(Heading.version_id == version.id)).all()
        passages = session.scalars(select(Passage).where(Passage.version_id == version.id)).all()
    return sorted([*headings, *passages], key=lambda entry: entry.position)


def publish_version(version: Version, *, actor_id: int | None) -> None:
    """Make a draft what the public reads: numbered, cut into pages, hashed, never changed again."""
    with transaction() as session:
        lock(version)
        if version.state is not VersionState.DRAFT:
            raise ConflictError(_("Cette version est déjà publiée."))
        document = lock(session.get_one(Document, version.document_id))
        entries = entries_of(version)
        _number(entries)
        _lay_pages(version, entries)
        version.state = VersionState.PUBLISHED
        version.published_at = now()
        version.sha256 = version_sha256(entries)
        passages = [entry for entry in entries if isinstance(entry, Passage)]
        document.current_version_id = version.id
        document.paragraph_count = len(passages)
        document.word_count = sum(len(passage.text.split()) for passage in passages)
        document.revision += 1
        session.execute(
            update(Consultation)
            .where(Consultation.id == document.consultation_id)
            .values(revision=Consultation.revision + 1)
        )
        journal.record(
            "version.published", version, actor_id=actor_id, number=version.number,
            sha256=version.sha256,
        )  # fmt: skip


def version_sha256(entries: Sequence[Entry]) -> str:
    """SHA-256 of the version's canonical JSON: one [kind, level, html] an entry, in order."""
    form = [
        ["heading", entry.level, entry.html]
        if isinstance(entry, Heading)
        else [entry.kind.value, 0, entry.html]
        for entry in entries
    ]
    return hashlib.sha256(
        json.dumps(form, ensure_ascii=False, separators=(",", ":")).encode()
    ).hexdigest()


def _number(entries: Sequence[Entry]) -> None:
    """¶ 1, ¶ 2, … through the whole text; each passage belongs to the heading before it."""
    number = 0
    section_id = None
    for entry in entries:
        if isinstance(entry, Heading):
            section_id = entry.section_id
        else:
            number += 1
            entry.number = number
            entry.section_id = section_id


def _lay_pages(version: Version, entries: Sequence[Entry]) -> None:
    levels = [entry.level if isinstance(entry, Heading) else 0 for entry in entries]
    with transaction() as session:
        for position, cut in enumerate(cut_pages(levels), start=1):
            page = _page(version, position, cut, entries)
            session.add(page)
            session.flush()
            for index in cut.entries:
                entries[index].page_id = page.id


def _page(version: Version, position: int, cut: Cut, entries: Sequence[Entry]) -> Page:
    heading = entries[cut.heading]
    above = entries[cut.above] if cut.above is not None else None
    numbers = [
        entry.number
        for entry in (entries[index] for index in cut.entries)
        if isinstance(entry, Passage) and entry.number
    ]
    if not isinstance(heading, Heading):
        raise TypeError("a page is titled by a heading")
    return Page(
        version_id=version.id,
        section_id=heading.section_id,
        part=cut.part,
        position=position,
        title=heading.text,
        level=heading.level,
        group_title=above.text if above is not None else "",
        first_number=min(numbers, default=None),
        last_number=max(numbers, default=None),
    )
