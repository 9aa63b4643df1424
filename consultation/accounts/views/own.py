"""One's own account."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from consultation.accounts.access import signed_in
from consultation.accounts.browsers import browser_name
from consultation.accounts.forms import (
    ChangeEmailForm,
    ChangePasswordForm,
    PlainForm,
    ProfileForm,
)
from consultation.accounts.models import User
from consultation.accounts.queries import living_sessions
from consultation.accounts.services.changing import (
    ask_email_change,
    change_password,
    change_profile,
    end_session,
)
from consultation.accounts.services.signing_in import is_owner
from consultation.accounts.services.signing_up import resend_confirmation
from consultation.accounts.sessions import IDLE, current_session
from consultation.accounts.views import bp
from consultation.core.clock import now
from consultation.core.i18n import _


@bp.route("/compte", methods=["GET", "POST"])
@signed_in
def home(person: User) -> ResponseReturnValue:
    """What one's account holds, and what can be changed."""
    form = ProfileForm(obj=person)
    if form.validate_on_submit():
        change_profile(
            person, display_name=form.display_name.data or "", language=form.language.data
        )
        flash(_("C’est enregistré."))
        return redirect(url_for("accounts.home"), 303)
    page = render_template("accounts/home.html", form=form, plain=PlainForm())
    return page, form.status


@bp.route("/compte/mot-de-passe", methods=["GET", "POST"])
@signed_in
def password(person: User) -> ResponseReturnValue:
    """Change one's password; other browsers are signed out."""
    form = ChangePasswordForm()
    if form.validate_on_submit():
        if is_owner(person, form.current.data or ""):
            change_password(person, form.password.data or "", here=current_session())
            flash(_("Votre mot de passe est changé. Vos autres appareils sont déconnectés."))
            return redirect(url_for("accounts.home"), 303)
        form.current.errors = [_("Ce n’est pas votre mot de passe actuel")]
    page = render_template("accounts/password.html", form=form)
    return page, form.status


@bp.route("/compte/adresse", methods=["GET", "POST"])
@signed_in
def email(person: User) -> ResponseReturnValue:
    """Ask for another address; the password is asked again, and the new address confirms."""
    form = ChangeEmailForm()
    if form.validate_on_submit():
        if is_owner(person, form.current.data or ""):
            ask_email_change(person, form.email.data or "")
            return redirect(url_for("accounts.check_mail", pour="adresse"), 303)
        form.current.errors = [_("Ce n’est pas votre mot de passe actuel")]
    return render_template("accounts/email.html", form=form), form.status


@bp.get("/compte/appareils")
@signed_in
def devices(person: User) -> ResponseReturnValue:
    """The browsers where one is signed in."""
    here = current_session()
    rows = [(row, browser_name(row.browser)) for row in living_sessions(person, now() - IDLE)]
    return render_template("accounts/devices.html", rows=rows, here=here, form=PlainForm())


@bp.post("/compte/appareils/<key>/fermer")
@signed_in
def end_device(person: User, key: str) -> ResponseReturnValue:
    """Sign one of them out."""
    end_session(person, key)
    flash(_("Cet appareil est déconnecté."))
    return redirect(url_for("accounts.devices"), 303)


@bp.post("/compte/confirmation")
@signed_in
def resend(person: User) -> ResponseReturnValue:
    """Mail the confirmation again."""
    resend_confirmation(person)
    return redirect(url_for("accounts.check_mail"), 303)
