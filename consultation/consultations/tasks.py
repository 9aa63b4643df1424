"""The calendar, kept by the server: each opening and closing happens exactly once."""

from sqlalchemy import and_, or_, select, update

from consultation.consultations.models import CalendarChange, Consultation, Phase
from consultation.consultations.permissions import phase_at
from consultation.core import journal
from consultation.core.clock import now
from consultation.core.db import transaction


def open_or_close_next() -> bool:
    """Bring one consultation whose date has come to the phase that its calendar says."""
    moment = now()
    due = or_(
        and_(Consultation.phase == Phase.UPCOMING, Consultation.opens_at <= moment),
        and_(Consultation.phase == Phase.OPEN, Consultation.closes_at <= moment),
    )
    with transaction() as session:
        row = session.scalars(
            select(Consultation)
            .where(due)
            .order_by(Consultation.id)
            .limit(1)
            .with_for_update(skip_locked=True)
            .execution_options(populate_existing=True)
        ).one_or_none()
        if row is None:
            return False
        row.phase = phase_at(row, moment)
        session.execute(
            update(Consultation)
            .where(Consultation.id == row.id)
            .values(revision=Consultation.revision + 1)
        )
        session.add(
            CalendarChange(
                consultation_id=row.id,
                kind=row.phase.value,
                old_closes_at=row.closes_at,
                new_closes_at=row.closes_at,
            )
        )
        journal.record(f"consultation.{row.phase.value}", row, actor_id=None)
    return True
