"""The synthesis itself: chapters of statements, each with its sources, and published editions."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from consultation.contributions.models import Stance
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
    title: Mapped[str] = mapped_column(default="")
    outline: Mapped[Outline] = mapped_column(Word(Outline), default=Outline.SECTIONS)
    created_at: Mapped[datetime] = mapped_column(default=now)
    edition_count: Mapped[int] = mapped_column(default=0)
    """Published editions; the last one is what the public reads."""


class Chapter(WithId, Base):
    """A heading of the synthesis, and its statements.

    Those of sections and those of themes are both kept: the outline says which are shown.
    """

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
    empty_note: Mapped[str] = mapped_column(default="")
    """In a required place without statements: why there is nothing to say there."""


class Statement(WithId, Base):
    """One sentence or short paragraph that rests on sources. Its text is its current version's."""

    __tablename__ = "statement"
    __table_args__ = (Index("ix_statement_order", "chapter_id", "position"),)

    key: Mapped[str] = mapped_column(unique=True, default=new_key)
    chapter_id: Mapped[int] = mapped_column(ForeignKey("chapter.id"))
    position: Mapped[int]
    version: Mapped[int] = mapped_column(default=1)
    removed_at: Mapped[datetime | None]
    other_chapter_id: Mapped[int | None] = mapped_column(ForeignKey("chapter.id"))
    """Where it stands in the other outline, once it stood there."""
    section_id: Mapped[int | None] = mapped_column(ForeignKey("section.id"))
    """Of an objection: the section whose strongest it is."""


class StatementVersion(Base):
    """What a statement said, and who wrote it. Counts stand in it as fields, never as numbers."""

    __tablename__ = "statement_version"

    statement_id: Mapped[int] = mapped_column(Id, ForeignKey("statement.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str]
    by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime] = mapped_column(default=now)


class SynthesisAct(StrEnum):
    """What was done to the order of things; each can be undone."""

    ADDED = "added"
    MOVED = "moved"
    REMOVED = "removed"


class SynthesisChange(WithId, Base):
    """Statements were added, moved or removed: `before` holds where they stood, by their keys."""

    __tablename__ = "synthesis_change"
    __table_args__ = (Index("ix_synthesis_change_last", "synthesis_id", "id"),)

    synthesis_id: Mapped[int] = mapped_column(ForeignKey("synthesis.id"))
    act: Mapped[SynthesisAct] = mapped_column(Word(SynthesisAct))
    statement_id: Mapped[int] = mapped_column(ForeignKey("statement.id"))
    before: Mapped[dict[str, Any]] = mapped_column(default=dict)
    by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime] = mapped_column(default=now)
    undone_at: Mapped[datetime | None]


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
    form. It is large, so it is read by whoever asks for it by name; `text` is what a page shows.
    """

    __tablename__ = "edition"
    __table_args__ = (UniqueConstraint("synthesis_id", "number"),)

    key: Mapped[str] = mapped_column(unique=True, default=new_key)
    synthesis_id: Mapped[int] = mapped_column(ForeignKey("synthesis.id"))
    number: Mapped[int]
    change_note: Mapped[str] = mapped_column(default="")
    text: Mapped[dict[str, Any]] = mapped_column(default=dict)
    archive: Mapped[dict[str, Any]] = mapped_column(deferred=True, deferred_raiseload=True)
    sha256: Mapped[str]
    published_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    published_at: Mapped[datetime] = mapped_column(default=now)


class EditionSource(Base):
    """What one statement of an edition rests on, in order; the words are read from their source."""

    __tablename__ = "edition_source"
    __table_args__ = (Index(None, "contribution_id"),)

    edition_id: Mapped[int] = mapped_column(Id, ForeignKey("edition.id"), primary_key=True)
    statement_key: Mapped[str] = mapped_column(primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True)
    is_verbatim: Mapped[bool] = mapped_column(default=False)
    """Quoted under the statement; else cited."""
    contribution_id: Mapped[int] = mapped_column(ForeignKey("contribution.id"))
    coding_id: Mapped[int | None] = mapped_column(ForeignKey("coding.id"))
    revision: Mapped[int]
    field: Mapped[str] = mapped_column(default="source")
    start_at: Mapped[int | None]
    end_at: Mapped[int | None]
    stance: Mapped[Stance | None] = mapped_column(Word(Stance))
    """As it was coded then."""
