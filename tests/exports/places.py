"""What to write into the addresses of exports."""

from sqlalchemy import select

from consultation.accounts.models import User
from consultation.consultations.models import Consultation
from consultation.core.db import session
from consultation.exports.asked import Filters
from consultation.exports.models import EditionFile, Format
from consultation.exports.services.asking import Wanted, ask_for_export
from consultation.exports.services.for_everybody import begin_files, make_file
from consultation.exports.tasks import make_next_export


def export_addresses(row: Consultation, organiser: User | None) -> dict[str, str]:
    """An export that is ready, of the organiser's, and a file of the synthesis for everybody."""
    assert organiser is not None
    asked = ask_for_export(row, Wanted(Format.CSV, Filters()), actor=organiser)
    while make_next_export():
        pass
    assert begin_files()
    make_file(session.scalars(select(EditionFile).filter_by(format=Format.PAPER_JSON)).one())
    return {
        **{f"exports.{name} key": asked.key for name in ("progress", "cancel", "download")},
        "exports.edition_file kind": "json",
    }
