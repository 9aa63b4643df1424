"""Changing one's account: name, language, password, address."""

from datetime import timedelta

from sqlalchemy import select, update

from consultation.accounts import emails
from consultation.accounts.attempts import limit
from consultation.accounts.models import LoginSession, TokenPurpose, User
from consultation.accounts.names import normal_email
from consultation.accounts.passwords import hash_password
from consultation.accounts.queries import user_by_email
from consultation.accounts.services.signing_in import end_sessions, tell
from consultation.accounts.services.signing_up import (
    issue_token,
    living_token,
    may_mail,
    revoke_links,
    use_token,
)
from consultation.core import journal, mail
from consultation.core.clock import now
from consultation.core.db import lock, transaction
from consultation.core.errors import NotFoundError, require


def change_profile(user: User, *, display_name: str, language: str) -> None:
    """Another display name or language."""
    with transaction():
        lock(user)
        user.display_name = display_name
        user.language = language


def change_password(user: User, password: str, *, here: LoginSession | None) -> None:
    """Another password; other browsers are signed out, mailed links void, and the owner is told."""
    hashed = hash_password(password)
    with transaction():
        lock(user)
        user.password_hash = hashed
        revoke_links(user)
        end_sessions(user, but=here)
        tell(user, "password_changed")


def ask_reset(email: str, *, address: str) -> None:
    """Mail a way to choose another password, to who has an account; silence otherwise.

    From one network address, twenty an hour: no stranger fills many mailboxes.
    """
    limit("reset", address, 20, timedelta(hours=1))
    with transaction():
        user = user_by_email(email)
        is_free = may_mail(normal_email(email))
        if user is not None and user.email and is_free:
            token = issue_token(user, TokenPurpose.RESET, user.email)
            mail.queue(emails.reset(user, user.email, token))


def reset_password(token: str, password: str) -> User | None:
    """Choose another password from a mailed link; None when the link is spent.

    It shows that the address is one's own, but accepts no invitation and keeps the second factor.
    """
    hashed = hash_password(password)
    with transaction() as session:
        row = living_token(token, TokenPurpose.RESET)
        if row is None or not use_token(row):
            return None
        user = lock(session.get_one(User, row.user_id))
        if user.email != row.email or user.deleted_at is not None:
            return None
        user.password_hash = hashed
        user.confirmed_at = user.confirmed_at or now()
        revoke_links(user)
        end_sessions(user)
        tell(user, "password_changed")
    return user


def ask_email_change(user: User, email: str) -> None:
    """Mail the new address; nothing changes before it is confirmed. A taken one looks the same."""
    email = normal_email(email)
    with transaction():
        if user_by_email(email) is None and may_mail(email):
            token = issue_token(user, TokenPurpose.CHANGE_EMAIL, email)
            mail.queue(emails.address_changes(user, email, token))


def confirm_email_change(token: str) -> User | None:
    """The holder of the new address confirms it; the old one is told."""
    with transaction() as session:
        row = living_token(token, TokenPurpose.CHANGE_EMAIL)
        if row is None or not use_token(row):
            return None
        user = lock(session.get_one(User, row.user_id))
        if user.deleted_at is not None or user_by_email(row.email) is not None:
            return None
        tell(user, "email_changed")
        row.details = {"former": user.email}
        user.email = row.email
        user.confirmed_at = user.confirmed_at or now()
    return user


def end_session(user: User, key: str) -> None:
    """Sign out one of one's own browsers."""
    with transaction() as session:
        session.execute(
            update(LoginSession)
            .where(LoginSession.user_id == user.id, LoginSession.key == key)
            .values(ended_at=now())
        )


def set_suspended(user: User, is_suspended: bool, *, actor: User) -> None:
    """Shut an account out, or let it in again; on the record."""
    require(actor.is_administrator and actor.id != user.id)
    with transaction():
        lock(user)
        user.suspended_at = now() if is_suspended else None
        end_sessions(user)
        act = "account.suspended" if is_suspended else "account.restored"
        journal.record(act, user, actor_id=actor.id)
        tell(user, "suspended" if is_suspended else "restored")


def set_administrator(user: User, is_administrator: bool, *, actor: User | None) -> None:
    """Give or take the administration; never from oneself, so that one always remains."""
    require(actor is None or (actor.is_administrator and actor.id != user.id))
    with transaction():
        lock(user)
        user.is_administrator = is_administrator
        end_sessions(user)
        act = "account.administrator_made" if is_administrator else "account.administrator_unmade"
        journal.record(act, user, actor_id=actor.id if actor else None)


def user_by_key(key: str) -> User:
    """A living account by its key."""
    with transaction() as session:
        user = session.scalars(
            select(User).where(User.key == key, User.deleted_at.is_(None))
        ).one_or_none()
    if user is None:
        raise NotFoundError
    return user
