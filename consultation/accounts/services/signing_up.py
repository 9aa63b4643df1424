"""Making an account, and showing that its address is one's own."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select, update

from consultation.accounts import emails
from consultation.accounts.attempts import count_attempt, limit
from consultation.accounts.models import MailToken, TokenPurpose, User
from consultation.accounts.names import normal_email
from consultation.accounts.passwords import hash_password
from consultation.accounts.queries import user_by_email
from consultation.core import mail
from consultation.core.clock import now
from consultation.core.db import insert_missing, lock, session, transaction
from consultation.core.keys import new_key, new_token, token_hash

LIFETIMES = {
    TokenPurpose.CONFIRM: timedelta(days=7),
    TokenPurpose.RESET: timedelta(hours=2),
    TokenPurpose.CHANGE_EMAIL: timedelta(days=1),
    TokenPurpose.INVITATION: timedelta(days=14),
    TokenPurpose.COMMITTEE: timedelta(days=14),
}
MAIL_WINDOW = timedelta(minutes=10)
MAILS_A_DAY = 10


@dataclass(frozen=True)
class NewAccount:
    """What somebody who signs up tells us."""

    display_name: str
    email: str
    password: str
    language: str
    is_under_15: bool
    charter_version: int


def sign_up(wanted: NewAccount, *, suite: str, address: str) -> None:
    """Make an account and mail its confirmation. A known address looks the same from outside."""
    limit("sign-up", address, 20, timedelta(hours=1))
    email = normal_email(wanted.email)
    password_hash = hash_password(wanted.password)
    with transaction():
        if user_by_email(email) is None:
            # Two at once: the second insert is not made, and finds the first one's row.
            insert_missing(
                User,
                key=new_key(),
                email=email,
                password_hash=password_hash,
                display_name=wanted.display_name,
                language=wanted.language,
                created_at=now(),
                is_administrator=False,
                is_under_15=wanted.is_under_15,
                charter_version=wanted.charter_version,
                charter_accepted_at=now(),
                totp_last_step=0,
            )
        user = session.scalars(select(User).where(User.email == email)).one()
        if may_mail(email):
            if user.password_hash == password_hash:
                token = issue_token(user, TokenPurpose.CONFIRM, email)
                mail.queue(emails.confirm(user, email, token, suite))
            else:
                mail.queue(emails.already_registered(user, email))


def may_mail(email: str) -> bool:
    """One mail a window for each address, and a few a day."""
    in_window = count_attempt("mail", email, MAIL_WINDOW)
    in_day = count_attempt("mail-day", email, timedelta(days=1))
    return in_window == 1 and in_day <= MAILS_A_DAY


def issue_token(user: User | None, purpose: TokenPurpose, email: str, **details: str) -> str:
    """A secret for one mail; only its hash is stored."""
    token = new_token()
    with transaction() as current:
        current.add(
            MailToken(
                token_hash=token_hash(token),
                purpose=purpose,
                user_id=user.id if user else None,
                email=normal_email(email),
                expires_at=now() + LIFETIMES[purpose],
                details=dict(details),
            )
        )
    return token


def living_token(token: str, purpose: TokenPurpose) -> MailToken | None:
    """The row of a mailed secret that can still be used."""
    return session.scalars(
        select(MailToken).where(
            MailToken.token_hash == token_hash(token),
            MailToken.purpose == purpose,
            MailToken.used_at.is_(None),
            MailToken.revoked_at.is_(None),
            MailToken.expires_at > now(),
        )
    ).one_or_none()


def use_token(row: MailToken) -> bool:
    """Use it up; False when somebody else just did."""
    lock(row)
    if row.used_at is not None or row.revoked_at is not None:
        return False
    row.used_at = now()
    return True


def revoke_links(user: User) -> None:
    """What was mailed about the account's password or address opens nothing any more."""
    with transaction() as current:
        current.execute(
            update(MailToken)
            .where(
                MailToken.user_id == user.id,
                MailToken.purpose.in_((TokenPurpose.RESET, TokenPurpose.CHANGE_EMAIL)),
                MailToken.used_at.is_(None),
                MailToken.revoked_at.is_(None),
            )
            .values(revoked_at=now())
        )


def confirm(token: str) -> User | None:
    """The holder of the mail shows that the address is theirs; None when the link is spent."""
    with transaction() as current:
        row = living_token(token, TokenPurpose.CONFIRM)
        if row is None or not use_token(row):
            return None
        user = lock(current.get_one(User, row.user_id))
        if user.email != row.email or user.deleted_at is not None:
            return None
        user.confirmed_at = user.confirmed_at or now()
    return user


def resend_confirmation(user: User) -> None:
    """Mail the confirmation again, once a window."""
    if user.confirmed_at is None and user.email and may_mail(user.email):
        with transaction():
            token = issue_token(user, TokenPurpose.CONFIRM, user.email)
            mail.queue(emails.confirm(user, user.email, token, ""))
