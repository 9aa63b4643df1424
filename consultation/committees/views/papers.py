"""The document of a session, written when a member asks for it."""

from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from flask import Response, abort
from flask.typing import ResponseReturnValue

from consultation.accounts.access import signed_in
from consultation.accounts.attempts import limit
from consultation.accounts.models import User
from consultation.committees.counting import tally_of
from consultation.committees.meeting_document import Told, document_of
from consultation.committees.permissions import is_counted
from consultation.committees.queries.meetings import (
    agenda_files,
    agenda_of,
    ballots_of,
    presences_of,
    reopenings_of,
)
from consultation.committees.views import bp
from consultation.committees.views.loading import entered
from consultation.committees.views.seen_meetings import meeting_named
from consultation.publishing.writers import CONTENT_TYPES, Paper, write

PAPERS_AN_HOUR = 30


@bp.get("/comites/<slug>/espace/seances/<key>/document.<any(pdf, docx, odt):paper>")
@signed_in
def meeting_paper(person: User, slug: str, key: str, paper: str) -> ResponseReturnValue:
    """Agenda, who came, texts, votes and report, in one file."""
    place = entered(person, slug)
    row = meeting_named(place, key)
    if row.called_at is None:
        abort(404)
    limit("committee-paper", person.key, PAPERS_AN_HOUR, timedelta(hours=1))
    told = Told(
        place.committee,
        row,
        agenda_of(row),
        agenda_files(row),
        presences_of(row),
        [
            (ballot, tally_of(ballot.result) if is_counted(ballot) else None)
            for ballot in ballots_of(row)
        ],
        reopenings_of(row),
    )
    kind = Paper(paper)
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"seance.{paper}"
        write(document_of(told), kind, path)
        content = path.read_bytes()
    response = Response(content, content_type=CONTENT_TYPES[kind])
    response.headers["Content-Disposition"] = f'attachment; filename="seance-{row.key}.{paper}"'
    return response
