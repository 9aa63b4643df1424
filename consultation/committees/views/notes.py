"""Notes of a session taken together, and what they said before."""

from flask import abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from consultation.accounts.access import signed_in
from consultation.accounts.models import User
from consultation.committees.forms.meetings import NotesForm, number_in
from consultation.committees.permissions import can_take_notes
from consultation.committees.queries.meetings import notes_of
from consultation.committees.services.notes import NotedMeanwhileError, save_notes
from consultation.committees.views import bp
from consultation.committees.views.loading import entered
from consultation.committees.views.seen_meetings import meeting_named
from consultation.committees.views.shown import workspace_page
from consultation.core.errors import DomainError
from consultation.core.i18n import _


@bp.route("/comites/<slug>/espace/seances/<key>/notes", methods=["GET", "POST"])
@signed_in
def notes(person: User, slug: str, key: str) -> ResponseReturnValue:
    """Write in the notes; what two people write at once is put together."""
    place = entered(person, slug)
    row = meeting_named(place, key)
    if not can_take_notes(row, place.standing):
        abort(404)
    form = NotesForm(notes=row.notes_source, seen=str(row.notes_revision))
    if form.validate_on_submit():
        try:
            kept = save_notes(
                row, form.notes.data or "", seen=number_in(form.seen.data) or 0, actor=person
            )
        except NotedMeanwhileError as error:
            form.notes.data, form.seen.data = error.text, str(error.seen)
            form.notes.errors = [str(error)]
        except DomainError as error:
            form.notes.errors = [str(error)]
        else:
            flash(
                _("Quelqu’un d’autre écrivait aussi : vos deux textes sont réunis.")
                if kept.is_merged
                else _("Les notes sont enregistrées.")
            )
            return redirect(url_for("committees.notes", slug=slug, key=key), 303)
    page = workspace_page(
        place, "committees/notes.html", form=form, meeting=row, revisions=notes_of(row)
    )
    return page, form.status


@bp.get("/comites/<slug>/espace/seances/<key>/notes/versions")
@signed_in
def notes_versions(person: User, slug: str, key: str) -> ResponseReturnValue:
    """What the notes said from first to last, and who wrote it so."""
    place = entered(person, slug)
    row = meeting_named(place, key)
    revisions = notes_of(row)
    if not revisions:
        abort(404)
    return workspace_page(
        place, "committees/notes_versions.html", meeting=row, revisions=revisions[::-1]
    )
