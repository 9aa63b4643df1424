"""The organisations that participants say they speak for."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from consultation.accounts.access import strongly_signed_in
from consultation.accounts.models import User
from consultation.consultations.forms.organising import PlainForm
from consultation.consultations.queries import confirmed_organisations, organisations_to_confirm
from consultation.consultations.services.organisations import decide_organisation
from consultation.consultations.views import bp
from consultation.consultations.views.loading import organised
from consultation.core.db import session
from consultation.core.i18n import _

SHOWN = 100


@bp.get("/espace/<slug>/organisations")
@strongly_signed_in
def organisations(person: User, slug: str) -> ResponseReturnValue:
    """Those to confirm, and those confirmed."""
    consultation = organised(person, slug)
    return render_template(
        "consultations/organisations.html",
        consultation=consultation,
        waiting=session.scalars(organisations_to_confirm(consultation.id).limit(SHOWN)).all(),
        confirmed=session.scalars(confirmed_organisations(consultation.id).limit(SHOWN)).all(),
        most=SHOWN,
        form=PlainForm(None),
    )


@bp.post("/espace/<slug>/organisations")
@strongly_signed_in
def decide(person: User, slug: str) -> ResponseReturnValue:
    """Confirm one, or refuse it."""
    consultation = organised(person, slug)
    verb, _colon, key = request.form.get("act", "").partition(":")
    if not PlainForm().validate_on_submit() or verb not in {"confirm", "refuse"}:
        abort(400)
    decide_organisation(consultation, key, is_confirmed=verb == "confirm", actor=person)
    flash(
        _("L’organisation est confirmée.")
        if verb == "confirm"
        else _("L’organisation n’est pas affichée. La personne est prévenue.")
    )
    return redirect(url_for("consultations.organisations", slug=slug), 303)
