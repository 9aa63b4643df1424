"""Uploading a text, and watching it being read."""

from flask import abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from consultation.accounts.access import strongly_signed_in
from consultation.accounts.models import User
from consultation.consultations.views.loading import organised
from consultation.core.clock import now
from consultation.core.db import session
from consultation.core.errors import DomainError
from consultation.documents.forms import UploadForm
from consultation.documents.models import Document, Import
from consultation.documents.parsing.blocks import RefusalCode
from consultation.documents.parsing.messages import refusal_message
from consultation.documents.services.importing import Upload, ask_for_import
from consultation.documents.views import bp


@bp.route("/espace/<slug>/textes/importer", methods=["GET", "POST"])
@strongly_signed_in
def upload(person: User, slug: str) -> ResponseReturnValue:
    """Give a file to be read into a new text."""
    consultation = organised(person, slug)
    form = UploadForm()
    if form.validate_on_submit():
        given = Upload(
            name=form.file.data.filename or "",
            content=form.file.data.read(),
            title=form.title.data or "",
            splits_lists=form.splits_lists.data == "1",
            offers_original=form.offers_original.data,
        )
        try:
            row = ask_for_import(consultation, given, actor=person)
        except DomainError as error:
            form.file.errors = [str(error)]
        else:
            return redirect(url_for("documents.reading_import", slug=slug, key=row.key), 303)
    page = render_template("documents/upload.html", consultation=consultation, form=form)
    return page, form.status


@bp.get("/espace/<slug>/textes/imports/<key>")
@strongly_signed_in
def reading_import(person: User, slug: str, key: str) -> ResponseReturnValue:
    """How far the reading of a file is, and how it ended."""
    consultation = organised(person, slug)
    row = session.scalars(
        select(Import)
        .where(Import.consultation_id == consultation.id, Import.key == key)
        .options(joinedload(Import.file))
    ).one_or_none()
    if row is None:
        abort(404)
    return render_template(
        "documents/import.html",
        consultation=consultation,
        row=row,
        document=session.get(Document, row.document_id) if row.document_id else None,
        refusal=refusal_message(RefusalCode(row.refusal)) if row.refusal else "",
        retries=row.attempts > 1 or bool(row.last_error),
        moment=now(),
    )
