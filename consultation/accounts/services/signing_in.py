"""Who signs in: a password, then for some a second factor."""

from datetime import timedelta

import pyotp
from sqlalchemy import delete, select, update

from consultation.accounts import emails
from consultation.accounts.attempts import limit
from consultation.accounts.models import LoginSession, RecoveryCode, User
from consultation.accounts.names import normal_email
from consultation.accounts.passwords import is_password
from consultation.accounts.queries import user_by_email
from consultation.core import journal, mail
from consultation.core.clock import now
from consultation.core.db import lock, transaction
from consultation.core.errors import require
from consultation.core.i18n import _, in_language
from consultation.core.keys import new_key, token_hash

QUARTER = timedelta(minutes=15)
CODES = 10
STEP_SECONDS = 30


def who_is(email: str, password: str, *, address: str) -> User | None:
    """The account of this address and password. The same work is done for an unknown address.

    Ten tries a quarter of an hour from one network address on one account, a hundred on the account
    from everywhere: guessing is slowed, and a stranger cannot shut the owner out from elsewhere
    before the hundredth.
    """
    limit("sign-in", f"{normal_email(email)}/{address}", 10, QUARTER)
    limit("sign-in-account", normal_email(email), 100, QUARTER)
    limit("sign-in-address", address, 100, QUARTER)
    user = user_by_email(email)
    if not is_password(user.password_hash if user else None, password):
        return None
    return user if user and user.suspended_at is None else None


def is_owner(user: User, password: str) -> bool:
    """Whoever sits at an open browser knows the password too. Guessing there is slowed as well."""
    limit("password", user.key, 10, QUARTER)
    return is_password(user.password_hash, password)


def new_secret() -> str:
    """A TOTP secret of 160 bits (RFC 6238), in base 32."""
    return pyotp.random_base32()


def provisioning_uri(user: User, secret: str, site: str) -> str:
    """What the QR code says to an authenticator application."""
    return pyotp.TOTP(secret).provisioning_uri(name=user.email or user.key, issuer_name=site)


def _step(secret: str, code: str) -> int | None:
    """The time step that `code` belongs to: this one, or a neighbour; None for a wrong code."""
    at = int(now().timestamp()) // STEP_SECONDS
    digits = "".join(char for char in code if char.isdigit())
    for step in (at, at - 1, at + 1):
        if pyotp.utils.strings_equal(pyotp.TOTP(secret).generate_otp(step), digits):
            return step
    return None


def enrol(user: User, secret: str, code: str, login: LoginSession) -> list[str] | None:
    """Take `secret` as the second factor once its code was typed. Gives the recovery codes."""
    limit("totp", user.key, 10, QUARTER)
    step = _step(secret, code)
    if step is None:
        return None
    codes = [f"{new_key(5)}-{new_key(5)}" for _number in range(CODES)]
    with transaction() as session:
        lock(user)
        user.totp_secret = secret
        user.totp_confirmed_at = now()
        user.totp_last_step = step
        session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user.id))
        session.add_all(
            RecoveryCode(user_id=user.id, code_hash=token_hash(f"{user.key}{code}"))
            for code in codes
        )
        session.execute(
            update(LoginSession).where(LoginSession.id == login.id).values(second_factor_at=now())
        )
        journal.record("account.second_factor_enrolled", user, actor_id=user.id)
    return codes


def pass_second_factor(user: User, code: str, login: LoginSession) -> bool:
    """Check a TOTP code, each good once (RFC 6238 §5.2), or use up a recovery code."""
    limit("totp", user.key, 10, QUARTER)
    with transaction() as session:
        lock(user)
        step = _step(user.totp_secret or "", code) if user.totp_secret else None
        if step is not None and step > user.totp_last_step:
            user.totp_last_step = step
        elif not _use_recovery_code(user, code):
            return False
        session.execute(
            update(LoginSession).where(LoginSession.id == login.id).values(second_factor_at=now())
        )
    return True


def _use_recovery_code(user: User, code: str) -> bool:
    with transaction() as session:
        hashed = token_hash(f"{user.key}{code.strip().lower()}")
        row = session.scalars(
            select(RecoveryCode)
            .where(
                RecoveryCode.user_id == user.id,
                RecoveryCode.code_hash == hashed,
                RecoveryCode.used_at.is_(None),
            )
            .with_for_update()
        ).first()
        if row is None:
            return False
        row.used_at = now()
    return True


def drop_second_factor(user: User, *, actor: User) -> None:
    """A way back for somebody who lost it: another administrator takes it away, on the record."""
    require(actor.is_administrator and actor.id != user.id)
    with transaction() as session:
        lock(user)
        user.totp_secret = None
        user.totp_confirmed_at = None
        session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user.id))
        end_sessions(user)
        journal.record("account.second_factor_dropped", user, actor_id=actor.id)
        tell(user, "second_factor_dropped")


def end_sessions(user: User, *, but: LoginSession | None = None) -> None:
    """Sign `user` out everywhere, except perhaps here."""
    with transaction() as session:
        query = update(LoginSession).where(
            LoginSession.user_id == user.id, LoginSession.ended_at.is_(None)
        )
        if but is not None:
            query = query.where(LoginSession.id != but.id)
        session.execute(query.values(ended_at=now()))


def tell(user: User, what: str) -> None:
    """Mail the owner that something about the account's safety changed."""
    if user.email is None:
        return
    with in_language(user.language):
        sentence = {
            "password_changed": _("Votre mot de passe a été changé."),
            "email_changed": _("L’adresse de votre compte a été remplacée par une autre."),
            "second_factor_dropped": _(
                "Votre second facteur a été retiré par l’administration, à votre demande. "
                "Vous en choisirez un nouveau à votre prochaine connexion."
            ),
            "suspended": _("Votre compte est suspendu : vous ne pouvez plus vous connecter."),
            "restored": _("La suspension de votre compte est levée."),
        }[what]
    mail.queue(emails.notice(user, user.email, sentence))
