"""The committee's sessions: agenda, who came, what was noted, the report; a member's calendar."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consultation.committees.models.files import Attachment
from consultation.committees.models.people import CommitteeMember
from consultation.committees.models.threads import WithLink
from consultation.core.clock import now
from consultation.core.db import Base, WithId, Word
from consultation.core.keys import new_key


class MeetingState(StrEnum):
    """Where a session stands."""

    PREPARED = "prepared"
    CALLED = "called"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class Meeting(WithId, Base):
    """A session (séance). Once called, its dates are public; all else is the committee's."""

    __tablename__ = "committee_meeting"
    __table_args__ = (Index("ix_committee_meeting_start", "committee_id", "starts_at"),)

    key: Mapped[str] = mapped_column(unique=True, default=new_key)
    committee_id: Mapped[int] = mapped_column(ForeignKey("committee.id"))
    title: Mapped[str]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    place: Mapped[str] = mapped_column(default="")
    address: Mapped[str] = mapped_column(default="")
    """Where one joins from afar: a full https address."""
    state: Mapped[MeetingState] = mapped_column(Word(MeetingState), default=MeetingState.PREPARED)
    edit_count: Mapped[int] = mapped_column(default=1)
    sequence: Mapped[int] = mapped_column(default=0)
    """How often calendars were told that it changed."""
    prepared_by_id: Mapped[int] = mapped_column(ForeignKey("committee_member.id"))
    called_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    cancel_reason: Mapped[str] = mapped_column(default="")
    notes_source: Mapped[str] = mapped_column(default="")
    notes_html: Mapped[str] = mapped_column(default="")
    notes_revision: Mapped[int] = mapped_column(default=0)
    report_source: Mapped[str] = mapped_column(default="")
    report_html: Mapped[str] = mapped_column(default="")


class AgendaItem(WithId, WithLink, Base):
    """One point of a session's agenda."""

    __tablename__ = "committee_agenda_item"

    key: Mapped[str] = mapped_column(unique=True, default=new_key)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("committee_meeting.id"), index=True)
    position: Mapped[int]
    title: Mapped[str]
    minutes: Mapped[int]


class ItemFile(Base):
    """A file that goes with a point of the agenda."""

    __tablename__ = "committee_agenda_file"

    item_id: Mapped[int] = mapped_column(ForeignKey("committee_agenda_item.id"), primary_key=True)
    attachment_id: Mapped[int] = mapped_column(
        ForeignKey("committee_attachment.id"), primary_key=True, index=True
    )

    attachment: Mapped[Attachment] = relationship(lazy="raise_on_sql")


class MeetingBallot(Base):
    """A ballot that was held in a session."""

    __tablename__ = "committee_meeting_ballot"

    meeting_id: Mapped[int] = mapped_column(ForeignKey("committee_meeting.id"), primary_key=True)
    ballot_id: Mapped[int] = mapped_column(ForeignKey("ballot.id"), primary_key=True, index=True)


class Presence(StrEnum):
    """Whether a member came."""

    PRESENT = "present"
    EXCUSED = "excused"
    ABSENT = "absent"


class Attendance(Base):
    """Whether one member came to one session."""

    __tablename__ = "committee_attendance"

    meeting_id: Mapped[int] = mapped_column(ForeignKey("committee_meeting.id"), primary_key=True)
    member_id: Mapped[int] = mapped_column(
        ForeignKey("committee_member.id"), primary_key=True, index=True
    )
    presence: Mapped[Presence] = mapped_column(Word(Presence))

    member: Mapped[CommitteeMember] = relationship(lazy="raise_on_sql")


class NotesRevision(WithId, Base):
    """What the notes of a session said at one time, and who wrote it so."""

    __tablename__ = "committee_notes_revision"
    __table_args__ = (UniqueConstraint("meeting_id", "number"),)

    meeting_id: Mapped[int] = mapped_column(ForeignKey("committee_meeting.id"))
    number: Mapped[int]
    source: Mapped[str]
    by_id: Mapped[int] = mapped_column(ForeignKey("committee_member.id"))
    at: Mapped[datetime] = mapped_column(default=now)

    by: Mapped[CommitteeMember] = relationship(lazy="raise_on_sql")


class NotesDraft(Base):
    """What a member is typing in the notes and has not saved: theirs alone, with its base."""

    __tablename__ = "committee_notes_draft"

    meeting_id: Mapped[int] = mapped_column(ForeignKey("committee_meeting.id"), primary_key=True)
    member_id: Mapped[int] = mapped_column(
        ForeignKey("committee_member.id"), primary_key=True, index=True
    )
    base: Mapped[int]
    """The revision upon which it is written; before the first, 0."""
    source: Mapped[str] = mapped_column(default="")
    saved_at: Mapped[datetime] = mapped_column(default=now)


class Reopening(WithId, Base):
    """A session that was closed and is open again: who did so, why, and the report until then."""

    __tablename__ = "committee_meeting_reopening"

    meeting_id: Mapped[int] = mapped_column(ForeignKey("committee_meeting.id"), index=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("committee_member.id"))
    at: Mapped[datetime] = mapped_column(default=now)
    reason: Mapped[str]
    report_html: Mapped[str]

    by: Mapped[CommitteeMember] = relationship(lazy="raise_on_sql")


class CalendarFeed(Base):
    """The private calendar of one member: its address holds a secret that is kept hashed."""

    __tablename__ = "committee_calendar_feed"

    member_id: Mapped[int] = mapped_column(ForeignKey("committee_member.id"), primary_key=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    made_at: Mapped[datetime] = mapped_column(default=now)

    member: Mapped[CommitteeMember] = relationship(lazy="raise_on_sql")
