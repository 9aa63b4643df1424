"""Files that members join to what they say and to their sessions."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consultation.committees.models.people import CommitteeMember
from consultation.core.clock import now
from consultation.core.db import Base, WithId, Word
from consultation.core.files import StoredFile
from consultation.core.keys import new_key


class FileKind(StrEnum):
    """What a file is, by what it holds."""

    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"
    PPTX = "pptx"
    ODT = "odt"
    ODS = "ods"
    ODP = "odp"
    PNG = "png"
    JPEG = "jpg"
    WEBP = "webp"
    TXT = "txt"
    CSV = "csv"
    MD = "md"


class Attachment(WithId, Base):
    """A file of the committee. Removed, its bytes are gone and its row says that there was one."""

    __tablename__ = "committee_attachment"

    key: Mapped[str] = mapped_column(unique=True, default=lambda: new_key(12))
    committee_id: Mapped[int] = mapped_column(ForeignKey("committee.id"), index=True)
    message_id: Mapped[int | None] = mapped_column(ForeignKey("committee_message.id"), index=True)
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    kind: Mapped[FileKind] = mapped_column(Word(FileKind))
    name: Mapped[str]
    """What its sender called it, with the ending of what it is. Shown, never sent as a name."""
    size: Mapped[int]
    added_by_id: Mapped[int] = mapped_column(ForeignKey("committee_member.id"), index=True)
    added_at: Mapped[datetime] = mapped_column(default=now)
    removed_at: Mapped[datetime | None]

    file: Mapped[StoredFile | None] = relationship(lazy="raise_on_sql")
    added_by: Mapped[CommitteeMember] = relationship(lazy="raise_on_sql")
