"""Words that are in no text of today: what they were, why they went, what was said of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, select

from consultation.consultations.models import Consultation
from consultation.contributions.queries.addresses import Address, address_now
from consultation.contributions.queries.places import Subject as Identity
from consultation.core.clock import today
from consultation.core.db import session
from consultation.documents.models import (
    Descent,
    Document,
    Heading,
    Paragraph,
    Passage,
    Section,
    Version,
    VersionState,
)
from consultation.reading.asked import Asked
from consultation.reading.discussion import OpenDiscussion, Subject, open_discussion
from consultation.reading.queries import talks_and_ancestors
from consultation.versions.models import Fate


@dataclass(frozen=True)
class Gone:
    """The last words of a paragraph or section, and the version that has them no more."""

    words: Passage | Heading
    key: str
    last: Version
    removed_in: Version | None
    fate: Fate | None


@dataclass(frozen=True)
class GonePage:
    """All that the template shows."""

    consultation: Consultation
    document: Document
    version: Version
    gone: Gone
    discussion: OpenDiscussion
    asked: Asked

    @property
    def is_led_to(self) -> bool:
        """The address leads to a contribution, and it is there."""
        return self.discussion.holds(self.asked.contribution)

    def beside(self, *, is_signed_in: bool) -> int:
        """All contributions stand in one part: there is no text beside them."""
        return len(self.discussion.lines) + 1


def standing(document: Document, key: str, *, is_heading: bool) -> Address | Gone | None:
    """Where the words of that key stand today, in their own or in their heirs' place.

    None when no version that was published ever had them.
    """
    words: Any = Heading if is_heading else Passage
    identity: Any = Section if is_heading else Paragraph
    own: Any = Heading.section_id if is_heading else Passage.paragraph_id
    row = session.execute(
        select(words, Version)
        .join(identity, identity.id == own)
        .join(Version, Version.id == words.version_id)
        .where(
            identity.key == key,
            Version.document_id == document.id,
            Version.state == VersionState.PUBLISHED,
        )
        .order_by(Version.number.desc())
        .limit(1)
    ).one_or_none()
    if row is None:
        return None
    found, last = row
    identity_id = found.section_id if is_heading else found.paragraph_id
    subject = (
        Identity(document.id, section_id=identity_id)
        if is_heading
        else Identity(document.id, paragraph_id=identity_id)
    )
    is_read = last.id == document.current_version_id
    address = (address_now([subject]) if is_read else None) or address_now(_heirs(subject, last))
    if address is not None:
        return address
    following, fate = _end(document, last, identity_id, is_heading=is_heading)
    return Gone(found, key, last, following, fate)


def _heirs(subject: Identity, last: Version) -> Sequence[Identity]:
    """Whose words were those of `last`: what split off earlier is not where they went."""
    is_ours = (
        Descent.ancestor_paragraph_id == subject.paragraph_id
        if subject.paragraph_id is not None
        else Descent.ancestor_section_id == subject.section_id
    )
    rows = session.execute(
        select(Descent.heir_paragraph_id, Descent.heir_section_id)
        .where(is_ours, Descent.until > last.number)
        .order_by(Descent.id)
    )
    return [Identity(subject.document_id, *row) for row in rows]


def _end(
    document: Document, last: Version, identity_id: int, *, is_heading: bool
) -> tuple[Version | None, Fate | None]:
    own = Fate.section_id if is_heading else Fate.paragraph_id
    row = session.execute(
        select(Version, Fate)
        .outerjoin(Fate, and_(Fate.version_id == Version.id, own == identity_id))
        .where(
            Version.document_id == document.id,
            Version.state == VersionState.PUBLISHED,
            Version.number > last.number,
        )
        .order_by(Version.number)
        .limit(1)
    ).one_or_none()
    return (row[0], row[1]) if row else (None, None)


def gone_page(
    consultation: Consultation,
    document: Document,
    version: Version,
    gone: Gone,
    wanted: Asked,
    viewer_id: int | None,
) -> GonePage:
    """Read the page that remembers `gone`."""
    words = gone.words
    paragraph_id = words.paragraph_id if isinstance(words, Passage) else None
    section_id = words.section_id if isinstance(words, Heading) else None
    talks, ancestors = talks_and_ancestors(
        document.id, [paragraph_id or 0], [section_id or 0], paragraph_id, section_id
    )
    subject = Subject(
        gone.key, words.text, words.number if isinstance(words, Passage) else None,
        paragraph_id=paragraph_id, section_id=section_id, is_open=False, is_gone=True,
        row_id=words.id,
    )  # fmt: skip
    return GonePage(
        consultation=consultation,
        document=document,
        version=version,
        gone=gone,
        discussion=open_discussion(
            subject, talks[0] if talks else None, wanted, today(), viewer_id, ancestors=ancestors
        ),
        asked=wanted,
    )
