"""What people say: contributions in discussions, their revisions, votes, drafts."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consultation.consultations.models import Participant
from consultation.core.clock import now
from consultation.core.db import Base, Id, WithId, Word, partial_index
from consultation.core.keys import new_key
from consultation.documents.models import Document, Heading, Paragraph, Passage, Section, Version
from consultation.screening.stored import StoredSignals


class Kind(StrEnum):
    """What a contribution is. A reply is a comment in somebody's thread."""

    COMMENT = "comment"
    QUESTION = "question"
    AMENDMENT = "amendment"


class Stance(StrEnum):
    """The position that its author chose."""

    FOR = "for"
    MIXED = "mixed"
    AGAINST = "against"
    NONE = "none"


class ContributionState(StrEnum):
    """Who may read it. What is not published leaves a neutral trace in its place."""

    PUBLISHED = "published"
    PENDING = "pending"
    WITHDRAWN = "withdrawn"
    REFUSED = "refused"
    HIDDEN = "hidden"


IS_GONE = "state <> 'published'"
"""Not public, or no more: a few of many, which an index keeps apart."""


class VoteValue(StrEnum):
    """What somebody thinks of somebody else's contribution."""

    AGREE = "agree"
    DISAGREE = "disagree"
    PASS = "pass"  # noqa: S105  # a vote


class Discussion(WithId, Base):
    """The one place where a paragraph, a section or a whole document is talked about.

    Counts are of what is published and not a reply, but `reply_count`.
    """

    __tablename__ = "discussion"
    __table_args__ = (
        CheckConstraint("paragraph_id is null or section_id is null", name="one_subject"),
        partial_index(
            "uq_discussion_document",
            "document_id",
            where="paragraph_id is null and section_id is null",
            unique=True,
        ),
    )

    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    section_id: Mapped[int | None] = mapped_column(ForeignKey("section.id"), unique=True)
    paragraph_id: Mapped[int | None] = mapped_column(ForeignKey("paragraph.id"), unique=True)
    contribution_count: Mapped[int] = mapped_column(default=0)
    for_count: Mapped[int] = mapped_column(default=0)
    mixed_count: Mapped[int] = mapped_column(default=0)
    against_count: Mapped[int] = mapped_column(default=0)
    question_count: Mapped[int] = mapped_column(default=0)
    amendment_count: Mapped[int] = mapped_column(default=0)
    reply_count: Mapped[int] = mapped_column(default=0)
    inherits: Mapped[bool] = mapped_column(default=False)
    """It also shows, and counts, what was said where its words come from (`Descent`)."""

    document: Mapped[Document] = relationship(lazy="raise_on_sql")
    section: Mapped[Section | None] = relationship(lazy="raise_on_sql")
    paragraph: Mapped[Paragraph | None] = relationship(lazy="raise_on_sql")


class Contribution(WithId, Base):
    """What one participant says in one discussion, about the very words that were read.

    `passage_id` or `heading_id` names those words; on the whole document both are empty and
    `version_id` says which version. A reply has the first contribution of its thread as parent.
    """

    __tablename__ = "contribution"
    __table_args__ = (
        UniqueConstraint("consultation_id", "number"),
        UniqueConstraint("author_id", "form_token"),
        partial_index(
            "ix_contribution_drawn", "discussion_id", "rank", "id", where="parent_id is null"
        ),
        partial_index("ix_contribution_recent", "discussion_id", "id", where="parent_id is null"),
        partial_index(
            "ix_contribution_supported", "discussion_id", "support", "id", where="parent_id is null"
        ),
        partial_index(
            "ix_contribution_debated", "discussion_id", "debate", "id", where="parent_id is null"
        ),
        partial_index(
            "ix_contribution_waiting",
            "consultation_id",
            "review_since",
            where="review_since is not null",
        ),
        partial_index("ix_contribution_replies", "parent_id", "id", where="parent_id is not null"),
        partial_index("ix_contribution_gone", "consultation_id", "id", where=IS_GONE),
    )

    key: Mapped[str] = mapped_column(unique=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"))
    number: Mapped[int]
    """Displayed: « n° 203 » of its consultation."""
    discussion_id: Mapped[int] = mapped_column(ForeignKey("discussion.id"))
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"))
    passage_id: Mapped[int | None] = mapped_column(ForeignKey("passage.id"))
    heading_id: Mapped[int | None] = mapped_column(ForeignKey("heading.id"))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("contribution.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("participant.id"), index=True)
    kind: Mapped[Kind] = mapped_column(Word(Kind))
    stance: Mapped[Stance] = mapped_column(Word(Stance))
    state: Mapped[ContributionState] = mapped_column(
        Word(ContributionState), default=ContributionState.PUBLISHED
    )
    is_official: Mapped[bool] = mapped_column(default=False)
    revision: Mapped[int] = mapped_column(default=1)
    """The number of its current revision."""
    submitted_at: Mapped[datetime] = mapped_column(default=now)
    edited_at: Mapped[datetime | None]
    """When it was last changed after its first quarter of an hour."""
    withdrawn_at: Mapped[datetime | None]
    form_token: Mapped[str]
    """One form makes one contribution, however often it is sent."""
    rank: Mapped[int]
    """Random in [0, 2^31): the daily order of long discussions starts at the day's offset."""
    support: Mapped[float] = mapped_column(default=0.0)
    debate: Mapped[float] = mapped_column(default=0.0)
    agree_count: Mapped[int] = mapped_column(default=0)
    disagree_count: Mapped[int] = mapped_column(default=0)
    pass_count: Mapped[int] = mapped_column(default=0)
    reply_count: Mapped[int] = mapped_column(default=0)
    review_since: Mapped[datetime | None]
    """Since when it waits for a moderator's eyes; None once it was examined."""
    risk: Mapped[int] = mapped_column(default=0)
    """From 0 to 100, by its signals: what the queue is ranked by."""
    signals: Mapped[list[Any]] = mapped_column(StoredSignals, default=list)
    """What screening found: `{"kind", …}`, never a word of the text."""
    is_masked: Mapped[bool] = mapped_column(default=False)
    moderated_at: Mapped[datetime | None]
    """When a decision took it from the public."""
    moderation_ground: Mapped[str] = mapped_column(default="")
    """On what: « law », or « charter/<version>/<clause> »; for the neutral trace that stays."""
    thread_closed_at: Mapped[datetime | None]
    """When a moderator closed the thread that it begins: it is read, and not answered any more."""

    discussion: Mapped[Discussion] = relationship(lazy="raise_on_sql")
    version: Mapped[Version] = relationship(lazy="raise_on_sql")
    passage: Mapped[Passage | None] = relationship(lazy="raise_on_sql")
    heading: Mapped[Heading | None] = relationship(lazy="raise_on_sql")
    author: Mapped[Participant] = relationship(lazy="raise_on_sql")


partial_index(
    "ix_contribution_review",
    Contribution.consultation_id,
    Contribution.risk.desc(),
    Contribution.review_since,
    Contribution.id,
    where="review_since is not null",
)
"""The queue of the moderators: the riskiest first, then the oldest."""


class Revision(Base):
    """One stored state of a contribution: as it was written, and as it is shown.

    `is_public` is false for what was replaced within the first quarter of an hour.
    """

    __tablename__ = "revision"

    contribution_id: Mapped[int] = mapped_column(
        Id, ForeignKey("contribution.id"), primary_key=True
    )
    number: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str]
    html: Mapped[str]
    rules_version: Mapped[int]
    proposed_text: Mapped[str | None]
    """The full new text of the paragraph, for a proposed rewording."""
    redline_html: Mapped[str | None]
    kind: Mapped[Kind] = mapped_column(Word(Kind))
    stance: Mapped[Stance] = mapped_column(Word(Stance))
    at: Mapped[datetime] = mapped_column(default=now)
    is_public: Mapped[bool] = mapped_column(default=True)
    fingerprint: Mapped[str]
    subject: Mapped[str | None]
    """What it was about when it was received, once the contribution was moved: for its receipt."""
    version_sha256: Mapped[str | None]

    contribution: Mapped[Contribution] = relationship(lazy="raise_on_sql")


class MaskedOriginal(Base):
    """What a revision said before spans of it were masked: its author's and moderators' to read.

    The revision itself holds the masked text, so that no view can show more. `spans` are
    `{"field": "source" | "proposed_text", "start", "end", "label", "words"}`: character offsets in
    what is kept here, and the words that stand there instead. Erased for good, the texts are empty
    and the spans stay.
    """

    __tablename__ = "masked_original"
    __table_args__ = (
        ForeignKeyConstraint(
            ["contribution_id", "number"], ["revision.contribution_id", "revision.number"]
        ),
    )

    contribution_id: Mapped[int] = mapped_column(Id, primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str]
    proposed_text: Mapped[str | None]
    spans: Mapped[list[Any]]
    masked_at: Mapped[datetime] = mapped_column(default=now)
    erased_at: Mapped[datetime | None]


class Vote(Base):
    """One person's vote on one contribution; changed in place."""

    __tablename__ = "vote"
    __table_args__ = ({"sqlite_with_rowid": False},)

    contribution_id: Mapped[int] = mapped_column(
        Id, ForeignKey("contribution.id"), primary_key=True
    )
    participant_id: Mapped[int] = mapped_column(
        Id, ForeignKey("participant.id"), primary_key=True, index=True
    )
    value: Mapped[VoteValue] = mapped_column(Word(VoteValue))
    at: Mapped[datetime] = mapped_column(default=now)


class Draft(WithId, Base):
    """What was typed and is not sent yet, kept seven days under a random token; longer once owned.

    `form` holds the fields of the composer as they were typed. Without `user_id` it belongs to
    whoever holds the token: somebody who wrote first and makes an account after.
    """

    __tablename__ = "draft"

    key: Mapped[str] = mapped_column(unique=True, default=lambda: new_key(24))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"), index=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    paragraph_id: Mapped[int | None] = mapped_column(ForeignKey("paragraph.id"))
    section_id: Mapped[int | None] = mapped_column(ForeignKey("section.id"))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("contribution.id"))
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"))
    form: Mapped[dict[str, Any]]
    saved_at: Mapped[datetime] = mapped_column(default=now)
    expires_at: Mapped[datetime] = mapped_column(index=True)
    sent_as_id: Mapped[int | None] = mapped_column(ForeignKey("contribution.id"))

    document: Mapped[Document] = relationship(lazy="raise_on_sql")
    paragraph: Mapped[Paragraph | None] = relationship(lazy="raise_on_sql")
    section: Mapped[Section | None] = relationship(lazy="raise_on_sql")
