"""Sources with their words: read where they were said, so that a mask or a withdrawal holds here.

A passage is looked up in the revision that was coded; its offsets follow the masks put on since.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, literal, or_, select
from sqlalchemy.orm import aliased

from consultation.consultations.models import Category, Participant
from consultation.contributions.models import (
    Contribution,
    ContributionState,
    Kind,
    MaskedOriginal,
    Revision,
    Stance,
)
from consultation.core.db import session
from consultation.documents.models import Heading, Passage, Version
from consultation.moderation import masking
from consultation.synthesis.models import Citation, Coding, Statement, Theme, Verbatim
from consultation.synthesis.public import SOURCES_AT_ONCE
from consultation.synthesis.queries.queue import at_place, on_paragraph
from consultation.synthesis.sources import Source

PAGE_SIZE = SOURCES_AT_ONCE
EXCERPT = 240
LONGEST_WORDS = 80
_Read = aliased(Revision)


@dataclass(frozen=True)
class Search:
    """Which coded contributions are looked for, as an address says it; empty keeps everything."""

    theme: str = ""
    position: str = ""
    section: str = ""
    paragraphe: str = ""
    mots: str = ""
    libres: str = ""
    """« 1 »: those that no statement cites."""

    @property
    def is_on(self) -> bool:
        """Something is asked for."""
        return any(getattr(self, each.name) for each in fields(self))


@dataclass(frozen=True)
class Found:
    """Some sources, and the coding's key after which the next ones come: "" at the end."""

    sources: Sequence[Source]
    following: str


def described(
    table: Any, key: Any, revision: Any, field: Any, start: Any, end: Any, stance: Any
) -> Select[*tuple[Any, ...]]:
    """One row a source of `table`; the expressions name its key, and where its words are."""
    return (
        select(
            key.label("key"), Contribution.id, Contribution.key.label("contribution"),
            Contribution.number,
            case((Contribution.kind == Kind.QUESTION, "ask"),
                 else_=func.coalesce(stance, Contribution.stance)).label("stance"),
            Contribution.state, Contribution.revision.label("current"), Category.code,
            Category.label.label("category"), Passage.number.label("paragraph"),
            Heading.text.label("heading"), Version.number.label("version"),
            revision.label("revision"), field.label("field"), start.label("start"),
            end.label("end"), _Read.source, _Read.proposed_text, _Read.is_public,
            MaskedOriginal.spans,
        )
        .join(table, table.contribution_id == Contribution.id)
        .join(Participant, Participant.id == Contribution.author_id)
        .join(Version, Version.id == Contribution.version_id)
        .join(_Read, and_(_Read.contribution_id == Contribution.id, _Read.number == revision))
        .outerjoin(
            MaskedOriginal,
            and_(
                MaskedOriginal.contribution_id == Contribution.id,
                MaskedOriginal.number == revision,
            ),
        )
        .outerjoin(Category, Category.id == Participant.category_id)
        .outerjoin(Passage, Passage.id == Contribution.passage_id)
        .outerjoin(Heading, Heading.id == Contribution.heading_id)
    )  # fmt: skip


def told(rows: Sequence[Any]) -> list[Source]:
    """The rows of `described` with their words, masks honoured."""
    return [_source(row) for row in rows]


def _source(row: Any) -> Source:
    is_passage = row.start is not None
    words = ""
    if row.state is ContributionState.PUBLISHED and (row.is_public or row.revision == row.current):
        text = (row.proposed_text if row.field == "proposed_text" else row.source) or ""
        if not is_passage:
            words = excerpt(text or row.proposed_text or "")
        else:
            words = passage(text, row.start, row.end, row.field, masking.loaded(row.spans or ()))
    return Source(
        row.key, row.contribution, row.number, str(row.stance), row.state, row.code or "",
        row.category or "", row.paragraph, row.heading or "", row.version, words, is_passage,
        getattr(row, "theme", "") or "", row.revision != row.current,
    )  # fmt: skip


def passage(text: str, start: int, end: int, field: str, masks: tuple[masking.Mask, ...]) -> str:
    """The words of a span as they may be read today; what is masked whole says so."""
    own = masking.of_field(masks, field)
    begin, until = masking.to_masked(start, own), masking.to_masked(end, own)
    if begin < until:
        return text[begin:until]
    over = next((mask for mask in own if mask.start <= start < mask.end), None)
    return over.words if over else ""


def excerpt(text: str) -> str:
    """The first words, on one line."""
    line = " ".join(text.split())
    return line if len(line) <= EXCERPT else line[:EXCERPT].rsplit(" ", 1)[0] + "…"


def _codings() -> Select[*tuple[Any, ...]]:
    return (
        described(
            Coding, Coding.key, Coding.revision, Coding.field, Coding.start_at, Coding.end_at,
            Coding.stance,
        )
        .add_columns(Theme.name.label("theme"))
        .join(Theme, Theme.id == Coding.theme_id)
        .order_by(Coding.id)
    )  # fmt: skip


def cited_by(statement: Statement, after: str = "") -> Found:
    """What a statement rests on, twenty at a time; codings that were taken back are left out."""
    query = (
        _codings()
        .join(Citation, Citation.coding_id == Coding.id)
        .where(Citation.statement_id == statement.id, Coding.removed_at.is_(None))
    )
    return _page(query, after)


def candidates(consultation_id: int, statement: Statement, search: Search, after: str) -> Found:
    """Codings that it may come to rest on: public, and not cited by it yet."""
    query = _codings().where(
        Coding.consultation_id == consultation_id,
        Coding.removed_at.is_(None),
        Contribution.state == ContributionState.PUBLISHED,
        ~exists().where(Citation.coding_id == Coding.id, Citation.statement_id == statement.id),
        *_kept(search),
    )
    return _page(query, after)


def _kept(search: Search) -> list[ColumnElement[bool]]:
    wanted: list[ColumnElement[bool]] = []
    if search.theme:
        theme = select(Theme.id).where(Theme.key == search.theme).scalar_subquery()
        wanted.append(or_(Coding.theme_id == theme, Theme.parent_id == theme))
    if search.position in set(Stance):
        wanted.append(func.coalesce(Coding.stance, Contribution.stance) == search.position)
    if search.paragraphe:
        wanted.append(on_paragraph(search.paragraphe))
    if search.section:
        wanted.append(at_place(search.section))
    wanted += [
        or_(_Read.source.icontains(word, autoescape=True),
            _Read.proposed_text.icontains(word, autoescape=True))
        for word in search.mots.split()
    ]  # fmt: skip
    if search.libres:
        cited = (
            select(Citation.id)
            .join(Statement, Statement.id == Citation.statement_id)
            .where(Citation.coding_id == Coding.id, Statement.removed_at.is_(None))
        )
        wanted.append(~cited.exists())
    return wanted


def _page(query: Select[*tuple[Any, ...]], after: str) -> Found:
    if after:
        last = select(Coding.id).where(Coding.key == after).scalar_subquery()
        query = query.where(Coding.id > last)
    rows = session.execute(query.limit(PAGE_SIZE + 1)).all()
    shown = told(rows[:PAGE_SIZE])
    return Found(shown, shown[-1].key if len(rows) > PAGE_SIZE else "")


def verbatims_of(statement_ids: Iterable[int]) -> dict[int, list[Source]]:
    """The words that statements quote, in order, as they may be read today."""
    query = (
        described(
            Verbatim, Verbatim.key, Verbatim.revision, Verbatim.field, Verbatim.start_at,
            Verbatim.end_at, literal(None),
        )
        .add_columns(Verbatim.statement_id)
        .where(Verbatim.statement_id.in_(list(statement_ids)))
        .order_by(Verbatim.position, Verbatim.id)
    )  # fmt: skip
    rows = session.execute(query).all()
    found: dict[int, list[Source]] = {}
    for row, source in zip(rows, told(rows), strict=True):
        found.setdefault(row.statement_id, []).append(source)
    return found


def first_numbers(statement_ids: Iterable[int], most: int) -> dict[int, list[int]]:
    """The numbers of the first contributions that each statement rests on."""
    place = func.row_number().over(
        partition_by=Citation.statement_id, order_by=func.min(Citation.id)
    )
    chosen = (
        select(Citation.statement_id, Contribution.number, place.label("place"))
        .join(Coding, Coding.id == Citation.coding_id)
        .join(Contribution, Contribution.id == Coding.contribution_id)
        .where(
            Citation.statement_id.in_(list(statement_ids)),
            Coding.removed_at.is_(None),
            Contribution.state == ContributionState.PUBLISHED,
        )
        .group_by(Citation.statement_id, Contribution.number)
        .subquery()
    )
    rows = session.execute(
        select(chosen.c.statement_id, chosen.c.number)
        .where(chosen.c.place <= most)
        .order_by(chosen.c.statement_id, chosen.c.place)
    )
    found: dict[int, list[int]] = {}
    for statement_id, number in rows:
        found.setdefault(statement_id, []).append(number)
    return found
