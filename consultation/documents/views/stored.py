"""Files that belong to texts: the original as it was given, and images."""

from flask import Response, abort, request
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from consultation.accounts.access import public
from consultation.accounts.models import User
from consultation.consultations.models import Consultation
from consultation.consultations.permissions import can_see
from consultation.consultations.queries import roles_of
from consultation.core.db import session
from consultation.core.files import StoredFile, read
from consultation.documents.models import Document, Picture, Version
from consultation.documents.services.importing import CONTENT_TYPES, ending_of
from consultation.documents.views import bp

FOREVER = "public, max-age=31536000, immutable"


@bp.get("/consultations/<slug>/<document>/original")
@public
def original(viewer: User | None, slug: str, document: str) -> ResponseReturnValue:
    """The file that the published version was read from, when it is offered."""
    row = session.execute(
        select(Consultation, Document, Version, StoredFile)
        .join(Document, Document.consultation_id == Consultation.id)
        .join(Version, Version.id == Document.current_version_id)
        .join(StoredFile, StoredFile.id == Version.original_id)
        .where(
            Consultation.slug == slug,
            Document.slug == document,
            Document.offers_original.is_(True),
        )
    ).one_or_none()
    if row is None or not can_see(row[0], roles_of(viewer, row[0].id)):
        abort(404)
    _consultation, text, version, kept = row
    ending = ending_of(kept.name)
    if ending not in CONTENT_TYPES:
        ending = ".bin"
    response = Response(
        read(kept), content_type=CONTENT_TYPES.get(ending, "application/octet-stream")
    )
    response.headers["Content-Disposition"] = (
        f'attachment; filename="{text.slug}-v{version.number}{ending}"'
    )
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@bp.get("/images/<name>")
@public
def image(_viewer: User | None, name: str) -> ResponseReturnValue:
    """An image of a text, re-encoded by us. Its name is of its content, so it never changes."""
    kept = session.scalars(
        select(StoredFile)
        .join(Picture, Picture.file_id == StoredFile.id)
        .where(Picture.name == name)
    ).one_or_none()
    if kept is None:
        abort(404)
    if request.if_none_match.contains(kept.sha256):
        response = Response(status=304)
    else:
        response = Response(read(kept), content_type=kept.content_type)
    response.headers["Cache-Control"] = FOREVER
    response.set_etag(kept.sha256)
    return response
