"""What is read of sessions."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from consultation.accounts.models import User
from consultation.committees.models.ballots import Ballot, BallotState
from consultation.committees.models.files import Attachment
from consultation.committees.models.meetings import (
    AgendaItem,
    Attendance,
    CalendarFeed,
    ItemFile,
    Meeting,
    MeetingBallot,
    MeetingState,
    NotesDraft,
    NotesRevision,
    Reopening,
)
from consultation.committees.models.people import Committee, CommitteeMember
from consultation.committees.permissions import Standing, can_prepare_meeting
from consultation.core.clock import now
from consultation.core.db import session
from consultation.core.keys import token_hash

TOLD = (MeetingState.CALLED, MeetingState.CLOSED)
MOST_DATES = 40
MEETINGS_A_PAGE = 20


def visible_meetings(committee_id: int, standing: Standing) -> Select[Meeting]:
    """The committee's sessions, last first; those in preparation for who prepares them."""
    query = (
        select(Meeting)
        .where(Meeting.committee_id == committee_id)
        .order_by(Meeting.starts_at.desc(), Meeting.id.desc())
    )
    if can_prepare_meeting(standing):
        return query
    return query.where(Meeting.called_at.is_not(None))


def meetings_page(
    committee_id: int, standing: Standing, *, before: str = "", most: int = MEETINGS_A_PAGE
) -> tuple[Sequence[Meeting], str]:
    """Sessions that begin last first; the key after which the next page begins."""
    query = visible_meetings(committee_id, standing)
    mark = session.scalars(query.where(Meeting.key == before)).one_or_none() if before else None
    if mark is not None:
        is_earlier = (Meeting.starts_at == mark.starts_at) & (Meeting.id < mark.id)
        query = query.where((Meeting.starts_at < mark.starts_at) | is_earlier)
    rows = session.scalars(query.limit(most + 1)).all()
    return rows[:most], rows[most - 1].key if len(rows) > most else ""


def reopenings_of(meeting: Meeting) -> Sequence[Reopening]:
    """Each time that it was opened again, with who did so."""
    return session.scalars(
        select(Reopening)
        .where(Reopening.meeting_id == meeting.id)
        .options(joinedload(Reopening.by))
        .order_by(Reopening.id)
    ).all()


def coming_meetings(committee_id: int) -> Select[Meeting]:
    """Sessions that were called and are not over, the next first."""
    return (
        select(Meeting)
        .where(
            Meeting.committee_id == committee_id,
            Meeting.state == MeetingState.CALLED,
            Meeting.ends_at > now(),
        )
        .order_by(Meeting.starts_at, Meeting.id)
    )


def public_dates(committee_id: int) -> Sequence[Meeting]:
    """Sessions of which everybody may know the date, in order."""
    rows = session.scalars(
        select(Meeting)
        .where(Meeting.committee_id == committee_id, Meeting.state.in_(TOLD))
        .order_by(Meeting.starts_at.desc(), Meeting.id.desc())
        .limit(MOST_DATES)
    ).all()
    return rows[::-1]


def agenda_of(meeting: Meeting) -> Sequence[AgendaItem]:
    """The points of its agenda, in order."""
    return session.scalars(
        select(AgendaItem)
        .where(AgendaItem.meeting_id == meeting.id)
        .order_by(AgendaItem.position, AgendaItem.id)
    ).all()


def agenda_files(meeting: Meeting) -> Mapping[int, Sequence[Attachment]]:
    """The files of each point of the agenda."""
    rows = session.scalars(
        select(ItemFile)
        .join(AgendaItem, AgendaItem.id == ItemFile.item_id)
        .where(AgendaItem.meeting_id == meeting.id)
        .options(joinedload(ItemFile.attachment))
        .order_by(ItemFile.attachment_id)
    )
    found: dict[int, list[Attachment]] = defaultdict(list)
    for row in rows:
        found[row.item_id].append(row.attachment)
    return found


def meeting_with_file(attachment: Attachment) -> Meeting | None:
    """The session on whose agenda a file stands."""
    return session.scalars(
        select(Meeting)
        .join(AgendaItem, AgendaItem.meeting_id == Meeting.id)
        .join(ItemFile, ItemFile.item_id == AgendaItem.id)
        .where(ItemFile.attachment_id == attachment.id)
    ).first()


def ballots_of(meeting: Meeting) -> Sequence[Ballot]:
    """The ballots that were held in it, in the order in which they were prepared."""
    return session.scalars(
        select(Ballot)
        .join(MeetingBallot, MeetingBallot.ballot_id == Ballot.id)
        .where(MeetingBallot.meeting_id == meeting.id, Ballot.state != BallotState.DRAFT)
        .order_by(Ballot.id)
    ).all()


def ballots_to_choose(committee_id: int) -> Sequence[Ballot]:
    """The ballots that may be said to be of a session."""
    return session.scalars(
        select(Ballot)
        .where(
            Ballot.committee_id == committee_id,
            Ballot.state.not_in([BallotState.DRAFT, BallotState.CANCELLED]),
        )
        .order_by(Ballot.id.desc())
    ).all()


def presences_of(meeting: Meeting) -> Sequence[Attendance]:
    """Who was noted as present, excused or absent, in the order of their seats."""
    return session.scalars(
        select(Attendance)
        .where(Attendance.meeting_id == meeting.id)
        .options(joinedload(Attendance.member))
        .order_by(Attendance.member_id)
    ).all()


def notes_of(meeting: Meeting) -> Sequence[NotesRevision]:
    """What the notes said from first to last, with who wrote it."""
    return session.scalars(
        select(NotesRevision)
        .where(NotesRevision.meeting_id == meeting.id)
        .options(joinedload(NotesRevision.by))
        .order_by(NotesRevision.number)
    ).all()


def notes_draft_of(meeting: Meeting, member: CommitteeMember) -> NotesDraft | None:
    """What the member typed and has not saved."""
    return session.get(NotesDraft, (meeting.id, member.id), populate_existing=True)


def notes_at(meeting: Meeting, number: int) -> str:
    """What the notes said at that revision; before the first, nothing."""
    return (
        session.scalar(
            select(NotesRevision.source).where(
                NotesRevision.meeting_id == meeting.id, NotesRevision.number == number
            )
        )
        or ""
    )


def members_to_tell(committee_id: int) -> Select[str | None, str]:
    """(address, language) of everybody with a seat."""
    return (
        select(User.email, User.language)
        .join(CommitteeMember, CommitteeMember.user_id == User.id)
        .where(
            CommitteeMember.committee_id == committee_id,
            CommitteeMember.left_at.is_(None),
            User.email.is_not(None),
            User.deleted_at.is_(None),
            User.suspended_at.is_(None),
        )
        .order_by(User.id)
    )


def feed_of(member: CommitteeMember) -> CalendarFeed | None:
    """The private calendar of a member."""
    return session.get(CalendarFeed, member.id)


def committee_of_feed(token: str) -> Committee | None:
    """Whose sessions that secret opens, as long as its holder has a seat."""
    return session.scalars(
        select(Committee)
        .join(CommitteeMember, CommitteeMember.committee_id == Committee.id)
        .join(CalendarFeed, CalendarFeed.member_id == CommitteeMember.id)
        .join(User, User.id == CommitteeMember.user_id)
        .where(
            CalendarFeed.token_hash == token_hash(token),
            CommitteeMember.left_at.is_(None),
            User.deleted_at.is_(None),
            User.suspended_at.is_(None),
        )
    ).one_or_none()


def called_meetings(committee_id: int) -> Sequence[Meeting]:
    """Every session that calendars were told of, cancelled ones too."""
    return session.scalars(
        select(Meeting)
        .where(Meeting.committee_id == committee_id, Meeting.called_at.is_not(None))
        .order_by(Meeting.starts_at, Meeting.id)
    ).all()
