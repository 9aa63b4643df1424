"""The same decision on many contributions: one transaction each, undone together."""

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from consultation.accounts.models import User
from consultation.consultations.charter import clauses_in_force
from consultation.consultations.models import Consultation
from consultation.consultations.queries import roles_of
from consultation.contributions.models import Contribution, Revision
from consultation.contributions.queries.places import with_surroundings
from consultation.core import journal
from consultation.core.clock import now
from consultation.core.db import lock, session, transaction
from consultation.core.errors import DomainError, require
from consultation.core.i18n import _
from consultation.moderation.desk import BulkRun
from consultation.moderation.findings import UnreadableError, is_found, signals_in
from consultation.moderation.judging import FACTS_MAX, Judgement
from consultation.moderation.models import Decision, DecisionBatch, Ground, Measure
from consultation.moderation.permissions import UNDO_WITHIN, is_moderator
from consultation.moderation.services.claiming import require_free
from consultation.moderation.services.deciding import decide, undo
from consultation.moderation.transitions import RULES

MEASURES = (Measure.KEEP, Measure.REFUSE, Measure.HIDE)
"""What may be decided without having each text before one's eyes."""
SUBJECTS_MOST = 5_000
AT_ONCE = 50
"""As many are decided while the person waits; more, by the worker."""
CHUNK = 25


def start_batch(
    consultation: Consultation, subjects: Sequence[int], judgement: Judgement, *, actor: User
) -> DecisionBatch:
    """Decide the same on all these contributions; those that are many, by the worker."""
    require(is_moderator(actor, roles_of(actor, consultation.id)))
    _check(consultation, judgement)
    if not subjects:
        raise DomainError(_("Choisissez au moins une contribution."))
    with transaction() as current:
        batch = DecisionBatch(
            consultation_id=consultation.id, made_by_id=actor.id, measure=judgement.measure
        )
        current.add(batch)
        current.flush()
        run = BulkRun(
            batch=batch,
            actor_id=actor.id,
            clause=judgement.clause,
            facts=judgement.facts,
            subjects=list(subjects[:SUBJECTS_MOST]),
        )
        current.add(run)
        journal.record(
            "moderation.batch_begun", batch, actor_id=actor.id,
            measure=judgement.measure.value, subjects=len(run.subjects),
        )  # fmt: skip
        current.flush()
    _finish_if_few(run)
    return batch


def _check(consultation: Consultation, judgement: Judgement) -> None:
    """What would be refused for each is said once, before any."""
    if judgement.measure not in MEASURES:
        raise DomainError(_("Cette mesure se décide contribution par contribution."))
    if len(judgement.facts) > FACTS_MAX:
        raise DomainError(_("Ce texte tient en %(most)s caractères.", most=FACTS_MAX))
    if not RULES[judgement.measure].needs_ground:
        return
    known = {clause.ref for clause in clauses_in_force(consultation.id)}
    if judgement.clause not in known:
        raise DomainError(_("Choisissez la règle de la charte qui s’applique."))


def undo_batch(batch: DecisionBatch, *, actor: User) -> BulkRun:
    """Take the whole batch back, within ten minutes; what is still to come of it does not come."""
    require(batch.made_by_id == actor.id, _("Ce lot a été décidé par quelqu’un d’autre."))
    with transaction() as current:
        lock(batch)
        if not can_undo_batch(batch, actor, now()):
            raise DomainError(_("Les dix minutes sont passées, ou ce lot est déjà annulé."))
        batch.undone_at = now()
        for run in current.scalars(
            select(BulkRun)
            .where(BulkRun.batch_id == batch.id, BulkRun.done_at.is_(None))
            .with_for_update()
        ):
            run.done_at = now()
        decisions = current.scalars(
            select(Decision.id)
            .where(Decision.batch_id == batch.id, Decision.undone_at.is_(None))
            .order_by(Decision.id.desc())
        ).all()
        back = BulkRun(batch=batch, actor_id=actor.id, is_undo=True, subjects=list(decisions))
        current.add(back)
        journal.record("moderation.batch_undone", batch, actor_id=actor.id)
        current.flush()
    _finish_if_few(back)
    return back


def can_undo_batch(batch: DecisionBatch, person: User, moment: datetime) -> bool:
    """One's own, for ten minutes, once."""
    return (
        batch.made_by_id == person.id
        and batch.undone_at is None
        and moment - batch.made_at <= UNDO_WITHIN
    )


def _finish_if_few(run: BulkRun) -> None:
    if len(run.subjects) <= AT_ONCE:
        while not advance(run):
            pass


def advance(run: BulkRun, most: int = CHUNK) -> bool:
    """Take the next `most` of what the run holds, each in its own transaction; True at the end.

    Safe to repeat: what was decided is not decided again, and the place is kept with each.
    """
    actor = session.get_one(User, run.actor_id)
    act: Callable[[BulkRun, int, User], None] = _take_back if run.is_undo else _decide_one
    for subject in list(run.subjects)[run.position : run.position + most]:
        with transaction():
            lock(run)
            if run.done_at is not None:
                return True
            run.position += 1
            try:
                with session.begin_nested():
                    act(run, subject, actor)
            except DomainError:
                run.left_out += 1
    with transaction():
        lock(run)
        if run.position >= len(run.subjects):
            run.done_at = run.done_at or now()
        run.lease_until = None
        run.attempts = 0
    return run.done_at is not None


def _decide_one(run: BulkRun, contribution_id: int, actor: User) -> None:
    contribution = session.scalars(
        with_surroundings(select(Contribution).where(Contribution.id == contribution_id))
    ).one_or_none()
    batch = session.get_one(DecisionBatch, run.batch_id)
    if contribution is None or contribution.review_since is None:
        raise DomainError(_("Elle n’attend plus."))
    require_free(contribution.id, actor=actor)
    _require_older(contribution, batch.made_at)
    judgement = Judgement(
        batch.measure,
        ground=Ground.CHARTER if run.clause else Ground.NONE,
        clause=run.clause,
        facts=run.facts,
        is_machine_detected=_is_detected(contribution),
        seen_revision=contribution.revision,
    )
    decide(contribution, judgement, actor=actor, batch=batch)


def _require_older(contribution: Contribution, made_at: datetime) -> None:
    """Nobody has seen what its author wrote since: it is judged by itself."""
    current = session.get_one(Revision, (contribution.id, contribution.revision))
    if current.number > 1 and current.at > made_at:
        raise DomainError(_("Ce texte a été modifié depuis."))


def _is_detected(contribution: Contribution) -> bool:
    """A machine found something in it; what cannot be read says nothing."""
    try:
        return is_found(signals_in(contribution.signals))
    except UnreadableError:
        return False


def _take_back(run: BulkRun, decision_id: int, actor: User) -> None:
    decision = session.scalars(
        select(Decision).where(Decision.id == decision_id).options(joinedload(Decision.participant))
    ).one()
    batch = session.get_one(DecisionBatch, run.batch_id)
    undo(decision, actor=actor, asked_at=batch.undone_at)


def batch_of(consultation: Consultation, key: str) -> DecisionBatch | None:
    """The batch of that key in this consultation."""
    found: DecisionBatch | None = session.scalars(
        select(DecisionBatch).where(
            DecisionBatch.key == key, DecisionBatch.consultation_id == consultation.id
        )
    ).one_or_none()
    return found


def runs_of(batch: DecisionBatch) -> list[BulkRun]:
    """Its work, the first first: the decisions, and perhaps their undoing."""
    return list(
        session.scalars(select(BulkRun).where(BulkRun.batch_id == batch.id).order_by(BulkRun.id))
    )
