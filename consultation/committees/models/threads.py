"""What members say to each other: threads, their messages, who was named, who has read what."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consultation.committees.models.people import CommitteeMember
from consultation.core.clock import now
from consultation.core.db import Base, Id, WithId, Word
from consultation.core.keys import new_key


class Target(StrEnum):
    """What a link leads to."""

    PARAGRAPH = "paragraph"
    SECTION = "section"
    CONTRIBUTION = "contribution"
    STATEMENT = "statement"
    PAGE = "page"


class WithLink:
    """A link into the site: what it leads to, its path, and its title as it was then."""

    link_kind: Mapped[Target | None] = mapped_column(Word(Target))
    link_path: Mapped[str] = mapped_column(default="")
    link_title: Mapped[str] = mapped_column(default="")


class Thread(WithId, Base):
    """A subject that the committee talks about."""

    __tablename__ = "committee_thread"
    __table_args__ = (Index("ix_committee_thread_last", "committee_id", "last_at"),)

    key: Mapped[str] = mapped_column(unique=True, default=new_key)
    committee_id: Mapped[int] = mapped_column(ForeignKey("committee.id"))
    subject: Mapped[str]
    opened_by_id: Mapped[int] = mapped_column(ForeignKey("committee_member.id"))
    opened_at: Mapped[datetime] = mapped_column(default=now)
    last_at: Mapped[datetime] = mapped_column(default=now)
    """When something was last said in it."""
    message_count: Mapped[int] = mapped_column(default=0)
    """How many messages were written, removed ones too; the number of the last."""
    closed_at: Mapped[datetime | None]

    opened_by: Mapped[CommitteeMember] = relationship(lazy="raise_on_sql")


class ThreadMessage(WithId, WithLink, Base):
    """One message. Removed, it keeps its number and place, and not a word."""

    __tablename__ = "committee_message"
    __table_args__ = (
        UniqueConstraint("thread_id", "number"),
        UniqueConstraint("author_id", "form_token"),
    )

    key: Mapped[str] = mapped_column(unique=True, default=new_key)
    thread_id: Mapped[int] = mapped_column(ForeignKey("committee_thread.id"))
    number: Mapped[int]
    author_id: Mapped[int] = mapped_column(ForeignKey("committee_member.id"))
    form_token: Mapped[str]
    """Sent twice, a form makes one message."""
    body_source: Mapped[str]
    body_html: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(default=now)
    revision: Mapped[int] = mapped_column(default=1)
    edited_at: Mapped[datetime | None]
    removed_at: Mapped[datetime | None]
    removed_by_id: Mapped[int | None] = mapped_column(ForeignKey("committee_member.id"))

    author: Mapped[CommitteeMember] = relationship(
        lazy="raise_on_sql", foreign_keys="ThreadMessage.author_id"
    )
    thread: Mapped[Thread] = relationship(lazy="raise_on_sql")


class MessageRevision(WithId, Base):
    """What a message said before it was edited."""

    __tablename__ = "committee_message_revision"
    __table_args__ = (UniqueConstraint("message_id", "number"),)

    message_id: Mapped[int] = mapped_column(ForeignKey("committee_message.id"))
    number: Mapped[int]
    body_source: Mapped[str]
    body_html: Mapped[str]
    at: Mapped[datetime]
    """When these words were written."""


class MessageMention(Base):
    """A member whom a message names."""

    __tablename__ = "committee_mention"

    message_id: Mapped[int] = mapped_column(ForeignKey("committee_message.id"), primary_key=True)
    member_id: Mapped[int] = mapped_column(
        ForeignKey("committee_member.id"), primary_key=True, index=True
    )
    is_told: Mapped[bool] = mapped_column(default=False)
    """They have seen it, or a mail told them."""


class ThreadReading(Base):
    """How far a member has read a thread: the number of the last message that they saw."""

    __tablename__ = "committee_reading"

    member_id: Mapped[int] = mapped_column(ForeignKey("committee_member.id"), primary_key=True)
    thread_id: Mapped[int] = mapped_column(
        ForeignKey("committee_thread.id"), primary_key=True, index=True
    )
    number: Mapped[int] = mapped_column(default=0)


class Telling(StrEnum):
    """When a member is told by mail of what is said."""

    SOON = "soon"
    DAILY = "daily"
    NAMED = "named"
    NEVER = "never"


class ThreadNotice(Base):
    """What a member chose, when the next mail to them is due, and up to where they were told."""

    __tablename__ = "committee_notice"

    member_id: Mapped[int] = mapped_column(ForeignKey("committee_member.id"), primary_key=True)
    telling: Mapped[Telling] = mapped_column(Word(Telling), default=Telling.SOON)
    due_at: Mapped[datetime | None] = mapped_column(index=True)
    told_id: Mapped[int] = mapped_column(Id, default=0)
    """The last message that a mail told of, or that was there when the seat was taken."""
