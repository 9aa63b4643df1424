"""Files do not stay: seven days, or less when what they hold is taken from the public."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from sqlalchemy import select

from consultation.accounts.models import User
from consultation.core import files
from consultation.core.clock import now
from consultation.core.db import lock, session, transaction
from consultation.core.files import StoredFile
from consultation.exports.models import RUNNING, Export, ExportState

KEPT_FOR = timedelta(days=7)


def parts_of(row: Export, attempt: int | str = "*") -> Iterator[Path]:
    """What is half written of it, by one attempt or by any."""
    whole = files.path_of(row.key)
    yield from list(whole.parent.glob(f"{row.key}.{attempt}.*"))


def forget_file(row: Export, state: ExportState) -> None:
    """Destroy the file; the row stays to say what became of it."""
    with transaction() as current:
        lock(row)
        for part in parts_of(row):
            part.unlink(missing_ok=True)
        kept = current.get(StoredFile, row.file_id) if row.file_id else None
        row.state, row.file_id, row.fingerprint = state, None, None
        current.flush()
        if kept is not None:
            files.drop(kept)
        drop_template(row)


def drop_template(row: Export) -> None:
    """An export that is over needs its template no more; called where the row is locked."""
    kept = session.get(StoredFile, row.template_id) if row.template_id else None
    row.template_id = None
    session.flush()
    if kept is not None:
        files.drop(kept)


def forget_exports_of(user: User) -> None:
    """Whoever leaves leaves no file: what was ready is destroyed, what is written stops."""
    with transaction() as current:
        rows = current.scalars(select(Export).where(Export.asked_by_id == user.id))
        for row in rows.all():
            if row.state in RUNNING:
                row.cancelled_at = row.done_at = now()
                row.lease_until = None
                forget_file(row, ExportState.CANCELLED)
            elif row.file_id is not None:
                forget_file(row, ExportState.PURGED)


def purge_next() -> bool:
    """Destroy the file that should be gone longest; False when none should."""
    row = session.scalars(
        select(Export)
        .where(Export.file_id.is_not(None), Export.expires_at <= now())
        .order_by(Export.expires_at)
        .limit(1)
    ).one_or_none()
    if row is None:
        return False
    forget_file(row, ExportState.PURGED)
    return True
