"""What is read of accounts."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, or_, select

from consultation.accounts.models import LoginSession, User
from consultation.accounts.names import normal_email
from consultation.core.db import session


def user_by_email(email: str) -> User | None:
    """The living account of an address."""
    return session.scalars(
        select(User).where(User.email == normal_email(email), User.deleted_at.is_(None))
    ).one_or_none()


def living_sessions(user: User, since: datetime) -> Sequence[LoginSession]:
    """The browsers where `user` is signed in and came since then, the last used first."""
    return session.scalars(
        select(LoginSession)
        .where(
            LoginSession.user_id == user.id,
            LoginSession.ended_at.is_(None),
            LoginSession.seen_at >= since,
        )
        .order_by(LoginSession.seen_at.desc())
    ).all()


def accounts(words: str, before_id: int | None) -> Select[User]:
    """Accounts whose address or name holds `words`, newest first, after a keyset cursor."""
    query = select(User).where(User.deleted_at.is_(None)).order_by(User.id.desc())
    if words:
        query = query.where(
            or_(
                User.email.icontains(words, autoescape=True),
                User.display_name.icontains(words, autoescape=True),
            )
        )
    return query.where(User.id < before_id) if before_id else query
