"""Signing up, in and out; the pages behind mailed links."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from consultation.accounts import sessions
from consultation.accounts.access import next_url, public
from consultation.accounts.charter import charter_in_force
from consultation.accounts.forms import (
    EmailForm,
    NewPasswordForm,
    PlainForm,
    SignInForm,
    SignUpForm,
)
from consultation.accounts.models import TokenPurpose, User
from consultation.accounts.services.changing import (
    ask_reset,
    confirm_email_change,
    reset_password,
)
from consultation.accounts.services.signing_in import who_is
from consultation.accounts.services.signing_up import NewAccount, confirm, living_token, sign_up
from consultation.accounts.views import bp
from consultation.core.i18n import _, current_language


def address() -> str:
    """The network address of who asks."""
    return request.remote_addr or ""


@bp.route("/inscription", methods=["GET", "POST"])
@public
def sign_up_page(_viewer: User | None) -> ResponseReturnValue:
    """Make an account."""
    form = SignUpForm()
    suite = next_url("")
    charter = charter_in_force()
    if form.validate_on_submit():
        wanted = NewAccount(
            display_name=form.display_name.data or "",
            email=form.email.data or "",
            password=form.password.data or "",
            language=current_language(),
            is_under_15=bool(form.is_under_15.data),
            charter_version=charter.number,
        )
        sign_up(wanted, suite=suite, address=address())
        return redirect(url_for("accounts.check_mail"), 303)
    page = render_template(
        "accounts/sign_up.html", form=form, suite=suite, clause_count=len(charter.clauses)
    )
    return page, form.status


@bp.get("/inscription/courriel")
@public
def check_mail(_viewer: User | None) -> ResponseReturnValue:
    """Say that a mail is on its way, whatever the address was."""
    return render_template("accounts/check_mail.html", reason=request.args.get("pour", ""))


@bp.route("/confirmer/<token>", methods=["GET", "POST"], endpoint="confirm")
@public
def confirm_page(_viewer: User | None, token: str) -> ResponseReturnValue:
    """Confirm an address. The link shows a button: only a person presses it."""
    form = PlainForm()
    suite = next_url("")
    if form.validate_on_submit():
        user = confirm(token)
        if user is not None:
            sessions.start(user)
            flash(_("Votre adresse est confirmée. Bienvenue."))
            return redirect(suite or url_for("pages.home"), 303)
    is_alive = living_token(token, TokenPurpose.CONFIRM) is not None
    page = render_template("accounts/confirm.html", form=form, is_alive=is_alive, suite=suite)
    return page, 200 if is_alive else 410


@bp.route("/connexion", methods=["GET", "POST"])
@public
def sign_in(viewer: User | None) -> ResponseReturnValue:
    """Sign in."""
    suite = next_url("")
    if viewer is not None:
        return redirect(suite or url_for("pages.home"), 303)
    form = SignInForm()
    if form.validate_on_submit():
        user = who_is(form.email.data or "", form.password.data or "", address=address())
        if user is not None:
            sessions.start(user)
            if user.has_second_factor:
                return redirect(url_for("accounts.second_factor_check", suite=suite or None), 303)
            return redirect(suite or url_for("pages.home"), 303)
        form.password.errors = [_("L’adresse ou le mot de passe n’est pas le bon")]
    page = render_template("accounts/sign_in.html", form=form, suite=suite)
    return page, form.status


@bp.route("/deconnexion", methods=["GET", "POST"])
@public
def sign_out(_viewer: User | None) -> ResponseReturnValue:
    """Sign this browser out."""
    form = PlainForm()
    if form.validate_on_submit():
        sessions.end_current()
        return redirect(url_for("pages.home"), 303)
    return render_template("accounts/sign_out.html", form=form)


@bp.route("/mot-de-passe-oublie", methods=["GET", "POST"])
@public
def forgotten(_viewer: User | None) -> ResponseReturnValue:
    """Ask for a way to choose another password."""
    form = EmailForm()
    if form.validate_on_submit():
        ask_reset(form.email.data or "", address=address())
        return redirect(url_for("accounts.check_mail", pour="oubli"), 303)
    return render_template("accounts/forgotten.html", form=form), form.status


@bp.route("/mot-de-passe/<token>", methods=["GET", "POST"])
@public
def reset(_viewer: User | None, token: str) -> ResponseReturnValue:
    """Choose another password from a mailed link."""
    form = NewPasswordForm()
    if form.validate_on_submit() and reset_password(token, form.password.data or ""):
        flash(_("Votre mot de passe est changé. Connectez-vous."))
        return redirect(url_for("accounts.sign_in"), 303)
    is_alive = living_token(token, TokenPurpose.RESET) is not None
    page = render_template("accounts/reset.html", form=form, is_alive=is_alive)
    return page, form.status if is_alive else 410


@bp.route("/nouvelle-adresse/<token>", methods=["GET", "POST"])
@public
def confirm_email(_viewer: User | None, token: str) -> ResponseReturnValue:
    """Confirm a new address from the mail that it received."""
    form = PlainForm()
    if form.validate_on_submit() and confirm_email_change(token):
        flash(_("Votre nouvelle adresse est confirmée."))
        return redirect(url_for("accounts.home"), 303)
    is_alive = living_token(token, TokenPurpose.CHANGE_EMAIL) is not None
    page = render_template("accounts/confirm.html", form=form, is_alive=is_alive, suite="")
    return page, 200 if is_alive else 410
