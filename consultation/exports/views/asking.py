"""Asking for the corpus, watching it being written, and taking it away."""

from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from consultation.accounts.access import strongly_signed_in
from consultation.accounts.models import User
from consultation.core import files
from consultation.core.clock import now
from consultation.core.confirming import ask_first
from consultation.core.db import session
from consultation.core.errors import DomainError
from consultation.core.files import StoredFile
from consultation.core.i18n import _
from consultation.exports.forms import ExportForm, PaperForm
from consultation.exports.loading import Place, export_of, place_of
from consultation.exports.models import RUNNING, Export, ExportState
from consultation.exports.papers.document import PLACEHOLDERS
from consultation.exports.permissions import can_export_names
from consultation.exports.queries.requests import exports_of, texts_of
from consultation.exports.queries.state import retractions_of
from consultation.exports.queries.synthesis import synthesis_of
from consultation.exports.services.asking import ask_for_export, cancel_export, note_download
from consultation.exports.services.forgetting import forget_file
from consultation.exports.views import bp
from consultation.exports.views.sending import sent


@bp.get("/espace/<slug>/exports")
@strongly_signed_in
def index(person: User, slug: str) -> ResponseReturnValue:
    """One's own exports, and how to ask for another."""
    place = place_of(person, slug)
    return _page(person, place, _form(place, formdata=None), _paper_form(formdata=None))


@bp.post("/espace/<slug>/exports")
@strongly_signed_in
def ask(person: User, slug: str) -> ResponseReturnValue:
    """Ask for the corpus; with names, once the person has said so twice."""
    place = place_of(person, slug)
    form = _form(place)
    if not form.validate_on_submit():
        return _page(person, place, form, _paper_form(formdata=None))
    wanted = form.wanted()
    if wanted.has_names:
        question = ask_first(
            _("Exporter le corpus avec les noms ?"),
            _("Le fichier contient le nom et l’organisation de chaque personne qui a contribué."),
            _("Votre demande et chaque téléchargement sont inscrits au journal."),
            verb=_("Exporter avec les noms"),
            back=url_for("exports.index", slug=slug),
        )
        if question is not None:
            return question
    try:
        row = ask_for_export(place.consultation, wanted, actor=person)
    except DomainError as error:
        form.format.errors = [str(error)]
        return _page(person, place, form, _paper_form(formdata=None))
    return redirect(url_for("exports.progress", slug=slug, key=row.key), 303)


@bp.post("/espace/<slug>/exports/synthese")
@strongly_signed_in
def ask_for_synthesis(person: User, slug: str) -> ResponseReturnValue:
    """Ask for the synthesis as a document, in a template of one's own or in ours."""
    place = place_of(person, slug)
    form = _paper_form()
    if form.validate_on_submit():
        try:
            row = ask_for_export(place.consultation, form.wanted(), actor=person)
        except DomainError as error:
            form.paper.errors = [str(error)]
        else:
            return redirect(url_for("exports.progress", slug=slug, key=row.key), 303)
    return _page(person, place, _form(place, formdata=None), form)


def _form(place: Place, **given: Any) -> ExportForm:
    form = ExportForm(**given)
    form.offer(texts_of(place.consultation), with_names=can_export_names(place.roles))
    return form


def _paper_form(**given: Any) -> PaperForm:
    return PaperForm(**given, with_annex=True)


def _page(
    person: User, place: Place, form: ExportForm, paper_form: PaperForm
) -> ResponseReturnValue:
    consultation = place.consultation
    page = render_template(
        "exports/index.html",
        consultation=consultation, form=form, paper_form=paper_form,
        rows=exports_of(person, consultation), placeholders=PLACEHOLDERS,
        has_synthesis=synthesis_of(consultation.id) is not None,
    )  # fmt: skip
    return page, form.status if form.errors else paper_form.status


@bp.get("/espace/<slug>/exports/<key>")
@strongly_signed_in
def progress(person: User, slug: str, key: str) -> ResponseReturnValue:
    """How far it is, and how it ended."""
    place = place_of(person, slug)
    return _progress(place, export_of(person, place, key))


def _progress(place: Place, row: Export) -> str:
    return render_template(
        "exports/progress.html",
        consultation=place.consultation, row=row, is_running=row.state in RUNNING, moment=now(),
    )  # fmt: skip


@bp.post("/espace/<slug>/exports/<key>/annuler")
@strongly_signed_in
def cancel(person: User, slug: str, key: str) -> ResponseReturnValue:
    """Stop it. It can be asked for again at any time."""
    row = export_of(person, place_of(person, slug), key)
    if cancel_export(row, actor=person):
        flash(_("L’export est annulé."))
    else:
        flash(_("Cet export était déjà terminé."))
    return redirect(url_for("exports.progress", slug=slug, key=key), 303)


@bp.get("/espace/<slug>/exports/<key>/fichier")
@strongly_signed_in
def download(person: User, slug: str, key: str) -> ResponseReturnValue:
    """The file, to whoever asked for it, if they still may and it holds nothing taken back."""
    place = place_of(person, slug)
    row = export_of(person, place, key)
    kept = session.get(StoredFile, row.file_id) if row.file_id else None
    if row.state is not ExportState.READY or kept is None:
        return _progress(place, row), 410
    if row.expires_at is not None and row.expires_at <= now():
        forget_file(row, ExportState.PURGED)
        return _progress(place, row), 410
    if retractions_of(place.consultation.id) != row.retractions:
        forget_file(row, ExportState.OUTDATED)
        return _progress(place, row), 410
    path = files.path_of(kept.key)
    if not path.exists():
        abort(404)
    if row.has_names:
        note_download(row, actor=person)
    return sent(kept)
