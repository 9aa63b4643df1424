"""Accounts and what proves that somebody is who they say."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consultation.core.clock import now
from consultation.core.db import Base, Id, WithId, Word
from consultation.core.keys import new_key


class User(WithId, Base):
    """One account. A deleted one keeps its row, with nothing left of the person in it."""

    __tablename__ = "user"

    key: Mapped[str] = mapped_column(unique=True, default=new_key)
    email: Mapped[str | None] = mapped_column(unique=True)
    password_hash: Mapped[str | None]
    display_name: Mapped[str]
    language: Mapped[str] = mapped_column(default="fr")
    created_at: Mapped[datetime] = mapped_column(default=now)
    confirmed_at: Mapped[datetime | None]
    is_administrator: Mapped[bool] = mapped_column(default=False)
    is_under_15: Mapped[bool] = mapped_column(default=False)
    charter_version: Mapped[int] = mapped_column(default=0)
    charter_accepted_at: Mapped[datetime | None]
    deleted_at: Mapped[datetime | None]
    suspended_at: Mapped[datetime | None]
    totp_secret: Mapped[str | None]
    totp_confirmed_at: Mapped[datetime | None]
    totp_last_step: Mapped[int] = mapped_column(default=0)

    @property
    def is_confirmed(self) -> bool:
        """The address was shown to be theirs."""
        return self.confirmed_at is not None

    @property
    def has_second_factor(self) -> bool:
        """A TOTP device was enrolled and tried."""
        return self.totp_confirmed_at is not None


class LoginSession(WithId, Base):
    """One browser signed in. The cookie holds a token; ending the row ends the session."""

    __tablename__ = "login_session"

    key: Mapped[str] = mapped_column(unique=True, default=new_key)
    token_hash: Mapped[str] = mapped_column(unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    started_at: Mapped[datetime] = mapped_column(default=now)
    seen_at: Mapped[datetime] = mapped_column(default=now)
    ended_at: Mapped[datetime | None]
    second_factor_at: Mapped[datetime | None]
    browser: Mapped[str] = mapped_column(default="")

    user: Mapped[User] = relationship(lazy="raise_on_sql")

    @property
    def awaits_second_factor(self) -> bool:
        """The password alone was shown: until the second factor is, this is nobody."""
        return self.user.has_second_factor and self.second_factor_at is None


class RecoveryCode(WithId, Base):
    """One way back for a lost second factor; used once."""

    __tablename__ = "recovery_code"

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    code_hash: Mapped[str]
    used_at: Mapped[datetime | None]


class TokenPurpose(StrEnum):
    """What a mailed secret lets its reader do."""

    CONFIRM = "confirm"
    RESET = "reset"
    CHANGE_EMAIL = "change_email"
    INVITATION = "invitation"
    COMMITTEE = "committee"


class MailToken(WithId, Base):
    """A secret sent by mail: one use, one purpose, one address, until `expires_at`."""

    __tablename__ = "mail_token"

    token_hash: Mapped[str] = mapped_column(unique=True)
    purpose: Mapped[TokenPurpose] = mapped_column(Word(TokenPurpose))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"), index=True)
    email: Mapped[str] = mapped_column(index=True)
    created_at: Mapped[datetime] = mapped_column(default=now)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    details: Mapped[dict[str, Any]] = mapped_column(default=dict)


class Attempt(Base):
    """How often something was tried in one window of time: limits that hold across processes."""

    __tablename__ = "attempt"

    name: Mapped[str] = mapped_column(primary_key=True)
    window: Mapped[int] = mapped_column(primary_key=True)
    count: Mapped[int] = mapped_column(default=0)
    expires_at: Mapped[datetime] = mapped_column(index=True)


class CharterColumns(WithId):
    """One version of a charter: a draft until it is published, and never changed from then on.

    `clauses` are `{"key", "title_fr", "text_fr", "title_en", "text_en"}`, in order. The key is the
    clause's identity through the versions; its number is its place.
    """

    number: Mapped[int]
    clauses: Mapped[list[Any]]
    note_fr: Mapped[str] = mapped_column(default="")
    note_en: Mapped[str] = mapped_column(default="")
    """What changed since the version before, and why."""
    edit_count: Mapped[int] = mapped_column(default=0)
    published_at: Mapped[datetime | None]
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))


class CharterVersion(CharterColumns, Base):
    """A version of the instance's charter, which each account accepts."""

    __tablename__ = "charter_version"
    __table_args__ = (UniqueConstraint("number"),)

    told_up_to: Mapped[int | None] = mapped_column(Id)
    """The last account that was written to of it; empty when nobody is, or everybody was."""
