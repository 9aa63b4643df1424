"""What the institution answers, to what, and what it does next."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from consultation.core.clock import now
from consultation.core.db import Base, Id, WithId, Word
from consultation.core.keys import new_key


class Outcome(StrEnum):
    """What becomes of what was asked."""

    ACCEPTED = "accepted"
    PARTLY = "partly"
    REJECTED = "rejected"
    OUT_OF_SCOPE = "out_of_scope"


class Answer(WithId, Base):
    """An answer to one statement, theme, paragraph, campaign or contribution.

    Its text is that of a version: `version` is the newest one, `published_version` what the public
    reads, None while it is a draft.
    """

    __tablename__ = "answer"
    __table_args__ = (
        CheckConstraint(
            "(case when statement_id is null then 0 else 1 end)"
            " + (case when theme_id is null then 0 else 1 end)"
            " + (case when paragraph_id is null then 0 else 1 end)"
            " + (case when campaign_key is null then 0 else 1 end)"
            " + (case when contribution_id is null then 0 else 1 end) = 1",
            name="one_subject",
        ),
        Index("ix_answer_consultation", "consultation_id", "id"),
    )

    key: Mapped[str] = mapped_column(unique=True, default=new_key)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"))
    statement_id: Mapped[int | None] = mapped_column(ForeignKey("statement.id"), index=True)
    theme_id: Mapped[int | None] = mapped_column(ForeignKey("theme.id"), index=True)
    paragraph_id: Mapped[int | None] = mapped_column(ForeignKey("paragraph.id"), index=True)
    campaign_key: Mapped[str | None] = mapped_column(index=True)
    contribution_id: Mapped[int | None] = mapped_column(ForeignKey("contribution.id"), index=True)
    assigned_to_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    version: Mapped[int] = mapped_column(default=1)
    published_version: Mapped[int | None]
    published_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=now)


class AnswerVersion(Base):
    """One state of an answer; kept when another is published over it."""

    __tablename__ = "answer_version"

    answer_id: Mapped[int] = mapped_column(Id, ForeignKey("answer.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    outcome: Mapped[Outcome] = mapped_column(Word(Outcome))
    source: Mapped[str]
    html: Mapped[str]
    changed_paragraph_id: Mapped[int | None] = mapped_column(ForeignKey("paragraph.id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime] = mapped_column(default=now)


class Milestone(WithId, Base):
    """What the institution will do, by when, and what came of it."""

    __tablename__ = "milestone"

    answer_id: Mapped[int] = mapped_column(ForeignKey("answer.id"), index=True)
    position: Mapped[int]
    what: Mapped[str]
    due_on: Mapped[date | None]
    done_on: Mapped[date | None]
    progress: Mapped[str] = mapped_column(default="")


class ReplyTemplate(WithId, Base):
    """Words that answers begin from."""

    __tablename__ = "reply_template"

    key: Mapped[str] = mapped_column(unique=True, default=new_key)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    name: Mapped[str]
    outcome: Mapped[Outcome | None] = mapped_column(Word(Outcome))
    source: Mapped[str]
