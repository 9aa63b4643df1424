"""Promises whose date has passed, and recommendations still without an answer past theirs."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, and_, exists, or_, select

from consultation.accounts.models import User
from consultation.answers.models import Answer, AnswerOverdue, Milestone
from consultation.answers.queries.cards import cards_on_opinion
from consultation.answers.queries.opinions import Recommendation, find_opinion, opinions_followed
from consultation.committees.models.opinion import Opinion, OpinionEdition
from consultation.committees.models.people import CommitteeLink
from consultation.consultations.models import Consultation, Phase, Role, TeamMember
from consultation.core.db import session

DUE_IN = (Phase.OPEN, Phase.CLOSED, Phase.ANSWERED)


def _is_late(day: date) -> ColumnElement[bool]:
    """A published promise whose date has passed, and of which nobody was told yet."""
    return and_(
        Milestone.due_on < day,
        Milestone.done_on.is_(None),
        Answer.published_version.is_not(None),
        or_(Milestone.late_told_on.is_(None), Milestone.late_told_on != Milestone.due_on),
    )


def late_promises(consultation_id: int, day: date) -> Sequence[tuple[Milestone, Answer]]:
    """Those of a consultation, the oldest date first."""
    rows = session.execute(
        select(Milestone, Answer)
        .join(Answer, Answer.id == Milestone.answer_id)
        .where(Answer.consultation_id == consultation_id, _is_late(day))
        .order_by(Milestone.due_on, Milestone.id)
    )
    return [(row[0], row[1]) for row in rows]


def _is_overdue(day: date) -> ColumnElement[bool]:
    """Answers were due by now, a committee has given its opinion, nobody was told yet."""
    return and_(
        Consultation.answer_due_on < day,
        Consultation.phase.in_(DUE_IN),
        exists().where(
            CommitteeLink.consultation_id == Consultation.id,
            Opinion.committee_id == CommitteeLink.committee_id,
            OpinionEdition.opinion_id == Opinion.id,
        ),
        ~exists().where(
            AnswerOverdue.consultation_id == Consultation.id,
            AnswerOverdue.due_on == Consultation.answer_due_on,
        ),
    )


def is_overdue(consultation: Consultation, day: date) -> bool:
    """Its team was not told yet that answers to a committee are due."""
    found = session.scalar(
        select(Consultation.id).where(Consultation.id == consultation.id, _is_overdue(day))
    )
    return found is not None


def next_late(day: date) -> int | None:
    """A consultation whose team is to be told that something is late."""
    promised = (
        select(Answer.consultation_id)
        .join(Milestone, Milestone.answer_id == Answer.id)
        .where(_is_late(day))
    )
    return session.scalar(
        select(Consultation.id)
        .where(or_(Consultation.id.in_(promised), _is_overdue(day)))
        .order_by(Consultation.id)
        .limit(1)
    )


def unanswered(consultation: Consultation) -> list[Recommendation]:
    """What its committees recommend and nobody answered; what they rejected themselves aside."""
    found: list[Recommendation] = []
    for key, _title in opinions_followed(consultation):
        followed = find_opinion(consultation, key)
        if followed is None:
            continue
        answered = {
            card.answer.recommendation_id
            for card in cards_on_opinion(consultation, followed.opinion.id)
        }
        found += [
            each
            for each in followed.recommendations
            if each.id not in answered and not followed.is_rejected(each)
        ]
    return found


def organisers_of(consultation_id: int) -> Sequence[User]:
    """Those of the team who answer, and can be written to."""
    return session.scalars(
        select(User)
        .join(TeamMember, TeamMember.user_id == User.id)
        .where(
            TeamMember.consultation_id == consultation_id,
            TeamMember.role == Role.ORGANISER,
            User.email.is_not(None),
            User.deleted_at.is_(None),
            User.suspended_at.is_(None),
        )
        .order_by(User.id)
    ).all()
