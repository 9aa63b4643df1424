"""Accepting an invitation to a team: the mailed link shows a button, only the button accepts."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from consultation.accounts.access import public, signed_in
from consultation.accounts.models import User
from consultation.consultations.forms.organising import PlainForm
from consultation.consultations.models import Role
from consultation.consultations.queries import roles_of
from consultation.consultations.services.team import accept_invitation, invited_to
from consultation.consultations.views import bp
from consultation.core.i18n import _


@bp.get("/invitations/<token>")
@public
def invitation(viewer: User | None, token: str) -> ResponseReturnValue:
    """Say who is invited to what; signed out, lead to an account with the invited address."""
    found = invited_to(token)
    if found is None:
        return render_template("consultations/invitation_spent.html"), 404
    row, consultation = found
    return render_template(
        "consultations/invitation.html",
        consultation=consultation,
        role=Role(row.details["role"]),
        expires_at=row.expires_at,
        link=url_for("consultations.invitation", token=token),
        viewer=viewer,
        is_theirs=viewer is not None and viewer.email == row.email,
        form=PlainForm(None),
    )


@bp.post("/invitations/<token>")
@signed_in
def accept(person: User, token: str) -> ResponseReturnValue:
    """Join the team."""
    if not PlainForm().validate_on_submit():
        abort(400)
    consultation = accept_invitation(token, actor=person)
    flash(_("Vous faites partie de l’équipe."))
    if Role.ORGANISER in roles_of(person, consultation.id):
        return redirect(url_for("documents.overview", slug=consultation.slug), 303)
    return redirect(url_for("consultations.desk"), 303)
