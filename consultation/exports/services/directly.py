"""Writing a file where one is, without a request that waits: for the command line."""

from pathlib import Path

from consultation.accounts.models import User
from consultation.consultations.models import Consultation
from consultation.core import journal
from consultation.core.clock import today
from consultation.core.db import transaction
from consultation.core.errors import DomainError
from consultation.core.i18n import _
from consultation.exports.queries.state import retractions_of
from consultation.exports.services.asking import Wanted, allowed
from consultation.exports.services.writing import (
    Order,
    asked_of,
    count_of,
    state_of,
    write_file,
)


def write_directly(consultation: Consultation, wanted: Wanted, path: Path, *, actor: User) -> int:
    """Write the file to `path`; how many rows it has. With names, the journal keeps it."""
    allowed(consultation, wanted, actor=actor)
    if wanted.has_names:
        with transaction():
            journal.record(
                "export.written", consultation, actor_id=actor.id, format=wanted.format.value,
                names=1,
            )  # fmt: skip
    before = retractions_of(consultation.id)
    asked = asked_of(
        consultation, actor, today(), wanted.format, wanted.filters, has_names=wanted.has_names,
        corpus=state_of(consultation.id, wanted.format),
    )  # fmt: skip
    order = Order(consultation.id, asked, wanted.template)
    write_file(order, path, lambda _done: None)
    if retractions_of(consultation.id) != before:
        path.unlink()
        raise DomainError(_("Des contributions ont été retirées pendant l’écriture : recommencez."))
    return count_of(order)
