"""One answer for many subjects: as many drafts, which can be taken back together."""

from collections.abc import Sequence

from sqlalchemy import insert, select

from consultation.accounts.models import User
from consultation.answers.models import Answer, AnswerBatch, AnswerVersion, Milestone
from consultation.answers.permissions import can_answer
from consultation.answers.queries.finding import answers_to, find_batch
from consultation.answers.services.writing import changed_paragraph, remove_drafts
from consultation.answers.subjects import Subject
from consultation.answers.wording import Promise, Written, checked, checked_promise
from consultation.consultations.models import Consultation
from consultation.consultations.queries import roles_of
from consultation.core import journal
from consultation.core.clock import now
from consultation.core.db import lock, transaction
from consultation.core.errors import ConflictError, DomainError, NotFoundError, require
from consultation.core.i18n import _

MOST = 1_000
"""Subjects that one batch answers."""


def answer_many(
    consultation: Consultation, subjects: Sequence[Subject], written: Written,
    promise: Promise | None = None, *, actor: User,
) -> AnswerBatch:  # fmt: skip
    """The same draft on each of `subjects`, with the same milestone if there is one."""
    require(can_answer(roles_of(actor, consultation.id)))
    written = checked(written)
    promise = checked_promise(promise) if promise else None
    if not subjects:
        raise DomainError(_("Rien n’est choisi : aucune réponse n’est à écrire."))
    if len(subjects) > MOST:
        raise DomainError(_("Un lot compte 1 000 réponses au plus : resserrez le filtre."))
    with transaction() as current:
        lock(consultation)
        if subjects[0].is_answered_once and answers_to(consultation.id, subjects):
            raise ConflictError(_("Une partie de ce lot a déjà sa réponse : resserrez le filtre."))
        batch = AnswerBatch(consultation_id=consultation.id, size=len(subjects), by_id=actor.id)
        current.add(batch)
        current.flush()
        answers = [
            Answer(consultation_id=consultation.id, batch_id=batch.id, **each.columns())
            for each in subjects
        ]
        current.add_all(answers)
        current.flush()
        state = {
            "number": 1, "outcome": written.outcome, "source": written.source,
            "html": written.html, "change_note": "", "by_id": actor.id, "at": now(),
            "changed_paragraph_id": changed_paragraph(consultation, written),
        }  # fmt: skip
        current.execute(
            insert(AnswerVersion), [{"answer_id": each.id, **state} for each in answers]
        )
        if promise:
            given = {"position": 1, "what": promise.what, "due_on": promise.due_on, "progress": ""}
            current.execute(
                insert(Milestone), [{"answer_id": each.id, **given} for each in answers]
            )
        journal.record("answer.batch_begun", batch, actor_id=actor.id, size=batch.size)
    return batch


def undo_batch(consultation: Consultation, key: str, *, actor: User) -> int:
    """Take back the drafts of a batch that nobody changed or published since. How many."""
    require(can_answer(roles_of(actor, consultation.id)))
    with transaction() as current:
        batch = find_batch(consultation.id, key)
        if batch is None:
            raise NotFoundError(_("Ce lot n’existe pas."))
        lock(batch)
        if batch.undone_at is not None:
            raise ConflictError(_("Ce lot est déjà défait."))
        untouched = current.scalars(
            select(Answer.id)
            .where(
                Answer.batch_id == batch.id,
                Answer.edition == 1,
                Answer.published_version.is_(None),
            )
            .order_by(Answer.id)
            .with_for_update()
        ).all()
        remove_drafts(list(untouched))
        batch.undone_at = now()
        journal.record("answer.batch_undone", batch, actor_id=actor.id, count=len(untouched))
    return len(untouched)
