"""An uploaded file, from its arrival to a draft version."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from sqlalchemy import select

from consultation.accounts.models import User
from consultation.consultations.models import Consultation, Phase
from consultation.consultations.queries import roles_of
from consultation.core import files, journal, mail
from consultation.core.clock import now
from consultation.core.db import insert_missing, lock, session, transaction
from consultation.core.errors import ConflictError, DomainError, require
from consultation.core.files import StoredFile
from consultation.core.i18n import _
from consultation.documents import emails
from consultation.documents.models import Document, Import, ImportState, Picture, Version
from consultation.documents.parsing.blocks import (
    Finding,
    FindingCode,
    ParsedDocument,
    Refusal,
    RefusalCode,
)
from consultation.documents.parsing.blocks import Picture as ParsedPicture
from consultation.documents.permissions import can_prepare
from consultation.documents.queries import draft_of
from consultation.documents.services.creating import create_document
from consultation.documents.services.following import is_what_is_published, start_from_blocks
from consultation.documents.titles import named

MAX_BYTES = 20 * 1024 * 1024
CONTENT_TYPES = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".md": "text/markdown; charset=utf-8",
    ".markdown": "text/markdown; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".htm": "text/html; charset=utf-8",
    ".pdf": "application/pdf",
}
"""What is sent with an original, by the ending of its name; never what its sender claimed."""
PICTURE_TYPES = {".png": "image/png", ".jpg": "image/jpeg", ".webp": "image/webp"}


@dataclass(frozen=True)
class Upload:
    """A file as it came, and what the organiser chose."""

    name: str
    content: bytes
    title: str = ""
    splits_lists: bool = False
    offers_original: bool = False


def ending_of(name: str) -> str:
    """« .docx », in small letters."""
    return PurePath(name).suffix.lower()


def ask_for_import(
    consultation: Consultation, upload: Upload, *, actor: User, follows: Document | None = None
) -> Import:
    """Keep the file and leave it to the worker, which reads it into a new draft.

    The draft is of a new text, or of the version after that of the text `follows`.
    """
    require(can_prepare(roles_of(actor, consultation.id)))
    if consultation.phase is Phase.ARCHIVED:
        raise DomainError(_("Une consultation archivée ne change plus."))
    if follows is not None and draft_of(follows.id) is not None:
        raise ConflictError(
            _("Une version suivante est déjà en préparation : terminez-la, ou abandonnez-la.")
        )
    if not upload.content:
        raise DomainError(_("Ce fichier est vide : choisissez-en un autre."))
    if len(upload.content) > MAX_BYTES:
        raise DomainError(_("Ce fichier dépasse 20 Mo : allégez ses images, puis recommencez."))
    with transaction() as current:
        kept = _kept(upload.name, upload.content)
        row = Import(
            consultation_id=consultation.id,
            file=kept,
            asked_by_id=actor.id,
            document_id=follows.id if follows else None,
            title=upload.title,
            splits_lists=upload.splits_lists,
            offers_original=upload.offers_original,
        )
        current.add(row)
        current.flush()
        journal.record("import.asked", row, actor_id=actor.id, sha256=kept.sha256)
    return row


def _kept(name: str, content: bytes) -> StoredFile:
    """The original file, under a type that its name's ending gives."""
    kind = CONTENT_TYPES.get(ending_of(name), "application/octet-stream")
    kept = files.store(content, name=name, content_type=kind)
    session.flush()
    return kept


def start_reading(row: Import) -> None:
    """Say on its page that a worker has the file in hand."""
    with transaction():
        row.state = ImportState.READING


def keep_parsed(row: Import, parsed: ParsedDocument) -> Document | None:
    """Make the draft, its pictures and its report, all or nothing; None if another worker did."""
    with transaction() as current:
        lock(row)
        if row.done_at is not None:
            return None
        consultation = current.get_one(Consultation, row.consultation_id)
        original = current.get_one(StoredFile, row.file_id)
        if row.document_id is not None:
            document = current.get_one(Document, row.document_id)
            version = _store_next(document, parsed, original, row.asked_by_id)
            row.version_id = version.id
        else:
            document = store_draft(
                consultation,
                named(parsed, original.name, row.title),
                original=original,
                offers_original=row.offers_original,
                actor_id=row.asked_by_id,
            )
            row.document_id = document.id
            row.version_id = current.scalar(
                select(Version.id).where(Version.document_id == document.id)
            )
        _end(row, ImportState.DONE)
        _tell(row, consultation, document)
    return document


def _store_next(
    document: Document, parsed: ParsedDocument, original: StoredFile, actor_id: int | None
) -> Version:
    """The draft of the version that follows; nothing is kept of a text that is the same."""
    lock(document)
    if draft_of(document.id) is not None:
        raise Refusal(RefusalCode.OTHER_DRAFT)
    if is_what_is_published(document, parsed.blocks):
        raise Refusal(RefusalCode.SAME_TEXT)
    for picture in parsed.pictures:
        _keep_picture(picture)
    return start_from_blocks(
        document, parsed.blocks, actor_id=actor_id, original=original,
        report=findings_as_rows(parsed.findings),
    )  # fmt: skip


def refuse_import(row: Import, code: RefusalCode) -> None:
    """The file cannot be read: its page says why, and what to do."""
    with transaction() as current:
        lock(row)
        if row.done_at is not None:
            return
        row.refusal = code.value
        _end(row, ImportState.REFUSED)
        journal.record("import.refused", row, actor_id=None, code=code.value)
        _tell(row, current.get_one(Consultation, row.consultation_id), None)


def store_draft(
    consultation: Consultation,
    parsed: ParsedDocument,
    *,
    original: StoredFile | None,
    offers_original: bool = False,
    actor_id: int | None,
) -> Document:
    """A new text with its first version, from what a parser made; pictures are kept beside it."""
    with transaction():
        for picture in parsed.pictures:
            _keep_picture(picture)
        return create_document(
            consultation,
            title=parsed.title,
            blocks=parsed.blocks,
            language=parsed.language or "",
            report=findings_as_rows(parsed.findings),
            original=original,
            offers_original=offers_original,
            actor_id=actor_id,
        )


def import_at_once(
    consultation: Consultation, parsed: ParsedDocument, name: str, content: bytes
) -> Document:
    """Make the draft of a file that an operator gives, without waiting for the worker."""
    with transaction():
        return store_draft(consultation, parsed, original=_kept(name, content), actor_id=None)


def findings_as_rows(findings: Sequence[Finding]) -> list[dict[str, Any]]:
    """What is stored of a report."""
    return [
        {"code": each.code.value, "place": each.place, "count": each.count, "detail": each.detail}
        for each in findings
    ]


def findings_of(version: Version) -> list[Finding]:
    """The report of the import that made `version`."""
    return [
        Finding(FindingCode(row["code"]), row["place"], row["count"], row["detail"])
        for row in version.report
    ]


def _keep_picture(picture: ParsedPicture) -> None:
    """One row and one file for each image, however many texts show it: names are of contents."""
    if session.scalar(select(Picture.id).where(Picture.name == picture.name)):
        return
    kept = files.store(
        picture.content,
        name=picture.name,
        content_type=PICTURE_TYPES[ending_of(picture.name)],
    )
    session.flush()
    insert_missing(
        Picture, name=picture.name, file_id=kept.id, width=picture.width, height=picture.height
    )


def _end(row: Import, state: ImportState) -> None:
    row.state = state
    row.done_at = now()
    row.lease_until = None
    row.last_error = ""


def _tell(row: Import, consultation: Consultation, document: Document | None) -> None:
    """Mail who uploaded the file: they may have left the page."""
    person = session.get(User, row.asked_by_id) if row.asked_by_id else None
    if person and person.email and person.deleted_at is None:
        mail.queue(emails.import_read(consultation, row, document, person.email, person.language))
