"""The tables of the desk: what is open, second opinions, digests, batches at work."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consultation.core.clock import now
from consultation.core.db import Base, Id, WithId, Word, partial_index
from consultation.core.keys import new_key
from consultation.core.work import WaitingRow
from consultation.moderation.models import DecisionBatch, Measure


class Digest(StrEnum):
    """How often a moderator is written to about what waits."""

    NONE = "none"
    DAILY = "daily"
    HOURLY = "hourly"


class ReviewClaim(Base):
    """A moderator has that contribution open. It ends by itself, and a colleague may take over."""

    __tablename__ = "review_claim"
    __table_args__ = (Index("ix_review_claim_moderator", "moderator_id", "consultation_id"),)

    contribution_id: Mapped[int] = mapped_column(
        Id, ForeignKey("contribution.id"), primary_key=True
    )
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"))
    moderator_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    taken_at: Mapped[datetime] = mapped_column(default=now)
    until: Mapped[datetime]


class Handover(Base):
    """A contribution that waits was left to one moderator: the others' « next » passes over it.

    It holds for that wait alone: one that begins later is everybody's again.
    """

    __tablename__ = "handover"
    __table_args__ = (Index("ix_handover_colleague", "colleague_id", "consultation_id"),)

    contribution_id: Mapped[int] = mapped_column(
        Id, ForeignKey("contribution.id"), primary_key=True
    )
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"))
    colleague_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    handed_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    handed_at: Mapped[datetime] = mapped_column(default=now)


class AppealHandover(Base):
    """An appeal that waits was left to one moderator who may judge it; the others still may."""

    __tablename__ = "appeal_handover"
    __table_args__ = (Index("ix_appeal_handover_colleague", "colleague_id"),)

    appeal_id: Mapped[int] = mapped_column(Id, ForeignKey("appeal.id"), primary_key=True)
    colleague_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    handed_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    handed_at: Mapped[datetime] = mapped_column(default=now)


class SecondOpinion(WithId, Base):
    """Two moderators judge the same contribution, the second without knowing what the first said.

    Either the first one asks, and the second one's decision takes effect; or it belongs to the
    sample that is read twice (`is_sample`): the first decision took effect already, and what the
    second says is kept to see how far moderators agree.
    """

    __tablename__ = "second_opinion"
    __table_args__ = (
        Index("ix_second_opinion_answered", "consultation_id", "answered_at"),
        partial_index(
            "uq_second_opinion_open", "contribution_id", where="answered_at is null", unique=True
        ),
    )

    key: Mapped[str] = mapped_column(unique=True, default=new_key)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"))
    contribution_id: Mapped[int] = mapped_column(ForeignKey("contribution.id"))
    revision: Mapped[int]
    is_sample: Mapped[bool] = mapped_column(default=False)
    first_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    first_measure: Mapped[Measure] = mapped_column(Word(Measure))
    first_clause: Mapped[str] = mapped_column(default="")
    asked_at: Mapped[datetime] = mapped_column(default=now)
    second_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    second_measure: Mapped[Measure | None] = mapped_column(Word(Measure))
    second_clause: Mapped[str] = mapped_column(default="")
    answered_at: Mapped[datetime | None]


class DeskPreference(Base):
    """What a member of a team wants to be told of, and when that was last done."""

    __tablename__ = "desk_preference"

    consultation_id: Mapped[int] = mapped_column(
        Id, ForeignKey("consultation.id"), primary_key=True
    )
    user_id: Mapped[int] = mapped_column(Id, ForeignKey("user.id"), primary_key=True, index=True)
    digest: Mapped[Digest] = mapped_column(Word(Digest), default=Digest.DAILY)
    next_at: Mapped[datetime | None]
    """Not before then is the next digest due."""
    told_late_on: Mapped[date | None]
    """The last day when an organiser was told that the promised delay is over."""


class BulkRun(WaitingRow):
    """A batch at work: the contributions that it concerns, and how far it has come."""

    __tablename__ = "bulk_run"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("decision_batch.id"), index=True)
    actor_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    is_undo: Mapped[bool] = mapped_column(default=False)
    clause: Mapped[str] = mapped_column(default="")
    facts: Mapped[str] = mapped_column(default="")
    subjects: Mapped[list[Any]]
    """Ids of contributions, or of decisions to undo, in the order in which they are taken."""
    position: Mapped[int] = mapped_column(default=0)
    """How many were taken."""
    left_out: Mapped[int] = mapped_column(default=0)
    """How many could not be decided so: changed meanwhile, or the moderator's own."""

    batch: Mapped[DecisionBatch] = relationship(lazy="raise_on_sql")
