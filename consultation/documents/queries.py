"""What is read of texts."""

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from consultation.core.db import session
from consultation.documents.models import (
    Document,
    DraftCorrection,
    Heading,
    Import,
    ImportState,
    Page,
    Passage,
    Version,
    VersionState,
)

Entry = Heading | Passage


def published_documents(consultation_id: int) -> Select[Document]:
    """The texts that the public reads, in their order."""
    return (
        select(Document)
        .where(
            Document.consultation_id == consultation_id, Document.current_version_id.is_not(None)
        )
        .order_by(Document.position, Document.id)
    )


def documents_of(consultation_id: int) -> Select[Document]:
    """Every text of a consultation, drafts included, in order."""
    return (
        select(Document)
        .where(Document.consultation_id == consultation_id)
        .order_by(Document.position, Document.id)
    )


def published_count(consultation_id: int) -> int:
    """How many texts the public reads, or would."""
    return (
        session.scalar(
            select(func.count())
            .select_from(Document)
            .where(
                Document.consultation_id == consultation_id,
                Document.current_version_id.is_not(None),
            )
        )
        or 0
    )


def draft_of(document_id: int) -> Version | None:
    """The version that is being prepared."""
    return session.scalars(
        select(Version)
        .where(Version.document_id == document_id, Version.state == VersionState.DRAFT)
        .order_by(Version.number.desc())
        .limit(1)
    ).one_or_none()


def following_drafts(consultation_id: int) -> set[int]:
    """The texts that are published, and whose next version is being prepared."""
    return set(
        session.scalars(
            select(Version.document_id)
            .join(Document, Document.id == Version.document_id)
            .where(
                Document.consultation_id == consultation_id,
                Document.current_version_id.is_not(None),
                Version.state == VersionState.DRAFT,
            )
        )
    )


def entries_of(version_id: int) -> list[Entry]:
    """The headings and passages of a version, in the order of the text."""
    fresh = {"populate_existing": True}
    headings = session.scalars(
        select(Heading)
        .where(Heading.version_id == version_id)
        .options(joinedload(Heading.section))
        .execution_options(**fresh)
    ).all()
    passages = session.scalars(
        select(Passage)
        .where(Passage.version_id == version_id)
        .options(joinedload(Passage.paragraph))
        .execution_options(**fresh)
    ).all()
    return sorted([*headings, *passages], key=lambda entry: entry.position)


def last_correction(version_id: int) -> DraftCorrection | None:
    """The newest correction of a draft that can be undone."""
    return session.scalars(
        select(DraftCorrection)
        .where(DraftCorrection.version_id == version_id)
        .order_by(DraftCorrection.number.desc())
        .limit(1)
    ).one_or_none()


def unfinished_imports(consultation_id: int) -> Select[Import]:
    """Files being read, and those that were refused, newest first."""
    return (
        select(Import)
        .where(Import.consultation_id == consultation_id, Import.state != ImportState.DONE)
        .options(joinedload(Import.file))
        .order_by(Import.id.desc())
        .limit(10)
    )


def pages_of(version_id: int) -> Select[Page]:
    """The pages of a version, in order."""
    return select(Page).where(Page.version_id == version_id).order_by(Page.position)


def passages_on(page_id: int) -> Select[Passage]:
    """The passages of a page, in order."""
    return select(Passage).where(Passage.page_id == page_id).order_by(Passage.position)


def headings_on(page_id: int) -> Select[Heading]:
    """The headings of a page, in order."""
    return select(Heading).where(Heading.page_id == page_id).order_by(Heading.position)
