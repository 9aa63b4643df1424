"""The glossary of a consultation."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from consultation.accounts.access import strongly_signed_in
from consultation.accounts.models import User
from consultation.consultations.forms.organising import GlossaryFileForm, PlainForm, TermForm
from consultation.consultations.models import Consultation, GlossaryTerm
from consultation.consultations.queries import glossary_terms
from consultation.consultations.services.glossary import (
    GlossaryImport,
    add_term,
    delete_term,
    edit_term,
    import_glossary,
)
from consultation.consultations.views import bp
from consultation.consultations.views.loading import organised
from consultation.core.confirming import ask_first
from consultation.core.db import session
from consultation.core.errors import DomainError
from consultation.core.i18n import _, _n
from consultation.core.text import in_order


@bp.get("/espace/<slug>/lexique")
@strongly_signed_in
def glossary(person: User, slug: str) -> ResponseReturnValue:
    """The words, and how to add some."""
    return _page(organised(person, slug))


@bp.post("/espace/<slug>/lexique")
@strongly_signed_in
def new_term(person: User, slug: str) -> ResponseReturnValue:
    """Add one word."""
    consultation = organised(person, slug)
    form = TermForm()
    if form.validate_on_submit():
        try:
            add_term(consultation, form.term.data, form.definition.data, actor=person)
        except DomainError as error:
            form.term.errors = [str(error)]
        else:
            flash(_("« %(term)s » est dans le lexique.", term=form.term.data))
            return redirect(url_for("consultations.glossary", slug=slug), 303)
    return _page(consultation, form=form)


@bp.post("/espace/<slug>/lexique/import")
@strongly_signed_in
def import_terms(person: User, slug: str) -> ResponseReturnValue:
    """Add many words from a file, all or none, and say what became of each line."""
    consultation = organised(person, slug)
    form = GlossaryFileForm()
    if not form.validate_on_submit():
        return _page(consultation, file_form=form)
    try:
        report = import_glossary(consultation, form.file.data.read(), actor=person)
    except DomainError as error:
        form.file.errors = [str(error)]
        return _page(consultation, file_form=form)
    if report.is_right and not report.lines:
        form.file.errors = [_("Ce fichier ne tient aucune ligne.")]
    return _page(consultation, file_form=form, report=report)


@bp.route("/espace/<slug>/lexique/<key>", methods=["GET", "POST"])
@strongly_signed_in
def change_term(person: User, slug: str, key: str) -> ResponseReturnValue:
    """Change one word or its definition."""
    consultation = organised(person, slug)
    row = _term(consultation, key)
    form = TermForm(obj=row)
    if form.validate_on_submit():
        try:
            edit_term(consultation, key, form.term.data, form.definition.data, actor=person)
        except DomainError as error:
            form.term.errors = [str(error)]
        else:
            flash(_("« %(term)s » est enregistré.", term=form.term.data))
            return redirect(url_for("consultations.glossary", slug=slug), 303)
    page = render_template("consultations/term.html", consultation=consultation, form=form, key=key)
    return page, form.status


@bp.post("/espace/<slug>/lexique/<key>/suppression")
@strongly_signed_in
def drop_term(person: User, slug: str, key: str) -> ResponseReturnValue:
    """Take one word out."""
    consultation = organised(person, slug)
    term = _term(consultation, key).term
    if not PlainForm().validate_on_submit():
        abort(400)
    page = ask_first(
        _("Supprimer « %(term)s » du lexique ?", term=term),
        _("Le mot ne sera plus souligné ni expliqué dans les textes."),
        verb=_("Supprimer"),
        back=url_for("consultations.glossary", slug=slug),
    )
    if page is not None:
        return page
    delete_term(consultation, key, actor=person)
    flash(_("« %(term)s » n’est plus dans le lexique.", term=term))
    return redirect(url_for("consultations.glossary", slug=slug), 303)


def _term(consultation: Consultation, key: str) -> GlossaryTerm:
    query = glossary_terms(consultation.id).where(GlossaryTerm.key == key)
    row = session.scalars(query).one_or_none()
    if row is None:
        abort(404)
    return row


def _page(
    consultation: Consultation,
    *,
    form: TermForm | None = None,
    file_form: GlossaryFileForm | None = None,
    report: GlossaryImport | None = None,
) -> ResponseReturnValue:
    terms = in_order(session.scalars(glossary_terms(consultation.id)), key=lambda row: row.term)
    page = render_template(
        "consultations/glossary.html",
        consultation=consultation,
        terms=terms,
        form=form or TermForm(None),
        file_form=file_form or GlossaryFileForm(None),
        plain=PlainForm(None),
        report=report,
        count=_n("%(num)s mot expliqué", "%(num)s mots expliqués", len(terms)),
    )
    is_wrong = bool(
        (form and form.errors)
        or (file_form and file_form.errors)
        or (report and not report.is_right)
    )
    return page, 422 if is_wrong else 200
