"""What became of the paragraphs and sections of a version in the next one, and why.

While the next version is a draft there are only `Decision`s, what organisers settled by hand; the
rest is computed anew each time. Publishing writes a `Fate` for each old paragraph and section.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consultation.contributions.models import Contribution
from consultation.core.clock import now
from consultation.core.db import Base, Id, WithId, Word
from consultation.documents.models import Paragraph, Section
from consultation.versions.matching import MatchState

ONE_SUBJECT = "(paragraph_id is null) <> (section_id is null)"


class Decision(WithId, Base):
    """What an organiser settled of an old paragraph or section, in a draft.

    `successors` holds the keys of the draft's entries that take it over; none, and it is removed
    for `reason`.
    """

    __tablename__ = "match_decision"
    __table_args__ = (
        UniqueConstraint("version_id", "paragraph_id"),
        UniqueConstraint("version_id", "section_id"),
        CheckConstraint(ONE_SUBJECT, name="one_subject"),
    )

    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"), index=True)
    paragraph_id: Mapped[int | None] = mapped_column(ForeignKey("paragraph.id"))
    section_id: Mapped[int | None] = mapped_column(ForeignKey("section.id"))
    successors: Mapped[list[Any]]
    reason: Mapped[str] = mapped_column(default="")


class Fate(WithId, Base):
    """What became of a paragraph or section of the version before, in `version_id`."""

    __tablename__ = "fate"
    __table_args__ = (
        UniqueConstraint("version_id", "paragraph_id"),
        UniqueConstraint("version_id", "section_id"),
        CheckConstraint(ONE_SUBJECT, name="one_subject"),
        Index("ix_fate_paragraph", "paragraph_id"),
        Index("ix_fate_section", "section_id"),
    )

    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"))
    paragraph_id: Mapped[int | None] = mapped_column(ForeignKey("paragraph.id"))
    section_id: Mapped[int | None] = mapped_column(ForeignKey("section.id"))
    state: Mapped[MatchState] = mapped_column(Word(MatchState))
    score: Mapped[float]
    reason: Mapped[str] = mapped_column(default="")
    is_by_hand: Mapped[bool] = mapped_column(default=False)

    paragraph: Mapped[Paragraph | None] = relationship(lazy="raise_on_sql")
    section: Mapped[Section | None] = relationship(lazy="raise_on_sql")


class Succession(Base):
    """One successor of a `Fate`, in the order of the new text."""

    __tablename__ = "succession"

    fate_id: Mapped[int] = mapped_column(Id, ForeignKey("fate.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    paragraph_id: Mapped[int | None] = mapped_column(ForeignKey("paragraph.id"), index=True)
    section_id: Mapped[int | None] = mapped_column(ForeignKey("section.id"))


class Origin(WithId, Base):
    """Why a paragraph of a version changed or came: the organiser's words, and contributions."""

    __tablename__ = "change_origin"
    __table_args__ = (UniqueConstraint("version_id", "paragraph_id"),)

    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"))
    paragraph_id: Mapped[int] = mapped_column(ForeignKey("paragraph.id"), index=True)
    words: Mapped[str] = mapped_column(default="")


class OriginContribution(Base):
    """A contribution that an `Origin` names; `told_at` once its author was written to."""

    __tablename__ = "change_origin_contribution"

    origin_id: Mapped[int] = mapped_column(Id, ForeignKey("change_origin.id"), primary_key=True)
    contribution_id: Mapped[int] = mapped_column(
        Id, ForeignKey("contribution.id"), primary_key=True, index=True
    )
    told_at: Mapped[datetime | None]

    contribution: Mapped[Contribution] = relationship(lazy="raise_on_sql")


class RewordingState(StrEnum):
    """What a version did with a proposed rewording of the one before."""

    TAKEN = "taken"
    TAKEN_IN_PART = "taken_in_part"
    NOT_TAKEN = "not_taken"
    OVERTAKEN = "overtaken"


class RewordingFate(Base):
    """The fate of a proposed rewording: stated for the draft, public with the version."""

    __tablename__ = "rewording_fate"

    version_id: Mapped[int] = mapped_column(Id, ForeignKey("version.id"), primary_key=True)
    contribution_id: Mapped[int] = mapped_column(
        Id, ForeignKey("contribution.id"), primary_key=True, index=True
    )
    state: Mapped[RewordingState] = mapped_column(Word(RewordingState))
    reason: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime] = mapped_column(default=now)

    contribution: Mapped[Contribution] = relationship(lazy="raise_on_sql")
