"""A session, from its preparation to its report: written, called, changed, cancelled, closed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from consultation.accounts.models import User
from consultation.committees import meeting_emails
from consultation.committees.models.meetings import Meeting, MeetingState
from consultation.committees.models.people import Committee
from consultation.committees.permissions import (
    can_change_meeting,
    can_hold_meeting,
    can_prepare_meeting,
)
from consultation.committees.queries.meetings import members_to_tell
from consultation.committees.queries.people import member_of, standing_of
from consultation.core import journal, mail
from consultation.core.clock import now
from consultation.core.db import lock, session, transaction
from consultation.core.errors import ConflictError, DomainError, NotFoundError, require
from consultation.core.i18n import LANGUAGES, _
from consultation.core.text import is_blank, one_line, render_markup, tidy

MAX_TITLE = 150
MAX_PLACE = 300
MAX_REPORT = 50_000
MAX_REASON = 500
LONGEST = timedelta(days=3)
Written = Callable[[Meeting, Committee, str], mail.Email]


class WrongMeetingError(DomainError):
    """Something of a session is to be corrected, in the field of that name."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What somebody who prepares a session says of it."""

    title: str
    starts_at: datetime
    ends_at: datetime
    place: str = ""
    address: str = ""


def prepare_meeting(committee: Committee, plan: Plan, *, actor: User) -> Meeting:
    """Add a session that only those who prepare sessions see."""
    require(can_prepare_meeting(standing_of(actor, committee.id)))
    with transaction() as current:
        lock(committee)
        member = member_of(actor, committee.id)
        if member is None:
            raise NotFoundError
        meeting = Meeting(committee_id=committee.id, prepared_by_id=member.id)
        _write(meeting, plan)
        current.add(meeting)
        current.flush()
        journal.record("committee.meeting_prepared", meeting, actor_id=actor.id)
    return meeting


def edit_meeting(meeting: Meeting, plan: Plan, *, seen: int | None, actor: User) -> None:
    """Change a session. Members who were called are told, and their calendars with them."""
    with transaction():
        committee = hold(meeting, actor)
        if seen is not None and seen != meeting.edit_count:
            raise WrongMeetingError(
                "title",
                _(
                    "Quelqu’un d’autre vient de changer cette séance. Rien n’est enregistré : "
                    "relisez-la, puis enregistrez de nouveau."
                ),
            )
        before = _told(meeting)
        _write(meeting, plan)
        if _told(meeting) == before:
            return
        meeting.edit_count += 1
        if meeting.state is MeetingState.CALLED:
            meeting.sequence += 1
            committee.revision += 1
            _tell(meeting, committee, meeting_emails.meeting_changed)
        journal.record("committee.meeting_edited", meeting, actor_id=actor.id)


def call_meeting(meeting: Meeting, *, actor: User) -> None:
    """Invite every member; from now on its date is public."""
    require(can_hold_meeting(standing_of(actor, meeting.committee_id)))
    with transaction():
        committee = hold(meeting, actor)
        if meeting.state is not MeetingState.PREPARED:
            raise ConflictError(_("Cette séance est déjà convoquée."))
        if meeting.starts_at <= now():
            raise DomainError(_("Cette séance a déjà commencé : choisissez une autre date."))
        meeting.state = MeetingState.CALLED
        meeting.called_at = now()
        committee.revision += 1
        journal.record("committee.meeting_called", meeting, actor_id=actor.id)
        _tell(meeting, committee, meeting_emails.meeting_called)


def cancel_meeting(meeting: Meeting, reason: str, *, actor: User) -> None:
    """Give a session up, for a reason that the members read; calendars strike it out."""
    require(can_hold_meeting(standing_of(actor, meeting.committee_id)))
    reason = tidy(reason)[:MAX_REASON]
    if is_blank(reason):
        raise DomainError(_("Donnez la raison : le comité la lit."))
    with transaction():
        committee = hold(meeting, actor)
        was_called = meeting.state is MeetingState.CALLED
        meeting.state = MeetingState.CANCELLED
        meeting.cancel_reason = reason
        meeting.closed_at = now()
        journal.record("committee.meeting_cancelled", meeting, actor_id=actor.id)
        if was_called:
            meeting.sequence += 1
            committee.revision += 1
            _tell(meeting, committee, meeting_emails.meeting_cancelled)


def write_report(meeting: Meeting, report: str, *, actor: User) -> None:
    """Keep the report as far as it is written."""
    with transaction():
        hold(meeting, actor)
        _report(meeting, report)


def close_meeting(meeting: Meeting, report: str, *, actor: User) -> None:
    """Close a session with its report: nothing of it changes any more."""
    require(can_hold_meeting(standing_of(actor, meeting.committee_id)))
    with transaction():
        hold(meeting, actor)
        if meeting.state is not MeetingState.CALLED:
            raise ConflictError(_("Cette séance n’est pas convoquée : elle ne peut être close."))
        if meeting.starts_at > now():
            raise DomainError(_("Cette séance n’a pas encore commencé."))
        _report(meeting, report)
        if is_blank(meeting.report_source):
            raise DomainError(_("Écrivez le compte rendu : sans lui, la séance ne se clôt pas."))
        meeting.state = MeetingState.CLOSED
        meeting.closed_at = now()
        journal.record("committee.meeting_closed", meeting, actor_id=actor.id)


def hold(meeting: Meeting, actor: User) -> Committee:
    """Lock what a change of a session needs, and check who makes it. Inside a transaction."""
    committee = lock(session.get_one(Committee, meeting.committee_id))
    lock(meeting)
    standing = standing_of(actor, committee.id)
    require(can_prepare_meeting(standing))
    if not can_change_meeting(meeting, standing):
        raise ConflictError(_("Cette séance est terminée : elle ne change plus."))
    return committee


def _report(meeting: Meeting, report: str) -> None:
    report = tidy(report)
    if len(report) > MAX_REPORT:
        raise DomainError(_("Le compte rendu compte 50 000 caractères au plus"))
    meeting.report_source = report
    meeting.report_html = render_markup(report)


def _write(meeting: Meeting, plan: Plan) -> None:
    title = one_line(plan.title)[:MAX_TITLE]
    if is_blank(title):
        raise WrongMeetingError("title", _("Donnez un nom à la séance"))
    if plan.ends_at <= plan.starts_at:
        raise WrongMeetingError("ends_at", _("La fin doit venir après le début"))
    if plan.ends_at - plan.starts_at > LONGEST:
        raise WrongMeetingError("ends_at", _("Une séance dure trois jours au plus"))
    address = plan.address.strip()
    if address and not _is_full(address):
        raise WrongMeetingError("address", _("Écrivez une adresse complète, en https://"))
    meeting.title = title
    meeting.starts_at, meeting.ends_at = plan.starts_at, plan.ends_at
    meeting.place = one_line(plan.place)[:MAX_PLACE]
    meeting.address = address


def _is_full(address: str) -> bool:
    start, _colon, rest = address.partition("://")
    is_plain = address.isprintable() and not set(' "<>\\') & set(address)
    return start == "https" and "." in rest.split("/", 1)[0] and is_plain and len(address) <= 500


def _told(meeting: Meeting) -> tuple[object, ...]:
    return (
        meeting.title, meeting.starts_at, meeting.ends_at, meeting.place, meeting.address,
    )  # fmt: skip


def _tell(meeting: Meeting, committee: Committee, written_in: Written) -> None:
    session.flush()
    rows = session.execute(members_to_tell(committee.id)).all()
    for language in LANGUAGES:
        addresses = [email for email, spoken in rows if email and spoken == language]
        if addresses:
            mail.queue_for_each(written_in(meeting, committee, language), addresses)
