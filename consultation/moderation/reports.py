"""The tables of what people tell moderators: flags, notices of illegal content, appeals.

Flags and notices are two intakes, never merged: a breach of the charter is told by somebody signed
in, illegal content by anybody. Both wait until a decision answers them.
"""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consultation.accounts.models import User
from consultation.contributions.models import Contribution
from consultation.core.clock import now
from consultation.core.db import Base, WithId, Word, partial_index
from consultation.core.keys import new_key
from consultation.moderation.models import Decision


class Outcome(StrEnum):
    """What became of a flag or a notice."""

    MEASURE = "measure"
    """A measure was taken."""
    KEPT = "kept"
    """Examined, and kept as it is."""
    UNFOUNDED = "unfounded"
    """Kept, and told to whoever reported that the report was manifestly unfounded."""
    WITHDRAWN = "withdrawn"
    """Its author took the contribution back before it was judged."""


class Category(StrEnum):
    """What a notice says is illegal."""

    HATE = "hate"
    VIOLENCE = "violence"
    HARASSMENT = "harassment"
    PRIVACY = "privacy"
    DEFAMATION = "defamation"
    CHILD_ABUSE = "child_abuse"
    TERRORISM = "terrorism"
    FRAUD = "fraud"
    COPYRIGHT = "copyright"
    OTHER = "other"


class Side(StrEnum):
    """Who appeals: whoever wrote it, or whoever reported it."""

    AUTHOR = "author"
    REPORTER = "reporter"


class AppealOutcome(StrEnum):
    """What became of the decision that was appealed."""

    UPHELD = "upheld"
    REVERSED = "reversed"
    PARTLY = "partly"


class Flag(WithId, Base):
    """One person says that one contribution breaks the charter. Until judged, theirs to change."""

    __tablename__ = "flag"
    __table_args__ = (
        UniqueConstraint("contribution_id", "reporter_id"),
        Index("ix_flag_reporter", "reporter_id", "id"),
        Index("ix_flag_listed", "consultation_id", "id"),
        Index("ix_flag_told", "consultation_id", "received_at"),
        partial_index(
            "ix_flag_waiting",
            "consultation_id",
            "id",
            where="decided_at is null and withdrawn_at is null",
        ),
        partial_index("ix_flag_to_forget", "decided_at", where="words <> ''"),
    )

    key: Mapped[str] = mapped_column(unique=True, default=new_key)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"))
    contribution_id: Mapped[int] = mapped_column(ForeignKey("contribution.id"))
    reporter_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    revision: Mapped[int]
    """The revision that was flagged."""
    charter_version: Mapped[int]
    clause: Mapped[str]
    words: Mapped[str] = mapped_column(default="")
    received_at: Mapped[datetime] = mapped_column(default=now)
    changed_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    outcome: Mapped[Outcome | None] = mapped_column(Word(Outcome))
    decided_at: Mapped[datetime | None]
    decision_id: Mapped[int | None] = mapped_column(ForeignKey("decision.id"), index=True)
    mail_key: Mapped[str] = mapped_column(default="")
    """The message that answers, so that an undone decision unsends it."""
    erased_at: Mapped[datetime | None]

    contribution: Mapped[Contribution] = relationship(lazy="raise_on_sql")
    reporter: Mapped[User] = relationship(lazy="raise_on_sql")
    decision: Mapped[Decision | None] = relationship(lazy="raise_on_sql")

    @property
    def waits(self) -> bool:
        """Nobody has judged it yet."""
        return self.decided_at is None and self.withdrawn_at is None


class Notice(WithId, Base):
    """Somebody says that a contribution is illegal: the fields of article 16 of the DSA.

    `key` is the reference that is told; its page is at an address that holds a secret besides
    (`following.py`).
    """

    __tablename__ = "notice"
    __table_args__ = (
        Index("ix_notice_listed", "consultation_id", "id"),
        Index("ix_notice_told", "consultation_id", "received_at"),
        partial_index("ix_notice_waiting", "consultation_id", "id", where="decided_at is null"),
        partial_index("ix_notice_to_forget", "decided_at", where="explanation <> ''"),
        partial_index(
            "ix_notice_to_erase", "decided_at", where="erased_at is null and decided_at is not null"
        ),
    )

    key: Mapped[str] = mapped_column(unique=True, default=lambda: new_key(10))
    form_token: Mapped[str] = mapped_column(unique=True)
    """One form makes one notice, however often it is sent."""
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"))
    contribution_id: Mapped[int] = mapped_column(ForeignKey("contribution.id"), index=True)
    revision: Mapped[int]
    location: Mapped[str]
    """The permanent address of what is told of; `revision` is the text that stood there."""
    category: Mapped[Category] = mapped_column(Word(Category))
    legal_ref: Mapped[str] = mapped_column(default="")
    explanation: Mapped[str]
    name: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")
    """Both empty for child sexual abuse, where the law lets people tell without a name."""
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"), index=True)
    """Whoever was signed in while writing it."""
    language: Mapped[str] = mapped_column(default="fr")
    good_faith_at: Mapped[datetime]
    received_at: Mapped[datetime] = mapped_column(default=now)
    outcome: Mapped[Outcome | None] = mapped_column(Word(Outcome))
    decided_at: Mapped[datetime | None]
    decision_id: Mapped[int | None] = mapped_column(ForeignKey("decision.id"), index=True)
    mail_key: Mapped[str] = mapped_column(default="")
    """The message that answers, so that an undone decision unsends it."""
    erased_at: Mapped[datetime | None]

    contribution: Mapped[Contribution] = relationship(lazy="raise_on_sql")
    decision: Mapped[Decision | None] = relationship(lazy="raise_on_sql")

    @property
    def waits(self) -> bool:
        """Nobody has judged it yet."""
        return self.decided_at is None


class Appeal(WithId, Base):
    """Somebody contests a decision; another moderator judges. One a decision and person."""

    __tablename__ = "appeal"
    __table_args__ = (
        UniqueConstraint("decision_id", "appellant_id"),
        UniqueConstraint("decision_id", "notice_id"),
        CheckConstraint("appellant_id is not null or notice_id is not null", name="somebodys"),
        Index("ix_appeal_listed", "consultation_id", "id"),
        partial_index("ix_appeal_to_forget", "judged_at", where="text <> ''"),
        partial_index("ix_appeal_waiting", "consultation_id", "id", where="judged_at is null"),
    )

    key: Mapped[str] = mapped_column(unique=True, default=new_key)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"))
    decision_id: Mapped[int] = mapped_column(ForeignKey("decision.id"))
    side: Mapped[Side] = mapped_column(Word(Side))
    appellant_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"), index=True)
    notice_id: Mapped[int | None] = mapped_column(ForeignKey("notice.id"), index=True)
    """Of somebody without an account: the notice whose answer is contested."""
    text: Mapped[str]
    language: Mapped[str] = mapped_column(default="fr")
    received_at: Mapped[datetime] = mapped_column(default=now)
    outcome: Mapped[AppealOutcome | None] = mapped_column(Word(AppealOutcome))
    reasons: Mapped[str] = mapped_column(default="")
    judged_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"), index=True)
    judged_at: Mapped[datetime | None]
    result_id: Mapped[int | None] = mapped_column(ForeignKey("decision.id"))
    """The decision that it led to, when it changed something."""
    erased_at: Mapped[datetime | None]

    decision: Mapped[Decision] = relationship(
        lazy="raise_on_sql", foreign_keys="Appeal.decision_id"
    )
    appellant: Mapped[User | None] = relationship(
        lazy="raise_on_sql", foreign_keys="Appeal.appellant_id"
    )
    notice: Mapped[Notice | None] = relationship(lazy="raise_on_sql")


class ReporterStanding(WithId, Base):
    """What moderators told somebody who keeps flagging without any ground (DSA, article 23).

    A limit follows a warning, and ends; notices of illegal content stay open to everybody.
    """

    __tablename__ = "reporter_standing"
    __table_args__ = (UniqueConstraint("consultation_id", "user_id"),)

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    warned_at: Mapped[datetime | None]
    limited_at: Mapped[datetime | None]
    limited_until: Mapped[datetime | None]
    reasons: Mapped[str] = mapped_column(default="")
    decided_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
