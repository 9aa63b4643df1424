"""Where a contribution is read today: at its own words, or where they went."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from consultation.contributions.models import Contribution
from consultation.contributions.queries.places import Subject
from consultation.core.db import session
from consultation.documents.models import (
    Descent,
    Document,
    Heading,
    Page,
    Paragraph,
    Passage,
    Section,
    Version,
)


@dataclass(frozen=True)
class Address:
    """A page of today's text, and the paragraph or section whose discussion is open there."""

    page_section: str
    page_part: int
    paragraph: str = ""
    section: str = ""


def heirs_of(subject: Subject, version_id: int) -> tuple[Subject, ...]:
    """Whose discussions also show what was said of `subject` in that version; often nobody's.

    Who counts asks once the document's or the consultation's row is held: a new version cannot
    come in between.
    """
    if subject.paragraph_id is not None:
        is_ours = Descent.ancestor_paragraph_id == subject.paragraph_id
    elif subject.section_id is not None:
        is_ours = Descent.ancestor_section_id == subject.section_id
    else:
        return ()
    number = select(Version.number).where(Version.id == version_id).scalar_subquery()
    rows = session.execute(
        select(Descent.heir_paragraph_id, Descent.heir_section_id)
        .where(is_ours, Descent.until > number)
        .order_by(Descent.id)
    )
    return tuple(Subject(subject.document_id, *row) for row in rows)


def address_of(contribution: Contribution) -> Address | None:
    """Where it is shown today; None for a whole document's, and for words that are gone."""
    own = Subject.of(contribution.discussion)
    return address_now([own]) or address_now(heirs_of(own, contribution.version_id))


def address_now(subjects: Sequence[Subject]) -> Address | None:
    """The place in today's text of the first of `subjects` that is in it."""
    for words, identity, own, wanted in (
        (Passage, Paragraph, Passage.paragraph_id, [each.paragraph_id for each in subjects]),
        (Heading, Section, Heading.section_id, [each.section_id for each in subjects]),
    ):
        ids = [each for each in wanted if each is not None]
        if not ids:
            continue
        row = session.execute(_place(words, identity, own).where(own.in_(ids))).first()
        if row is not None:
            page_section, part, key = row
            if identity is Paragraph:
                return Address(page_section, part, paragraph=key)
            return Address(page_section, part, section=key)
    return None


def _place(words: Any, identity: Any, own: Any) -> Any:
    page_section = (
        select(Section.key).where(Section.id == Page.section_id).correlate(Page).scalar_subquery()
    )
    return (
        select(page_section, Page.part, identity.key)
        .select_from(words)
        .join(identity, identity.id == own)
        .join(Document, Document.current_version_id == words.version_id)
        .join(Page, Page.id == words.page_id)
        .order_by(words.position)
    )
