"""What members are told of sessions, with the calendar file of each."""

from collections.abc import Callable
from dataclasses import replace
from email.utils import parseaddr

from flask import current_app

from consultation.committees.calendar_file import Entry, calendar_file
from consultation.committees.meeting_words import when_words
from consultation.committees.models.meetings import Meeting, MeetingState
from consultation.committees.models.people import Committee
from consultation.core import mail
from consultation.core.clock import now
from consultation.core.i18n import _, in_language
from consultation.core.links import absolute


def meeting_called(meeting: Meeting, committee: Committee, language: str) -> mail.Email:
    """To every member: when and where it is. `to` is filled in for each of them."""
    return _of_meeting(
        "committees.meeting_called",
        meeting,
        committee,
        language,
        lambda: _("Convocation à une séance : comité « %(title)s »", title=committee.title),
    )


def meeting_changed(meeting: Meeting, committee: Committee, language: str) -> mail.Email:
    """The same once more: something of it changed."""
    return _of_meeting(
        "committees.meeting_changed",
        meeting,
        committee,
        language,
        lambda: _("Une séance change : comité « %(title)s »", title=committee.title),
    )


def meeting_cancelled(meeting: Meeting, committee: Committee, language: str) -> mail.Email:
    """It does not take place, and why."""
    return _of_meeting(
        "committees.meeting_cancelled",
        meeting,
        committee,
        language,
        lambda: _("Séance annulée : comité « %(title)s »", title=committee.title),
    )


def entry_of(meeting: Meeting, committee: Committee, language: str) -> Entry:
    """A session as calendars show it."""
    with in_language(language):
        about = _("Rejoindre à distance : %(address)s", address=meeting.address)
    return Entry(
        uid=f"seance-{meeting.key}@{_host()}",
        sequence=meeting.sequence,
        stamped_at=now(),
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        title=f"{meeting.title} ({committee.title})",
        where=meeting.place or meeting.address,
        about=about if meeting.address else "",
        page=absolute("committees.meeting", language, slug=committee.slug, key=meeting.key),
        is_cancelled=meeting.state is MeetingState.CANCELLED,
    )


def organiser() -> str:
    """From whom calendars say that sessions come: the address of the site's mails."""
    return parseaddr(current_app.config["SETTINGS"].mail_from)[1]


def _host() -> str:
    return absolute("pages.home").split("://", 1)[1].split("/", 1)[0].split(":", 1)[0]


def _of_meeting(
    kind: str, meeting: Meeting, committee: Committee, language: str, subject: Callable[[], str]
) -> mail.Email:
    written = mail.write(
        kind,
        "",
        language,
        subject,
        meeting=meeting,
        committee=committee,
        when_words=when_words,
        link=absolute("committees.meeting", language, slug=committee.slug, key=meeting.key),
    )
    entry = entry_of(meeting, committee, language)
    file = calendar_file(
        [entry],
        name=committee.title,
        organiser=organiser(),
        method="CANCEL" if entry.is_cancelled else "PUBLISH",
    )
    return replace(written, calendar=file)
