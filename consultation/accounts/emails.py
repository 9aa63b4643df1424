"""What accounts write to people."""

from collections.abc import Mapping

from consultation.accounts.models import User
from consultation.core import mail
from consultation.core.i18n import _
from consultation.core.links import absolute


def confirm(user: User, to: str, token: str, suite: str) -> mail.Email:
    """Show that this address is yours."""
    link = absolute("accounts.confirm", user.language, token=token, suite=suite or None)
    return mail.write(
        "accounts.confirm", to, user.language, lambda: _("Confirmez votre adresse"), link=link
    )


def already_registered(user: User, to: str) -> mail.Email:
    """Somebody, perhaps you, asked for an account with this address, which has one."""
    return mail.write(
        "accounts.already_registered",
        to,
        user.language,
        lambda: _("Vous avez déjà un compte"),
        sign_in=absolute("accounts.sign_in", user.language),
        reset=absolute("accounts.forgotten", user.language),
    )


def reset(user: User, to: str, token: str) -> mail.Email:
    """Choose another password."""
    link = absolute("accounts.reset", user.language, token=token)
    return mail.write(
        "accounts.reset", to, user.language, lambda: _("Choisissez un nouveau mot de passe"),
        link=link,
    )  # fmt: skip


def address_changes(user: User, to: str, token: str) -> mail.Email:
    """To the new address: confirm that it is yours."""
    link = absolute("accounts.confirm_email", user.language, token=token)
    return mail.write(
        "accounts.address_changes", to, user.language,
        lambda: _("Confirmez votre nouvelle adresse"), link=link,
    )  # fmt: skip


def notice(user: User, to: str, what: str) -> mail.Email:
    """Something about the safety of the account changed. `what` is a sentence."""
    return mail.write(
        "accounts.notice", to, user.language, lambda: _("Votre compte a changé"), what=what,
        reset=absolute("accounts.forgotten", user.language),
    )  # fmt: skip


def charter_changed(number: int, note: Mapping[str, str], language: str) -> mail.Email:
    """To each account: the charter changed, and how. `to` is filled in for each of them."""
    return mail.write(
        "accounts.charter_changed", "", language, lambda: _("La charte de participation a changé"),
        note=note[language],
        link=absolute("pages.charter_version", language, number=number),
    )  # fmt: skip
