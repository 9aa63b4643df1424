"""A text under consultation: versions of ordered passages, each the words of a lasting paragraph.

`Paragraph` and `Section` are identities: they have an address and live through the versions.
`Passage` and `Heading` are their words in one version, immutable once it is published.
`Page` is what is read at once: at most 25 passages of one version.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consultation.consultations.models import Consultation
from consultation.core.clock import now
from consultation.core.db import Base, Id, WithId, Word
from consultation.core.files import StoredFile
from consultation.core.keys import new_key
from consultation.core.work import WaitingRow
from consultation.documents.parsing.blocks import BlockKind


class Document(WithId, Base):
    """One text put to consultation. `current_version_id` is what the public reads."""

    __tablename__ = "document"
    __table_args__ = (UniqueConstraint("consultation_id", "slug"),)

    key: Mapped[str] = mapped_column(unique=True, default=new_key)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"))
    slug: Mapped[str]
    title: Mapped[str]
    summary: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(default="fr")
    position: Mapped[int] = mapped_column(default=1)
    current_version_id: Mapped[int | None]
    """The version that the public reads. No foreign key: versions point here already."""
    offers_original: Mapped[bool] = mapped_column(default=False)
    paragraph_count: Mapped[int] = mapped_column(default=0)
    word_count: Mapped[int] = mapped_column(default=0)
    contribution_count: Mapped[int] = mapped_column(default=0)
    revision: Mapped[int] = mapped_column(default=1)
    """Raised by whatever changes the table of contents, its counts included."""

    consultation: Mapped[Consultation] = relationship(lazy="raise_on_sql")


class VersionState(StrEnum):
    """A version is prepared, then published and never changed."""

    DRAFT = "draft"
    PUBLISHED = "published"


class Version(WithId, Base):
    """One state of a document."""

    __tablename__ = "version"
    __table_args__ = (UniqueConstraint("document_id", "number"),)

    key: Mapped[str] = mapped_column(unique=True, default=new_key)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    number: Mapped[int]
    state: Mapped[VersionState] = mapped_column(Word(VersionState), default=VersionState.DRAFT)
    created_at: Mapped[datetime] = mapped_column(default=now)
    published_at: Mapped[datetime | None]
    change_log: Mapped[str] = mapped_column(default="")
    sha256: Mapped[str] = mapped_column(default="")
    report: Mapped[list[Any]] = mapped_column(default=list)
    original_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    edit_count: Mapped[int] = mapped_column(default=0)
    """Raised by each correction of a draft: two organisers at once see each other."""
    base_id: Mapped[int | None] = mapped_column(Id)
    """The published version that a later one is matched with; the first has none. No foreign key:
    SQLite would have to build the table anew to add one."""

    document: Mapped[Document] = relationship(lazy="raise_on_sql")
    original: Mapped[StoredFile | None] = relationship(lazy="raise_on_sql")


class Section(WithId, Base):
    """A titled part of a document, through its versions."""

    __tablename__ = "section"

    key: Mapped[str] = mapped_column(unique=True, default=new_key)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), index=True)


class Paragraph(WithId, Base):
    """One addressable block of a document, through its versions."""

    __tablename__ = "paragraph"

    key: Mapped[str] = mapped_column(unique=True, default=new_key)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), index=True)


class Page(WithId, Base):
    """What is read at once. Page 1 of a section carries its heading; a long section has more."""

    __tablename__ = "page"
    __table_args__ = (
        UniqueConstraint("version_id", "position"),
        UniqueConstraint("section_id", "version_id", "part"),
    )

    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"))
    section_id: Mapped[int] = mapped_column(ForeignKey("section.id"))
    part: Mapped[int] = mapped_column(default=1)
    position: Mapped[int]
    title: Mapped[str]
    level: Mapped[int] = mapped_column(default=1)
    group_title: Mapped[str] = mapped_column(default="")
    """The heading above, shown in the table of contents over the pages that share it."""
    first_number: Mapped[int | None]
    last_number: Mapped[int | None]
    contribution_count: Mapped[int] = mapped_column(default=0)
    revision: Mapped[int] = mapped_column(default=1)
    """Raised by whatever changes the discussions that this page shows."""


class Heading(WithId, Base):
    """The title of a section in one version."""

    __tablename__ = "heading"
    __table_args__ = (
        UniqueConstraint("version_id", "section_id"),
        Index(None, "version_id", "position"),
    )

    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"))
    section_id: Mapped[int] = mapped_column(ForeignKey("section.id"), index=True)
    page_id: Mapped[int | None] = mapped_column(ForeignKey("page.id"), index=True)
    position: Mapped[int]
    level: Mapped[int]
    html: Mapped[str]
    text: Mapped[str]
    is_open: Mapped[bool] = mapped_column(default=True)

    section: Mapped[Section] = relationship(lazy="raise_on_sql")
    version: Mapped[Version] = relationship(lazy="raise_on_sql")


class Passage(WithId, Base):
    """The words of a paragraph in one version. Positions are shared with headings, in order."""

    __tablename__ = "passage"
    __table_args__ = (
        UniqueConstraint("version_id", "paragraph_id"),
        Index(None, "version_id", "position"),
    )

    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"))
    paragraph_id: Mapped[int] = mapped_column(ForeignKey("paragraph.id"), index=True)
    section_id: Mapped[int | None] = mapped_column(ForeignKey("section.id"))
    page_id: Mapped[int | None] = mapped_column(ForeignKey("page.id"), index=True)
    position: Mapped[int]
    number: Mapped[int | None]
    kind: Mapped[BlockKind] = mapped_column(Word(BlockKind))
    html: Mapped[str]
    text: Mapped[str]
    is_open: Mapped[bool] = mapped_column(default=True)

    paragraph: Mapped[Paragraph] = relationship(lazy="raise_on_sql")
    version: Mapped[Version] = relationship(lazy="raise_on_sql")


class Descent(WithId, Base):
    """A paragraph or section that took over the words of another, whose discussion it shows too.

    Only what was said of a version before number `until`: what came later knew better. Descent is
    kept closed: whoever inherits from an heir has rows of its own for the ancestors.
    """

    __tablename__ = "descent"
    __table_args__ = (
        Index("ix_descent_heir_paragraph", "heir_paragraph_id"),
        Index("ix_descent_heir_section", "heir_section_id"),
        Index("ix_descent_ancestor_paragraph", "ancestor_paragraph_id"),
        Index("ix_descent_ancestor_section", "ancestor_section_id"),
    )

    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    heir_paragraph_id: Mapped[int | None] = mapped_column(ForeignKey("paragraph.id"))
    heir_section_id: Mapped[int | None] = mapped_column(ForeignKey("section.id"))
    ancestor_paragraph_id: Mapped[int | None] = mapped_column(ForeignKey("paragraph.id"))
    ancestor_section_id: Mapped[int | None] = mapped_column(ForeignKey("section.id"))
    until: Mapped[int]


class DraftCorrection(Base):
    """One correction of a draft, with what it takes to undo it. Gone once the draft is published.

    `before` holds `order`, the [kind, identity] of each entry as they stood (empty if the order did
    not change), and `entries`, those that the correction changed or removed, as they were.
    """

    __tablename__ = "draft_correction"

    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    """The version's `edit_count` that it made."""
    act: Mapped[str]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime] = mapped_column(default=now)
    before: Mapped[dict[str, Any]]


class Picture(WithId, Base):
    """An image of a text, re-encoded by us; its name is made of its content's hash."""

    __tablename__ = "picture"

    name: Mapped[str] = mapped_column(unique=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))
    width: Mapped[int]
    height: Mapped[int]

    file: Mapped[StoredFile] = relationship(lazy="raise_on_sql")


class ImportState(StrEnum):
    """Where an import stands."""

    WAITING = "waiting"
    READING = "reading"
    DONE = "done"
    REFUSED = "refused"


class Import(WaitingRow):
    """An uploaded file to be read into a new draft version, by the worker."""

    __tablename__ = "import"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    key: Mapped[str] = mapped_column(unique=True, default=new_key)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))
    version_id: Mapped[int | None] = mapped_column(ForeignKey("version.id"))
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    title: Mapped[str] = mapped_column(default="")
    splits_lists: Mapped[bool] = mapped_column(default=False)
    offers_original: Mapped[bool] = mapped_column(default=False)
    state: Mapped[ImportState] = mapped_column(Word(ImportState), default=ImportState.WAITING)
    refusal: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime] = mapped_column(default=now)

    file: Mapped[StoredFile] = relationship(lazy="raise_on_sql")
    consultation: Mapped[Consultation] = relationship(lazy="raise_on_sql")
