"""Seeing one's data, taking it away, leaving: for the person signed in, by no other link."""

import json

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from consultation.accounts.access import signed_in
from consultation.accounts.models import User
from consultation.accounts.services.signing_in import is_owner
from consultation.accounts.sessions import end_current
from consultation.core.i18n import _
from consultation.privacy.forms import LeaveForm
from consultation.privacy.handing_over import held_alone
from consultation.privacy.queries import my_data as data_of
from consultation.privacy.services import delete_account
from consultation.privacy.words import told

bp = Blueprint("privacy", __name__)


@bp.get("/compte/donnees")
@signed_in
def my_data(person: User) -> ResponseReturnValue:
    """What can be done with one's data."""
    return render_template("privacy/my_data.html", data=data_of(person))


@bp.get("/compte/donnees.json")
@signed_in
def my_data_json(person: User) -> ResponseReturnValue:
    """Everything, for a machine."""
    text = json.dumps(data_of(person), ensure_ascii=False, indent=2)
    return _file(text, "application/json", "mes-donnees.json")


@bp.get("/compte/donnees.html")
@signed_in
def my_data_html(person: User) -> ResponseReturnValue:
    """Everything, to be read."""
    page = render_template("privacy/my_data_file.html", subjects=told(data_of(person)))
    return _file(page, "text/html", "mes-donnees.html")


@bp.route("/compte/supprimer", methods=["GET", "POST"])
@signed_in
def leave(person: User) -> ResponseReturnValue:
    """Delete one's account."""
    held = held_alone(person)
    if held:
        page = render_template("privacy/hand_over.html", held=held)
        return page, 422 if request.method == "POST" else 200
    form = LeaveForm()
    if form.validate_on_submit():
        if is_owner(person, form.password.data or ""):
            delete_account(person, withdraws=form.contributions.data == "withdraw")
            end_current()
            return render_template("privacy/gone.html")
        form.password.errors = [_("Ce n’est pas votre mot de passe")]
    page = render_template("privacy/leave.html", form=form)
    return page, form.status


def _file(text: str, kind: str, name: str) -> Response:
    response = Response(text, content_type=f"{kind}; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
