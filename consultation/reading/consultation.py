"""A consultation's own page: calendar, texts, who takes part."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from consultation.committees.models.people import Committee
from consultation.committees.queries.editions import published_committees
from consultation.committees.queries.people import committees_linked_to
from consultation.consultations.calendar import Step, steps
from consultation.consultations.categories import label
from consultation.consultations.models import CalendarChange, Category, Consultation, GlossaryTerm
from consultation.core.clock import now
from consultation.core.db import session
from consultation.documents.models import Document, Page, Section, Version
from consultation.documents.queries import published_documents
from consultation.synthesis.queries.groupings import published_grouping
from consultation.synthesis.queries.outline import is_synthesis_published

WORDS_A_MINUTE = 200


@dataclass(frozen=True)
class TextCard:
    """One text of the consultation, as its page presents it."""

    document: Document
    version: Version
    first_section: str
    minutes: int
    """Reading time at `WORDS_A_MINUTE` words a minute."""


@dataclass(frozen=True)
class CategoryBar:
    """How many people take part in one capacity; `share` is of the largest, 0 to 100."""

    label: str
    count: int
    share: int


@dataclass(frozen=True)
class ConsultationPage:
    """All that the template shows."""

    consultation: Consultation
    steps: Sequence[Step]
    texts: Sequence[TextCard]
    categories: Sequence[CategoryBar]
    changes: Sequence[CalendarChange]
    term_count: int
    committees: Sequence[Committee]
    with_opinion: set[int]
    """Which of them have published their opinion."""
    has_groups: bool
    """Opinion groups are published."""
    has_synthesis: bool
    """An edition of the synthesis is published."""


def consultation_page(consultation: Consultation) -> ConsultationPage:
    """Read the page of a consultation, whatever its phase."""
    committees = _committees(consultation)
    return ConsultationPage(
        consultation=consultation,
        steps=steps(consultation, now()),
        texts=_texts(consultation.id),
        categories=_categories(consultation.id),
        changes=session.scalars(
            select(CalendarChange)
            .where(CalendarChange.consultation_id == consultation.id, CalendarChange.reason != "")
            .order_by(CalendarChange.id.desc())
        ).all(),
        term_count=len(
            session.scalars(
                select(GlossaryTerm.id).where(GlossaryTerm.consultation_id == consultation.id)
            ).all()
        ),
        committees=committees,
        with_opinion=published_committees([each.id for each in committees]),
        has_groups=published_grouping(consultation.id) is not None,
        has_synthesis=is_synthesis_published(consultation.id),
    )


def _committees(consultation: Consultation) -> Sequence[Committee]:
    """Those that everybody knows."""
    if not consultation.has_committee:
        return ()
    linked = committees_linked_to(consultation.id)
    return session.scalars(linked.where(Committee.announced_at.is_not(None))).all()


def _texts(consultation_id: int) -> list[TextCard]:
    rows = session.execute(
        published_documents(consultation_id)
        .add_columns(Version, Section.key)
        .join(Version, Version.id == Document.current_version_id)
        .join(Page, (Page.version_id == Version.id) & (Page.position == 1))
        .join(Section, Section.id == Page.section_id)
    )
    return [
        TextCard(document, version, key, max(1, round(document.word_count / WORDS_A_MINUTE)))
        for document, version, key in rows
    ]


def _categories(consultation_id: int) -> list[CategoryBar]:
    rows = session.scalars(
        select(Category)
        .where(Category.consultation_id == consultation_id, Category.participant_count > 0)
        .order_by(Category.participant_count.desc(), Category.position)
    ).all()
    largest = max((row.participant_count for row in rows), default=1)
    return [
        CategoryBar(
            label(row.code, row.label),
            row.participant_count,
            round(100 * row.participant_count / largest),
        )
        for row in rows
    ]
