"""The journal: who decided what, when. Rows are only added, each with the hash of the one before.

It holds identifiers only, never a name or a text, so that a deleted person is gone from it too.

An act is written in the transaction that it is of, at its very end: rows form one chain, so that
writers wait for one another, but for no longer than a commit, and never while one of them still
wants a row that the other holds.
"""

import hashlib
import json
import re
from datetime import datetime
from typing import Any

from sqlalchemy import Index, event, insert, select
from sqlalchemy.orm import Mapped, Session, SessionTransaction, mapped_column

from consultation.core.clock import now
from consultation.core.db import Base, WithId, hold_named_lock, session

JOURNAL_LOCK = 7301
FIRST_HASH = "0" * 64
WAITING = "journal"
"""Under this name a session holds the acts that are written when it commits."""
SHAPE = re.compile(r"[A-Za-z0-9_.:+ -]{0,400}")
"""Of a detail: keys, dates, words of ours. A name, an address or a sentence seldom passes."""


class JournalEntry(WithId, Base):
    """One act: `actor_id` (None for the clock) did `act` to `subject_type` `subject_key`."""

    __tablename__ = "journal_entry"
    __table_args__ = (
        Index(None, "subject_type", "subject_key"),
        Index("ix_journal_entry_actor", "actor_id", "id"),
    )

    at: Mapped[datetime] = mapped_column(index=True)
    actor_id: Mapped[int | None]
    act: Mapped[str] = mapped_column(index=True)
    subject_type: Mapped[str]
    subject_key: Mapped[str]
    details: Mapped[dict[str, Any]]
    previous_hash: Mapped[str]
    hash: Mapped[str] = mapped_column(unique=True)


def record(
    act: str, subject: Base, *, actor_id: int | None, subject_key: str = "", **details: str | int
) -> None:
    """Add one act to the journal when the transaction is committed, or not at all."""
    for name, value in details.items():
        if not isinstance(value, int) and SHAPE.fullmatch(value) is None:
            raise ValueError(f"{act}: {name} is neither an identifier nor a number")
    entry = {
        "at": now(),
        "actor_id": actor_id,
        "act": act,
        "subject_type": subject.__tablename__,
        "subject_key": subject_key
        or str(getattr(subject, "key", None) or getattr(subject, "id", "")),
        "details": dict(details),
    }
    current = session()
    _waiting(current).append((current.get_nested_transaction(), entry))


def _waiting(current: Session) -> list[tuple[SessionTransaction | None, dict[str, Any]]]:
    """The acts that are not written yet, each with the savepoint that it goes with."""
    waiting: list[tuple[SessionTransaction | None, dict[str, Any]]]
    waiting = current.info.setdefault(WAITING, [])
    return waiting


@event.listens_for(Session, "before_commit")
def _write(current: Session) -> None:
    waiting = _waiting(current)
    if not waiting:
        return
    savepoint = current.get_nested_transaction()
    if savepoint is not None:
        outer = savepoint.parent if savepoint.parent and savepoint.parent.nested else None
        waiting[:] = [(outer if at is savepoint else at, entry) for at, entry in waiting]
        return
    current.flush()
    hold_named_lock(JOURNAL_LOCK)
    connection = current.connection()
    previous = connection.execute(_LAST).scalar() or FIRST_HASH
    for _savepoint, entry in waiting:
        entry["previous_hash"] = previous
        entry["hash"] = previous = hash_of(**entry)
    connection.execute(_INSERT, [entry for _savepoint, entry in waiting])
    waiting.clear()


_LAST = select(JournalEntry.hash).order_by(JournalEntry.id.desc()).limit(1)
_INSERT = insert(JournalEntry.__table__)  # type: ignore[arg-type]  # a Table, as every model's


@event.listens_for(Session, "after_soft_rollback")
def _forget(current: Session, ended: SessionTransaction) -> None:
    """What was rolled back was not done. A flush that fails takes what it stands in with it."""
    while not ended.nested and ended.parent is not None:
        ended = ended.parent
    waiting = _waiting(current)
    waiting[:] = [
        (at, entry) for at, entry in waiting if ended.nested and not _is_within(at, ended)
    ]


def _is_within(savepoint: SessionTransaction | None, ended: SessionTransaction) -> bool:
    while savepoint is not None:
        if savepoint is ended:
            return True
        savepoint = savepoint.parent
    return False


def entry_hash(entry: JournalEntry) -> str:
    """SHA-256 of the row's canonical JSON (sorted keys, no spaces), the previous hash included."""
    return hash_of(
        entry.at, entry.actor_id, entry.act, entry.subject_type, entry.subject_key, entry.details,
        entry.previous_hash,
    )  # fmt: skip


def hash_of(
    at: datetime, actor_id: int | None, act: str, subject_type: str, subject_key: str,
    details: dict[str, Any], previous_hash: str,
) -> str:  # fmt: skip
    """The hash of a row of that content."""
    form = {
        "act": act,
        "actor": actor_id,
        "at": at.isoformat(timespec="microseconds"),
        "details": details,
        "previous": previous_hash,
        "subject": [subject_type, subject_key],
    }
    text = json.dumps(form, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
