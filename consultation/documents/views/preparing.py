"""A text's settings, its publication and its removal."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from consultation.accounts.access import strongly_signed_in
from consultation.accounts.models import User
from consultation.consultations.forms.organising import PlainForm
from consultation.consultations.models import Consultation
from consultation.core.db import session
from consultation.core.errors import DomainError
from consultation.core.i18n import _
from consultation.documents.forms import SeenForm, TextForm
from consultation.documents.models import Document, Heading, Version
from consultation.documents.queries import documents_of, entries_of
from consultation.documents.services.preparing import (
    TextDetails,
    delete_draft,
    edit_document,
    publish_draft,
)
from consultation.documents.views import bp
from consultation.documents.views.loading import drafted, prepared


@bp.route("/espace/<slug>/textes/<document>/reglages", methods=["GET", "POST"])
@strongly_signed_in
def settings(person: User, slug: str, document: str) -> ResponseReturnValue:
    """What is said of a text: title, address, summary, rank, original."""
    consultation, row = prepared(person, slug, document)
    texts = session.scalars(documents_of(consultation.id)).all()
    form = TextForm(obj=row, place=texts.index(row) + 1)
    if row.current_version_id is not None:
        del form.slug
    if form.validate_on_submit():
        details = TextDetails(
            title=form.title.data,
            slug=form.slug.data or "" if form.slug else row.slug,
            summary=form.summary.data or "",
            language=form.language.data,
            place=form.place.data,
            offers_original=form.offers_original.data,
        )
        try:
            edit_document(row, details, actor=person)
        except DomainError as error:
            field = form.slug or form.title
            field.errors = [str(error)]
        else:
            flash(_("Les réglages du texte sont enregistrés."))
            return redirect(url_for("documents.draft", slug=slug, document=row.slug), 303)
    page = render_template(
        "documents/settings.html", consultation=consultation, document=row, form=form
    )
    return page, form.status


@bp.get("/espace/<slug>/textes/<document>/publication")
@strongly_signed_in
def publication(person: User, slug: str, document: str) -> ResponseReturnValue:
    """What publishing the text means, before it is done."""
    consultation, row, version = drafted(person, slug, document)
    if row.current_version_id is not None:
        return _later(slug, document)
    return _publication(consultation, row, version)


@bp.post("/espace/<slug>/textes/<document>/publication")
@strongly_signed_in
def publish(person: User, slug: str, document: str) -> ResponseReturnValue:
    """Publish version 1."""
    consultation, row, version = drafted(person, slug, document)
    if row.current_version_id is not None:
        return _later(slug, document)
    form = SeenForm()
    if not form.validate_on_submit():
        abort(400)
    try:
        publish_draft(version, form.count(), actor=person)
    except DomainError as error:
        return _publication(consultation, row, version, str(error))
    flash(_("La version 1 de « %(title)s » est publiée.", title=row.title))
    return redirect(url_for("documents.overview", slug=slug), 303)


def _later(slug: str, document: str) -> ResponseReturnValue:
    """A version that follows another is published with what becomes of each paragraph."""
    return redirect(url_for("versions.publication", slug=slug, document=document), 303)


def _publication(
    consultation: Consultation, document: Document, version: Version, error: str = ""
) -> ResponseReturnValue:
    entries = entries_of(version.id)
    passages = [entry for entry in entries if not isinstance(entry, Heading)]
    page = render_template(
        "documents/publish.html",
        consultation=consultation,
        document=document,
        form=SeenForm(None, seen=str(version.edit_count)),
        passage_count=len(passages),
        heading_count=len(entries) - len(passages),
        shut_count=sum(not entry.is_open for entry in entries),
        bare_count=sum("<img" in entry.html and 'alt=""' in entry.html for entry in passages),
        error=error,
    )
    return page, 422 if error else 200


@bp.route("/espace/<slug>/textes/<document>/suppression", methods=["GET", "POST"])
@strongly_signed_in
def removal(person: User, slug: str, document: str) -> ResponseReturnValue:
    """Delete a text that was never published, after one question."""
    consultation, row = prepared(person, slug, document)
    if row.current_version_id is not None:
        abort(404)
    form = PlainForm()
    if form.validate_on_submit():
        title = row.title
        delete_draft(row, actor=person)
        flash(_("Le brouillon de « %(title)s » est supprimé.", title=title))
        return redirect(url_for("documents.overview", slug=slug), 303)
    return render_template(
        "documents/delete.html", consultation=consultation, document=row, form=form
    )
