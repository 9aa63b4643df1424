"""Where something is said: a paragraph, a section or a whole text, in the words that were read."""

from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from sqlalchemy import Select, and_, bindparam, select
from sqlalchemy.orm import joinedload

from consultation.accounts.models import User
from consultation.consultations.models import Consultation, Participant
from consultation.consultations.permissions import can_see
from consultation.consultations.queries import roles_of
from consultation.contributions.models import Contribution, ContributionState, Discussion, Draft
from consultation.core.db import session
from consultation.documents.models import (
    Document,
    Heading,
    Page,
    Paragraph,
    Passage,
    Section,
    Version,
    VersionState,
)


@dataclass(frozen=True)
class Subject:
    """What a discussion is about, by ids; without paragraph and section, the whole document."""

    document_id: int
    paragraph_id: int | None = None
    section_id: int | None = None

    @classmethod
    def of(cls, discussion: Discussion) -> "Subject":
        """What `discussion` is about."""
        return cls(discussion.document_id, discussion.paragraph_id, discussion.section_id)


@dataclass(frozen=True)
class Place:
    """A subject, and the words that the person has before them.

    `page_section` and `page_part` are the page that shows those words; empty for a document.
    """

    consultation: Consultation
    document: Document
    version: Version
    passage: Passage | None = None
    heading: Heading | None = None
    page_section: str = ""
    page_part: int = 1
    answered: Contribution | None = None
    """Whom one answers, with its author and discussion; its thread is where the answer lands."""
    participant: Participant | None = None
    """The participant that the person who looks is here, where it was found with the place."""

    @property
    def subject(self) -> Subject:
        """What it is about, by ids."""
        return Subject(
            self.document.id,
            self.passage.paragraph_id if self.passage else None,
            self.heading.section_id if self.heading else None,
        )

    @property
    def key(self) -> str:
        """The public key of the paragraph, the section or the document."""
        if self.passage:
            return self.passage.paragraph.key
        return self.heading.section.key if self.heading else self.document.key

    @property
    def subject_name(self) -> str:
        """The same, with what it names: what a receipt says."""
        kind = "paragraph" if self.passage else "section" if self.heading else "document"
        return f"{kind}/{self.key}"

    @property
    def is_open(self) -> bool:
        """The organiser lets people talk about it."""
        words = self.passage or self.heading
        return words.is_open if words else True

    @property
    def original(self) -> str | None:
        """The plain text of the paragraph, which a rewording replaces."""
        return self.passage.text if self.passage else None

    @property
    def is_current(self) -> bool:
        """The words are those that the public reads today."""
        return self.version.id == self.document.current_version_id

    @property
    def arguments(self) -> dict[str, str]:
        """The query of the composer's address."""
        if self.answered:
            return {"reponse": self.answered.key}
        if self.passage:
            return {"p": self.key}
        return {"s": self.key} if self.heading else {}


@dataclass(frozen=True)
class Asked:
    """What the composer's address says; an unknown version means today's."""

    slug: str
    document: str
    paragraph: str = ""
    section: str = ""
    answered: str = ""
    version: str = ""


def find_place(viewer: User | None, asked: Asked) -> Place | None:
    """The place of the address, or None when there is none that the viewer may see."""
    if asked.answered:
        return _place_of_answer(viewer, asked)
    place = _find(viewer, asked, asked.version) if asked.version else None
    place = place or _find(viewer, asked, "")
    return place if place and _is_visible(viewer, place.consultation) else None


def _find(viewer: User | None, asked: Asked, version: str) -> Place | None:
    words = "passage" if asked.paragraph else "heading" if asked.section else ""
    values = {
        "slug": asked.slug,
        "document": asked.document,
        "key": asked.paragraph or asked.section,
        "version": version,
        "viewer_id": viewer.id if viewer else None,
    }
    row = session.execute(_place_query(words, is_todays=not version), values).one_or_none()
    if row is None:
        return None
    consultation, document, found, participant = row[:4]
    place = Place(consultation, document, found, participant=participant)
    if not words:
        return place
    return replace(place, **{words: row[4]}, page_section=row[5] or "", page_part=row[6] or 1)


@cache
def _place_query(words: str, *, is_todays: bool) -> Select[Any]:
    """Built once for each kind of words: every page where one writes asks it."""
    query: Select[Any] = {"passage": _PASSAGES, "heading": _HEADINGS, "": _DOCUMENTS}[words]
    key = {"passage": Paragraph.key, "heading": Section.key}.get(words)
    return query.where(
        Consultation.slug == bindparam("slug"),
        Document.slug == bindparam("document"),
        Version.state == VersionState.PUBLISHED,
        Version.id == Document.current_version_id
        if is_todays
        else Version.key == bindparam("version"),
        *(
            [key == bindparam("key")]
            if key is not None
            else [Document.current_version_id.is_not(None)]
        ),
    )


_DOCUMENTS = (
    select(Consultation, Document, Version, Participant)
    .join(Document, Document.consultation_id == Consultation.id)
    .join(Version, Version.document_id == Document.id)
    .outerjoin(
        Participant,
        and_(
            Participant.consultation_id == Consultation.id,
            Participant.user_id == bindparam("viewer_id"),
        ),
    )
)
_PAGE_SECTION = (
    select(Section.key).where(Section.id == Page.section_id).correlate(Page).scalar_subquery()
)
_PASSAGES = (
    _DOCUMENTS.add_columns(Passage, _PAGE_SECTION, Page.part)
    .join(Paragraph, Paragraph.document_id == Document.id)
    .join(Passage, and_(Passage.paragraph_id == Paragraph.id, Passage.version_id == Version.id))
    .outerjoin(Page, Page.id == Passage.page_id)
    .options(joinedload(Passage.paragraph))
)
_HEADINGS = (
    _DOCUMENTS.add_columns(Heading, _PAGE_SECTION, Page.part)
    .join(Section, Section.document_id == Document.id)
    .join(Heading, and_(Heading.section_id == Section.id, Heading.version_id == Version.id))
    .outerjoin(Page, Page.id == Heading.page_id)
    .options(joinedload(Heading.section))
)


def _place_of_answer(viewer: User | None, asked: Asked) -> Place | None:
    """The place of what is answered: its own words, whatever version is read today."""
    answered = find_contribution(viewer, asked.answered)
    if answered is None or _was_never_public(answered):
        return None
    document = answered.discussion.document
    if document.slug != asked.document or document.consultation.slug != asked.slug:
        return None
    return replace(place_of(answered), answered=answered)


def _was_never_public(contribution: Contribution) -> bool:
    """It waits for its first reading; one that was changed may have been answered meanwhile."""
    return contribution.state is ContributionState.PENDING and contribution.revision == 1


def find_contribution(viewer: User | None, key: str) -> Contribution | None:
    """The contribution of that key with all that surrounds it, whatever its state.

    None when there is none, or when its consultation is not the viewer's to see.
    """
    found = session.scalars(with_surroundings(select(Contribution).where(Contribution.key == key)))
    contribution: Contribution | None = found.one_or_none()
    if contribution is None or not _is_visible(viewer, consultation_of(contribution)):
        return None
    return contribution


def is_thread_closed(answered: Contribution | None) -> bool:
    """The thread of what is answered takes no more replies."""
    if answered is None or answered.parent_id is None:
        return answered is not None and answered.thread_closed_at is not None
    return session.get_one(Contribution, answered.parent_id).thread_closed_at is not None


def with_surroundings(query: Any, *, has_consultation: bool = False) -> Any:
    """`query` of contributions, their author, place, words and text loaded with them.

    `has_consultation` when the session knows their consultation already. The words are those of
    the discussion's paragraph or section, which the session knows then.
    """
    discussion = joinedload(Contribution.discussion)
    document = discussion.joinedload(Discussion.document)
    return query.options(
        joinedload(Contribution.author).joinedload(Participant.user),
        document if has_consultation else document.joinedload(Document.consultation),
        discussion.joinedload(Discussion.paragraph),
        discussion.joinedload(Discussion.section),
        joinedload(Contribution.version),
        joinedload(Contribution.passage),
        joinedload(Contribution.heading),
    )


def place_of(contribution: Contribution) -> Place:
    """The place of a contribution found by `with_surroundings`."""
    document = contribution.discussion.document
    return Place(
        consultation=document.consultation,
        document=document,
        version=contribution.version,
        passage=contribution.passage,
        heading=contribution.heading,
    )


def consultation_of(contribution: Contribution) -> Consultation:
    """The consultation of a contribution found by `with_surroundings`."""
    return contribution.discussion.document.consultation


def place_of_draft(viewer: User | None, draft: Draft) -> Place | None:
    """Where a draft was written."""
    row = session.execute(
        select(Consultation.slug, Document.slug, Paragraph.key, Section.key, Contribution.key,
               Version.key)
        .select_from(Draft)
        .join(Document, Document.id == Draft.document_id)
        .join(Consultation, Consultation.id == Document.consultation_id)
        .join(Version, Version.id == Draft.version_id)
        .outerjoin(Paragraph, Paragraph.id == Draft.paragraph_id)
        .outerjoin(Section, Section.id == Draft.section_id)
        .outerjoin(Contribution, Contribution.id == Draft.parent_id)
        .where(Draft.id == draft.id)
    ).one()  # fmt: skip
    return find_place(viewer, Asked(*(part or "" for part in row)))


def _is_visible(viewer: User | None, consultation: Consultation) -> bool:
    return can_see(consultation, frozenset()) or can_see(
        consultation, roles_of(viewer, consultation.id)
    )
