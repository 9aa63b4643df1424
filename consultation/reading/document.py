"""A text's own page: its table of contents and what is said of the whole; and the text at once."""

from dataclasses import dataclass

from consultation.consultations.models import Consultation
from consultation.core.clock import today
from consultation.documents.models import Document, Version
from consultation.reading.asked import Asked
from consultation.reading.discussion import (
    OpenDiscussion,
    Subject,
    discussion_of_document,
    open_discussion,
)
from consultation.reading.queries import TocEntry, TocGroup, grouped, table_of_contents


@dataclass(frozen=True)
class DocumentPage:
    """All that the template shows."""

    consultation: Consultation
    document: Document
    version: Version
    toc: list[TocEntry]
    discussion: OpenDiscussion
    asked: Asked

    @property
    def is_led_to(self) -> bool:
        """The address leads to a contribution, and it is there."""
        return self.discussion.holds(self.asked.contribution)

    @property
    def toc_groups(self) -> list[TocGroup]:
        """The table of contents under its upper headings."""
        return grouped(self.toc)

    def beside(self, *, is_signed_in: bool) -> int:
        """All contributions stand in one part: there is no text beside them."""
        return len(self.discussion.lines) + 1


def document_page(
    consultation: Consultation, document: Document, version: Version, wanted: Asked,
    viewer_id: int | None,
) -> DocumentPage:  # fmt: skip
    """Read the page of a published text."""
    subject = Subject(
        document.key, document.title, None, document_id=document.id, version_number=version.number
    )
    return DocumentPage(
        consultation=consultation,
        document=document,
        version=version,
        toc=table_of_contents(version.id, document.title),
        discussion=open_discussion(
            subject, discussion_of_document(document.id), wanted, today(), viewer_id
        ),
        asked=wanted,
    )
