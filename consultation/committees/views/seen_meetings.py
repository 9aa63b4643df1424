"""Finding a session for who asks, and its page."""

from flask import abort
from flask.typing import ResponseReturnValue

from consultation.accounts.models import User
from consultation.committees.meeting_words import (
    meeting_state_words,
    meeting_tag,
    presence_words,
    when_words,
)
from consultation.committees.models.meetings import Meeting, MeetingState
from consultation.committees.permissions import (
    can_change_meeting,
    can_hold_meeting,
    can_remove_attachment,
    can_reopen_meeting,
    can_take_notes,
)
from consultation.committees.queries.meetings import (
    agenda_files,
    agenda_of,
    ballots_of,
    notes_of,
    presences_of,
    reopenings_of,
    visible_meetings,
)
from consultation.committees.views.loading import Entered, entered
from consultation.committees.views.shown import BALLOT_WORDS, ballot_lines, workspace_page
from consultation.committees.views.talk import target_words
from consultation.core.clock import now
from consultation.core.db import session


def meeting_named(place: Entered, key: str) -> Meeting:
    """The session of that key, if the member may see it; else 404."""
    row = session.scalars(
        visible_meetings(place.committee.id, place.standing).where(Meeting.key == key)
    ).one_or_none()
    if row is None:
        abort(404)
    return row


def changeable(person: User, slug: str, key: str) -> tuple[Entered, Meeting]:
    """A session that `person` may change now; else 404."""
    place = entered(person, slug)
    row = meeting_named(place, key)
    if not can_change_meeting(row, place.standing):
        abort(404)
    return place, row


def held(person: User, slug: str, key: str) -> tuple[Entered, Meeting]:
    """A session that `person` may call, cancel or close; else 404."""
    place, row = changeable(person, slug, key)
    if not can_hold_meeting(place.standing):
        abort(404)
    return place, row


def meeting_words() -> dict[str, object]:
    """What the templates of sessions call."""
    return {
        "meeting_state_words": meeting_state_words,
        "meeting_tag": meeting_tag,
        "presence_words": presence_words,
        "target_words": target_words,
        "when_words": when_words,
    }


def meeting_page(place: Entered, row: Meeting) -> ResponseReturnValue:
    """One session."""
    agenda = agenda_of(row)
    can_change = can_change_meeting(row, place.standing)
    return workspace_page(
        place,
        "committees/meeting.html",
        meeting=row,
        agenda=agenda,
        files=agenda_files(row),
        minutes=sum(item.minutes for item in agenda),
        presences=presences_of(row),
        reopenings=reopenings_of(row),
        revisions=notes_of(row),
        lines=ballot_lines(place, ballots_of(row)),
        can_change=can_change,
        can_reopen=can_reopen_meeting(row, place.standing),
        can_hold=can_hold_meeting(place.standing),
        can_note=can_take_notes(row, place.standing),
        can_remove_attachment=can_remove_attachment if can_change else _never,
        has_begun=row.starts_at <= now(),
        is_called=row.state is MeetingState.CALLED,
        **meeting_words(),
        **BALLOT_WORDS,
    )


def _never(*_file_and_member: object) -> bool:
    """What goes with a session that is over stays."""
    return False
