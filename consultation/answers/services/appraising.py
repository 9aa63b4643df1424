"""A committee's members appraise what the institution answered to their opinion."""

from dataclasses import dataclass

from sqlalchemy import select

from consultation.accounts.models import User
from consultation.answers.appraising import GRADES
from consultation.answers.models import Answer, Appraisal
from consultation.answers.permissions import can_appraise
from consultation.answers.queries.finding import find_answer
from consultation.answers.queries.opinions import Followed
from consultation.committees.queries.people import member_of
from consultation.consultations.models import Consultation
from consultation.core import journal
from consultation.core.clock import now
from consultation.core.db import lock, session, transaction
from consultation.core.errors import DomainError, NotAllowedError, NotFoundError, require
from consultation.core.i18n import _
from consultation.core.text import tidy

MAX_WORDS = 1_000


@dataclass(frozen=True)
class Given:
    """A grade, why, and whether its member signs it."""

    grade: int
    words: str = ""
    is_signed: bool = False


def appraise(
    consultation: Consultation, followed: Followed, answer_key: str, given: Given, *, actor: User
) -> None:
    """Grade an answer to the opinion, or the whole of them ("" as key); graded again, it changes.

    Without a name nobody is named: neither on the page nor in the journal.
    """
    member = member_of(actor, followed.committee.id)
    answer = _answer(consultation, followed, answer_key) if answer_key else None
    if member is None:
        raise NotAllowedError
    require(can_appraise(member.seat, answer))
    words = tidy(given.words)
    if given.grade not in GRADES:
        raise DomainError(_("Choisissez une note de 0 à 10."))
    if len(words) > MAX_WORDS:
        raise DomainError(_("Une appréciation compte 1 000 caractères au plus."))
    with transaction() as current:
        lock(member)
        row = session.scalars(
            select(Appraisal).where(
                Appraisal.member_id == member.id,
                Appraisal.opinion_id == followed.opinion.id,
                Appraisal.consultation_id == consultation.id,
                Appraisal.answer_id == answer.id if answer else Appraisal.answer_id.is_(None),
            )
        ).one_or_none() or Appraisal(
            member_id=member.id, opinion_id=followed.opinion.id,
            consultation_id=consultation.id, answer_id=answer.id if answer else None,
        )  # fmt: skip
        row.grade, row.words, row.is_signed = given.grade, words, given.is_signed
        row.version, row.at = answer.published_version if answer else None, now()
        current.add(row)
        journal.record("answer.appraised", answer or followed.opinion, actor_id=None)


def _answer(consultation: Consultation, followed: Followed, key: str) -> Answer:
    answer = find_answer(consultation.id, key)
    asked = {each.id for each in followed.recommendations}
    if answer is None or not (
        answer.opinion_id == followed.opinion.id or answer.recommendation_id in asked
    ):
        raise NotFoundError(_("Cette réponse n’existe plus."))
    return answer
