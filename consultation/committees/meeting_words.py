"""Sessions in words: their state, when they are, who came."""

from datetime import datetime

from markupsafe import Markup, escape

from consultation.committees.models.meetings import Meeting, MeetingState, Presence
from consultation.core.clock import PARIS
from consultation.core.i18n import _
from consultation.core.templating import day, hour, moment


def meeting_state_words(state: MeetingState) -> str:
    """Where a session stands."""
    return {
        MeetingState.PREPARED: _("En préparation"),
        MeetingState.CALLED: _("Convoquée"),
        MeetingState.CLOSED: _("Close"),
        MeetingState.CANCELLED: _("Annulée"),
    }[state]


def meeting_tag(state: MeetingState) -> tuple[str, str]:
    """The kind of its tag, and its icon."""
    return {
        MeetingState.PREPARED: ("soon", ""),
        MeetingState.CALLED: ("open", ""),
        MeetingState.CLOSED: ("done", "check"),
        MeetingState.CANCELLED: ("", "cross"),
    }[state]


def span_words(starts_at: datetime, ends_at: datetime) -> Markup:
    """« 12 mars 2026, de 9 h à 12 h 30 », or from a moment to another; always Paris time."""
    if starts_at.astimezone(PARIS).date() == ends_at.astimezone(PARIS).date():
        return escape(_("%(day)s, de %(start)s à %(end)s")) % {
            "day": day(starts_at), "start": hour(starts_at), "end": hour(ends_at),
        }  # fmt: skip
    return escape(_("du %(start)s au %(end)s")) % {
        "start": moment(starts_at),
        "end": moment(ends_at),
    }


def when_words(meeting: Meeting) -> Markup:
    """When a session is."""
    return span_words(meeting.starts_at, meeting.ends_at)


def presence_words(presence: Presence) -> str:
    """Whether somebody came, in words for all genders."""
    return {
        Presence.PRESENT: _("Présence"),
        Presence.EXCUSED: _("Absence excusée"),
        Presence.ABSENT: _("Absence"),
    }[presence]
