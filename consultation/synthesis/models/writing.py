"""The synthesis itself: chapters of statements, each with its sources, and published editions."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from consultation.core.clock import now
from consultation.core.db import Base, Id, WithId, Word
from consultation.core.keys import new_key


class Outline(StrEnum):
    """How the chapters are arranged."""

    SECTIONS = "sections"
    THEMES = "themes"


class ChapterKind(StrEnum):
    """What a chapter is about. The last four are required places."""

    SECTION = "section"
    THEME = "theme"
    FREE = "free"
    CITED_ONCE = "cited_once"
    OBJECTIONS = "objections"
    OUT_OF_SCOPE = "out_of_scope"
    METHOD = "method"


class Synthesis(WithId, Base):
    """The synthesis of one consultation, as it is being written."""

    __tablename__ = "synthesis"

    key: Mapped[str] = mapped_column(unique=True, default=new_key)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), unique=True)
    outline: Mapped[Outline] = mapped_column(Word(Outline), default=Outline.SECTIONS)
    created_at: Mapped[datetime] = mapped_column(default=now)
    edition_count: Mapped[int] = mapped_column(default=0)
    """Published editions; the last one is what the public reads."""


class Chapter(WithId, Base):
    """A heading of the synthesis, and its statements."""

    __tablename__ = "chapter"
    __table_args__ = (
        Index("ix_chapter_order", "synthesis_id", "position"),
        CheckConstraint("section_id is null or theme_id is null", name="one_subject"),
    )

    key: Mapped[str] = mapped_column(unique=True, default=new_key)
    synthesis_id: Mapped[int] = mapped_column(ForeignKey("synthesis.id"))
    position: Mapped[int]
    kind: Mapped[ChapterKind] = mapped_column(Word(ChapterKind))
    title: Mapped[str]
    section_id: Mapped[int | None] = mapped_column(ForeignKey("section.id"))
    theme_id: Mapped[int | None] = mapped_column(ForeignKey("theme.id"))


class Statement(WithId, Base):
    """One sentence or short paragraph that rests on sources. Its text is its current version's."""

    __tablename__ = "statement"
    __table_args__ = (Index("ix_statement_order", "chapter_id", "position"),)

    key: Mapped[str] = mapped_column(unique=True, default=new_key)
    chapter_id: Mapped[int] = mapped_column(ForeignKey("chapter.id"))
    position: Mapped[int]
    version: Mapped[int] = mapped_column(default=1)
    removed_at: Mapped[datetime | None]


class StatementVersion(Base):
    """What a statement said, and who wrote it. Counts stand in it as fields, never as numbers."""

    __tablename__ = "statement_version"

    statement_id: Mapped[int] = mapped_column(Id, ForeignKey("statement.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str]
    by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime] = mapped_column(default=now)


class Citation(WithId, Base):
    """A statement rests on this coding."""

    __tablename__ = "citation"
    __table_args__ = (UniqueConstraint("statement_id", "coding_id"), Index(None, "coding_id"))

    statement_id: Mapped[int] = mapped_column(ForeignKey("statement.id"))
    coding_id: Mapped[int] = mapped_column(ForeignKey("coding.id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime] = mapped_column(default=now)


class Verbatim(WithId, Base):
    """A quotation under a statement, by reference: the words are read from their source.

    So what is masked or withdrawn there is so here. The span is [start_at, end_at) of `field` in
    the text of `revision`.
    """

    __tablename__ = "verbatim"

    key: Mapped[str] = mapped_column(unique=True, default=new_key)
    statement_id: Mapped[int] = mapped_column(ForeignKey("statement.id"), index=True)
    position: Mapped[int]
    contribution_id: Mapped[int] = mapped_column(ForeignKey("contribution.id"), index=True)
    revision: Mapped[int]
    field: Mapped[str] = mapped_column(default="source")
    start_at: Mapped[int]
    end_at: Mapped[int]


class Edition(WithId, Base):
    """One published synthesis, frozen: identifiers, numbers and quotes by reference, with a hash.

    `archive` holds the input list (contribution, revision, fingerprint), codebook, filters, seed,
    statements with their sources, and the versions of the programs; `sha256` is of its canonical
    form.
    """

    __tablename__ = "edition"
    __table_args__ = (UniqueConstraint("synthesis_id", "number"),)

    key: Mapped[str] = mapped_column(unique=True, default=new_key)
    synthesis_id: Mapped[int] = mapped_column(ForeignKey("synthesis.id"))
    number: Mapped[int]
    change_note: Mapped[str] = mapped_column(default="")
    archive: Mapped[dict[str, Any]]
    sha256: Mapped[str]
    published_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    published_at: Mapped[datetime] = mapped_column(default=now)
