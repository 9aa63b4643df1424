"""The mails about what becomes of one's contributions: which consultations send them."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from consultation.accounts.access import signed_in
from consultation.accounts.models import User
from consultation.contributions.queries.mine import participations_of
from consultation.contributions.services.messages import mute, unmute
from consultation.contributions.views import bp
from consultation.core.i18n import _


@bp.get("/mes-contributions/messages")
@signed_in
def messages(person: User) -> ResponseReturnValue:
    """The consultations where one said something, each with its switch."""
    return render_template("contributions/messages.html", rows=participations_of(person))


@bp.post("/mes-contributions/messages")
@signed_in
def choose_messages(person: User) -> ResponseReturnValue:
    """Be written to about one of them, or no more."""
    wanted = request.form.get("consultation", "")
    row = next((each for each in participations_of(person) if each.key == wanted), None)
    if row is None:
        abort(404)
    if request.form.get("messages") == "0":
        mute(row.consultation_id, actor=person)
        flash(_("Vous ne recevrez plus de message sur ce que deviennent ces contributions."))
    else:
        unmute(row.consultation_id, actor=person)
        flash(_("Un message vous dira ce que deviennent ces contributions."))
    return redirect(url_for("contributions.messages"), 303)
