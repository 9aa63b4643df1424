"""What the institution answers, to what, what it does next, and who is told."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from consultation.core.clock import now
from consultation.core.db import Base, Id, WithId, Word, partial_index
from consultation.core.keys import new_key
from consultation.core.work import WaitingRow


class Outcome(StrEnum):
    """What becomes of what was asked."""

    ACCEPTED = "accepted"
    PARTLY = "partly"
    REJECTED = "rejected"
    OUT_OF_SCOPE = "out_of_scope"


SUBJECTS = (
    "statement_id", "theme_id", "paragraph_id", "campaign_key", "contribution_id",
    "recommendation_id", "opinion_id",
)  # fmt: skip
"""The columns of which exactly one says what an answer is about."""


class AnswerBatch(WithId, Base):
    """One answer written at once for many subjects: as many drafts, taken back together."""

    __tablename__ = "answer_batch"

    key: Mapped[str] = mapped_column(unique=True, default=new_key)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    size: Mapped[int]
    by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime] = mapped_column(default=now)
    undone_at: Mapped[datetime | None]


class AnswerTelling(WaitingRow):
    """What came out together: whoever it concerns gets one mail about all of it.

    Answers, editions of a committee's opinion, and how far promises have come.
    Until `started_at`, what is published in the same consultation joins it. `told_to_id` is the
    last account that was written to, by id: a worker that was killed goes on from there.
    """

    __tablename__ = "answer_telling"
    __table_args__ = (
        partial_index("ix_answer_telling_waiting", "run_at", where="done_at is null"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    started_at: Mapped[datetime | None]
    told_to_id: Mapped[int] = mapped_column(Id, default=0)
    told_count: Mapped[int] = mapped_column(default=0)


class Answer(WithId, Base):
    """An answer to one statement, theme, paragraph, campaign, contribution or recommendation.

    Or to a committee's opinion as a whole; of an opinion each part is answered once.

    Its text is that of a version: `version` is the newest one, `published_version` what the public
    reads, None while it is a draft. `edition` is raised by each change: who saw an older one is
    told.
    """

    __tablename__ = "answer"
    __table_args__ = (
        CheckConstraint(
            " + ".join(f"(case when {name} is null then 0 else 1 end)" for name in SUBJECTS)
            + " = 1",
            name="one_subject",
        ),
        Index("ix_answer_consultation", "consultation_id", "id"),
        partial_index(
            "ix_answer_published", "consultation_id", "published_at", "id",
            where="published_version is not null",
        ),
        partial_index(
            "uq_answer_recommendation", "recommendation_id", "consultation_id",
            where="recommendation_id is not null", unique=True,
        ),
        partial_index(
            "uq_answer_opinion", "opinion_id", "consultation_id",
            where="opinion_id is not null", unique=True,
        ),
    )  # fmt: skip

    key: Mapped[str] = mapped_column(unique=True, default=new_key)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"))
    statement_id: Mapped[int | None] = mapped_column(ForeignKey("statement.id"), index=True)
    theme_id: Mapped[int | None] = mapped_column(ForeignKey("theme.id"), index=True)
    paragraph_id: Mapped[int | None] = mapped_column(ForeignKey("paragraph.id"), index=True)
    campaign_key: Mapped[str | None] = mapped_column(index=True)
    contribution_id: Mapped[int | None] = mapped_column(ForeignKey("contribution.id"), index=True)
    recommendation_id: Mapped[int | None] = mapped_column(ForeignKey("opinion_block.id"))
    opinion_id: Mapped[int | None] = mapped_column(ForeignKey("opinion.id"))
    assigned_to_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"), index=True)
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("answer_batch.id"), index=True)
    version: Mapped[int] = mapped_column(default=1)
    edition: Mapped[int] = mapped_column(default=1)
    published_version: Mapped[int | None]
    published_at: Mapped[datetime | None]
    """When the version that the public reads came out."""
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
    change_note: Mapped[str] = mapped_column(default="")
    """What a correction corrects, and why; "" for the first version."""
    by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime] = mapped_column(default=now)
    published_at: Mapped[datetime | None]
    telling_id: Mapped[int | None] = mapped_column(ForeignKey("answer_telling.id"), index=True)


class Milestone(WithId, Base):
    """What the institution will do, by when, and what came of it."""

    __tablename__ = "milestone"

    answer_id: Mapped[int] = mapped_column(ForeignKey("answer.id"), index=True)
    position: Mapped[int]
    """From 1, in its answer: a milestone is named by it and keeps it."""
    what: Mapped[str]
    due_on: Mapped[date | None]
    done_on: Mapped[date | None]
    progress: Mapped[str] = mapped_column(default="")
    """What was last reported of it."""
    late_told_on: Mapped[date | None]
    """The date whose passing was said to the team; one that is moved may pass again."""


class MilestoneReport(WithId, Base):
    """How far a milestone has come, on one day; a date that was moved stays readable."""

    __tablename__ = "milestone_report"

    milestone_id: Mapped[int] = mapped_column(ForeignKey("milestone.id"), index=True)
    words: Mapped[str]
    due_before: Mapped[date | None]
    due_after: Mapped[date | None]
    is_done: Mapped[bool] = mapped_column(default=False)
    by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime] = mapped_column(default=now)
    telling_id: Mapped[int | None] = mapped_column(ForeignKey("answer_telling.id"), index=True)


class EditionNews(Base):
    """An edition of an opinion, told to those who follow one consultation of its committee."""

    __tablename__ = "answer_edition_news"

    edition_id: Mapped[int] = mapped_column(ForeignKey("opinion_edition.id"), primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), primary_key=True)
    telling_id: Mapped[int] = mapped_column(ForeignKey("answer_telling.id"), index=True)


class AnswerOverdue(Base):
    """The team was told that the date of its answers has passed, once for each such date."""

    __tablename__ = "answer_overdue"

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), primary_key=True)
    due_on: Mapped[date] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(default=now)


class ReplyTemplate(WithId, Base):
    """Words that answers begin from."""

    __tablename__ = "reply_template"

    key: Mapped[str] = mapped_column(unique=True, default=new_key)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    name: Mapped[str]
    outcome: Mapped[Outcome | None] = mapped_column(Word(Outcome))
    source: Mapped[str]


class AnswerFollower(Base):
    """Somebody who wants to know of each answer in a consultation, and of what comes of it."""

    __tablename__ = "answer_follower"

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), primary_key=True, index=True)
    since: Mapped[datetime] = mapped_column(default=now)


class Appraisal(WithId, Base):
    """What one member of the committee thinks of an answer, or of the whole of what was answered.

    Published without a name, unless its member signs it. It says which version it is of.
    """

    __tablename__ = "answer_appraisal"
    __table_args__ = (
        CheckConstraint("grade between 0 and 10", name="grade"),
        partial_index(
            "uq_answer_appraisal_answer", "answer_id", "member_id", where="answer_id is not null",
            unique=True,
        ),
        partial_index(
            "uq_answer_appraisal_whole", "opinion_id", "consultation_id", "member_id",
            where="answer_id is null", unique=True,
        ),
    )  # fmt: skip

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"))
    opinion_id: Mapped[int] = mapped_column(ForeignKey("opinion.id"), index=True)
    answer_id: Mapped[int | None] = mapped_column(ForeignKey("answer.id"))
    """None for the whole."""
    version: Mapped[int | None]
    member_id: Mapped[int] = mapped_column(ForeignKey("committee_member.id"), index=True)
    grade: Mapped[int]
    words: Mapped[str] = mapped_column(default="")
    is_signed: Mapped[bool] = mapped_column(default=False)
    at: Mapped[datetime] = mapped_column(default=now)
