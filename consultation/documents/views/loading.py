"""Finding the texts that an organiser prepares; for anybody else they are not there."""

from flask import abort
from sqlalchemy import select

from consultation.accounts.models import User
from consultation.consultations.models import Consultation
from consultation.consultations.views.loading import organised
from consultation.core.db import session
from consultation.documents.models import Document, Version
from consultation.documents.queries import draft_of


def prepared(person: User, slug: str, document: str) -> tuple[Consultation, Document]:
    """A text of a consultation that `person` organises, or 404."""
    consultation = organised(person, slug)
    row = session.scalars(
        select(Document).where(
            Document.consultation_id == consultation.id, Document.slug == document
        )
    ).one_or_none()
    if row is None:
        abort(404)
    return consultation, row


def drafted(person: User, slug: str, document: str) -> tuple[Consultation, Document, Version]:
    """The same with its draft; 404 when nothing is being prepared."""
    consultation, row = prepared(person, slug, document)
    version = draft_of(row.id)
    if version is None:
        abort(404)
    return consultation, row, version
