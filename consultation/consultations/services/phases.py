"""A consultation's life: announced, opened and closed by its dates, extended, reopened, answered.

Openings and closings by date are the worker's (`tasks`); everything here is a person's decision.
"""

from datetime import datetime
from enum import StrEnum
from functools import partial

from consultation.accounts.models import User
from consultation.consultations import emails
from consultation.consultations.models import CalendarChange, Consultation, Phase
from consultation.consultations.permissions import can_organise, phase_at
from consultation.consultations.queries import roles_of
from consultation.consultations.readiness import missing_to_announce
from consultation.consultations.services.telling import tell_contributors
from consultation.core import journal
from consultation.core.clock import now
from consultation.core.db import lock, transaction
from consultation.core.errors import ConflictError, DomainError, require
from consultation.core.i18n import _
from consultation.core.text import is_blank, tidy

MAX_REASON = 500


def announce_consultation(consultation: Consultation, *, text_count: int, actor: User) -> None:
    """Show a draft to everybody. `text_count` is how many texts the public would read."""
    require(can_organise(roles_of(actor, consultation.id)))
    with transaction():
        lock(consultation)
        if consultation.phase is not Phase.DRAFT:
            raise ConflictError(_("Cette consultation est déjà publiée."))
        lacks = missing_to_announce(consultation, text_count, now())
        if lacks:
            raise DomainError(" ".join(lacks))
        consultation.phase = Phase.UPCOMING
        consultation.revision += 1
        journal.record("consultation.announced", consultation, actor_id=actor.id)


class Move(StrEnum):
    """How a closing is moved."""

    CLOSED = "closed"
    EXTENDED = "extended"
    REOPENED = "reopened"


def close_now(consultation: Consultation, reason: str, *, actor: User) -> None:
    """End an open consultation before its date, for a reason that everybody reads."""
    _move(consultation, Move.CLOSED, now(), reason, actor)


def extend(consultation: Consultation, closes_at: datetime, reason: str, *, actor: User) -> None:
    """Give an open consultation more time, for a reason that everybody reads."""
    _move(consultation, Move.EXTENDED, closes_at, reason, actor)


def reopen(consultation: Consultation, closes_at: datetime, reason: str, *, actor: User) -> None:
    """Open a closed consultation again until `closes_at`, for a reason that everybody reads."""
    _move(consultation, Move.REOPENED, closes_at, reason, actor)


def _move(
    consultation: Consultation, move: Move, closes_at: datetime, reason: str, actor: User
) -> None:
    """Move the closing: on the calendar, in the journal, and by mail to who contributed."""
    require(can_organise(roles_of(actor, consultation.id)))
    reason = tidy(reason)[:MAX_REASON]
    if is_blank(reason):
        raise DomainError(_("Donnez la raison : elle est publiée."))
    with transaction() as current:
        lock(consultation)
        require_possible(consultation, move, closes_at)
        change = CalendarChange(
            consultation_id=consultation.id,
            kind=move.value,
            old_closes_at=consultation.closes_at,
            new_closes_at=closes_at,
            reason=reason,
        )
        current.add(change)
        consultation.closes_at = closes_at
        consultation.phase = Phase.CLOSED if move is Move.CLOSED else Phase.OPEN
        consultation.revision += 1
        journal.record(
            f"consultation.{move.value}", consultation, actor_id=actor.id,
            closes_at=closes_at.isoformat(),
        )  # fmt: skip
        tell_contributors(consultation, partial(emails.calendar_changed, consultation, change))


def require_possible(consultation: Consultation, move: Move, closes_at: datetime) -> None:
    """Refuse what the calendar, as it is now, does not allow."""
    moment = now()
    phase = phase_at(consultation, moment)
    if phase is not (Phase.CLOSED if move is Move.REOPENED else Phase.OPEN):
        raise ConflictError(
            {
                Move.CLOSED: _("On ne clôt qu’une consultation ouverte."),
                Move.EXTENDED: _(
                    "On ne prolonge qu’une consultation ouverte. Une fois close, elle se rouvre."
                ),
                Move.REOPENED: _("On ne rouvre qu’une consultation close."),
            }[move]
        )
    if move is Move.CLOSED:
        return
    if closes_at <= moment:
        raise DomainError(_("La nouvelle clôture doit être à venir."))
    if move is Move.EXTENDED and consultation.closes_at and closes_at <= consultation.closes_at:
        raise DomainError(_("La nouvelle clôture doit venir après l’actuelle."))


def mark_answered(consultation: Consultation, *, actor: User) -> None:
    """The institution has answered: say so on every page."""
    _step(consultation, Phase.ANSWERED, {Phase.CLOSED}, actor=actor)


def archive(consultation: Consultation, *, actor: User) -> None:
    """Keep the consultation as it is, for good."""
    _step(consultation, Phase.ARCHIVED, {Phase.CLOSED, Phase.ANSWERED}, actor=actor)


def _step(consultation: Consultation, phase: Phase, before: set[Phase], *, actor: User) -> None:
    require(can_organise(roles_of(actor, consultation.id)))
    with transaction():
        lock(consultation)
        if phase_at(consultation, now()) not in before:
            raise ConflictError(_("La consultation n’en est pas là."))
        consultation.phase = phase
        consultation.revision += 1
        journal.record(f"consultation.{phase.value}", consultation, actor_id=actor.id)
