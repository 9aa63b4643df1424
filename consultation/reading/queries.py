"""What a reading page is made of: one small query says whether anything changed, others read it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from sqlalchemy import (
    Select,
    and_,
    bindparam,
    or_,
    select,
)
from sqlalchemy.orm import aliased, contains_eager

from consultation.consultations.models import Consultation, GlossaryTerm, Phase
from consultation.contributions.models import Discussion
from consultation.contributions.queries.listing import Ancestors
from consultation.core.db import read_once, session
from consultation.core.text import in_order
from consultation.documents.glossary import Term
from consultation.documents.models import (
    Descent,
    Document,
    Page,
    Section,
    Version,
)


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
    page_section_id: int
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


@dataclass(frozen=True)
class PageHead:
    """A section's page with what it is a page of: what whoever shows it begins with."""

    consultation: Consultation
    document: Document
    page: Page
    version_number: int

    @property
    def state(self) -> PageState:
        """The revisions, as `page_state` reads them."""
        about, text, page = self.consultation, self.document, self.page
        return PageState(
            about.id, about.phase, about.opens_at, about.closes_at, about.revision,
            text.id, text.revision, page.id, page.revision, page.section_id, page.version_id,
        )  # fmt: skip


_IS_ASKED = (
    Section.key == bindparam("section"),
    Page.part == bindparam("part"),
    Document.slug == bindparam("document"),
    Consultation.slug == bindparam("slug"),
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
        Page.section_id,
        Page.version_id,
    )
    .select_from(Consultation)
    .join(Document, Document.consultation_id == Consultation.id)
    .join(Page, Page.version_id == Document.current_version_id)
    .join(Section, Section.id == Page.section_id)
    .where(*_IS_ASKED)
)
_PAGE_HEAD = (
    select(Consultation, Document, Page, Version.number)
    .join(Document, Document.consultation_id == Consultation.id)
    .join(Page, Page.version_id == Document.current_version_id)
    .join(Version, Version.id == Page.version_id)
    .join(Section, Section.id == Page.section_id)
    .where(*_IS_ASKED)
    .options(contains_eager(Document.consultation))
)


def page_state(slug: str, document_slug: str, section_key: str, part: int) -> PageState | None:
    """The state of the page that begins with the section, in the version that the public reads."""
    row = read_once(
        _PAGE_STATE,
        {"section": section_key, "part": part, "document": document_slug, "slug": slug},
    )
    return PageState(*tuple(row)) if row else None


def page_head(slug: str, document_slug: str, section_key: str, part: int) -> PageHead | None:
    """The same page with its rows, for whoever may have to show it; one query too."""
    row = session.execute(
        _PAGE_HEAD,
        {"section": section_key, "part": part, "document": document_slug, "slug": slug},
    ).one_or_none()
    return PageHead(*row) if row else None


def talks_on(
    document_id: int, paragraph_ids: Sequence[int], section_ids: Sequence[int]
) -> list[Discussion]:
    """The discussions of these paragraphs and sections, with their counts; one query."""
    return list(session.scalars(_talks(document_id, paragraph_ids, section_ids)))


def _talks(
    document_id: int, paragraph_ids: Sequence[int], section_ids: Sequence[int]
) -> Select[Discussion]:
    return select(Discussion).where(
        Discussion.document_id == document_id,
        or_(Discussion.paragraph_id.in_(paragraph_ids), Discussion.section_id.in_(section_ids)),
    )


def talks_and_ancestors(
    document_id: int,
    paragraph_ids: Sequence[int],
    section_ids: Sequence[int],
    paragraph_id: int | None,
    section_id: int | None,
) -> tuple[list[Discussion], Ancestors]:
    """The same, with those that the open one (of one of both ids) inherits from; one query too."""
    ancestor = aliased(Discussion)
    if paragraph_id is not None:
        is_subject = Discussion.paragraph_id == paragraph_id
        is_ours = Descent.heir_paragraph_id == paragraph_id
    else:
        is_subject = Discussion.section_id == section_id
        is_ours = Descent.heir_section_id == section_id
    same = or_(
        Descent.ancestor_paragraph_id == ancestor.paragraph_id,
        Descent.ancestor_section_id == ancestor.section_id,
    )
    rows = session.execute(
        _talks(document_id, paragraph_ids, section_ids)
        .add_columns(ancestor.id, Descent.until)
        .outerjoin(Descent, and_(is_subject, is_ours))
        .outerjoin(ancestor, same)
    ).all()
    talks = list(dict.fromkeys(talk for talk, _ancestor_id, _until in rows))
    return talks, [(each, until) for _talk, each, until in rows if each is not None]


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
    is_opening: bool = False
    """What stands under the text's own title, before its first part."""


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


def table_of_contents(version_id: int, title: str) -> list[TocEntry]:
    """The pages of a version with their counts, in order.

    The text's own `title` heads every page already: it is no group, nor the name of the first page.
    """
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
    ).all()
    return [
        TocEntry(
            page_id, Place(key, part), name, "" if group == title else group, count, first, last,
            is_opening=name == title and len(rows) > 1,
        )
        for page_id, key, part, name, group, count, first, last in rows
    ]  # fmt: skip


def glossary_of(consultation_id: int) -> list[Term]:
    """The terms of a consultation, in alphabetical order."""
    rows = session.execute(
        select(GlossaryTerm.key, GlossaryTerm.term, GlossaryTerm.definition).where(
            GlossaryTerm.consultation_id == consultation_id
        )
    )
    return in_order((Term(*row) for row in rows), key=lambda term: term.term)
