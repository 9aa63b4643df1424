"""The worker's share of a drawing of lots: the draw itself, and forgetting who volunteered."""

from datetime import timedelta
from functools import partial

from sqlalchemy import ColumnElement, and_, delete, or_, select

from consultation.accounts.models import User
from consultation.committees import emails
from consultation.committees.models.lots import Lot, LotRun, LotState, Volunteer
from consultation.committees.models.people import Committee
from consultation.committees.queries.lots import volunteers_to_tell
from consultation.committees.queries.people import organisers_to_tell
from consultation.committees.services.telling import tell_each
from consultation.committees.sortition.chances import DRAWS
from consultation.committees.sortition.checking import ImpossibleError
from consultation.committees.sortition.process import DrawEndedError, run
from consultation.committees.sortition.record import completed, job_of, seed_of
from consultation.committees.sortition.written import Written
from consultation.core import journal, mail
from consultation.core.clock import now
from consultation.core.db import lock, session, transaction
from consultation.core.work import LEASE, claim

WITHOUT_A_DRAW = timedelta(days=365)
"""How long volunteers of a call are kept while no draw is made."""


def draw_next() -> bool:
    """Make the next draw that was asked for, in a process of its own."""
    row = claim(LotRun)
    if row is None:
        return False
    lot = session.get_one(Lot, row.lot_id)

    def heard(stage: str, done: int, total: int) -> bool:
        with transaction():
            lock(row)
            row.stage, row.done, row.total = stage, done, total
            row.lease_until = now() + LEASE
        return row.cancelled_at is None

    drawn: Written | None = None
    failure = ""
    if lot.record is None and lot.plan is not None and heard("draw", 0, 0):
        try:
            drawn = run(job_of(lot.plan, seed_of(lot.fingerprint, lot.value), DRAWS), heard)
        except ImpossibleError:
            failure = "impossible"
        except DrawEndedError as error:
            failure = error.why
    elif lot.record is None:
        failure = "cancelled"
    end_draw(row, lot, drawn, failure)
    return True


def end_draw(row: LotRun, lot: Lot, drawn: Written | None, failure: str) -> None:
    """Keep what came out, once; a draw that was cancelled keeps nothing."""
    with transaction() as current:
        committee = lock(current.get_one(Committee, lot.committee_id))
        lock(lot)
        lock(row)
        row.done_at, row.lease_until, row.failure = now(), None, failure
        if drawn is None or lot.record is not None or lot.plan is None:
            return
        if row.cancelled_at is not None:
            row.failure = "cancelled"
            return
        moment = now()
        lot.record = completed(
            lot.plan, lot.value, drawn, by=str(row.actor_id), at=moment.isoformat()
        )
        lot.state, lot.drawn_at = LotState.DRAWN, moment
        lot.forget_at = moment + timedelta(days=lot.keep_days)
        committee.revision += 1
        journal.record(
            "committee.lots_drawn", committee, actor_id=row.actor_id, lot=lot.key,
            record=lot.record["hash"],
        )  # fmt: skip
        person = current.get_one(User, row.actor_id)
        if person.email:
            mail.queue(emails.lots_drawn(committee, person.email, person.language))


def forget_next_volunteers() -> bool:
    """The time to contest, or to draw at all, has passed: nobody's address and answers are kept."""
    with transaction() as current:
        lot = current.scalars(select(Lot).where(_is_due()).order_by(Lot.id).limit(1)).one_or_none()
        if lot is None:
            return False
        committee = lock(current.get_one(Committee, lot.committee_id))
        lock(lot)
        if current.scalar(select(Lot.id).where(Lot.id == lot.id, _is_due())) is None:
            return True
        if lot.record is None:
            _tell_of_lapse(committee, lot)
            _begin_anew(lot)
        current.execute(delete(Volunteer).where(Volunteer.lot_id == lot.id))
        committee.revision += 1
        lot.forget_at, lot.forgotten_at = None, now()
        journal.record("committee.volunteers_forgotten", committee, actor_id=None, lot=lot.key)
    return True


def _is_due() -> ColumnElement[bool]:
    return or_(
        Lot.forget_at <= now(),
        and_(Lot.drawn_at.is_(None), Lot.opened_at <= now() - WITHOUT_A_DRAW),
    )


def _tell_of_lapse(committee: Committee, lot: Lot) -> None:
    """Whoever runs the committee learns it, and whoever volunteered for nothing."""
    organisers = session.execute(organisers_to_tell(committee.id)).all()
    tell_each(organisers, partial(emails.lots_lapsed, committee))
    people = session.execute(volunteers_to_tell(lot.id, committee.language)).all()
    tell_each(people, partial(emails.call_lapsed, committee))


def _begin_anew(lot: Lot) -> None:
    """A call that led to no draw: its targets remain, nothing of its pool does."""
    lot.state, lot.opened_at, lot.frozen_at = LotState.PREPARED, None, None
    lot.plan, lot.source, lot.fingerprint, lot.value = None, "", "", ""
