"""Finding published texts and their versions; what one may not see is not there."""

from flask import abort
from sqlalchemy import select

from consultation.accounts.models import User
from consultation.consultations.models import Consultation
from consultation.consultations.permissions import can_see
from consultation.consultations.queries import roles_of
from consultation.core.db import session
from consultation.documents.models import Document, Version, VersionState
from consultation.documents.views.loading import drafted


def published(viewer: User | None, slug: str, document: str) -> tuple[Consultation, Document]:
    """A published text that the viewer may read, or 404."""
    row = session.execute(
        select(Consultation, Document)
        .join(Document, Document.consultation_id == Consultation.id)
        .where(
            Consultation.slug == slug,
            Document.slug == document,
            Document.current_version_id.is_not(None),
        )
    ).one_or_none()
    if row is None or not can_see(row[0], roles_of(viewer, row[0].id)):
        abort(404)
    return row[0], row[1]


def versions_of(document: Document) -> list[Version]:
    """The published versions of a text, newest first."""
    return list(
        session.scalars(
            select(Version)
            .where(Version.document_id == document.id, Version.state == VersionState.PUBLISHED)
            .order_by(Version.number.desc())
        )
    )


def numbered(document: Document, number: int) -> Version:
    """The published version of that number, or 404."""
    found = next((row for row in versions_of(document) if row.number == number), None)
    if found is None:
        abort(404)
    return found


def following(person: User, slug: str, document: str) -> tuple[Consultation, Document, Version]:
    """A text that `person` prepares, with the draft of its next version; else 404."""
    consultation, row, version = drafted(person, slug, document)
    if version.base_id is None:
        abort(404)
    return consultation, row, version
