"""Which contributions an answer concerns, and which answers concern a contribution.

Through what it is about: a contribution itself; a statement's citations; the codings of a theme and
of those under it; what was said on a paragraph, and on the words that it comes from; a campaign's
members. One union over indexes, narrowed on either side.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, Select, and_, or_, select, union

from consultation.answers.models import Answer, AnswerVersion, Outcome
from consultation.answers.subjects import Kind, kind_of
from consultation.contributions.models import Contribution, ContributionState, Discussion
from consultation.core.db import session
from consultation.documents.models import Descent, Version
from consultation.moderation.campaigns.models import Campaign, CampaignMember
from consultation.synthesis.models import Citation, Coding, Theme

IS_PUBLIC = Answer.published_version.is_not(None)


def reached(
    answers: ColumnElement[bool], contributions: Callable[[Any], ColumnElement[bool]]
) -> CompoundSelect[Any]:
    """Pairs (answer, contribution), ids alone, each once.

    `answers` narrows the one side; `contributions` is given the column of ids of the other.
    """
    return union(
        select(Answer.id, Answer.contribution_id).where(
            answers, contributions(Answer.contribution_id)
        ),
        select(Answer.id, Coding.contribution_id)
        .join(Theme, or_(Theme.id == Answer.theme_id, Theme.parent_id == Answer.theme_id))
        .join(Coding, and_(Coding.theme_id == Theme.id, Coding.removed_at.is_(None)))
        .where(answers, contributions(Coding.contribution_id)),
        select(Answer.id, Coding.contribution_id)
        .join(Citation, Citation.statement_id == Answer.statement_id)
        .join(Coding, and_(Coding.id == Citation.coding_id, Coding.removed_at.is_(None)))
        .where(answers, contributions(Coding.contribution_id)),
        select(Answer.id, Contribution.id)
        .join(Discussion, Discussion.paragraph_id == Answer.paragraph_id)
        .join(Contribution, Contribution.discussion_id == Discussion.id)
        .where(answers, contributions(Contribution.id)),
        _inherited(answers, contributions),
        select(Answer.id, CampaignMember.contribution_id)
        .join(Campaign, Campaign.key == Answer.campaign_key)
        .join(CampaignMember, CampaignMember.campaign_id == Campaign.id)
        .where(answers, contributions(CampaignMember.contribution_id)),
    )


def _inherited(
    answers: ColumnElement[bool], contributions: Callable[[Any], ColumnElement[bool]]
) -> Any:
    """What was said of the words that the paragraph took over."""
    same = or_(
        Descent.ancestor_paragraph_id == Discussion.paragraph_id,
        Descent.ancestor_section_id == Discussion.section_id,
    )
    return (
        select(Answer.id, Contribution.id)
        .join(Descent, Descent.heir_paragraph_id == Answer.paragraph_id)
        .join(Discussion, same)
        .join(Contribution, Contribution.discussion_id == Discussion.id)
        .join(Version, Version.id == Contribution.version_id)
        .where(answers, Version.number < Descent.until, contributions(Contribution.id))
    )


def reached_by(answer_ids: Sequence[int]) -> CompoundSelect[Any]:
    """Pairs of these answers with every contribution that they concern, whatever its state."""
    return reached(Answer.id.in_(answer_ids), lambda column: column.is_not(None))


def is_answered(own: Select[Any]) -> ColumnElement[bool]:
    """A condition on contributions: public, and a published answer concerns it, among `own`."""
    pairs = reached(IS_PUBLIC, lambda column: column.in_(own)).subquery()
    return and_(
        Contribution.state == ContributionState.PUBLISHED, Contribution.id.in_(select(pairs.c[1]))
    )


@dataclass(frozen=True)
class Given:
    """A published answer, as it concerns one contribution."""

    key: str
    outcome: Outcome
    published_at: datetime
    kind: Kind
    """What it is about: the contribution itself, or what it is part of."""


def answers_for(contribution_ids: Sequence[int]) -> dict[int, list[Given]]:
    """By contribution the published answers that concern it, oldest first; two statements.

    What is not published any more is concerned by none.
    """
    pairs = public_pairs(contribution_ids)
    rows = session.execute(
        select(Answer, AnswerVersion.outcome)
        .join(AnswerVersion, is_read())
        .where(Answer.id.in_({answer_id for answer_id, _contribution in pairs}))
    )
    given = {
        answer.id: Given(answer.key, outcome, answer.published_at, kind_of(answer))
        for answer, outcome in rows
        if answer.published_at is not None
    }
    found: dict[int, list[Given]] = {}
    for answer_id, contribution_id in pairs:
        if answer_id in given:
            found.setdefault(contribution_id, []).append(given[answer_id])
    for answers in found.values():
        answers.sort(key=lambda each: (each.published_at, each.key))
    return found


def public_pairs(contribution_ids: Sequence[int]) -> list[tuple[int, int]]:
    """(answer, contribution) of published answers and published contributions, by id."""
    if not contribution_ids:
        return []
    pairs = reached(IS_PUBLIC, lambda column: column.in_(contribution_ids)).subquery()
    rows = session.execute(
        select(pairs.c[0], pairs.c[1])
        .join(Contribution, Contribution.id == pairs.c[1])
        .where(Contribution.state == ContributionState.PUBLISHED)
        .order_by(pairs.c[0], pairs.c[1])
    )
    return [(answer_id, contribution_id) for answer_id, contribution_id in rows]


def is_read() -> ColumnElement[bool]:
    """The version of an answer that the public reads."""
    return and_(
        AnswerVersion.answer_id == Answer.id, AnswerVersion.number == Answer.published_version
    )
