"""A published synthesis as a file, for everybody, without an account."""

from flask import abort, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from consultation.accounts.access import public
from consultation.accounts.models import User
from consultation.consultations.models import Consultation
from consultation.consultations.permissions import can_see
from consultation.consultations.queries import roles_of
from consultation.core import files
from consultation.core.db import session
from consultation.exports.public_files import path_of
from consultation.exports.queries.edition_files import PUBLIC_FORMATS, file_of
from consultation.exports.services.for_everybody import holds, renew
from consultation.exports.views import bp
from consultation.exports.views.sending import sent
from consultation.synthesis.queries.editions import edition_of

ADDRESS = "/consultations/<slug>/synthese/editions/<int:number>/synthese.<kind>"


@bp.get(ADDRESS)
@public
def edition_file(viewer: User | None, slug: str, number: int, kind: str) -> ResponseReturnValue:
    """The file of the last edition, if it still holds nothing that was taken from the public."""
    row = session.scalars(select(Consultation).where(Consultation.slug == slug)).one_or_none()
    formats = {path_of(each): each for each in PUBLIC_FORMATS}
    if row is None or kind not in formats or not can_see(row, roles_of(viewer, row.id)):
        abort(404)
    edition = edition_of(row.id)
    if edition is None or edition.number != number:
        abort(404)
    found = file_of(edition.id, formats[kind])
    kept = found[1] if found else None
    if found is not None and kept is not None and not holds(found[0], row.id):
        renew(found[0])
        kept = None
    if kept is None or not files.path_of(kept.key).exists():
        return render_template("exports/not_ready.html", consultation=row), 503, RETRY
    return sent(kept)


RETRY = {"Retry-After": "120"}
