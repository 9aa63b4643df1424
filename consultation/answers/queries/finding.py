"""Finding answers, and what may be answered, by their public keys."""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import Select, select

from consultation.answers.models import Answer, AnswerBatch, AnswerVersion, ReplyTemplate
from consultation.answers.queries.opinions import opinion_named, recommendation_named
from consultation.answers.subjects import COLUMN, Kind, Subject
from consultation.consultations.models import Consultation
from consultation.contributions.models import Contribution, ContributionState
from consultation.core.db import session
from consultation.documents.models import Document, Paragraph
from consultation.moderation.campaigns.models import Campaign
from consultation.synthesis.models import Chapter, Edition, Statement, Synthesis, Theme


def find_answer(consultation_id: int, key: str) -> Answer | None:
    """The answer of that key in that consultation, draft or not."""
    return session.scalars(
        select(Answer).where(Answer.consultation_id == consultation_id, Answer.key == key)
    ).one_or_none()


def version_of(answer: Answer, number: int = 0) -> AnswerVersion:
    """That version of an answer, or the newest."""
    return session.get_one(AnswerVersion, (answer.id, number or answer.version))


def find_batch(consultation_id: int, key: str) -> AnswerBatch | None:
    """The batch of that key in that consultation."""
    return session.scalars(
        select(AnswerBatch).where(
            AnswerBatch.consultation_id == consultation_id, AnswerBatch.key == key
        )
    ).one_or_none()


def find_template(consultation_id: int, key: str) -> ReplyTemplate | None:
    """The template of that key in that consultation."""
    return session.scalars(
        select(ReplyTemplate).where(
            ReplyTemplate.consultation_id == consultation_id, ReplyTemplate.key == key
        )
    ).one_or_none()


def find_subject(consultation: Consultation, kind: Kind, key: str) -> Subject | None:
    """What is to be answered; None for what is not of this consultation, or not public."""
    row = session.scalar(_FINDERS[kind](consultation.id, key))
    return None if row is None else Subject(kind, row, key)


def _theme(consultation_id: int, key: str) -> Select[Any]:
    return select(Theme.id).where(Theme.consultation_id == consultation_id, Theme.key == key)


def _statement(consultation_id: int, key: str) -> Select[Any]:
    return (
        select(Statement.id)
        .join(Chapter, Chapter.id == Statement.chapter_id)
        .join(Synthesis, Synthesis.id == Chapter.synthesis_id)
        .where(
            Synthesis.consultation_id == consultation_id,
            Statement.key == key,
            Statement.removed_at.is_(None),
        )
    )


def _paragraph(consultation_id: int, key: str) -> Select[Any]:
    return (
        select(Paragraph.id)
        .join(Document, Document.id == Paragraph.document_id)
        .where(
            Document.consultation_id == consultation_id,
            Document.current_version_id.is_not(None),
            Paragraph.key == key,
        )
    )


def _campaign(consultation_id: int, key: str) -> Select[Any]:
    return select(Campaign.key).where(
        Campaign.consultation_id == consultation_id, Campaign.key == key
    )


def _contribution(consultation_id: int, key: str) -> Select[Any]:
    return select(Contribution.id).where(
        Contribution.consultation_id == consultation_id,
        Contribution.key == key,
        Contribution.state == ContributionState.PUBLISHED,
    )


_FINDERS: dict[Kind, Callable[[int, str], Select[Any]]] = {
    Kind.THEME: _theme,
    Kind.STATEMENT: _statement,
    Kind.PARAGRAPH: _paragraph,
    Kind.CAMPAIGN: _campaign,
    Kind.CONTRIBUTION: _contribution,
    Kind.RECOMMENDATION: recommendation_named,
    Kind.OPINION: opinion_named,
}


def paragraph_id_of(consultation: Consultation, key: str) -> int | None:
    """The paragraph of that key in a published text of the consultation."""
    found: int | None = session.scalar(_paragraph(consultation.id, key))
    return found


def is_synthesis_published(consultation_id: int) -> bool:
    """Everybody may read the synthesis, and so its themes and statements."""
    found = session.scalar(
        select(Edition.id)
        .join(Synthesis, Synthesis.id == Edition.synthesis_id)
        .where(Synthesis.consultation_id == consultation_id)
        .limit(1)
    )
    return found is not None


def answers_to(consultation_id: int, subjects: Sequence[Subject]) -> list[int]:
    """The answers, drafts too, to any of these subjects; all of one kind."""
    column = getattr(Answer, COLUMN[subjects[0].kind])
    return list(
        session.scalars(
            select(Answer.id).where(
                Answer.consultation_id == consultation_id,
                column.in_([each.row for each in subjects]),
            )
        )
    )
