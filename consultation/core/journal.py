"""The journal: who decided what, when. Rows are only added, each with the hash of the one before.

It holds identifiers only, never a name or a text, so that a deleted person is gone from it too.
"""

import hashlib
import json
from datetime import datetime
from typing import Any

from sqlalchemy import Index, select
from sqlalchemy.orm import Mapped, mapped_column

from consultation.core.clock import now
from consultation.core.db import Base, WithId, hold_named_lock, session

JOURNAL_LOCK = 7301
FIRST_HASH = "0" * 64


class JournalEntry(WithId, Base):
    """One act: `actor_id` (None for the clock) did `act` to `subject_type` `subject_key`."""

    __tablename__ = "journal_entry"
    __table_args__ = (Index(None, "subject_type", "subject_key"),)

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
) -> JournalEntry:
    """Add one act to the journal, in the transaction of the act itself."""
    hold_named_lock(JOURNAL_LOCK)
    current = session()
    last = current.scalar(select(JournalEntry.hash).order_by(JournalEntry.id.desc()).limit(1))
    entry = JournalEntry(
        at=now(),
        actor_id=actor_id,
        act=act,
        subject_type=subject.__tablename__,
        subject_key=subject_key or str(getattr(subject, "key", None) or getattr(subject, "id", "")),
        details=dict(details),
        previous_hash=last or FIRST_HASH,
        hash="",
    )
    entry.hash = entry_hash(entry)
    current.add(entry)
    current.flush()
    return entry


def entry_hash(entry: JournalEntry) -> str:
    """SHA-256 of the row's canonical JSON (sorted keys, no spaces), the previous hash included."""
    form = {
        "act": entry.act,
        "actor": entry.actor_id,
        "at": entry.at.isoformat(timespec="microseconds"),
        "details": entry.details,
        "previous": entry.previous_hash,
        "subject": [entry.subject_type, entry.subject_key],
    }
    text = json.dumps(form, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def first_broken_entry() -> JournalEntry | None:
    """Walk the journal from its first row; the first whose hash or link does not hold."""
    previous = FIRST_HASH
    rows = session().scalars(
        select(JournalEntry).order_by(JournalEntry.id).execution_options(yield_per=500)
    )
    for entry in rows:
        if entry.previous_hash != previous or entry.hash != entry_hash(entry):
            return entry
        previous = entry.hash
    return None
