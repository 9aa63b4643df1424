"""A section's page: its text, the margin's counts, the table of contents, one open discussion."""

from collections.abc import Sequence
from dataclasses import dataclass

from consultation.consultations.models import Consultation
from consultation.consultations.permissions import phase_by_clock
from consultation.contributions.models import Discussion
from consultation.contributions.queries.listing import Ancestors
from consultation.core.clock import now, today
from consultation.documents.models import Document
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
    PageHead,
    PageState,
    Place,
    TocEntry,
    TocGroup,
    grouped,
    table_of_contents,
    talks_and_ancestors,
    talks_on,
)
from consultation.reading.words import TextEntry, text_of, whole_text

NOT_YET = Discussion(
    contribution_count=0, for_count=0, mixed_count=0, against_count=0, question_count=0
)
"""The counts of a discussion that nobody has begun."""


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


def section_page(head: PageHead, asked: Asked, viewer_id: int | None) -> SectionPage:
    """Read the page of `head`. `viewer_id` (a user) brings the viewer's own votes with it."""
    state, document = head.state, head.document
    toc = table_of_contents(state.version_id, document.title)
    at = next(index for index, entry in enumerate(toc) if entry.page_id == state.page_id)
    entries = text_of(
        state.page_id, state.page_section_id, state.consultation_id, state.consultation_revision
    )
    subject = _subject(entries, asked)
    talks, ancestors = _talks(state.document_id, entries, subject)
    return SectionPage(
        consultation=head.consultation,
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
        version_number=head.version_number,
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


def forget_texts() -> None:
    """Forget what is kept in memory: another database is behind the next page."""
    text_of.cache_clear()
    whole_text.cache_clear()
    forget_words()
