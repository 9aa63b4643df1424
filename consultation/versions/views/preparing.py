"""Beginning, discarding and publishing the next version of a text."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from consultation.accounts.access import strongly_signed_in
from consultation.accounts.models import User
from consultation.consultations.forms.organising import PlainForm
from consultation.consultations.models import Consultation
from consultation.core.confirming import ask_first
from consultation.core.errors import DomainError
from consultation.core.i18n import _
from consultation.documents.forms import UploadForm
from consultation.documents.models import Document, Version
from consultation.documents.queries import draft_of
from consultation.documents.services.importing import Upload, ask_for_import
from consultation.documents.views.loading import prepared
from consultation.versions.forms import PublicationForm
from consultation.versions.queries.planning import SAME_DOCUMENT, plan_of
from consultation.versions.queries.rewordings import count_rewordings
from consultation.versions.services.publishing import OtherDocumentError, publish_next
from consultation.versions.services.starting import discard, start_from_current
from consultation.versions.states import state_words
from consultation.versions.views import bp
from consultation.versions.views.loading import following


@bp.route("/espace/<slug>/textes/<document>/version-suivante", methods=["GET", "POST"])
@strongly_signed_in
def start(person: User, slug: str, document: str) -> ResponseReturnValue:
    """Begin the next version with a file; the page also offers to begin with today's words."""
    consultation, row = prepared(person, slug, document)
    if row.current_version_id is None:
        abort(404)
    form = UploadForm()
    del form.title
    del form.offers_original
    if form.validate_on_submit():
        given = Upload(
            name=form.file.data.filename or "",
            content=form.file.data.read(),
            splits_lists=form.splits_lists.data == "1",
        )
        try:
            asked = ask_for_import(consultation, given, actor=person, follows=row)
        except DomainError as error:
            form.file.errors = [str(error)]
        else:
            return redirect(url_for("documents.reading_import", slug=slug, key=asked.key), 303)
    page = render_template(
        "versions/start.html",
        consultation=consultation,
        document=row,
        form=form,
        draft=draft_of(row.id),
    )
    return page, form.status


@bp.post("/espace/<slug>/textes/<document>/version-suivante/texte-actuel")
@strongly_signed_in
def start_with_current(person: User, slug: str, document: str) -> ResponseReturnValue:
    """Begin the next version with the words that the public reads."""
    _consultation, row = prepared(person, slug, document)
    if row.current_version_id is None:
        abort(404)
    if not PlainForm().validate_on_submit():
        abort(400)
    try:
        version = start_from_current(row, actor=person)
    except DomainError as error:
        flash(str(error), "error")
        return redirect(url_for("versions.start", slug=slug, document=document), 303)
    flash(_("Le brouillon de la version %(number)s est prêt : corrigez-le.", number=version.number))
    return redirect(url_for("documents.draft", slug=slug, document=document), 303)


@bp.post("/espace/<slug>/textes/<document>/abandon")
@strongly_signed_in
def discarding(person: User, slug: str, document: str) -> ResponseReturnValue:
    """Throw the draft of the next version away, after one question."""
    _consultation, row, version = following(person, slug, document)
    if not PlainForm().validate_on_submit():
        abort(400)
    question = ask_first(
        _("Abandonner la version %(number)s ?", number=version.number),
        _("Son brouillon, ses corrections et ses réponses aux propositions seront effacés."),
        _("Le texte que le public lit, et tout ce qui en est dit, restent comme ils sont."),
        verb=_("Abandonner"),
        back=url_for("documents.draft", slug=slug, document=document),
    )
    if question is not None:
        return question
    try:
        discard(version, actor=person)
    except DomainError as error:
        flash(str(error), "error")
    else:
        flash(_("La version en préparation est abandonnée."))
    return redirect(url_for("documents.draft", slug=slug, document=row.slug), 303)


@bp.route("/espace/<slug>/textes/<document>/publier-version", methods=["GET", "POST"])
@strongly_signed_in
def publication(person: User, slug: str, document: str) -> ResponseReturnValue:
    """What publishing the version would do to each contribution; then publishing it."""
    consultation, row, version = following(person, slug, document)
    form = PublicationForm(seen=str(version.edit_count))
    error = ""
    asks_again = False
    if form.validate_on_submit():
        try:
            publish_next(
                version, form.count(), form.change_log.data or "",
                is_same_text=form.is_same_text.data,
                rewording_reason=form.rewording_reason.data or "", actor=person,
            )  # fmt: skip
        except DomainError as refused:
            error, asks_again = str(refused), isinstance(refused, OtherDocumentError)
        else:
            flash(_("La version %(number)s est publiée.", number=version.number))
            target = url_for(
                "versions.comparison", slug=slug, document=document, old=version.number - 1,
                new=version.number,
            )  # fmt: skip
            return redirect(target, 303)
    return _publication(consultation, row, version, form, error, asks_again=asks_again)


def _publication(
    consultation: Consultation, document: Document, version: Version, form: PublicationForm,
    error: str, *, asks_again: bool,
) -> ResponseReturnValue:  # fmt: skip
    form.seen.data = str(version.edit_count)
    plan = plan_of(version)
    total, stated = count_rewordings(version)
    page = render_template(
        "versions/publication.html",
        consultation=consultation,
        document=document,
        version=version,
        plan=plan,
        form=form,
        error=error,
        asks_again=asks_again or plan.share < SAME_DOCUMENT,
        rewording_total=total,
        rewording_left=total - stated,
        state_words=state_words,
    )
    return page, 422 if error or form.errors else 200
