"""Work of the exports: writing what was asked for, destroying what is old."""

from consultation.core import work
from consultation.exports.models import EditionFile, Export
from consultation.exports.services.for_everybody import (
    TakenBack,
    begin_files,
    check_next,
    make_file,
)
from consultation.exports.services.forgetting import purge_next
from consultation.exports.services.making import make


def make_next_export() -> bool:
    """Write one file. A worker that dies leaves nothing but its lease, and a part to be dropped."""
    row = work.claim(Export)
    if row is None:
        return False
    make(row)
    return True


def make_next_edition_file() -> bool:
    """Write one file of a published synthesis, for everybody."""
    if begin_files():
        return True
    return work.do_next(EditionFile, make_file, expected=TakenBack)


def check_next_edition_file() -> bool:
    """See whether such a file holds nothing that was taken back since."""
    return check_next()


def drop_next_expired_export() -> bool:
    """Destroy one file after its seven days."""
    return purge_next()
