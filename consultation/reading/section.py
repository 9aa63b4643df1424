"""A section's page: its text, the margin's counts, the table of contents, one open discussion."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from markupsafe import Markup

from consultation.consultations.models import Consultation
from consultation.consultations.permissions import phase_by_clock
from consultation.contributions.models import Discussion
from consultation.contributions.queries.listing import Ancestors
from consultation.core.clock import now, today
from consultation.documents.glossary import Marker, Term
from consultation.documents.models import Document
from consultation.documents.parsing.blocks import BlockKind
from consultation.reading.asked import Asked
from consultation.reading.beside import beside, text_height
from consultation.reading.discussion import (
    ANSWERED_IN,
    OpenDiscussion,
    Subject,
    open_discussion,
)
from consultation.reading.former import forget_words
from consultation.reading.queries import (
    PageState,
    Place,
    TextRow,
    TocEntry,
    TocGroup,
    consultation_and_document,
    glossary_of,
    grouped,
    table_of_contents,
    talks_and_ancestors,
    talks_on,
    text_rows,
)

NOT_YET = Discussion(
    contribution_count=0, for_count=0, mixed_count=0, against_count=0, question_count=0
)
"""The counts of a discussion that nobody has begun."""


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
class SectionPage:
    """All that the template shows."""

    consultation: Consultation
    document: Document
    place: Place
    entry: TocEntry
    entries: Sequence[TextEntry]
    toc: list[TocEntry]
    previous: TocEntry | None
    following: TocEntry | None
    talks: dict[tuple[bool, int | None], Discussion]
    """By (is of a section, its id or the paragraph's)."""
    discussion: OpenDiscussion | None
    asked: Asked
    version_number: int

    def talk_of(self, entry: TextEntry) -> Discussion:
        """The counts beside an entry."""
        return self.talks.get((entry.is_heading, entry.subject_id), NOT_YET)

    def is_selected(self, entry: TextEntry) -> bool:
        """Its discussion is the open one."""
        return self.discussion is not None and self.discussion.subject.key == entry.key

    @property
    def is_selected_above(self) -> bool:
        """The open discussion is about a heading of the page's head."""
        heads = [*self.above, *([self.title_entry] if self.title_entry else [])]
        return any(self.is_selected(entry) for entry in heads)

    @property
    def is_led_to(self) -> bool:
        """The address leads to a contribution, and it is there."""
        return self.discussion is not None and self.discussion.holds(self.asked.contribution)

    @property
    def toc_groups(self) -> list[TocGroup]:
        """The table of contents under its upper headings."""
        return grouped(self.toc)

    @property
    def title_entry(self) -> TextEntry | None:
        """The page's own heading; a later part of a long section has none."""
        own = (entry for entry in self.entries if entry.is_heading and not entry.is_above)
        first = next(own, None)
        return first if first and first.level == 1 else None

    @property
    def above(self) -> list[TextEntry]:
        """The headings of the outline that this page opens."""
        return [entry for entry in self.entries if entry.is_above]

    @property
    def body(self) -> list[TextEntry]:
        """What stands under the page's own heading."""
        return [entry for entry in self.entries if not entry.is_above and entry.level != 1]

    def beside(self, *, is_signed_in: bool) -> int:
        """How many contributions of the open discussion stand beside the text that follows."""
        if self.discussion is None:
            return 0
        at = next((i for i, entry in enumerate(self.body) if self.is_selected(entry)), 0)
        room = text_height(len(entry.text) for entry in self.body[at:])
        return beside(room, self.discussion.lengths, is_signed_in=is_signed_in)


def section_page(state: PageState, asked: Asked, viewer_id: int | None) -> SectionPage:
    """Read the page of `state`. `viewer_id` (a user) brings the viewer's own votes with it."""
    consultation, document, version_number = consultation_and_document(state.document_id)
    toc = table_of_contents(state.version_id, document.title)
    at = next(index for index, entry in enumerate(toc) if entry.page_id == state.page_id)
    entries = text_of(
        state.page_id, state.page_section_id, state.consultation_id, state.consultation_revision
    )
    subject = _subject(entries, asked)
    talks, ancestors = _talks(state.document_id, entries, subject)
    return SectionPage(
        consultation=consultation,
        document=document,
        place=toc[at].place,
        entry=toc[at],
        entries=entries,
        toc=toc,
        previous=toc[at - 1] if at else None,
        following=toc[at + 1] if at + 1 < len(toc) else None,
        talks=talks,
        discussion=_discussion(state, subject, talks, ancestors, asked, viewer_id)
        if subject
        else None,
        asked=asked,
        version_number=version_number,
    )


Talks = dict[tuple[bool, int | None], Discussion]


def _talks(
    document_id: int, entries: Sequence[TextEntry], subject: Subject | None
) -> tuple[Talks, Ancestors]:
    """The discussions of the page, and what the open one inherits."""
    paragraphs = [entry.subject_id for entry in entries if not entry.is_heading]
    sections = [entry.subject_id for entry in entries if entry.is_heading]
    ancestors: Ancestors = ()
    if subject is None:
        found = talks_on(document_id, paragraphs, sections)
    else:
        found, ancestors = talks_and_ancestors(
            document_id, paragraphs, sections, subject.paragraph_id, subject.section_id
        )
    by_subject = {
        (row.section_id is not None, row.section_id or row.paragraph_id): row for row in found
    }
    return by_subject, ancestors


def _discussion(
    state: PageState,
    subject: Subject,
    talks: Talks,
    ancestors: Ancestors,
    asked: Asked,
    viewer_id: int | None,
) -> OpenDiscussion:
    of = (subject.section_id is not None, subject.section_id or subject.paragraph_id)
    phase = phase_by_clock(state.phase, state.opens_at, state.closes_at, now())
    return open_discussion(
        subject, talks.get(of), asked, today(), viewer_id,
        is_answered=phase in ANSWERED_IN, ancestors=ancestors,
    )  # fmt: skip


def _subject(entries: Sequence[TextEntry], asked: Asked) -> Subject | None:
    for entry in entries:
        if asked.paragraph and not entry.is_heading and entry.key == asked.paragraph:
            return Subject(
                entry.key, entry.text, entry.number, paragraph_id=entry.subject_id,
                is_open=entry.is_open, row_id=entry.row_id,
            )  # fmt: skip
        if asked.section and entry.is_heading and entry.key == asked.section:
            return Subject(
                entry.key, entry.text, None, section_id=entry.subject_id,
                is_open=entry.is_open, row_id=entry.row_id,
            )  # fmt: skip
    return None


@lru_cache(maxsize=512)
def text_of(
    page_id: int, section_id: int, consultation_id: int, revision: int
) -> tuple[TextEntry, ...]:
    """The words of a page of a published version, which only the glossary can change.

    `section_id` is the page's own section; `revision` the consultation's: a glossary edit raises
    it, and the text is marked anew.
    """
    marker = Marker(_glossary(consultation_id, revision))
    entries: list[TextEntry] = []
    base, level = 0, 1
    for row in text_rows(page_id):
        is_own = row.section_id == section_id
        is_above = False
        if row.level:
            is_above = base == 0 and not is_own
            base = base or (0 if is_above else row.level)
            # No level is skipped, whatever the file did: screen readers count on it.
            level = 1 if is_own else min(max(row.level - base + 1, 2), level + 1)
        entries.append(_entry(row, level if row.level else 0, is_above, marker))
    return tuple(entries)


@lru_cache(maxsize=64)
def _glossary(consultation_id: int, _revision: int) -> tuple[Term, ...]:
    return tuple(glossary_of(consultation_id))


def forget_texts() -> None:
    """Forget what is kept in memory: another database is behind the next page."""
    text_of.cache_clear()
    forget_words()
    _glossary.cache_clear()


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
