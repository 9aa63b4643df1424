"""What the institution promises with an answer, and what it reports of it."""

from sqlalchemy import delete, func, select

from consultation.accounts.models import User
from consultation.answers.models import Answer, Milestone, MilestoneReport
from consultation.answers.permissions import can_answer, can_write
from consultation.answers.services.gathering import telling_of
from consultation.answers.services.writing import held_answer
from consultation.answers.wording import Progress, Promise, checked_progress, checked_promise
from consultation.consultations.models import Consultation
from consultation.consultations.queries import roles_of
from consultation.core import journal
from consultation.core.clock import today
from consultation.core.db import lock, session, transaction
from consultation.core.errors import ConflictError, DomainError, NotFoundError, require
from consultation.core.i18n import _

MOST = 20


def add_milestone(
    consultation: Consultation, key: str, promise: Promise, *, actor: User
) -> Milestone:
    """Promise something more. With an answer that is published it is public at once."""
    promise = checked_promise(promise)
    with transaction() as current:
        lock(consultation)
        answer = held_answer(consultation, key)
        roles = roles_of(actor, consultation.id)
        is_public = answer.published_version is not None
        require(can_answer(roles) if is_public else can_write(actor, answer, roles))
        last = session.scalar(
            select(func.max(Milestone.position)).where(Milestone.answer_id == answer.id)
        )
        if (last or 0) >= MOST:
            raise DomainError(_("Une réponse porte 20 engagements au plus."))
        made = Milestone(
            answer_id=answer.id, position=(last or 0) + 1, what=promise.what, due_on=promise.due_on
        )
        current.add(made)
        _changed(consultation, answer, is_public=is_public)
        journal.record("answer.promised", answer, actor_id=actor.id, number=made.position)
    return made


def report_on(
    consultation: Consultation, key: str, number: int, progress: Progress, *, actor: User
) -> Milestone:
    """Say how far it has come: a new date leaves the old one readable, done is done."""
    require(can_answer(roles_of(actor, consultation.id)))
    progress = checked_progress(progress)
    with transaction() as current:
        lock(consultation)
        answer = held_answer(consultation, key)
        if answer.published_version is None:
            raise ConflictError(_("On rend compte d’un engagement une fois la réponse publiée."))
        milestone = _milestone(answer, number)
        if milestone.done_on is not None:
            raise ConflictError(_("Cet engagement est déjà tenu."))
        is_moved = progress.due_on is not None and progress.due_on != milestone.due_on
        report = MilestoneReport(
            milestone_id=milestone.id, words=progress.words, is_done=progress.is_done,
            by_id=actor.id, telling_id=telling_of(consultation).id,
        )  # fmt: skip
        if is_moved:
            report.due_before, report.due_after = milestone.due_on, progress.due_on
            milestone.due_on = progress.due_on
        current.add(report)
        milestone.progress = progress.words
        milestone.done_on = today() if progress.is_done else None
        _changed(consultation, answer, is_public=True)
        act = "answer.kept" if progress.is_done else "answer.reported"
        journal.record(act, answer, actor_id=actor.id, number=number)
    return milestone


def drop_milestone(consultation: Consultation, key: str, number: int, *, actor: User) -> None:
    """Take a promise out of a draft. One that was published stays."""
    with transaction() as current:
        answer = held_answer(consultation, key)
        require(can_write(actor, answer, roles_of(actor, consultation.id)))
        if answer.published_version is not None:
            raise ConflictError(_("Un engagement publié reste : rendez-en compte."))
        milestone = _milestone(answer, number)
        current.execute(delete(MilestoneReport).where(MilestoneReport.milestone_id == milestone.id))
        current.delete(milestone)
        _changed(consultation, answer, is_public=False)
        journal.record("answer.unpromised", answer, actor_id=actor.id, number=number)


def _milestone(answer: Answer, number: int) -> Milestone:
    found = session.scalars(
        select(Milestone).where(Milestone.answer_id == answer.id, Milestone.position == number)
    ).one_or_none()
    if found is None:
        raise NotFoundError(_("Cet engagement n’existe plus."))
    return lock(found)


def _changed(consultation: Consultation, answer: Answer, *, is_public: bool) -> None:
    answer.edition += 1
    if is_public:
        consultation.revision += 1
