"""Giving answers to the public, one or many at once; each is told to whom it concerns."""

from collections.abc import Sequence

from sqlalchemy import select

from consultation.accounts.models import User
from consultation.answers.models import Answer, AnswerTelling
from consultation.answers.permissions import can_publish
from consultation.answers.queries.finding import is_synthesis_published, version_of
from consultation.answers.services.gathering import telling_of
from consultation.consultations.models import Consultation
from consultation.consultations.permissions import phase_at
from consultation.consultations.queries import roles_of
from consultation.core import journal
from consultation.core.clock import now
from consultation.core.db import lock, session, transaction
from consultation.core.errors import ConflictError, DomainError, require
from consultation.core.i18n import _
from consultation.core.text import is_blank


def publish_answers(consultation: Consultation, keys: Sequence[str], *, actor: User) -> int:
    """Publish the newest version of each of these answers: all of them or none. How many."""
    with transaction():
        lock(consultation)
        phase = phase_at(consultation, now())
        require(can_publish(roles_of(actor, consultation.id), phase))
        answers = _held(consultation, keys)
        if not answers:
            raise ConflictError(_("Ces réponses sont déjà publiées, ou n’existent plus."))
        _check(consultation, answers)
        telling = telling_of(consultation)
        for answer in answers:
            _publish(answer, telling, actor)
        consultation.revision += 1
    return len(answers)


def _held(consultation: Consultation, keys: Sequence[str]) -> list[Answer]:
    """Those of them that have something new to give, held."""
    found = session.scalars(
        select(Answer)
        .where(Answer.consultation_id == consultation.id, Answer.key.in_(keys))
        .order_by(Answer.id)
    ).all()
    return [lock(each) for each in found if has_something_new(each)]


def has_something_new(answer: Answer) -> bool:
    """Its newest version is not the one that the public reads."""
    return answer.version != answer.published_version


def _check(consultation: Consultation, answers: Sequence[Answer]) -> None:
    rests_on_synthesis = any(each.theme_id or each.statement_id for each in answers)
    if rests_on_synthesis and not is_synthesis_published(consultation.id):
        raise DomainError(
            _("Publiez d’abord la synthèse : le public n’en connaît ni les thèmes ni les énoncés.")
        )


def _publish(answer: Answer, telling: AnswerTelling, actor: User) -> None:
    state = version_of(answer)
    if answer.published_version is not None and is_blank(state.change_note):
        raise DomainError(
            _("Dites ce que la correction change : l’ancienne réponse reste lisible à côté.")
        )
    moment = now()
    answer.published_version = state.number
    answer.published_at = state.published_at = moment
    answer.edition += 1
    state.telling_id = telling.id
    journal.record(
        "answer.published", answer, actor_id=actor.id, number=state.number,
        outcome=state.outcome.value,
    )  # fmt: skip
