"""A drawing of lots, step by step: prepared, open to volunteers, frozen, drawn."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict

from consultation.accounts.models import User
from consultation.committees.lot_words import problem_words
from consultation.committees.models.lots import Lot, LotRun, LotState
from consultation.committees.models.people import Committee, ReservePerson, Seat
from consultation.committees.permissions import can_run
from consultation.committees.queries.lots import (
    addresses_of,
    is_running,
    last_run,
    lot_of,
    volunteers_of,
)
from consultation.committees.queries.people import reserve_of, sitting, standing_of
from consultation.committees.services.seats import send_invitation
from consultation.committees.services.targets import Features, Wish, made_targets, targets_of
from consultation.committees.sortition.checking import Problem, faults_of, problems_of
from consultation.committees.sortition.pool import Person, Pool
from consultation.committees.sortition.record import Plan, fingerprint_of
from consultation.committees.sortition.solving import TooHardError
from consultation.committees.sortition.stratified import draw
from consultation.core import journal
from consultation.core.clock import now
from consultation.core.db import lock, session, transaction
from consultation.core.errors import ConflictError, DomainError, NotFoundError, require
from consultation.core.i18n import _

MAX_SOURCE, MAX_VALUE = 300, 200


def prepare(committee: Committee, wish: Wish, *, actor: User) -> None:
    """Set what is asked. Once people volunteer, the features stay; the numbers may change."""
    require(can_run(standing_of(actor, committee.id)))
    faults = faults_of(made_targets(wish.size, wish.features))
    if faults:
        raise DomainError(problem_words(faults[0]))
    with transaction() as current:
        lock(committee)
        lot = lot_of(committee.id)
        if lot is None:
            lot = Lot(committee_id=committee.id, **asdict(wish))
            current.add(lot)
            current.flush()
        else:
            _change(lock(lot), wish)
        journal.record("committee.lots_prepared", committee, actor_id=actor.id, size=wish.size)


def _change(lot: Lot, wish: Wish) -> None:
    if lot.state not in {LotState.PREPARED, LotState.OPEN}:
        raise ConflictError(_("Le vivier est arrêté : les cibles ne changent plus."))
    if lot.state is LotState.OPEN and _names(lot.features) != _names(wish.features):
        raise ConflictError(
            _("L’appel est ouvert : changez les nombres, pas les critères ni leurs valeurs.")
        )
    if lot.state is LotState.OPEN and wish.is_by_household != lot.is_by_household:
        raise ConflictError(_("L’appel est ouvert : la règle du foyer ne change plus."))
    for name, value in asdict(wish).items():
        setattr(lot, name, value)


def _names(features: Features) -> Features:
    return [(name, [value for value, _low, _high in values]) for name, values in features]


def open_call(committee: Committee, *, actor: User) -> None:
    """Anybody with an account may volunteer from now on."""
    with _held(committee, actor, LotState.PREPARED) as lot:
        if committee.announced_at is None:
            raise DomainError(_("Rendez d’abord le comité public, à la page « Présentation »."))
        lot.state, lot.opened_at, lot.forgotten_at = LotState.OPEN, now(), None
        committee.revision += 1
        journal.record("committee.lots_opened", committee, actor_id=actor.id, lot=lot.key)


def pool_of(lot: Lot) -> Pool:
    """The volunteers as the draw knows them; a household is a number that says no more."""
    rows = session.scalars(volunteers_of(lot.id)).all()
    homes = {home: f"h{n}" for n, home in enumerate(sorted({r.household for r in rows} - {""}))}
    names = [name for name, _values in lot.features]
    return Pool(
        tuple(
            Person(
                row.key,
                {name: row.values[name] for name in names},
                homes.get(row.household, "") if lot.is_by_household else "",
            )
            for row in rows
        )
    )


def obstacles(lot: Lot) -> list[Problem]:
    """What stands in the way of a draw among those who volunteer now."""
    try:
        return problems_of(pool_of(lot), targets_of(lot))
    except TooHardError as error:
        raise DomainError(
            _("Ces cibles sont trop difficiles à démêler : élargissez-en.")
        ) from error


def try_out(committee: Committee, *, actor: User) -> tuple[Pool, list[Person]]:
    """A test draw, with a seed of its own: shown once, kept nowhere."""
    require(can_run(standing_of(actor, committee.id)))
    lot = _found(committee)
    refuse(obstacles(lot))
    pool = pool_of(lot)
    return pool, draw(pool, targets_of(lot), secrets.token_hex(16))


def refuse(problems: list[Problem]) -> None:
    """DomainError with every reason."""
    if problems:
        raise DomainError(" ".join(problem_words(problem) for problem in problems))


def freeze(committee: Committee, source: str, *, actor: User) -> None:
    """Close the call: pool and targets change no more, and their fingerprint is published."""
    source = " ".join(source.split())
    if not source or len(source) > MAX_SOURCE:
        raise DomainError(_("Annoncez l’événement public qui fixera le hasard."))
    with _held(committee, actor, LotState.OPEN) as lot:
        refuse(obstacles(lot))
        plan = Plan(
            pool_of(lot), targets_of(lot), lot.reserve_size, lot.algorithm, source
        ).written()
        lot.plan, lot.source, lot.fingerprint = plan, source, fingerprint_of(plan)
        lot.state, lot.frozen_at = LotState.FROZEN, now()
        committee.revision += 1
        journal.record(
            "committee.lots_frozen", committee, actor_id=actor.id, lot=lot.key,
            fingerprint=lot.fingerprint,
        )  # fmt: skip


def ask_draw(committee: Committee, value: str, *, actor: User) -> None:
    """Have the worker draw. The value is given once: a draw that failed is made again with it."""
    value = " ".join(value.split())
    with _held(committee, actor, LotState.FROZEN) as lot:
        if is_running(last_run(lot.id)):
            raise ConflictError(_("Le tirage est déjà en cours."))
        if not lot.value:
            if not value or len(value) > MAX_VALUE:
                raise DomainError(_("Écrivez ce que l’événement a donné."))
            lot.value = value
        session.add(LotRun(lot_id=lot.id, actor_id=actor.id))
        journal.record("committee.lots_asked", committee, actor_id=actor.id, lot=lot.key)


def cancel_draw(committee: Committee, *, actor: User) -> None:
    """End the draw that is being made; nothing is drawn."""
    with _held(committee, actor, LotState.FROZEN) as lot:
        run = last_run(lot.id)
        if run is None or not is_running(run):
            raise ConflictError(_("Aucun tirage n’est en cours."))
        run.cancelled_at = now()
        journal.record("committee.lots_cancelled", committee, actor_id=actor.id, lot=lot.key)


def invite_drawn(committee: Committee, origin: str, *, actor: User) -> tuple[int, int]:
    """Mail the invitations to those drawn, and put the reserve in its order.

    How many are invited, and how many were drawn and withdrew meanwhile.
    """
    with _held(committee, actor, LotState.DRAWN) as lot:
        if lot.invited_at is not None or lot.record is None:
            raise ConflictError(_("Les personnes tirées au sort sont déjà invitées."))
        known = addresses_of(lot.id)
        drawn = [known[key] for key in lot.record["result"] if key in known]
        there = sitting(committee.id)
        invited = [email for email in drawn if email not in there]
        for email in invited:
            send_invitation(committee, email, Seat.MEMBER, origin, actor=actor)
        _put_in_reserve(committee, [known[key] for key in lot.record["reserve"] if key in known],
                        origin)  # fmt: skip
        lot.invited_at = now()
        journal.record(
            "committee.lots_invited", committee, actor_id=actor.id, lot=lot.key, count=len(invited)
        )
        return len(invited), len(lot.record["result"]) - len(drawn)


def _put_in_reserve(committee: Committee, people: list[str], origin: str) -> None:
    known = session.scalars(reserve_of(committee.id)).all()
    emails = {row.email for row in known}
    last = max((row.position for row in known), default=0)
    for place, email in enumerate((each for each in people if each not in emails), start=1):
        session.add(
            ReservePerson(
                committee_id=committee.id, position=last + place, email=email, origin=origin
            )
        )


def _found(committee: Committee) -> Lot:
    lot = lot_of(committee.id)
    if lot is None:
        raise NotFoundError(_("Aucun tirage au sort n’est préparé."))
    return lot


@contextmanager
def _held(committee: Committee, actor: User, state: LotState) -> Iterator[Lot]:
    """The lot, held until the transaction ends, in the state that the act wants."""
    require(can_run(standing_of(actor, committee.id)))
    with transaction():
        lock(committee)
        lot = lock(_found(committee))
        if lot.state is not state:
            raise ConflictError(_("Le tirage au sort n’en est plus là : rechargez la page."))
        yield lot
