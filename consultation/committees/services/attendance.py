"""Who came to a session."""

from collections.abc import Container, Mapping

from sqlalchemy import delete

from consultation.accounts.models import User
from consultation.committees.models.meetings import Attendance, Meeting, Presence
from consultation.committees.models.people import CommitteeMember
from consultation.committees.queries.meetings import presences_of
from consultation.committees.queries.people import members_of
from consultation.committees.services.meetings import hold
from consultation.core.db import session, transaction

Noted = Mapping[str, tuple[Presence | None, Presence | None]]
"""By the key of a member: what the form showed, and what it says now."""


def note_attendance(
    meeting: Meeting, noted: Noted, *, are_others_present: bool = False, actor: User
) -> None:
    """Keep what somebody changed; what others noted meanwhile of other members stays.

    `are_others_present`: of whom nobody has noted anything by then, they came.
    """
    with transaction() as current:
        committee = hold(meeting, actor)
        members = {member.key: member for member in session.scalars(members_of(committee.id))}
        known = {row.member_id: row for row in presences_of(meeting)}
        for key, (was, is_now) in noted.items():
            member = members.get(key)
            if member is None or was == is_now:
                continue
            row = known.get(member.id)
            if is_now is None:
                current.execute(
                    delete(Attendance).where(
                        Attendance.meeting_id == meeting.id, Attendance.member_id == member.id
                    )
                )
            elif row is not None:
                row.presence = is_now
            else:
                current.add(Attendance(meeting_id=meeting.id, member_id=member.id, presence=is_now))
        if are_others_present:
            _note_others(meeting, members, noted, known)


def _note_others(
    meeting: Meeting, members: Mapping[str, CommitteeMember], noted: Noted,
    known: Container[int],
) -> None:  # fmt: skip
    session.add_all(
        Attendance(meeting_id=meeting.id, member_id=members[key].id, presence=Presence.PRESENT)
        for key, said in noted.items()
        if said == (None, None) and key in members and members[key].id not in known
    )
