"""Making the file: read in chunks, written beside, kept whole or not at all."""

import time
from pathlib import Path

from sqlalchemy import select, update

from consultation.accounts.models import User
from consultation.consultations.models import Consultation
from consultation.consultations.queries import roles_of
from consultation.core import files, mail, work
from consultation.core.clock import now
from consultation.core.db import lock, session, transaction
from consultation.core.files import StoredFile
from consultation.exports import emails
from consultation.exports.asked import Filters
from consultation.exports.models import RUNNING, Export, ExportState
from consultation.exports.permissions import can_export, can_export_names
from consultation.exports.queries.state import retractions_of
from consultation.exports.services.forgetting import KEPT_FOR, drop_template, parts_of
from consultation.exports.services.writing import (
    Order,
    asked_of,
    count_of,
    state_of,
    write_file,
)
from consultation.exports.writers import CONTENT_TYPES, ENDINGS
from consultation.publishing.template import TemplateError
from consultation.publishing.writers.pdf import TypesettingError

MOST_TRIES = 3
PAUSE = 0.5
"""Seconds between two marks of progress, each of which renews the lease."""


class Stopped(Exception):  # noqa: N818  # nothing failed
    """It was cancelled, or another worker has it now."""


class Changed(Exception):  # noqa: N818  # it is begun again
    """Something was taken from the public while it was written."""


def make(row: Export) -> None:
    """Write the file of a claimed row. Begun again after a worker's death, it starts clean."""
    if row.attempts > MOST_TRIES:
        fail(row, "interrupted")
    elif not _still_may(row):
        fail(row, "rights")
    else:
        try:
            path = _written(row)
            _keep(row, path)
        except Stopped:
            session.rollback()
        except Exception as error:
            _give_back(row, error)
            if not isinstance(error, Changed | OSError | TypesettingError | TemplateError):
                raise
        finally:
            for part in parts_of(row, row.attempts):
                part.unlink(missing_ok=True)


def _still_may(row: Export) -> bool:
    person = session.get_one(User, row.asked_by_id)
    roles = roles_of(person, row.consultation_id)
    return can_export_names(roles) if row.has_names else can_export(roles)


def _written(row: Export) -> Path:
    consultation = session.get_one(Consultation, row.consultation_id)
    _mark(
        row, state=ExportState.WRITING, progress_done=0,
        corpus=state_of(consultation.id, row.format), retractions=retractions_of(consultation.id),
    )  # fmt: skip
    session.refresh(row)
    path = files.path_of(row.key).with_suffix(f".{row.attempts}.part")
    path.parent.mkdir(parents=True, exist_ok=True)
    order = _order(row, consultation)
    _mark(row, progress_total=count_of(order))
    told = time.monotonic()

    def tell(done: int) -> None:
        nonlocal told
        if time.monotonic() - told > PAUSE:
            _mark(row, progress_done=done)
            told = time.monotonic()

    write_file(order, path, tell)
    return path


def _order(row: Export, consultation: Consultation) -> Order:
    asked = asked_of(
        consultation, session.get_one(User, row.asked_by_id), row.as_of, row.format,
        Filters(**row.filters), has_names=row.has_names, corpus=row.corpus,
    )  # fmt: skip
    template = session.get(StoredFile, row.template_id) if row.template_id else None
    return Order(consultation.id, asked, files.read(template) if template else None)


def _mark(row: Export, **values: object) -> None:
    """Say how far it is, and keep the lease; `Stopped` when it is ours no more."""
    with transaction() as current:
        kept = current.execute(
            update(Export)
            .where(Export.id == row.id, Export.attempts == row.attempts, Export.state.in_(RUNNING))
            .values(lease_until=now() + work.LEASE, **values)
            .returning(Export.id)
        ).all()
    if not kept:
        raise Stopped


def _keep(row: Export, path: Path) -> None:
    """The file is there at once with the row that says so, and a message leaves."""
    attempts, before = row.attempts, row.retractions
    with transaction() as current:
        lock(row)
        if row.attempts != attempts or row.state not in RUNNING:
            raise Stopped
        if retractions_of(row.consultation_id) != before:
            raise Changed
        ending = ENDINGS.get(row.format, row.format.value)
        consultation = current.get_one(Consultation, row.consultation_id)
        kept = files.keep(
            path,
            name=f"{consultation.slug}-{row.as_of.isoformat()}.{ending}",
            content_type=CONTENT_TYPES[row.format],
            key=row.key,
        )
        current.flush()
        row.file_id, row.sha256, row.size = kept.id, kept.sha256, kept.size
        row.progress_done = row.progress_total
        row.state, row.done_at, row.lease_until = ExportState.READY, now(), None
        row.expires_at, row.last_error = now() + KEPT_FOR, ""
        drop_template(row)
        _tell(row, consultation, is_ready=True)


def _give_back(row: Export, error: Exception) -> None:
    """Try again a little later; after three times it failed, and says why."""
    if row.attempts < MOST_TRIES:
        work.postpone(row, error)
        with transaction():
            lock(row)
            if row.state in RUNNING:
                row.state = ExportState.WAITING
        return
    session.rollback()
    reasons = {
        Changed: "changed", OSError: "disk", TypesettingError: "typesetting",
        TemplateError: "template",
    }  # fmt: skip
    fail(row, next((word for kind, word in reasons.items() if isinstance(error, kind)), "error"))


def fail(row: Export, reason: str) -> None:
    """It is over without a file. The same may be asked again."""
    with transaction() as current:
        lock(row)
        if row.state not in RUNNING:
            return
        row.state, row.failure, row.fingerprint = ExportState.FAILED, reason, None
        row.gave_up_at = row.done_at = now()
        drop_template(row)
        row.lease_until = None
        _tell(row, current.get_one(Consultation, row.consultation_id), is_ready=False)


def _tell(row: Export, consultation: Consultation, *, is_ready: bool) -> None:
    person = session.scalars(select(User).where(User.id == row.asked_by_id)).one()
    if person.email and _still_may(row):
        mail.queue(emails.over(consultation, row, person.email, person.language, is_ready=is_ready))
