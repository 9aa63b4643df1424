"""Where people speak in one consultation: texts, their sections, paragraphs by number."""

from sqlalchemy import select

from consultation.contributions.models import Contribution
from consultation.core.db import session
from consultation.documents.models import Document, Page, Paragraph, Passage, Section


def places_of(consultation_id: int) -> list[tuple[str, str]]:
    """Key and title of each published text, each followed by its sections as they are read."""
    rows = session.execute(
        select(Document.key, Document.title, Section.key, Page.title)
        .outerjoin(Page, Page.version_id == Document.current_version_id)
        .outerjoin(Section, Section.id == Page.section_id)
        .where(
            Document.consultation_id == consultation_id,
            Document.current_version_id.is_not(None),
            Page.part == 1,
        )
        .order_by(Document.id, Page.position)
    )
    found: dict[str, str] = {}
    for document, title, section, name in rows:
        found.setdefault(document, title)
        if section:
            found.setdefault(section, f"— {name}")
    return list(found.items())


def paragraphs_by_number(version_id: int | None) -> dict[int, str]:
    """The keys of the paragraphs of a version, by the number that people see."""
    rows = session.execute(
        select(Passage.number, Paragraph.key)
        .join(Paragraph, Paragraph.id == Passage.paragraph_id)
        .where(Passage.version_id == version_id, Passage.number.is_not(None))
    )
    return {number: key for number, key in rows if number is not None}


def key_of_contribution(contribution_id: int) -> str:
    """Its public key."""
    return session.scalars(select(Contribution.key).where(Contribution.id == contribution_id)).one()
