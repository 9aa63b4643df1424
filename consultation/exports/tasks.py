"""Work of the exports: writing what was asked for, destroying what is old."""

from consultation.core import work
from consultation.exports.models import Export
from consultation.exports.services.forgetting import purge_next
from consultation.exports.services.making import make


def make_next_export() -> bool:
    """Write one file. A worker that dies leaves nothing but its lease, and a part to be dropped."""
    row = work.claim(Export)
    if row is None:
        return False
    make(row)
    return True


def drop_next_expired_export() -> bool:
    """Destroy one file after its seven days."""
    return purge_next()
