"""Where the subjects of each kind come from: one query, its key, its order."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, case, func, null, or_, select
from sqlalchemy.orm import aliased

from consultation.answers.asked import Asked
from consultation.answers.queries.opinions import published_opinions, published_recommendations
from consultation.answers.subjects import Kind
from consultation.committees.models.opinion import Opinion, OpinionBlock, OpinionRevision
from consultation.contributions.models import (
    Contribution,
    ContributionState,
    Discussion,
    Revision,
    Stance,
)
from consultation.contributions.models import Kind as Nature
from consultation.documents.models import Document, Paragraph, Passage
from consultation.moderation.campaigns.models import Campaign
from consultation.synthesis.models import (
    Chapter,
    Citation,
    Coding,
    Statement,
    StatementVersion,
    Synthesis,
    Theme,
)

READ = 400
"""Characters of a text that an excerpt is made of."""


@dataclass(frozen=True)
class Source:
    """Columns of `base`: row, key, words, number, count, what stands above it."""

    base: Callable[[int], Select[Any]]
    row: Any
    key: Any
    order: tuple[Any, ...]


_Above = aliased(Theme)
_PLACE = func.coalesce(_Above.position, Theme.position)
_FAMILY = func.coalesce(_Above.id, Theme.id)
_RANK = case((_Above.id.is_(None), -1), else_=Theme.position)
"""A theme of the first level comes before those under it."""


def _themes(consultation_id: int) -> Any:
    return (
        select(Theme.id, Theme.key, Theme.name, null(), Theme.coding_count, _Above.name)
        .outerjoin(_Above, _Above.id == Theme.parent_id)
        .where(Theme.consultation_id == consultation_id, Theme.retired_at.is_(None))
    )


def _statements(consultation_id: int) -> Any:
    cited = (
        select(func.count())
        .select_from(Citation)
        .where(Citation.statement_id == Statement.id)
        .scalar_subquery()
    )
    return (
        select(
            Statement.id, Statement.key, func.substr(StatementVersion.source, 1, READ), null(),
            cited, Chapter.title,
        )
        .join(Chapter, Chapter.id == Statement.chapter_id)
        .join(Synthesis, Synthesis.id == Chapter.synthesis_id)
        .join(
            StatementVersion,
            and_(
                StatementVersion.statement_id == Statement.id,
                StatementVersion.number == Statement.version,
            ),
        )
        .where(Synthesis.consultation_id == consultation_id, Statement.removed_at.is_(None))
    )  # fmt: skip


def _paragraphs(consultation_id: int) -> Any:
    return (
        select(
            Paragraph.id, Paragraph.key, func.substr(Passage.text, 1, READ), Passage.number,
            func.coalesce(Discussion.contribution_count, 0), Document.title,
        )
        .join(Document, Document.id == Paragraph.document_id)
        .join(
            Passage,
            and_(
                Passage.paragraph_id == Paragraph.id,
                Passage.version_id == Document.current_version_id,
            ),
        )
        .outerjoin(Discussion, Discussion.paragraph_id == Paragraph.id)
        .where(Document.consultation_id == consultation_id)
    )  # fmt: skip


def _campaigns(consultation_id: int) -> Any:
    return (
        select(
            Campaign.key, Campaign.key, func.substr(Revision.source, 1, READ), null(),
            Campaign.member_count, null(),
        )
        .outerjoin(
            Contribution,
            and_(
                Contribution.id == Campaign.representative_id,
                Contribution.state == ContributionState.PUBLISHED,
            ),
        )
        .outerjoin(Revision, _is_current())
        .where(Campaign.consultation_id == consultation_id)
    )  # fmt: skip


def _contributions(consultation_id: int) -> Any:
    return (
        select(
            Contribution.id, Contribution.key,
            func.substr(
                func.coalesce(func.nullif(Revision.source, ""), Revision.proposed_text), 1, READ
            ),
            Contribution.number, Contribution.agree_count, null(),
        )
        .join(Revision, _is_current())
        .where(
            Contribution.consultation_id == consultation_id,
            Contribution.state == ContributionState.PUBLISHED,
        )
    )  # fmt: skip


def _recommendations(consultation_id: int) -> Any:
    return published_recommendations(
        consultation_id, OpinionBlock.id, OpinionBlock.key, OpinionRevision.title, null(), null(),
        Opinion.title,
    )  # fmt: skip


def _opinions(consultation_id: int) -> Any:
    return published_opinions(
        consultation_id, Opinion.id, Opinion.key, Opinion.title, null(), null(), null()
    )


def _is_current() -> Any:
    return and_(
        Revision.contribution_id == Contribution.id, Revision.number == Contribution.revision
    )


SOURCES = {
    Kind.THEME: Source(_themes, Theme.id, Theme.key, (_PLACE, _FAMILY, _RANK, Theme.id)),
    Kind.STATEMENT: Source(
        _statements, Statement.id, Statement.key,
        (Chapter.position, Statement.position, Statement.id),
    ),
    Kind.PARAGRAPH: Source(
        _paragraphs, Paragraph.id, Paragraph.key, (Document.position, Document.id, Passage.position)
    ),
    Kind.CAMPAIGN: Source(
        _campaigns, Campaign.key, Campaign.key, (-Campaign.member_count, Campaign.id)
    ),
    Kind.CONTRIBUTION: Source(
        _contributions, Contribution.id, Contribution.key, (Contribution.id,)
    ),
    Kind.RECOMMENDATION: Source(
        _recommendations, OpinionBlock.id, OpinionBlock.key,
        (Opinion.id, OpinionBlock.position, OpinionBlock.id),
    ),
    Kind.OPINION: Source(_opinions, Opinion.id, Opinion.key, (Opinion.id,)),
}  # fmt: skip


def narrowed(query: Select[Any], asked: Asked) -> Select[Any]:
    """What the filters keep: of contributions and paragraphs alone, each kind by what it has."""
    if asked.kind is Kind.PARAGRAPH and asked.paragraph:
        return query.where(Passage.number == int(asked.paragraph))
    if asked.kind is not Kind.CONTRIBUTION:
        return query
    if asked.paragraph:
        query = query.join(Passage, Passage.id == Contribution.passage_id).where(
            Passage.number == int(asked.paragraph)
        )
    if asked.theme:
        query = query.where(Contribution.id.in_(_coded_with(asked.theme)))
    if asked.nature:
        query = query.where(Contribution.kind == Nature(asked.nature))
    if asked.stance:
        query = query.where(Contribution.stance == Stance(asked.stance))
    return query


def _coded_with(theme_key: str) -> Select[Any]:
    above = aliased(Theme)
    return (
        select(Coding.contribution_id)
        .join(Theme, Theme.id == Coding.theme_id)
        .outerjoin(above, above.id == Theme.parent_id)
        .where(or_(Theme.key == theme_key, above.key == theme_key), Coding.removed_at.is_(None))
    )
