"""A text's settings, its publication, its removal, and the consultation's announcement."""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import delete, select

from consultation.accounts.models import User
from consultation.consultations.models import Consultation
from consultation.consultations.queries import roles_of
from consultation.consultations.services.phases import announce_consultation
from consultation.consultations.slugs import slug_of
from consultation.core import journal
from consultation.core.db import lock, session, transaction
from consultation.core.errors import ConflictError, require
from consultation.core.files import StoredFile, path_of
from consultation.core.i18n import _
from consultation.core.text import tidy
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
from consultation.documents.permissions import can_prepare
from consultation.documents.queries import documents_of, published_count
from consultation.documents.services.publishing import publish_version
from consultation.documents.slugs import TAKEN_BY_PAGES


@dataclass(frozen=True)
class TextDetails:
    """What an organiser says of a text. `place` is its rank among the texts, from 1."""

    title: str
    slug: str
    summary: str
    language: str
    place: int
    offers_original: bool


class SlugTakenError(ConflictError):
    """Another text stands at that address."""


def edit_document(document: Document, details: TextDetails, *, actor: User) -> None:
    """Change what is said of a text. Its address is fixed once the public reads it."""
    require(can_prepare(roles_of(actor, document.consultation_id)))
    with transaction() as current:
        consultation = lock(current.get_one(Consultation, document.consultation_id))
        lock(document)
        texts = list(current.scalars(documents_of(consultation.id)))
        if document.current_version_id is None:
            slug = details.slug or slug_of(details.title) or "texte"
            if slug in TAKEN_BY_PAGES or any(
                text.slug == slug for text in texts if text.id != document.id
            ):
                raise SlugTakenError(_("Cette adresse est déjà prise : choisissez-en une autre."))
            document.slug = slug
        document.title = tidy(details.title)
        document.summary = tidy(details.summary)
        document.language = details.language
        document.offers_original = details.offers_original
        texts.remove(document)
        texts.insert(max(details.place, 1) - 1, document)
        for position, text in enumerate(texts, start=1):
            text.position = position
        document.revision += 1
        consultation.revision += 1
        journal.record("document.edited", document, actor_id=actor.id)


def publish_draft(version: Version, seen: int, *, actor: User) -> None:
    """Make the draft that the organiser saw what the public reads."""
    with transaction() as current:
        lock(version)
        document = current.get_one(Document, version.document_id)
        require(can_prepare(roles_of(actor, document.consultation_id)))
        if document.current_version_id is not None:
            raise ConflictError(_("Cette version est déjà publiée."))
        if version.edit_count != seen:
            raise ConflictError(
                _("Quelqu’un d’autre vient de corriger ce brouillon : relisez-le d’abord.")
            )
        publish_version(version, actor_id=actor.id)


def delete_draft(document: Document, *, actor: User) -> None:
    """Remove a text that was never published, with its file and all that was read of it."""
    require(can_prepare(roles_of(actor, document.consultation_id)))
    with transaction() as current:
        lock(document)
        if document.current_version_id is not None:
            raise ConflictError(_("Ce texte est publié : il reste."))
        versions = select(Version.id).where(Version.document_id == document.id)
        files = list(
            current.scalars(select(Version.original_id).where(Version.document_id == document.id))
        )
        journal.record("document.deleted", document, actor_id=actor.id)
        current.execute(delete(Import).where(Import.document_id == document.id))
        for table in (DraftCorrection, Heading, Passage):
            current.execute(delete(table).where(table.version_id.in_(versions)))
        current.execute(delete(Version).where(Version.document_id == document.id))
        for owned in (Section, Paragraph):
            current.execute(delete(owned).where(owned.document_id == document.id))
        current.execute(delete(Document).where(Document.id == document.id))
        paths = [_forget(file_id) for file_id in files if file_id is not None]
    for path in paths:
        path.unlink(missing_ok=True)


def _forget(file_id: int) -> Path:
    """Drop a stored file's row; where its bytes are."""
    kept = session.get_one(StoredFile, file_id)
    path = path_of(kept.key)
    session.execute(delete(StoredFile).where(StoredFile.id == file_id))
    return path


def announce(consultation: Consultation, *, actor: User) -> None:
    """Show a draft consultation to everybody, if it has what the public needs."""
    with transaction():
        lock(consultation)
        announce_consultation(
            consultation, text_count=published_count(consultation.id), actor=actor
        )
