"""Coding contributions: several coders at once, nobody's work overwritten, nothing lost."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import ColumnElement, func, select

from consultation.accounts.models import User
from consultation.consultations.models import Consultation
from consultation.consultations.queries import roles_of
from consultation.contributions.models import Contribution
from consultation.core.clock import now
from consultation.core.db import lock, session, transaction
from consultation.core.errors import ConflictError, DomainError, NotFoundError, require
from consultation.core.i18n import _
from consultation.core.text import is_blank, tidy
from consultation.synthesis.models import Coding, Reading, ReadingNote
from consultation.synthesis.models.coding import Origin, ReadingState, SetAside
from consultation.synthesis.permissions import can_code
from consultation.synthesis.services.doubling import Said, decide, keep_apart
from consultation.synthesis.services.marks import Wanted, checked, write

__all__ = ["Wanted"]

CLAIMED_FOR = timedelta(minutes=20)
BATCH = 20
MAX_NOTE = 1_000


class ReadMeanwhileError(ConflictError):
    """A colleague changed the coding of this contribution since it was opened."""


def claim(
    consultation: Consultation, which: Sequence[ColumnElement[bool]], *, actor: User
) -> list[int]:
    """Take up to 20 contributions that nobody reads, those of `which`, for twenty minutes.

    `which` are conditions on `Reading` and `Contribution`. The ids, in the order they came in.
    """
    require(can_code(roles_of(actor, consultation.id)))
    moment = now()
    with transaction() as current:
        rows = current.scalars(
            select(Reading)
            .join(Contribution, Contribution.id == Reading.contribution_id)
            .where(
                Reading.consultation_id == consultation.id,
                Reading.claimed_by_id.is_(None)
                | (Reading.claimed_until < moment)
                | (Reading.claimed_by_id == actor.id),
                *which,
            )
            .order_by(Reading.contribution_id)
            .limit(BATCH)
            .with_for_update(skip_locked=True, of=Reading)
        ).all()
        for row in rows:
            row.claimed_by_id = actor.id
            row.claimed_until = moment + CLAIMED_FOR
    return [row.contribution_id for row in rows]


def release(consultation: Consultation, *, actor: User) -> None:
    """Give back what one holds and did not read."""
    with transaction() as current:
        rows = current.scalars(
            select(Reading)
            .where(Reading.consultation_id == consultation.id, Reading.claimed_by_id == actor.id)
            .order_by(Reading.contribution_id)
            .with_for_update()
        )
        for row in rows:
            row.claimed_by_id = row.claimed_until = None


def code(
    contribution: Contribution, wanted: Sequence[Wanted], *, actor: User, seen: int,
    to_return: bool = False,
) -> None:  # fmt: skip
    """Make `wanted` the codings of a contribution; `seen` is the edition that the coder had.

    What is no longer wanted is taken back and stays in storage. Without any theme the contribution
    counts as read only if it is « to come back to ».
    """
    if not wanted and not to_return:
        raise DomainError(
            _("Choisissez au moins un thème, ou écartez la contribution avec un motif.")
        )
    with transaction():
        reading = _held(contribution, actor, seen)
        marks = checked(contribution, wanted)
        if keep_apart(reading, contribution, Said(marks, is_done=not to_return), actor=actor):
            return
        write(contribution, marks, actor.id)
        reading.state = ReadingState.TO_RETURN if to_return else ReadingState.CODED
        reading.reason, reading.reason_text = None, ""
        _read(reading, contribution, actor)
        if not to_return:
            decide(contribution, (mark[0] for mark in marks), actor=actor)


def set_aside(
    contribution: Contribution, reason: SetAside, words: str, *, actor: User, seen: int
) -> None:
    """Code it under no theme, and say why: the coverage counts it with its reason."""
    if reason is SetAside.OTHER and is_blank(words):
        raise DomainError(_("Dites pourquoi cette contribution est écartée."))
    with transaction():
        reading = _held(contribution, actor, seen)
        words = tidy(words).strip()[:MAX_NOTE]
        said = Said({}, reason=reason, reason_text=words)
        if keep_apart(reading, contribution, said, actor=actor):
            return
        write(contribution, {}, actor.id)
        reading.state, reading.reason = ReadingState.SET_ASIDE, reason
        reading.reason_text = words
        _read(reading, contribution, actor)
        decide(contribution, (), actor=actor, note=words)


def note(contribution: Contribution, text: str, *, actor: User) -> None:
    """Leave a word to colleagues."""
    require(can_code(roles_of(actor, contribution.consultation_id)))
    text = tidy(text).strip()
    if is_blank(text):
        raise DomainError(_("Écrivez la note."))
    if len(text) > MAX_NOTE:
        raise DomainError(_("Une note tient en %(most)s caractères.", most=MAX_NOTE))
    with transaction() as current:
        current.add(ReadingNote(contribution_id=contribution.id, author_id=actor.id, text=text))


def _held(contribution: Contribution, actor: User, seen: int) -> Reading:
    require(can_code(roles_of(actor, contribution.consultation_id)))
    reading = session.get(Reading, contribution.id)
    if reading is None:
        raise NotFoundError(_("Cette contribution n’est pas encore dans la file."))
    lock(reading)
    if reading.edition != seen:
        raise ReadMeanwhileError(
            _("Une autre personne vient de coder cette contribution : voici ce qu’elle en a fait.")
        )
    return reading


def _read(reading: Reading, contribution: Contribution, actor: User) -> None:
    reading.read_at, reading.read_by_id = now(), actor.id
    reading.revision = contribution.revision
    reading.claimed_by_id = reading.claimed_until = None
    reading.edition += 1


def acceptance(consultation_id: int) -> tuple[int, int]:
    """How many codings that stand were suggested and ticked, of how many made under suggestions."""
    rows = dict(
        session.execute(
            select(Coding.origin, func.count())
            .where(
                Coding.consultation_id == consultation_id,
                Coding.removed_at.is_(None),
                Coding.origin.in_([Origin.ACCEPTED, Origin.CORRECTED]),
            )
            .group_by(Coding.origin)
        ).all()
    )
    accepted = rows.get(Origin.ACCEPTED, 0)
    return accepted, accepted + rows.get(Origin.CORRECTED, 0)
