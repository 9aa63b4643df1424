"""What a moderator decides."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consultation.accounts.models import User
from consultation.consultations.models import Consultation, Participant
from consultation.contributions.models import Contribution, ContributionState
from consultation.core.clock import now
from consultation.core.db import Base, WithId, Word, partial_index
from consultation.core.keys import new_key


class Measure(StrEnum):
    """What a decision does."""

    KEEP = "keep"
    REFUSE = "refuse"
    HIDE = "hide"
    RESTORE = "restore"
    MASK = "mask"
    MOVE = "move"
    CLOSE_THREAD = "close_thread"
    REOPEN_THREAD = "reopen_thread"
    WARN = "warn"
    SUSPEND = "suspend"
    LIFT_SUSPENSION = "lift_suspension"


class Ground(StrEnum):
    """What a decision rests on."""

    NONE = "none"
    CHARTER = "charter"
    LAW = "law"


class Source(StrEnum):
    """What made somebody look at it."""

    OWN = "own"
    FLAG = "flag"
    NOTICE = "notice"
    APPEAL = "appeal"
    AUTHORITY = "authority"


class Automation(StrEnum):
    """How much of the decision a machine took. No rule of ours decides alone but to hold."""

    NONE = "none"
    PARTIAL = "partial"
    FULL = "full"


class DecisionBatch(WithId, Base):
    """Decisions made in one act on many contributions, undone together within ten minutes."""

    __tablename__ = "decision_batch"

    key: Mapped[str] = mapped_column(unique=True, default=new_key)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    made_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    made_at: Mapped[datetime] = mapped_column(default=now)
    measure: Mapped[Measure] = mapped_column(Word(Measure))
    decision_count: Mapped[int] = mapped_column(default=0)
    undone_at: Mapped[datetime | None]


class Decision(WithId, Base):
    """One act of moderation with its reasons. What it says stays as it was said.

    `contribution_id` is empty for what concerns a person as such; `participant_id` is whom it
    concerns. `facts` and `statement` may name people: the author and the team alone read them.
    """

    __tablename__ = "decision"
    __table_args__ = (
        Index("ix_decision_register", "consultation_id", "decided_at", "id"),
        Index("ix_decision_contribution", "contribution_id", "id"),
        Index("ix_decision_moderator", "decided_by_id", "decided_at"),
        partial_index(
            "ix_decision_listed",
            "consultation_id",
            "id",
            where="measure <> 'keep' and undone_at is null",
        ),
    )

    key: Mapped[str] = mapped_column(unique=True, default=new_key)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"))
    contribution_id: Mapped[int | None] = mapped_column(ForeignKey("contribution.id"))
    revision: Mapped[int | None]
    """The revision that was judged."""
    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"), index=True)
    measure: Mapped[Measure] = mapped_column(Word(Measure))
    ground: Mapped[Ground] = mapped_column(Word(Ground), default=Ground.NONE)
    charter_version: Mapped[int | None]
    clause: Mapped[str] = mapped_column(default="")
    """« 5 » of the instance's charter, or « C2 » of the consultation's own clauses."""
    legal_ref: Mapped[str] = mapped_column(default="")
    facts: Mapped[str] = mapped_column(default="")
    statement: Mapped[str] = mapped_column(default="")
    """The statement of reasons as it was sent."""
    language: Mapped[str] = mapped_column(default="fr")
    source: Mapped[Source] = mapped_column(Word(Source), default=Source.OWN)
    is_machine_detected: Mapped[bool] = mapped_column(default=False)
    automation: Mapped[Automation] = mapped_column(Word(Automation), default=Automation.NONE)
    state_before: Mapped[ContributionState | None] = mapped_column(Word(ContributionState))
    state_after: Mapped[ContributionState | None] = mapped_column(Word(ContributionState))
    waited_since: Mapped[datetime | None]
    """Since when it had waited to be examined: what delays are computed from."""
    details: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """Identifiers and numbers of the measure: where it was moved from, how many spans."""
    decided_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    decided_at: Mapped[datetime] = mapped_column(default=now)
    ends_at: Mapped[datetime | None]
    """Of a suspension."""
    reverses_id: Mapped[int | None] = mapped_column(ForeignKey("decision.id"))
    """The decision that this one takes back, whole or in part."""
    reversed_at: Mapped[datetime | None]
    undone_at: Mapped[datetime | None]
    """Taken back by its own author within ten minutes: it counts nowhere."""
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("decision_batch.id"), index=True)
    mail_key: Mapped[str] = mapped_column(default="")
    """The message that told the author, so that an undo within its delay unsends it."""

    consultation: Mapped[Consultation] = relationship(lazy="raise_on_sql")
    contribution: Mapped[Contribution | None] = relationship(lazy="raise_on_sql")
    participant: Mapped[Participant] = relationship(lazy="raise_on_sql")
    decided_by: Mapped[User] = relationship(lazy="raise_on_sql")
