"""The reserve: people in an order, of whom the next is invited when a seat falls free."""

from collections.abc import Sequence

from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError

from consultation.accounts.models import User
from consultation.accounts.names import normal_email
from consultation.committees.models.people import Committee, ReservePerson, Seat
from consultation.committees.permissions import can_run
from consultation.committees.queries.lots import addresses_of, lot_of
from consultation.committees.queries.people import (
    invitations_to,
    reserve_of,
    sitting,
    standing_of,
)
from consultation.committees.services.seats import MAX_ORIGIN, send_invitation
from consultation.committees.services.targets import targets_of
from consultation.committees.sortition.stratified import replacement
from consultation.committees.sortition.written import read_pool
from consultation.core import journal
from consultation.core.clock import now
from consultation.core.db import lock, transaction
from consultation.core.errors import ConflictError, DomainError, NotFoundError, require
from consultation.core.i18n import _
from consultation.core.text import one_line


def add_to_reserve(committee: Committee, email: str, origin: str, *, actor: User) -> None:
    """Put somebody at the end of the reserve."""
    require(can_run(standing_of(actor, committee.id)))
    with transaction() as current:
        lock(committee)
        last = current.scalar(
            select(func.max(ReservePerson.position)).where(
                ReservePerson.committee_id == committee.id
            )
        )
        row = ReservePerson(
            committee_id=committee.id, position=(last or 0) + 1, email=normal_email(email),
            origin=one_line(origin)[:MAX_ORIGIN],
        )  # fmt: skip
        current.add(row)
        try:
            current.flush()
        except IntegrityError as error:
            raise ConflictError(_("Cette adresse est déjà dans la réserve.")) from error
        journal.record("committee.reserved", committee, actor_id=actor.id, person=row.key)


def drop_from_reserve(committee: Committee, key: str, *, actor: User) -> None:
    """Somebody no longer waits."""
    require(can_run(standing_of(actor, committee.id)))
    with transaction() as current:
        lock(committee)
        found = current.scalar(
            delete(ReservePerson)
            .where(ReservePerson.committee_id == committee.id, ReservePerson.key == key)
            .returning(ReservePerson.id)
        )
        if found is None:
            raise NotFoundError(_("Cette personne n’est plus dans la réserve."))
        journal.record("committee.unreserved", committee, actor_id=actor.id, person=key)


def next_of(committee: Committee, waiting: Sequence[ReservePerson]) -> ReservePerson:
    """Who takes the next seat: the first; after a draw, the first who keeps its targets.

    Those who sit or are invited count, as the draw knows them. When nobody of the reserve keeps
    the targets, or nobody is known any more, it is the first.
    """
    lot = lot_of(committee.id)
    if lot is None or lot.record is None or lot.forgotten_at is not None:
        return waiting[0]
    people = {person.key: person for person in read_pool(lot.record["pool"]).people}
    known = {email: people[key] for key, email in addresses_of(lot.id).items() if key in people}
    there = sitting(committee.id) | {row.email for row in invitations_to(committee)}
    able = {known[row.email].key: row for row in waiting if row.email in known}
    found = replacement(
        [known[email] for email in there if email in known],
        [people[key] for key in able],
        targets_of(lot),
    )
    return able[found.key] if found else waiting[0]


def call_next(committee: Committee, *, actor: User) -> str:
    """Invite the first of the reserve who was not called yet; their address."""
    require(can_run(standing_of(actor, committee.id)))
    with transaction() as current:
        lock(committee)
        there = sitting(committee.id)
        rows = current.scalars(reserve_of(committee.id).where(ReservePerson.called_at.is_(None)))
        waiting = [row for row in rows if row.email not in there]
        row = next_of(committee, waiting) if waiting else None
        if row is None:
            raise DomainError(_("La réserve est épuisée : ajoutez-y quelqu’un d’abord."))
        row.called_at = now()
        send_invitation(committee, row.email, Seat.MEMBER, row.origin, actor=actor)
        journal.record("committee.called", committee, actor_id=actor.id, person=row.key)
    return row.email
