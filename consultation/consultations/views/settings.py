"""Creating a consultation, and changing what it says."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from consultation.accounts.access import strongly_signed_in
from consultation.accounts.models import User
from consultation.consultations.forms.settings import ConsultationForm
from consultation.consultations.models import Phase
from consultation.consultations.permissions import can_create, can_edit_dates
from consultation.consultations.queries import organised_count
from consultation.consultations.services.editing import (
    SlugTakenError,
    create_consultation,
    edit_consultation,
)
from consultation.consultations.views import bp
from consultation.consultations.views.loading import organised
from consultation.core.clock import now
from consultation.core.errors import DomainError
from consultation.core.i18n import _


@bp.route("/espace/nouvelle-consultation", methods=["GET", "POST"])
@strongly_signed_in
def create(person: User) -> ResponseReturnValue:
    """Prepare a new consultation: a draft that its team alone sees."""
    if not can_create(person, organised_count(person)):
        abort(404)
    form = ConsultationForm()
    if form.validate_on_submit():
        try:
            made = create_consultation(form.details(), actor=person)
        except DomainError as error:
            _say(form, error)
        else:
            flash(_("Le brouillon est créé. Ajoutez maintenant un texte et invitez l’équipe."))
            return redirect(url_for("documents.overview", slug=made.slug), 303)
    return render_template("consultations/create.html", form=form), form.status


@bp.route("/espace/<slug>/reglages", methods=["GET", "POST"])
@strongly_signed_in
def edit(person: User, slug: str) -> ResponseReturnValue:
    """Change what a consultation says."""
    consultation = organised(person, slug)
    form = ConsultationForm(obj=consultation, seen=str(consultation.revision))
    form.keep_what_may_change(
        slug=consultation.phase is Phase.DRAFT, dates=can_edit_dates(consultation, now())
    )
    if form.validate_on_submit():
        try:
            edit_consultation(consultation, form.details(), actor=person, seen=form.revision_seen())
        except DomainError as error:
            _say(form, error)
            form.seen.data = str(consultation.revision)
        else:
            flash(_("Les réglages sont enregistrés."))
            return redirect(url_for("consultations.edit", slug=consultation.slug), 303)
    return (
        render_template("consultations/edit.html", consultation=consultation, form=form),
        form.status,
    )


def _say(form: ConsultationForm, error: DomainError) -> None:
    """Put a refusal next to the field that it speaks of."""
    field = form.slug if isinstance(error, SlugTakenError) and form.slug else form.title
    field.errors = [*field.errors, str(error)]
