"""What a reading page is made of: one small query says whether anything changed, others read it."""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from sqlalchemy import bindparam, select

from consultation.consultations.models import Consultation, GlossaryTerm, Phase
from consultation.contributions.models import Discussion
from consultation.core.db import read_once, session
from consultation.documents.glossary import Term
from consultation.documents.models import Document, Heading, Page, Passage, Section


@dataclass(frozen=True)
class PageState:
    """The revisions that a section's page shows: its cache key, together with the day."""

    consultation_id: int
    phase: Phase
    opens_at: datetime | None
    closes_at: datetime | None
    consultation_revision: int
    document_id: int
    document_revision: int
    page_id: int
    page_revision: int
    version_id: int

    @property
    def key(self) -> tuple[int, ...]:
        """Changes whenever the page does."""
        return (
            self.page_id,
            self.page_revision,
            self.document_revision,
            self.consultation_id,
            self.consultation_revision,
        )


_PAGE_STATE = (
    select(
        Consultation.id,
        Consultation.phase,
        Consultation.opens_at,
        Consultation.closes_at,
        Consultation.revision,
        Document.id,
        Document.revision,
        Page.id,
        Page.revision,
        Page.version_id,
    )
    .select_from(Consultation)
    .join(Document, Document.consultation_id == Consultation.id)
    .join(Page, Page.version_id == Document.current_version_id)
    .join(Section, Section.id == Page.section_id)
    .where(
        Section.key == bindparam("section"),
        Page.part == bindparam("part"),
        Document.slug == bindparam("document"),
        Consultation.slug == bindparam("slug"),
    )
)


def page_state(slug: str, document_slug: str, section_key: str, part: int) -> PageState | None:
    """The state of the page that begins with the section, in the version that the public reads."""
    row = read_once(
        _PAGE_STATE,
        {"section": section_key, "part": part, "document": document_slug, "slug": slug},
    )
    return PageState(*tuple(row)) if row else None


@dataclass(frozen=True)
class Talk:
    """The counts of one discussion, as the margin shows them."""

    count: int = 0
    for_count: int = 0
    mixed_count: int = 0
    against_count: int = 0
    question_count: int = 0


NO_TALK = Talk()


def talks_of_paragraphs(page_id: int) -> dict[int, Talk]:
    """The counts of the discussions of a page's paragraphs, by paragraph id."""
    rows = session.execute(
        select(
            Passage.paragraph_id,
            Discussion.contribution_count,
            Discussion.for_count,
            Discussion.mixed_count,
            Discussion.against_count,
            Discussion.question_count,
        )
        .join(Discussion, Discussion.paragraph_id == Passage.paragraph_id)
        .where(Passage.page_id == page_id)
    )
    return {paragraph_id: Talk(*counts) for paragraph_id, *counts in rows}


def talks_of_sections(page_id: int) -> dict[int, Talk]:
    """The counts of the discussions of a page's sections, by section id."""
    rows = session.execute(
        select(
            Heading.section_id,
            Discussion.contribution_count,
            Discussion.for_count,
            Discussion.mixed_count,
            Discussion.against_count,
            Discussion.question_count,
        )
        .join(Discussion, Discussion.section_id == Heading.section_id)
        .where(Heading.page_id == page_id)
    )
    return {section_id: Talk(*counts) for section_id, *counts in rows}


@dataclass(frozen=True)
class Place:
    """Where a page is: what its links are made of."""

    section_key: str
    part: int


@dataclass(frozen=True)
class TocEntry:
    """One line of the table of contents."""

    page_id: int
    place: Place
    title: str
    group_title: str
    count: int
    first_number: int | None
    last_number: int | None


@dataclass(frozen=True)
class TocGroup:
    """Neighbouring pages under one heading; without a title they stand for themselves."""

    title: str
    entries: list[TocEntry]


def grouped(toc: list[TocEntry]) -> list[TocGroup]:
    """The table of contents with its upper headings."""
    return [
        TocGroup(title, list(entries))
        for title, entries in groupby(toc, key=lambda entry: entry.group_title)
    ]


def table_of_contents(version_id: int) -> list[TocEntry]:
    """The pages of a version with their counts, in order."""
    rows = session.execute(
        select(
            Page.id,
            Section.key,
            Page.part,
            Page.title,
            Page.group_title,
            Page.contribution_count,
            Page.first_number,
            Page.last_number,
        )
        .join(Section, Section.id == Page.section_id)
        .where(Page.version_id == version_id)
        .order_by(Page.position)
    )
    return [
        TocEntry(page_id, Place(key, part), title, group, count, first, last)
        for page_id, key, part, title, group, count, first, last in rows
    ]


def glossary_of(consultation_id: int) -> list[Term]:
    """The terms of a consultation, in alphabetical order."""
    rows = session.execute(
        select(GlossaryTerm.key, GlossaryTerm.term, GlossaryTerm.definition)
        .where(GlossaryTerm.consultation_id == consultation_id)
        .order_by(GlossaryTerm.term)
    )
    return [Term(*row) for row in rows]
