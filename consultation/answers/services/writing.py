"""Writing answers: drafts, corrections of what is published, who works on which."""

from sqlalchemy import delete, select

from consultation.accounts.models import User
from consultation.answers.models import Answer, AnswerVersion, Milestone, MilestoneReport
from consultation.answers.permissions import can_answer, can_remove, can_write
from consultation.answers.queries.finding import (
    answers_to,
    find_answer,
    paragraph_id_of,
    version_of,
)
from consultation.answers.subjects import Subject
from consultation.answers.wording import Written, checked
from consultation.consultations.models import Consultation, TeamMember
from consultation.consultations.queries import roles_of
from consultation.core import journal
from consultation.core.clock import now
from consultation.core.db import lock, session, transaction
from consultation.core.errors import ConflictError, DomainError, NotFoundError, require
from consultation.core.i18n import _


def begin_answer(
    consultation: Consultation, subject: Subject, written: Written, *, actor: User
) -> Answer:
    """A new draft on `subject`."""
    require(can_answer(roles_of(actor, consultation.id)))
    written = checked(written)
    with transaction() as current:
        lock(consultation)
        if subject.is_answered_once and answers_to(consultation.id, [subject]):
            raise ConflictError(
                _("Cette partie de l’avis a déjà sa réponse. Votre texte est encore là.")
            )
        answer = Answer(consultation_id=consultation.id, **subject.columns())
        current.add(answer)
        current.flush()
        current.add(_state_of(answer, 1, written, consultation, actor))
        journal.record("answer.begun", answer, actor_id=actor.id, consultation=consultation.key)
    return answer


def write_answer(
    consultation: Consultation, key: str, edition: int, written: Written, *, actor: User
) -> Answer:
    """Change a draft in place; over what is published, prepare the correction beside it."""
    written = checked(written)
    with transaction() as current:
        answer = held_answer(consultation, key)
        require(can_write(actor, answer, roles_of(actor, consultation.id)))
        if answer.edition != edition:
            raise ConflictError(
                _("Quelqu’un a changé cette réponse entre-temps. Votre texte est encore là.")
            )
        if answer.version == answer.published_version:
            answer.version += 1
            current.add(_state_of(answer, answer.version, written, consultation, actor))
        else:
            _rewrite(version_of(answer), written, consultation, actor)
        answer.edition += 1
        journal.record("answer.written", answer, actor_id=actor.id, number=answer.version)
    return answer


def _state_of(
    answer: Answer, number: int, written: Written, consultation: Consultation, actor: User
) -> AnswerVersion:
    state = AnswerVersion(answer_id=answer.id, number=number)
    _rewrite(state, written, consultation, actor)
    return state


def _rewrite(
    state: AnswerVersion, written: Written, consultation: Consultation, actor: User
) -> None:
    state.outcome = written.outcome
    state.source, state.html = written.source, written.html
    state.changed_paragraph_id = changed_paragraph(consultation, written)
    state.change_note = written.change_note
    state.by_id, state.at = actor.id, now()


def changed_paragraph(consultation: Consultation, written: Written) -> int | None:
    """The paragraph that `written` names, or None when it names none."""
    if not written.changed:
        return None
    found = paragraph_id_of(consultation, written.changed)
    if found is None:
        raise DomainError(_("Ce paragraphe n’est pas dans les textes publiés."))
    return found


def drop_draft(consultation: Consultation, key: str, *, actor: User) -> Answer | None:
    """Throw a draft away. Of a correction, what is published stays: the answer, else None."""
    with transaction() as current:
        answer = held_answer(consultation, key)
        roles = roles_of(actor, consultation.id)
        require(can_answer(roles))
        if answer.version == answer.published_version:
            raise ConflictError(_("Cette réponse est publiée : elle se corrige, et reste."))
        journal.record("answer.dropped", answer, actor_id=actor.id, number=answer.version)
        if can_remove(answer, roles):
            remove_drafts([answer.id])
            return None
        current.delete(version_of(answer))
        answer.version -= 1
        answer.edition += 1
    return answer


def remove_drafts(answer_ids: list[int]) -> None:
    """Delete answers that were never published, and what hangs on them."""
    with transaction() as current:
        milestones = select(Milestone.id).where(Milestone.answer_id.in_(answer_ids))
        for query in (
            delete(MilestoneReport).where(MilestoneReport.milestone_id.in_(milestones)),
            delete(Milestone).where(Milestone.answer_id.in_(answer_ids)),
            delete(AnswerVersion).where(AnswerVersion.answer_id.in_(answer_ids)),
            delete(Answer).where(Answer.id.in_(answer_ids)),
        ):
            current.execute(query.execution_options(synchronize_session="fetch"))


def assign_answer(consultation: Consultation, key: str, colleague: str, *, actor: User) -> User:
    """Give a draft to somebody of the team, by their key; "" takes it back to oneself."""
    require(can_answer(roles_of(actor, consultation.id)))
    with transaction():
        person = _colleague(consultation, colleague) if colleague else actor
        answer = held_answer(consultation, key)
        answer.assigned_to_id = person.id
        answer.edition += 1
        journal.record("answer.assigned", answer, actor_id=actor.id, person=person.key)
    return person


def _colleague(consultation: Consultation, key: str) -> User:
    person = session.scalars(
        select(User)
        .join(TeamMember, TeamMember.user_id == User.id)
        .where(TeamMember.consultation_id == consultation.id, User.key == key)
        .limit(1)
    ).one_or_none()
    if person is None:
        raise DomainError(_("Choisissez une personne de l’équipe."))
    return person


def held_answer(consultation: Consultation, key: str) -> Answer:
    """The answer of that key, held until the transaction ends."""
    answer = find_answer(consultation.id, key)
    if answer is None:
        raise NotFoundError(_("Cette réponse n’existe plus."))
    return lock(answer)
