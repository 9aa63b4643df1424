"""The pages of those who write: a chapter with its statements, each as it will be read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Select, func, or_, select

from consultation.consultations.models import Consultation
from consultation.contributions.models import Contribution, ContributionState, Stance
from consultation.core.db import session
from consultation.documents.models import Heading, Page, Passage, Section
from consultation.synthesis.care import warnings_of
from consultation.synthesis.counting import Corpus, count
from consultation.synthesis.fields import Vocabulary, fields_of
from consultation.synthesis.models import Chapter, Coding, Statement, Synthesis
from consultation.synthesis.models.writing import ChapterKind
from consultation.synthesis.phrasing import Piece, pieces_of
from consultation.synthesis.queries.corpus import corpus_of, vocabulary_of
from consultation.synthesis.queries.outline import Line, Part, cited_keys, outline_of
from consultation.synthesis.queries.sources import first_numbers, verbatims_of
from consultation.synthesis.sources import Source

CHIPS = 3
EMPTY = Corpus({}, {})


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
    """Its statements, counted now; without any field the corpus is not read."""
    ids = [line.statement.id for line in part.lines]
    sources = [line.version.source for line in part.lines]
    corpus, vocabulary = counted_among(consultation_id, sources)
    keys = cited_keys(ids) if any("sources" in each for each in sources) else {}
    numbers, verbatims = first_numbers(ids, CHIPS), verbatims_of(ids)
    return [
        Shown(
            line,
            read(line.version.source, corpus, vocabulary, keys.get(line.statement.id, set())),
            numbers.get(line.statement.id, ()),
            verbatims.get(line.statement.id, ()),
            warnings_of(line.version.source, line.source_count),
        )
        for line in part.lines
    ]


def counted_among(consultation_id: int, sources: Sequence[str]) -> tuple[Corpus, Vocabulary]:
    """The corpus and the words of the fields of these texts; nothing where they have none."""
    if not any(fields_of(each) for each in sources):
        return EMPTY, Vocabulary()
    return corpus_of(consultation_id), vocabulary_of(consultation_id)


def read(source: str, corpus: Corpus, vocabulary: Vocabulary, keys: set[str]) -> list[Piece]:
    """A statement as it is read, its fields counted among that corpus."""

    return pieces_of(source, lambda what: count(corpus, what, keys), vocabulary)


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
    rows = session.execute(
        select(Page.section_id, func.min(Chapter.position), func.min(Chapter.title))
        .select_from(Contribution)
        .outerjoin(Passage, Passage.id == Contribution.passage_id)
        .outerjoin(Heading, Heading.id == Contribution.heading_id)
        .join(Page, Page.id == func.coalesce(Passage.page_id, Heading.page_id))
        .join(Chapter, Chapter.section_id == Page.section_id)
        .where(
            Contribution.consultation_id == consultation_id,
            Contribution.state == ContributionState.PUBLISHED,
            or_(Contribution.stance == Stance.AGAINST, Contribution.id.in_(_coded_against(
                consultation_id))),
            Chapter.synthesis_id == synthesis.id,
            Page.section_id.not_in(told),
        )
        .group_by(Page.section_id)
        .order_by(func.min(Chapter.position))
    )  # fmt: skip
    return {section_id: title for section_id, _position, title in rows}


def _coded_against(consultation_id: int) -> Select[int]:
    return select(Coding.contribution_id).where(
        Coding.consultation_id == consultation_id,
        Coding.stance == Stance.AGAINST,
        Coding.removed_at.is_(None),
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
