"""Beginning the next version: from the current words, or from a file."""

from sqlalchemy import delete, select

from consultation.accounts.models import User
from consultation.consultations.queries import roles_of
from consultation.core import journal
from consultation.core.db import lock, session, transaction
from consultation.core.errors import ConflictError, require
from consultation.core.i18n import _
from consultation.documents.models import (
    Document,
    DraftCorrection,
    Heading,
    Import,
    Paragraph,
    Passage,
    Section,
    Version,
)
from consultation.documents.queries import draft_of, entries_of
from consultation.documents.services.following import next_version
from consultation.versions.models import Decision, Origin, OriginContribution, RewordingFate
from consultation.versions.permissions import can_prepare_version


def start_from_current(document: Document, *, actor: User) -> Version:
    """A draft with the words that the public reads, under the identities that they have."""
    require(can_prepare_version(roles_of(actor, document.consultation_id)))
    with transaction() as current:
        version = next_version(document)
        for entry in entries_of(version.base_id or 0):
            current.add(_copied(entry, version.id))
        journal.record("version.started", version, actor_id=actor.id, number=version.number)
    return version


def discard(version: Version, *, actor: User) -> None:
    """Throw a draft of a later version away. The public text and what is said of it stay."""
    with transaction() as current:
        lock(version)
        document = current.get_one(Document, version.document_id)
        require(can_prepare_version(roles_of(actor, document.consultation_id)))
        if version.base_id is None or draft_of(document.id) is not version:
            raise ConflictError(_("Il n’y a pas de version en préparation."))
        journal.record("version.discarded", version, actor_id=actor.id, number=version.number)
        origins = select(Origin.id).where(Origin.version_id == version.id)
        current.execute(delete(OriginContribution).where(OriginContribution.origin_id.in_(origins)))
        current.execute(delete(Import).where(Import.version_id == version.id))
        for table in (Decision, Origin, RewordingFate, DraftCorrection, Heading, Passage):
            current.execute(delete(table).where(table.version_id == version.id))
        current.execute(delete(Version).where(Version.id == version.id))
        forget_unused(document.id)


def forget_unused(document_id: int) -> None:
    """Drop the identities that no version bears: those of a draft that came to nothing."""
    for owned, words, own in (
        (Paragraph, Passage, Passage.paragraph_id),
        (Section, Heading, Heading.section_id),
    ):
        used = select(own).select_from(words)
        session.execute(
            delete(owned).where(owned.document_id == document_id, owned.id.not_in(used))
        )


def _copied(entry: Heading | Passage, version_id: int) -> Heading | Passage:
    if isinstance(entry, Heading):
        return Heading(
            version_id=version_id, section_id=entry.section_id, position=entry.position,
            level=entry.level, html=entry.html, text=entry.text, is_open=entry.is_open,
        )  # fmt: skip
    return Passage(
        version_id=version_id, paragraph_id=entry.paragraph_id, position=entry.position,
        kind=entry.kind, html=entry.html, text=entry.text, is_open=entry.is_open,
    )  # fmt: skip
