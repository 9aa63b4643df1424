"""A file that somebody asked for: what of, how far it is, where it is until it is purged."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consultation.accounts.models import User
from consultation.consultations.models import Consultation
from consultation.core.clock import now
from consultation.core.db import Id, Word, partial_index
from consultation.core.files import StoredFile
from consultation.core.keys import new_key
from consultation.core.work import WaitingRow


class Format(StrEnum):
    """What is written: the corpus, then the synthesis, as papers and as data."""

    CSV = "csv"
    JSON = "json"
    XLSX = "xlsx"
    QDPX = "qdpx"
    QDC = "qdc"
    PDF = "pdf"
    DOCX = "docx"
    ODT = "odt"
    HTML = "html"
    PAPER_XLSX = "paper_xlsx"
    PAPER_JSON = "paper_json"

    @property
    def word(self) -> str:
        """As people call it."""
        return self.value.removeprefix("paper_").upper()

    @property
    def is_of_synthesis(self) -> bool:
        """Else of the corpus."""
        return self in PAPERS


PAPERS = frozenset(
    {Format.PDF, Format.DOCX, Format.ODT, Format.HTML, Format.PAPER_XLSX, Format.PAPER_JSON}
)


class ExportState(StrEnum):
    """Where an export stands. `outdated`: what it holds was taken from the public since."""

    WAITING = "waiting"
    WRITING = "writing"
    READY = "ready"
    FAILED = "failed"
    CANCELLED = "cancelled"
    OUTDATED = "outdated"
    PURGED = "purged"


class Export(WaitingRow):
    """One person's request. Only that person ever has the file, while they still may.

    `fingerprint` is of the person, the format, the filters, the corpus and the day: as long as it
    is there, the same request is this row. `retractions` is of all that was taken from the public
    when the corpus was read: a file that holds more than may be read today is not given.
    """

    __tablename__ = "export"
    __table_args__ = (
        Index("ix_export_person", "asked_by_id", "consultation_id", "id"),
        partial_index("ix_export_waiting", "run_at", where="done_at is null"),
        partial_index("ix_export_expiry", "expires_at", where="file_id is not null"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    key: Mapped[str] = mapped_column(unique=True, default=lambda: new_key(20))
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"))
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    asked_at: Mapped[datetime] = mapped_column(default=now)
    as_of: Mapped[date]
    """The day that the file bears."""
    format: Mapped[Format] = mapped_column(Word(Format))
    filters: Mapped[dict[str, Any]]
    has_names: Mapped[bool] = mapped_column(default=False)
    state: Mapped[ExportState] = mapped_column(Word(ExportState), default=ExportState.WAITING)
    fingerprint: Mapped[str | None] = mapped_column(unique=True)
    corpus: Mapped[str]
    retractions: Mapped[str] = mapped_column(default="")
    progress_done: Mapped[int] = mapped_column(default=0)
    progress_total: Mapped[int] = mapped_column(default=0)
    cancelled_at: Mapped[datetime | None]
    failure: Mapped[str] = mapped_column(default="")
    template_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    """The institution's own DOCX into which the synthesis is put; destroyed with the file."""
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    sha256: Mapped[str] = mapped_column(default="")
    size: Mapped[int] = mapped_column(default=0)
    expires_at: Mapped[datetime | None]

    consultation: Mapped[Consultation] = relationship(lazy="raise_on_sql")
    asked_by: Mapped[User] = relationship(lazy="raise_on_sql")
    file: Mapped[StoredFile | None] = relationship(foreign_keys=[file_id], lazy="raise_on_sql")


class EditionFile(WaitingRow):
    """A published synthesis as a file for everybody, made by the worker and kept while it holds.

    `retractions` is of all that was taken from the public when it was written: a file that says
    more than may be read today is not given, and is written anew.
    """

    __tablename__ = "edition_file"
    __table_args__ = (
        UniqueConstraint("edition_id", "format"),
        partial_index("ix_edition_file_waiting", "run_at", where="done_at is null"),
        partial_index("ix_edition_file_checked", "checked_at", where="file_id is not null"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"))
    format: Mapped[Format] = mapped_column(Word(Format))
    retractions: Mapped[str] = mapped_column(default="")
    checked_at: Mapped[datetime | None]
    """When it was last seen to hold nothing that was taken back."""
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    size: Mapped[int] = mapped_column(default=0)


RUNNING = frozenset({ExportState.WAITING, ExportState.WRITING})
