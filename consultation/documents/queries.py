"""What is read of texts."""

from sqlalchemy import Select, select

from consultation.documents.models import Document, Heading, Page, Passage


def published_documents(consultation_id: int) -> Select[Document]:
    """The texts that the public reads, in their order."""
    return (
        select(Document)
        .where(
            Document.consultation_id == consultation_id, Document.current_version_id.is_not(None)
        )
        .order_by(Document.position, Document.id)
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
