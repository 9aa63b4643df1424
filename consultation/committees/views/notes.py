"""Notes of a session taken together, and what they said before."""

from flask import abort, flash, jsonify, redirect, url_for
from flask.typing import ResponseReturnValue

from consultation.accounts.access import signed_in
from consultation.accounts.models import User
from consultation.committees.forms.meetings import NotesForm, number_in
from consultation.committees.forms.people import PlainForm
from consultation.committees.models.meetings import Meeting
from consultation.committees.permissions import can_take_notes
from consultation.committees.queries.meetings import notes_draft_of, notes_of
from consultation.committees.services.notes import (
    NotedMeanwhileError,
    drop_notes,
    keep_notes,
    save_notes,
)
from consultation.committees.views import bp
from consultation.committees.views.loading import entered
from consultation.committees.views.seen_meetings import meeting_named
from consultation.committees.views.shown import workspace_page
from consultation.core.clock import now
from consultation.core.confirming import ask_first
from consultation.core.errors import DomainError
from consultation.core.i18n import _
from consultation.core.templating import moment


@bp.route("/comites/<slug>/espace/seances/<key>/notes", methods=["GET", "POST"])
@signed_in
def notes(person: User, slug: str, key: str) -> ResponseReturnValue:
    """Write in the notes; what two people write at once is put together."""
    place = entered(person, slug)
    row = meeting_named(place, key)
    if not can_take_notes(row, place.standing):
        abort(404)
    draft = notes_draft_of(row, place.member)
    form = NotesForm(
        notes=draft.source if draft else row.notes_source,
        seen=str(draft.base if draft else row.notes_revision),
    )
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
        place,
        "committees/notes.html",
        form=form,
        meeting=row,
        revisions=notes_of(row),
        draft=draft,
        is_behind=draft is not None and draft.base != row.notes_revision,
    )
    return page, form.status


@bp.post("/comites/<slug>/espace/seances/<key>/notes/brouillon")
@signed_in
def keep_typed_notes(person: User, slug: str, key: str) -> ResponseReturnValue:
    """Keep what is being typed; whether somebody else has saved other notes meanwhile."""
    row = _open(person, slug, key)
    form = NotesForm()
    if not form.validate_on_submit():
        return jsonify(said=next(iter(form.errors.values()))[0]), 422
    seen = number_in(form.seen.data) or 0
    is_behind = keep_notes(row, form.notes.data or "", seen=seen, actor=person)
    said = _("Brouillon gardé le %(moment)s.", moment=moment(now()).striptags())
    if is_behind:
        said = _(
            "Quelqu’un d’autre a enregistré des notes. Les vôtres sont gardées : à "
            "l’enregistrement, les deux textes sont réunis."
        )
    return jsonify(said=said)


@bp.post("/comites/<slug>/espace/seances/<key>/notes/abandon")
@signed_in
def drop_typed_notes(person: User, slug: str, key: str) -> ResponseReturnValue:
    """Give up one's draft, once asked about."""
    row = _open(person, slug, key)
    if not PlainForm().validate_on_submit():
        abort(400)
    page = ask_first(
        _("Abandonner votre brouillon ?"),
        _("Ce que vous avez écrit et qui n’est pas enregistré sera effacé."),
        verb=_("Abandonner le brouillon"),
        back=url_for("committees.notes", slug=slug, key=key),
    )
    if page is not None:
        return page
    drop_notes(row, actor=person)
    flash(_("Votre brouillon est effacé. Les notes restent ce qu’elles étaient."))
    return redirect(url_for("committees.notes", slug=slug, key=key), 303)


def _open(person: User, slug: str, key: str) -> Meeting:
    """A session whose notes `person` takes; else 404."""
    place = entered(person, slug)
    row = meeting_named(place, key)
    if not can_take_notes(row, place.standing):
        abort(404)
    return row


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
