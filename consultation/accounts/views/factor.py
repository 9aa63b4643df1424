"""The second factor: enrolling it, and showing it."""

import io

import segno
from flask import Response, abort, current_app, redirect, render_template, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue

from consultation.accounts.access import next_url, public, signed_in
from consultation.accounts.forms import CodeForm, NewFactorForm, ReplaceFactorForm
from consultation.accounts.models import User
from consultation.accounts.services.signing_in import (
    enrol,
    is_owner,
    new_secret,
    pass_second_factor,
    provisioning_uri,
)
from consultation.accounts.sessions import current_session
from consultation.accounts.views import bp
from consultation.core.i18n import _

SECRET = "totp_being_enrolled"  # noqa: S105  # the name of a field of the signed cookie


@bp.route("/compte/second-facteur", methods=["GET", "POST"])
@signed_in
def second_factor(person: User) -> ResponseReturnValue:
    """Enrol an authenticator application; its recovery codes are shown once.

    In the place of another one, the password is asked again.
    """
    login = current_session()
    if login is None:
        abort(404)
    secret = cookie.setdefault(SECRET, new_secret())
    form = ReplaceFactorForm() if person.totp_confirmed_at else NewFactorForm()
    suite = next_url("")
    if form.validate_on_submit() and _is_owner(person, form):
        codes = enrol(person, secret, form.code.data or "", login)
        if codes is not None:
            cookie.pop(SECRET)
            return render_template("accounts/recovery_codes.html", codes=codes, suite=suite)
        form.code.errors = [_("Ce code n’est pas le bon : attendez le suivant et réessayez")]
    page = render_template("accounts/second_factor.html", form=form, secret=secret, suite=suite)
    return page, form.status


def _is_owner(person: User, form: NewFactorForm) -> bool:
    """An unlocked browser does not replace the application that opens the account."""
    if not isinstance(form, ReplaceFactorForm):
        return True
    if is_owner(person, form.current.data or ""):
        return True
    form.current.errors = [_("Ce n’est pas votre mot de passe actuel")]
    return False


@bp.get("/compte/second-facteur.svg")
@signed_in
def second_factor_image(person: User) -> ResponseReturnValue:
    """The QR code of the secret being enrolled."""
    secret = cookie.get(SECRET)
    if secret is None:
        abort(404)
    uri = provisioning_uri(person, secret, current_app.config["SETTINGS"].site_name)
    image = io.BytesIO()
    segno.make(uri, error="m").save(image, kind="svg", scale=5, border=4, light="#ffffff")
    return Response(image.getvalue(), content_type="image/svg+xml")


@bp.route("/connexion/second-facteur", methods=["GET", "POST"])
@public
def second_factor_check(_viewer: User | None) -> ResponseReturnValue:
    """Show the second factor: who only gave a password is nobody yet."""
    login = current_session()
    suite = next_url("")
    if login is None:
        return redirect(url_for("accounts.sign_in", suite=suite or None), 303)
    if not login.awaits_second_factor:
        return redirect(suite or url_for("pages.home"), 303)
    person = login.user
    form = CodeForm()
    if form.validate_on_submit():
        if pass_second_factor(person, form.code.data or "", login):
            return redirect(suite or url_for("pages.home"), 303)
        form.code.errors = [_("Ce code n’est pas le bon, ou il a déjà servi : attendez le suivant")]
    page = render_template("accounts/second_factor_check.html", form=form, suite=suite)
    return page, form.status
