"""Accepting an invitation to a committee: the mailed link shows a button, the button accepts."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from consultation.accounts.access import public, signed_in
from consultation.accounts.models import User
from consultation.committees.forms.people import PlainForm
from consultation.committees.models.people import Seat
from consultation.committees.services.seats import accept_invitation, invited_to
from consultation.committees.views import bp
from consultation.committees.words import seat_words
from consultation.core.i18n import _


@bp.get("/invitations/comite/<token>")
@public
def invitation(viewer: User | None, token: str) -> ResponseReturnValue:
    """Say to what one is invited; signed out, lead to an account with the invited address."""
    found = invited_to(token)
    if found is None:
        return render_template("committees/invitation_spent.html"), 404
    row, committee = found
    return render_template(
        "committees/invitation.html",
        committee=committee,
        seat=seat_words(Seat(row.details["seat"])),
        expires_at=row.expires_at,
        link=url_for("committees.invitation", token=token),
        viewer=viewer,
        is_theirs=viewer is not None and viewer.email == row.email,
        form=PlainForm(None),
    )


@bp.post("/invitations/comite/<token>")
@signed_in
def accept(person: User, token: str) -> ResponseReturnValue:
    """Take the seat, then say how one is called and what interests one has."""
    if not PlainForm().validate_on_submit():
        abort(400)
    committee = accept_invitation(token, actor=person)
    flash(_("Vous siégez au comité. Dites maintenant comment on vous y appelle."))
    return redirect(url_for("committees.own_sheet", slug=committee.slug), 303)
