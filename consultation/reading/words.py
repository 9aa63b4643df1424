"""The words of a page, its glossary terms marked: read once, then kept in memory."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from markupsafe import Markup
from sqlalchemy import ColumnElement, String, cast, false, literal, null, select, union_all

from consultation.consultations.models import GlossaryTerm
from consultation.core.db import session
from consultation.documents.glossary import Marker, Term
from consultation.documents.models import Heading, Page, Paragraph, Passage, Section
from consultation.documents.parsing.blocks import BlockKind

_TERM = "term"


@dataclass(frozen=True)
class TextEntry:
    """A heading or passage of the page, its glossary terms marked."""

    key: str
    subject_id: int
    """Of its section or paragraph."""
    row_id: int
    """Of its heading or passage."""
    level: int
    """2 to 6 for a heading inside the page, 0 for a passage, 1 for the page's own."""
    number: int | None
    kind: BlockKind
    html: Markup
    text: str
    is_open: bool
    is_above: bool = False
    """A heading of the outline above, which has no passage of its own and so no page."""
    terms: tuple[Term, ...] = ()

    @property
    def is_heading(self) -> bool:
        """It titles a section."""
        return self.level > 0


@dataclass(frozen=True)
class TextRow:
    """A heading or a passage of a page, as it is stored; one of both ids is empty."""

    key: str
    page_id: int
    section_id: int | None
    paragraph_id: int | None
    row_id: int
    position: int
    level: int
    number: int | None
    kind: str
    html: str
    text: str
    is_open: bool


@lru_cache(maxsize=512)
def text_of(
    page_id: int, section_id: int, consultation_id: int, revision: int
) -> tuple[TextEntry, ...]:
    """The words of a page of a published version, which only the glossary can change.

    `section_id` is the page's own section; `revision` the consultation's: a glossary edit raises
    it, and the text is marked anew.
    """
    del revision
    rows, terms = _rows_and_terms(
        Heading.page_id == page_id, Passage.page_id == page_id, consultation_id
    )
    return _entries(rows, section_id, terms)


@lru_cache(maxsize=8)
def whole_text(version_id: int, consultation_id: int, revision: int) -> tuple[TextEntry, ...]:
    """The same of every page of a version, one after the other; two queries for all of them."""
    del revision
    pages = session.execute(
        select(Page.id, Page.section_id)
        .where(Page.version_id == version_id)
        .order_by(Page.position)
    ).all()
    ours = select(Page.id).where(Page.version_id == version_id)
    rows, terms = _rows_and_terms(
        Heading.page_id.in_(ours), Passage.page_id.in_(ours), consultation_id
    )
    by_page: dict[int, list[TextRow]] = {page_id: [] for page_id, _section_id in pages}
    for row in rows:
        by_page[row.page_id].append(row)
    return tuple(
        entry
        for page_id, section_id in pages
        for entry in _entries(by_page[page_id], section_id, terms)
    )


def _rows_and_terms(
    headings: ColumnElement[bool], passages: ColumnElement[bool], consultation_id: int
) -> tuple[list[TextRow], list[Term]]:
    """Headings and passages in their order, and the terms to mark in them; one query."""
    titles = (
        select(
            Section.key, Heading.page_id, Heading.section_id, null(), Heading.id, Heading.position,
            Heading.level, null(), literal(BlockKind.HEADING.value), Heading.html, Heading.text,
            Heading.is_open,
        )
        .join(Section, Section.id == Heading.section_id)
        .where(headings)
    )  # fmt: skip
    words = (
        select(
            Paragraph.key, Passage.page_id, null(), Passage.paragraph_id, Passage.id,
            Passage.position, literal(0), Passage.number, cast(Passage.kind, String), Passage.html,
            Passage.text, Passage.is_open,
        )
        .join(Paragraph, Paragraph.id == Passage.paragraph_id)
        .where(passages)
    )  # fmt: skip
    glossary = select(
        GlossaryTerm.key, literal(0), null(), null(), GlossaryTerm.id, literal(0), literal(0),
        null(), literal(_TERM), GlossaryTerm.definition, GlossaryTerm.term, false(),
    ).where(GlossaryTerm.consultation_id == consultation_id)  # fmt: skip
    found: Any = session.execute(union_all(titles, words, glossary))
    rows = [TextRow(*each) for each in found]
    terms = [Term(row.key, row.text, row.html) for row in rows if row.kind == _TERM]
    text = sorted((row for row in rows if row.kind != _TERM), key=lambda row: row.position)
    return text, terms


def _entries(
    rows: Sequence[TextRow], section_id: int, terms: Sequence[Term]
) -> tuple[TextEntry, ...]:
    marker = Marker(terms)
    entries: list[TextEntry] = []
    base, level = 0, 1
    for row in rows:
        is_own = row.section_id == section_id
        is_above = False
        if row.level:
            is_above = base == 0 and not is_own
            base = base or (0 if is_above else row.level)
            # No level is skipped, whatever the file did: screen readers count on it.
            level = 1 if is_own else min(max(row.level - base + 1, 2), level + 1)
        entries.append(_entry(row, level if row.level else 0, is_above, marker))
    return tuple(entries)


def _entry(row: TextRow, level: int, is_above: bool, marker: Marker) -> TextEntry:
    html, terms = (row.html, []) if row.level else marker.mark(row.html)
    return TextEntry(
        key=row.key,
        subject_id=row.section_id or row.paragraph_id or 0,
        row_id=row.row_id,
        level=level,
        number=row.number,
        kind=BlockKind(row.kind),
        html=Markup(html),  # noqa: S704  # cleaned when it was stored, then marked by us
        text=row.text,
        is_open=row.is_open,
        is_above=is_above,
        terms=tuple(terms),
    )
