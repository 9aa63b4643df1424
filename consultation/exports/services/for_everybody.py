"""The files of a published synthesis, for everybody: made once, given while they hold."""

from datetime import timedelta

from flask import current_app
from sqlalchemy import update

from consultation.consultations.models import Consultation
from consultation.core import files
from consultation.core.clock import PARIS, now
from consultation.core.db import insert_missing, lock, session, transaction
from consultation.core.files import StoredFile
from consultation.core.keys import new_key
from consultation.core.links import absolute
from consultation.exports.asked import Asked, Filters
from consultation.exports.models import EditionFile
from consultation.exports.queries.edition_files import (
    PUBLIC_FORMATS,
    consultation_of,
    replaced_file,
    unchecked_file,
    without_files,
)
from consultation.exports.queries.state import (
    codebook_of,
    corpus_of,
    retractions_of,
    versions_of,
)
from consultation.exports.services.writing import Order, write_file
from consultation.exports.writers import CONTENT_TYPES, ENDINGS
from consultation.synthesis.models import Edition

CHECKED_EVERY = timedelta(hours=1)


class TakenBack(Exception):  # noqa: N818  # it is begun again
    """Something was taken from the public while the file was written."""


def begin_files() -> bool:
    """A row for each format of an edition that came out; False when none waits for it."""
    edition = without_files()
    if edition is None:
        return False
    with transaction():
        for kind in PUBLIC_FORMATS:
            insert_missing(EditionFile, edition_id=edition.id, format=kind)
    return True


def make_file(row: EditionFile) -> None:
    """Write the file of a claimed row; it is there whole, or not at all."""
    edition = session.get_one(Edition, row.edition_id)
    consultation = consultation_of(edition)
    before, key = retractions_of(consultation.id), new_key(20)
    path = files.path_of(key).with_suffix(".part")
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        write_file(_order(consultation, edition, row), path, lambda _done: None)
        with transaction() as current:
            lock(row)
            if retractions_of(consultation.id) != before:
                raise TakenBack
            _drop(row)
            ending = ENDINGS.get(row.format, row.format.value).removeprefix("synthese.")
            kept = files.keep(
                path, name=f"synthese-{consultation.slug}-{edition.number}.{ending}",
                content_type=CONTENT_TYPES[row.format], key=key,
            )  # fmt: skip
            current.flush()
            row.file_id, row.size, row.retractions = kept.id, kept.size, before
            row.checked_at = row.done_at = now()
            row.lease_until, row.last_error, row.attempts = None, "", 0
    finally:
        path.unlink(missing_ok=True)


def _order(consultation: Consultation, edition: Edition, row: EditionFile) -> Order:
    asked = Asked(
        consultation=consultation.title,
        address=absolute("reading.consultation", slug=consultation.slug),
        by=str(current_app.config["SETTINGS"].site_name),
        as_of=edition.published_at.astimezone(PARIS).date(),
        format=row.format.value,
        filters=Filters(),
        has_names=False,
        corpus=corpus_of(consultation.id),
        versions=versions_of(consultation.id),
        codebook=codebook_of(consultation.id),
        software=str(current_app.config["SETTINGS"].site_name),
    )
    return Order(consultation.id, asked)


def _drop(row: EditionFile) -> None:
    kept = session.get(StoredFile, row.file_id) if row.file_id else None
    row.file_id = None
    session.flush()
    if kept is not None:
        files.drop(kept)


def renew(row: EditionFile) -> None:
    """Destroy a file that says more than may be read today, and have it written anew."""
    with transaction() as current:
        lock(row)
        _drop(row)
        current.execute(
            update(EditionFile)
            .where(EditionFile.id == row.id)
            .values(done_at=None, gave_up_at=None, run_at=now(), attempts=0, lease_until=None)
        )


def holds(row: EditionFile, consultation_id: int) -> bool:
    """Nothing that is in it was taken from the public since."""
    return row.retractions == retractions_of(consultation_id)


def check_next() -> bool:
    """Look at one file again, an hour after the last time; False when none is due."""
    replaced = replaced_file()
    if replaced is not None:
        with transaction():
            lock(replaced)
            _drop(replaced)
        return True
    row = unchecked_file(now() - CHECKED_EVERY)
    if row is None:
        return False
    consultation = consultation_of(session.get_one(Edition, row.edition_id))
    if holds(row, consultation.id):
        with transaction():
            lock(row)
            row.checked_at = now()
    else:
        renew(row)
    return True
