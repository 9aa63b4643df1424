"""The order of statements: moved, removed, and each such act undone by whoever sees it."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from consultation.accounts.models import User
from consultation.consultations.models import Consultation
from consultation.consultations.queries import roles_of
from consultation.core import journal
from consultation.core.clock import now
from consultation.core.db import lock, session, transaction
from consultation.core.errors import ConflictError, NotFoundError, require
from consultation.core.i18n import _
from consultation.synthesis.models import Chapter, Statement, Synthesis, SynthesisChange
from consultation.synthesis.models.writing import SynthesisAct
from consultation.synthesis.permissions import can_code
from consultation.synthesis.services.opening import held_synthesis

UP, DOWN = -1, 1


def move(
    consultation: Consultation, statement: Statement, chapter: Chapter, place: int | None = None,
    *, actor: User,
) -> None:  # fmt: skip
    """Put a statement into a chapter, at `place` from 0; None for its end."""
    require(can_code(roles_of(actor, consultation.id)))
    with transaction():
        synthesis = _held(consultation, statement)
        if chapter.synthesis_id != synthesis.id:
            raise NotFoundError(_("Ce chapitre n’est pas de cette synthèse."))
        _move(synthesis, statement, chapter.id, place, actor)


def step(consultation: Consultation, statement: Statement, direction: int, *, actor: User) -> None:
    """One place up or down in its chapter; at the end of it, nothing."""
    require(can_code(roles_of(actor, consultation.id)))
    with transaction():
        synthesis = _held(consultation, statement)
        ids = [each.id for each in _standing(statement.chapter_id)]
        place = ids.index(statement.id) + direction
        if 0 <= place < len(ids):
            _move(synthesis, statement, statement.chapter_id, place, actor)


def _move(
    synthesis: Synthesis, statement: Statement, chapter_id: int, place: int | None, actor: User
) -> None:
    others = [each for each in _standing(chapter_id) if each.id != statement.id]
    before = _places([statement, *others])
    others.insert(len(others) if place is None else max(0, min(place, len(others))), statement)
    statement.chapter_id = chapter_id
    for position, each in enumerate(others):
        each.position = position
    _tell(synthesis, SynthesisAct.MOVED, statement, before, actor)


def remove(consultation: Consultation, statement: Statement, *, actor: User) -> None:
    """Take a statement out; its text, its sources and its verbatims stay for whoever undoes it."""
    require(can_code(roles_of(actor, consultation.id)))
    with transaction():
        synthesis = _held(consultation, statement)
        before = _places([statement])
        statement.removed_at = now()
        _tell(synthesis, SynthesisAct.REMOVED, statement, before, actor)


def undo(consultation: Consultation, change_id: int, *, actor: User) -> Statement:
    """Take back the latest act on the order of things, whoever did it; its statement.

    `change_id` is what the person saw as the latest: else somebody acted in between.
    """
    require(can_code(roles_of(actor, consultation.id)))
    with transaction():
        synthesis = held_synthesis(consultation)
        last = session.scalars(
            select(SynthesisChange)
            .where(
                SynthesisChange.synthesis_id == synthesis.id, SynthesisChange.undone_at.is_(None)
            )
            .order_by(SynthesisChange.id.desc())
            .limit(1)
        ).one_or_none()
        if last is None or last.id != change_id:
            raise ConflictError(
                _("Quelqu’un a changé le plan entre-temps : regardez d’abord quoi.")
            )
        statement = session.get_one(Statement, last.statement_id)
        if last.act is SynthesisAct.ADDED:
            statement.removed_at = now()
        else:
            _put_back(last.before)
        last.undone_at = now()
        journal.record("statement.undone", statement, actor_id=actor.id, code=last.act.value)
    return statement


def _put_back(before: dict[str, Any]) -> None:
    rows = session.scalars(
        select(Statement).where(Statement.key.in_(list(before))).order_by(Statement.id)
    )
    for row in rows:
        row.chapter_id, row.position, is_removed = before[row.key]
        if not is_removed:
            row.removed_at = None


def _held(consultation: Consultation, statement: Statement) -> Synthesis:
    synthesis = held_synthesis(consultation)
    lock(statement)
    if statement.removed_at is not None:
        raise NotFoundError(_("Cet énoncé a déjà été retiré."))
    return synthesis


def _standing(chapter_id: int) -> list[Statement]:
    return list(
        session.scalars(
            select(Statement)
            .where(Statement.chapter_id == chapter_id, Statement.removed_at.is_(None))
            .order_by(Statement.position, Statement.id)
        )
    )


def _places(rows: Sequence[Statement]) -> dict[str, Any]:
    """Where statements stand, by their keys: chapter, position, whether removed."""
    return {row.key: [row.chapter_id, row.position, row.removed_at is not None] for row in rows}


def _tell(
    synthesis: Synthesis, act: SynthesisAct, statement: Statement, before: dict[str, Any],
    actor: User,
) -> None:  # fmt: skip
    session.add(
        SynthesisChange(
            synthesis_id=synthesis.id, act=act, statement_id=statement.id, before=before,
            by_id=actor.id,
        )
    )  # fmt: skip
    journal.record(f"statement.{act.value}", statement, actor_id=actor.id)
