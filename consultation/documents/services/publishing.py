"""Making a draft what the public reads."""

import hashlib
import json
from collections.abc import Sequence

from sqlalchemy import delete, update

from consultation.consultations.models import Consultation
from consultation.core import journal
from consultation.core.clock import now
from consultation.core.db import lock, transaction
from consultation.core.errors import ConflictError, DomainError
from consultation.core.i18n import _
from consultation.documents.models import (
    Document,
    DraftCorrection,
    Heading,
    Page,
    Passage,
    Version,
    VersionState,
)
from consultation.documents.pagination import Cut, cut_pages
from consultation.documents.queries import Entry, entries_of


def publish_version(version: Version, *, actor_id: int | None) -> None:
    """Make a draft what the public reads: numbered, cut into pages, hashed, never changed again."""
    with transaction() as session:
        lock(version)
        if version.state is not VersionState.DRAFT:
            raise ConflictError(_("Cette version est déjà publiée."))
        document = lock(session.get_one(Document, version.document_id))
        entries = entries_of(version.id)
        if not any(isinstance(entry, Passage) for entry in entries):
            raise DomainError(_("Ce texte n’a aucun paragraphe : il n’y a rien à publier."))
        _number(entries)
        _lay_pages(version, entries)
        # The database refuses to change the words of what is published.
        session.flush()
        version.state = VersionState.PUBLISHED
        version.published_at = now()
        version.sha256 = version_sha256(entries)
        passages = [entry for entry in entries if isinstance(entry, Passage)]
        session.execute(delete(DraftCorrection).where(DraftCorrection.version_id == version.id))
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
    return sha256_of(form)


def sha256_of(form: Sequence[Sequence[object]]) -> str:
    """The fingerprint of a text in its canonical form."""
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
