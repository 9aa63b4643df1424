"""The files of published syntheses: which wait to be begun, and what a page offers."""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, select

from consultation.consultations.models import Consultation
from consultation.core.db import session
from consultation.core.files import StoredFile
from consultation.exports.models import EditionFile, Format
from consultation.synthesis.models import Edition, Synthesis

PUBLIC_FORMATS = (
    Format.PDF, Format.DOCX, Format.ODT, Format.HTML, Format.PAPER_XLSX, Format.PAPER_JSON,
)  # fmt: skip


def _is_last() -> ColumnElement[bool]:
    return and_(Synthesis.id == Edition.synthesis_id, Synthesis.edition_count == Edition.number)


def without_files() -> Edition | None:
    """A last edition whose files were not begun."""
    return session.scalars(
        select(Edition)
        .join(Synthesis, _is_last())
        .outerjoin(EditionFile, EditionFile.edition_id == Edition.id)
        .where(EditionFile.id.is_(None))
        .order_by(Edition.id)
        .limit(1)
    ).one_or_none()


def replaced_file() -> EditionFile | None:
    """A file of an edition that another one corrected."""
    return session.scalars(
        select(EditionFile)
        .join(Edition, Edition.id == EditionFile.edition_id)
        .join(Synthesis, Synthesis.id == Edition.synthesis_id)
        .where(EditionFile.file_id.is_not(None), Edition.number < Synthesis.edition_count)
        .order_by(EditionFile.id)
        .limit(1)
    ).one_or_none()


def unchecked_file(before: datetime) -> EditionFile | None:
    """The file that was looked at longest ago, if that was before."""
    return session.scalars(
        select(EditionFile)
        .where(EditionFile.file_id.is_not(None), EditionFile.checked_at < before)
        .order_by(EditionFile.checked_at)
        .limit(1)
    ).one_or_none()


def consultation_of(edition: Edition) -> Consultation:
    """The consultation that it is the synthesis of."""
    return session.scalars(
        select(Consultation)
        .join(Synthesis, Synthesis.consultation_id == Consultation.id)
        .where(Synthesis.id == edition.synthesis_id)
    ).one()


def sizes_of(edition_id: int) -> dict[Format, int]:
    """The files that are there, by format; one query."""
    rows = session.execute(
        select(EditionFile.format, EditionFile.size).where(
            EditionFile.edition_id == edition_id, EditionFile.file_id.is_not(None)
        )
    )
    return {Format(kind): size for kind, size in rows}


def file_of(edition_id: int, kind: Format) -> tuple[EditionFile, StoredFile | None] | None:
    """The row of a file of that edition, with what is stored if it is there."""
    row = session.execute(
        select(EditionFile, StoredFile)
        .outerjoin(StoredFile, StoredFile.id == EditionFile.file_id)
        .where(EditionFile.edition_id == edition_id, EditionFile.format == kind)
    ).one_or_none()
    return None if row is None else (row[0], row[1])
