"""Who may do what in a committee. Pure: seats, roles and moment come in from outside.

Two groups stand apart. Who organises a linked consultation runs the committee: its charge, its
calendar, its members; and does not enter its deliberation. Who holds a seat deliberates. A person
of the institution who accompanies the committee is given a seat: facilitator, or observer.
An administrator names organisers of a consultation, and so who may run; and is nobody here.
"""

from dataclasses import dataclass
from datetime import datetime

from consultation.committees.models.ballots import Ballot, BallotState
from consultation.committees.models.files import Attachment
from consultation.committees.models.meetings import Meeting, MeetingState
from consultation.committees.models.opinion import Opinion
from consultation.committees.models.people import Committee, CommitteeMember, Seat
from consultation.committees.models.threads import Thread, ThreadMessage

VOTING = frozenset({Seat.CHAIR, Seat.RAPPORTEUR, Seat.MEMBER})
"""Facilitators and observers have no vote."""
PREPARING = frozenset({Seat.CHAIR, Seat.RAPPORTEUR, Seat.FACILITATOR})
LEADING = frozenset({Seat.CHAIR, Seat.RAPPORTEUR})
HOLDING = frozenset({Seat.CHAIR, Seat.FACILITATOR})


@dataclass(frozen=True)
class Standing:
    """What a person is to one committee: a living seat, and whether they run it."""

    seat: Seat | None = None
    is_organiser: bool = False


NOBODY = Standing()


def can_see(committee: Committee, standing: Standing) -> bool:
    """An announced committee exists for everybody; before, for who runs it or sits in it."""
    return committee.announced_at is not None or standing.is_organiser or standing.seat is not None


def can_run(standing: Standing) -> bool:
    """Charge, calendar, members, invitations and reserve: organisers of a linked consultation."""
    return standing.is_organiser


def can_enter(standing: Standing) -> bool:
    """The workspace: living seats alone, not even who runs the committee."""
    return standing.seat is not None


def can_prepare_ballot(standing: Standing) -> bool:
    """Write a ballot and change it until it opens: chair, rapporteur, facilitator."""
    return standing.seat in PREPARING


def can_hold_ballot(standing: Standing) -> bool:
    """Open, close before time, cancel: chair and facilitator."""
    return standing.seat in HOLDING


def has_vote(seat: Seat) -> bool:
    """This seat belongs to the electorate of a ballot that opens."""
    return seat in VOTING


def state_at(ballot: Ballot, moment: datetime) -> BallotState:
    """What the clock says, whether or not the worker has come by yet: closed is closed."""
    if ballot.state is BallotState.OPEN and ballot.closes_at and ballot.closes_at <= moment:
        return BallotState.CLOSED
    return ballot.state


def can_vote(ballot: Ballot, moment: datetime, *, is_elector: bool, has_voted: bool) -> bool:
    """An elector, while it is open; a secret vote once, an open one until the closing."""
    is_open = state_at(ballot, moment) is BallotState.OPEN
    return is_open and is_elector and not (ballot.is_secret and has_voted)


def is_counted(ballot: Ballot) -> bool:
    """Its result is known. Until then nobody reads one, whatever the method."""
    return ballot.state is BallotState.CLOSED and ballot.record_hash != ""


def can_speak(standing: Standing) -> bool:
    """Write in threads, and comment beside the opinion: every seat but those who observe."""
    return standing.seat is not None and standing.seat is not Seat.OBSERVER


def can_write_in(thread: Thread, standing: Standing) -> bool:
    """While the thread is open."""
    return can_speak(standing) and thread.closed_at is None


def can_close_thread(standing: Standing) -> bool:
    """Close and reopen: chair and facilitator."""
    return standing.seat in HOLDING


def can_edit_message(message: ThreadMessage, thread: Thread, member: CommitteeMember) -> bool:
    """One's own, while the thread is open."""
    is_own = message.author_id == member.id and message.removed_at is None
    return is_own and can_write_in(thread, Standing(member.seat))


def can_remove_message(message: ThreadMessage, member: CommitteeMember) -> bool:
    """One's own; those who hold the meetings, anybody's."""
    is_theirs = message.author_id == member.id or member.seat in HOLDING
    return is_theirs and message.removed_at is None


def can_remove_attachment(attachment: Attachment, member: CommitteeMember) -> bool:
    """What one joined; those who hold the meetings, anything."""
    is_theirs = attachment.added_by_id == member.id or member.seat in HOLDING
    return is_theirs and attachment.removed_at is None


def can_prepare_meeting(standing: Standing) -> bool:
    """Write a session, its agenda, who came: chair, rapporteur, facilitator."""
    return standing.seat in PREPARING


def can_hold_meeting(standing: Standing) -> bool:
    """Call it, close it, cancel it: chair and facilitator."""
    return standing.seat in HOLDING


def can_change_meeting(meeting: Meeting, standing: Standing) -> bool:
    """Until it is closed or cancelled: what happened stays as it was written down."""
    is_alive = meeting.state in {MeetingState.PREPARED, MeetingState.CALLED}
    return is_alive and can_prepare_meeting(standing)


def can_reopen_meeting(meeting: Meeting, standing: Standing) -> bool:
    """Open a closed session again, with a reason that stays: chair and facilitator."""
    return meeting.state is MeetingState.CLOSED and can_hold_meeting(standing)


def can_take_notes(meeting: Meeting, standing: Standing) -> bool:
    """Everybody who speaks, once it is called and until it is closed."""
    return can_speak(standing) and meeting.state is MeetingState.CALLED


def can_lead_opinion(standing: Standing) -> bool:
    """Begin the opinion, say who writes in it, decide on amendments: chair and rapporteur."""
    return standing.seat in LEADING


def can_write_opinion(standing: Standing, *, is_open_to_all: bool) -> bool:
    """Change the text: chair, rapporteur, facilitator; every member who votes, if it is open."""
    if standing.seat in PREPARING:
        return True
    return is_open_to_all and standing.seat in VOTING


def can_amend(standing: Standing) -> bool:
    """Propose another wording: those who vote."""
    return standing.seat in VOTING


def can_end_statements(standing: Standing) -> bool:
    """Say until when minority statements are signed: the chair."""
    return standing.seat is Seat.CHAIR


def can_publish_opinion(standing: Standing) -> bool:
    """Publish an edition of the opinion: the chair."""
    return standing.seat is Seat.CHAIR


def takes_statements(opinion: Opinion, moment: datetime) -> bool:
    """Minority statements are written and signed, and signatures withdrawn, until the deadline."""
    return opinion.statements_until is None or moment < opinion.statements_until


def can_sign(standing: Standing, opinion: Opinion, moment: datetime) -> bool:
    """Sign a minority statement: those who vote, until the deadline."""
    return standing.seat in VOTING and takes_statements(opinion, moment)
