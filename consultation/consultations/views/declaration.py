"""In which capacity somebody takes part in a consultation: their own page."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from consultation.accounts.access import next_url, signed_in
from consultation.accounts.models import User
from consultation.consultations.forms.organising import DeclarationForm
from consultation.consultations.models import Audience, Consultation
from consultation.consultations.permissions import can_see
from consultation.consultations.queries import open_categories, participation_of, roles_of
from consultation.consultations.services.participation import declare
from consultation.consultations.views import bp
from consultation.core.db import session
from consultation.core.errors import DomainError
from consultation.core.i18n import _


@bp.route("/consultations/<slug>/ma-declaration", methods=["GET", "POST"])
@signed_in
def declaration(person: User, slug: str) -> ResponseReturnValue:
    """Choose one's category, name one's organisation."""
    consultation = session.scalars(
        select(Consultation).where(Consultation.slug == slug)
    ).one_or_none()
    if consultation is None or not can_see(consultation, roles_of(person, consultation.id)):
        abort(404)
    known = participation_of(person.id, consultation.id)
    form = DeclarationForm()
    form.offer(open_categories(consultation.id), known.category if known else None)
    if not form.is_submitted() and known:
        form.category.data = known.category_id
        form.organisation.data = known.organisation.name if known.organisation else ""
    if form.validate_on_submit():
        try:
            declare(
                person, consultation, category_id=form.category.data,
                organisation=form.organisation.data or "",
            )  # fmt: skip
        except DomainError as error:
            form.category.errors = [str(error)]
        else:
            flash(_("Votre déclaration est enregistrée."))
            return redirect(next_url(url_for("consultations.declaration", slug=slug)), 303)
    page = render_template(
        "consultations/declaration.html",
        consultation=consultation,
        form=form,
        known=known,
        asks_organisation=consultation.audience is Audience.ORGANISATIONS,
        suite=next_url(""),
    )
    return page, form.status
