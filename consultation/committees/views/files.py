"""The committee's files: sent to members alone, as files to keep, never shown in the page."""

from flask import Response, abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from consultation.accounts.access import signed_in
from consultation.accounts.models import User
from consultation.committees.forms.people import PlainForm
from consultation.committees.models.files import Attachment
from consultation.committees.models.threads import Thread, ThreadMessage
from consultation.committees.permissions import can_remove_attachment
from consultation.committees.queries.files import attachment_named
from consultation.committees.queries.meetings import meeting_with_file
from consultation.committees.services.attaching import remove_attachment
from consultation.committees.sniffing import CONTENT_TYPES
from consultation.committees.views import bp
from consultation.committees.views.loading import entered
from consultation.core import files
from consultation.core.confirming import ask_first
from consultation.core.db import session
from consultation.core.i18n import _


@bp.get("/comites/<slug>/espace/fichiers/<key>")
@signed_in
def attachment(person: User, slug: str, key: str) -> ResponseReturnValue:
    """One file. Whether the person still sits in the committee is asked each time."""
    place = entered(person, slug)
    row = attachment_named(place.committee.id, key)
    if row is None or row.file is None:
        abort(404)
    response = Response(files.read(row.file), content_type=CONTENT_TYPES[row.kind])
    name = f"piece-{row.key}.{row.kind.value}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@bp.post("/comites/<slug>/espace/fichiers/<key>/retrait")
@signed_in
def take_file_away(person: User, slug: str, key: str) -> ResponseReturnValue:
    """Remove a file."""
    place = entered(person, slug)
    row = attachment_named(place.committee.id, key)
    if row is None or not can_remove_attachment(row, place.member):
        abort(404)
    if not PlainForm().validate_on_submit():
        abort(400)
    back = _holder(slug, row)
    page = ask_first(
        _("Retirer ce fichier ?"),
        _("%(name)s est effacé, et personne ne pourra le rendre.", name=row.name),
        verb=_("Retirer le fichier"),
        back=back,
    )
    if page is not None:
        return page
    remove_attachment(row, actor=person)
    flash(_("Le fichier est retiré."))
    return redirect(back, 303)


def _holder(slug: str, row: Attachment) -> str:
    """The page on which the file stands."""
    message = session.get(ThreadMessage, row.message_id) if row.message_id else None
    if message is None:
        meeting = meeting_with_file(row)
        if meeting is None:
            return url_for("committees.workspace", slug=slug)
        return url_for("committees.meeting", slug=slug, key=meeting.key)
    thread = session.get_one(Thread, message.thread_id)
    place = url_for("committees.thread", slug=slug, key=thread.key, message=message.key)
    return f"{place}#m-{message.key}"
