"""What to write into the addresses of exports."""

from consultation.accounts.models import User
from consultation.consultations.models import Consultation
from consultation.exports.asked import Filters
from consultation.exports.models import Format
from consultation.exports.services.asking import Wanted, ask_for_export
from consultation.exports.tasks import make_next_export


def export_addresses(row: Consultation, organiser: User | None) -> dict[str, str]:
    """An export that is ready, of the organiser's."""
    assert organiser is not None
    asked = ask_for_export(row, Wanted(Format.CSV, Filters()), actor=organiser)
    while make_next_export():
        pass
    return {f"exports.{name} key": asked.key for name in ("progress", "cancel", "download")}
