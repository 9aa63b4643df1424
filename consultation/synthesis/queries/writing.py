"""The pages of those who write: a chapter with its statements, each as it will be read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import CompoundSelect, func, select, union

from consultation.consultations.models import Consultation
from consultation.contributions.models import Contribution, ContributionState, Stance
from consultation.core.db import session
from consultation.documents.models import Heading, Page, Passage, Section
from consultation.synthesis.care import warnings_of
from consultation.synthesis.counting import Counted
from consultation.synthesis.fields import Vocabulary, fields_of
from consultation.synthesis.models import Chapter, Coding, Statement, Synthesis
from consultation.synthesis.models.writing import ChapterKind
from consultation.synthesis.phrasing import Piece, pieces_of
from consultation.synthesis.queries.corpus import vocabulary_of
from consultation.synthesis.queries.counts import Asked, asked, counts_of
from consultation.synthesis.queries.outline import Line, Part, outline_of
from consultation.synthesis.queries.sources import first_numbers, verbatims_of
from consultation.synthesis.sources import Source

CHIPS = 3


@dataclass(frozen=True)
class Shown:
    """A statement as its chapter shows it."""

    line: Line
    pieces: Sequence[Piece]
    numbers: Sequence[int]
    """Of the first contributions that it rests on."""
    verbatims: Sequence[Source]
    warnings: Sequence[str]


@dataclass(frozen=True)
class Writing:
    """The outline, and one chapter of it opened."""

    synthesis: Synthesis
    parts: Sequence[Part]
    part: Part
    shown: Sequence[Shown]
    missing: Mapping[int, str] = field(default_factory=dict)
    """Sections without their strongest objection, where somebody is against: id and title."""


def writing_of(consultation: Consultation, synthesis: Synthesis, chapter_key: str) -> Writing:
    """The chapter of that key; else the first with statements, else the first."""
    parts = outline_of(synthesis)
    named = [part for part in parts if part.chapter.key == chapter_key]
    part = (named or [each for each in parts if each.lines] or parts)[0]
    missing = {}
    if part.chapter.kind is ChapterKind.OBJECTIONS:
        missing = without_objection(consultation.id, synthesis)
    return Writing(synthesis, parts, part, shown_of(consultation.id, part), missing)


def shown_of(consultation_id: int, part: Part) -> list[Shown]:
    """Its statements, counted now: one statement of SQL for all their fields."""
    ids = [line.statement.id for line in part.lines]
    texts = {line.statement.id: line.version.source for line in part.lines}
    has_fields = any(fields_of(each) for each in texts.values())
    vocabulary = vocabulary_of(consultation_id) if has_fields else Vocabulary()
    pieces = read(consultation_id, texts, vocabulary)
    numbers, verbatims = first_numbers(ids, CHIPS), verbatims_of(ids)
    return [
        Shown(
            line,
            pieces[line.statement.id],
            numbers.get(line.statement.id, ()),
            verbatims.get(line.statement.id, ()),
            warnings_of(line.version.source, line.source_count),
        )
        for line in part.lines
    ]


def read(
    consultation_id: int, texts: Mapping[int, str], vocabulary: Vocabulary
) -> dict[int, list[Piece]]:
    """Statements by id as they are read, their fields counted now."""
    counts = counts_of(consultation_id, texts)
    return {key: _read(key, source, counts, vocabulary) for key, source in texts.items()}


def _read(
    statement_id: int, source: str, counts: Mapping[Asked, Counted], vocabulary: Vocabulary
) -> list[Piece]:
    return pieces_of(source, lambda what: counts[asked(what, statement_id)], vocabulary)


def without_objection(consultation_id: int, synthesis: Synthesis) -> dict[int, str]:
    """The sections of today's text where somebody is against, and no objection is cited."""
    told = (
        select(Statement.section_id)
        .join(Chapter, Chapter.id == Statement.chapter_id)
        .where(
            Chapter.synthesis_id == synthesis.id,
            Chapter.kind == ChapterKind.OBJECTIONS,
            Statement.removed_at.is_(None),
            Statement.section_id.is_not(None),
        )
    )
    against = _against(consultation_id).subquery()
    rows = session.execute(
        select(Page.section_id, func.min(Chapter.position), func.min(Chapter.title))
        .select_from(against)
        .outerjoin(Passage, Passage.id == against.c.passage_id)
        .outerjoin(Heading, Heading.id == against.c.heading_id)
        .join(Page, Page.id == func.coalesce(Passage.page_id, Heading.page_id))
        .join(Chapter, Chapter.section_id == Page.section_id)
        .where(Chapter.synthesis_id == synthesis.id, Page.section_id.not_in(told))
        .group_by(Page.section_id)
        .order_by(func.min(Chapter.position))
    )
    return {section_id: title for section_id, _position, title in rows}


def _against(consultation_id: int) -> CompoundSelect[Any]:
    """Where somebody is against, each place once: by their own word, or by what a coder read."""
    places = (
        select(Contribution.passage_id, Contribution.heading_id)
        .where(
            Contribution.consultation_id == consultation_id,
            Contribution.state == ContributionState.PUBLISHED,
        )
        .distinct()
    )
    coded = select(Coding.contribution_id).where(
        Coding.consultation_id == consultation_id,
        Coding.stance == Stance.AGAINST,
        Coding.removed_at.is_(None),
    )
    return union(
        places.where(Contribution.stance == Stance.AGAINST),
        places.where(Contribution.id.in_(coded)),
    )


def section_titles(statements: Sequence[Statement]) -> dict[int, str]:
    """What the sections of objections are called, as their chapters say it."""
    ids = [each.section_id for each in statements if each.section_id]
    rows = session.execute(
        select(Chapter.section_id, Chapter.title)
        .join(Section, Section.id == Chapter.section_id)
        .where(Chapter.section_id.in_(ids))
    )
    return {section_id: title for section_id, title in rows if section_id is not None}
