"""Opening a closed session again: what was wrong is corrected, and it stays seen that it was."""

from consultation.accounts.models import User
from consultation.committees.models.meetings import Meeting, MeetingState, Reopening
from consultation.committees.models.people import Committee
from consultation.committees.permissions import can_reopen_meeting
from consultation.committees.queries.people import member_of, standing_of
from consultation.committees.services.meetings import MAX_REASON
from consultation.core import journal
from consultation.core.db import lock, session, transaction
from consultation.core.errors import ConflictError, DomainError, NotFoundError
from consultation.core.i18n import _
from consultation.core.text import is_blank, tidy


def reopen_meeting(meeting: Meeting, reason: str, *, actor: User) -> None:
    """Let its agenda, attendance, notes and report change; the report until then is kept."""
    reason = tidy(reason)[:MAX_REASON]
    if is_blank(reason):
        raise DomainError(_("Donnez la raison : le comité la lit."))
    with transaction() as current:
        committee = lock(session.get_one(Committee, meeting.committee_id))
        lock(meeting)
        member = member_of(actor, committee.id)
        if member is None:
            raise NotFoundError
        if not can_reopen_meeting(meeting, standing_of(actor, committee.id)):
            raise ConflictError(_("Cette séance n’est pas close."))
        current.add(
            Reopening(
                meeting_id=meeting.id, by_id=member.id, reason=reason,
                report_html=meeting.report_html,
            )
        )  # fmt: skip
        meeting.state, meeting.closed_at = MeetingState.CALLED, None
        journal.record("committee.meeting_reopened", meeting, actor_id=actor.id)
