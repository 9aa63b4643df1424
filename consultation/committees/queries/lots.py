"""The drawing of lots of a committee, its volunteers, its run."""

from sqlalchemy import Select, func, select

from consultation.accounts.models import User
from consultation.committees.models.lots import Lot, LotRun, Volunteer
from consultation.core.db import session

_ADDRESS = func.coalesce(User.email, Volunteer.email)
"""Of who has an account, its address as it is now."""


def lot_of(committee_id: int) -> Lot | None:
    """The committee's drawing of lots."""
    return session.scalars(select(Lot).where(Lot.committee_id == committee_id)).one_or_none()


def volunteers_of(lot_id: int) -> Select[Volunteer]:
    """Everybody who volunteers, as they came."""
    return select(Volunteer).where(Volunteer.lot_id == lot_id).order_by(Volunteer.id)


def volunteers_after(lot_id: int, after: int, count: int) -> list[Volunteer]:
    """The next ones of a page."""
    query = volunteers_of(lot_id).where(Volunteer.id > after).limit(count)
    return list(session.scalars(query))


def volunteer_count(lot_id: int) -> int:
    """How many volunteer; for the organisers' pages."""
    return session.scalar(select(func.count()).where(Volunteer.lot_id == lot_id)) or 0


def volunteers_to_tell(lot_id: int, language: str) -> Select[str, str]:
    """(address, language) of everybody who volunteers; who has no account is told in `language`."""
    return (
        select(_ADDRESS, func.coalesce(User.language, language))
        .select_from(Volunteer)
        .outerjoin(User, User.id == Volunteer.user_id)
        .where(Volunteer.lot_id == lot_id)
        .order_by(Volunteer.id)
    )


def volunteer_for(person: User | None, lot_id: int) -> Volunteer | None:
    """The person's own entry, by their account, or by their address where a file named it.

    An entry that another account made is never theirs, though its address may be by now.
    """
    if person is None:
        return None
    is_of_a_file = Volunteer.user_id.is_(None) & (Volunteer.email == person.email)
    return session.scalars(
        select(Volunteer)
        .where(Volunteer.lot_id == lot_id, (Volunteer.user_id == person.id) | is_of_a_file)
        .order_by(Volunteer.user_id.is_(None), Volunteer.id)
    ).first()


def addresses_of(lot_id: int) -> dict[str, str]:
    """By key, where each volunteer is written to: the address of their account as it is now."""
    rows = session.execute(
        select(Volunteer.key, _ADDRESS)
        .select_from(Volunteer)
        .outerjoin(User, User.id == Volunteer.user_id)
        .where(Volunteer.lot_id == lot_id)
    )
    return dict(rows.all())


def last_run(lot_id: int) -> LotRun | None:
    """The draw that is being made, or was made last."""
    return session.scalars(
        select(LotRun).where(LotRun.lot_id == lot_id).order_by(LotRun.id.desc()).limit(1)
    ).one_or_none()


def is_running(run: LotRun | None) -> bool:
    """The worker has not finished it."""
    return run is not None and run.done_at is None and run.gave_up_at is None
