"""The clock of ballots: opened, reminded of and closed once, and no vote past the hour."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from consultation.committees.models.ballots import Ballot, BallotState, BallotVoter
from consultation.committees.models.people import Seat
from consultation.committees.services.holding import open_ballot
from consultation.committees.services.preparing import Question, edit_ballot
from consultation.committees.services.seats import leave
from consultation.committees.services.voting import cast_vote
from consultation.committees.tasks import do_next_due_ballot
from consultation.core.clock import now, travel
from consultation.core.db import session
from consultation.core.errors import ConflictError, NotAllowedError, NotFoundError
from consultation.core.journal import JournalEntry
from consultation.core.mail import OutgoingMail
from tests.committees.polls import FOR, Room, after, again, cast, make_ballot, opened
from tests.committees.steps import seated

Outbox = Callable[[], list[OutgoingMail]]


def kinds(outbox: Outbox) -> list[str]:
    return [mail.kind.removeprefix("committees.ballot_") for mail in outbox()]


@pytest.mark.parametrize("is_secret", [True, False])
def test_no_vote_is_taken_past_the_hour_whether_or_not_the_worker_came(
    database: None, is_secret: bool
) -> None:
    room = Room()
    ballot = opened(room, is_secret=is_secret)
    cast(ballot, (room.chair, FOR))
    with travel(after(ballot)):
        with pytest.raises(ConflictError, match="pas ouvert"):
            cast_vote(ballot, FOR, actor=room.members[0])
        assert again(ballot).voted_count == 1
        assert do_next_due_ballot()
        assert not do_next_due_ballot()
    closed = again(ballot)
    assert closed.state is BallotState.CLOSED
    assert closed.closed_at == closed.closes_at, "the hour that was said, not the worker's"
    assert closed.result["counts"]["for"] == 1


def test_a_scheduled_ballot_opens_by_itself_with_those_who_sit_then(
    database: None, outbox: Outbox
) -> None:
    room = Room(3)
    ballot = make_ballot(room.committee, room.chair, opens_at=now() + timedelta(days=1))
    open_ballot(ballot, actor=room.chair)
    assert again(ballot).state is BallotState.SCHEDULED
    assert not do_next_due_ballot()
    with pytest.raises(ConflictError):
        cast_vote(ballot, FOR, actor=room.chair)
    newcomer = seated(room.committee, Seat.MEMBER)
    with travel(now() + timedelta(days=1, minutes=1)):
        assert do_next_due_ballot()
        cast(ballot, (newcomer, FOR))
    assert again(ballot).elector_count == 4
    assert kinds(outbox) == ["opened"] * 4


def test_a_scheduled_ballot_that_is_changed_is_a_draft_again(database: None) -> None:
    room = Room(3)
    ballot = make_ballot(room.committee, room.chair, opens_at=now() + timedelta(days=1))
    open_ballot(ballot, actor=room.chair)
    edit_ballot(ballot, Question(title="Autre chose"), actor=room.chair)
    with travel(now() + timedelta(days=2)):
        assert not do_next_due_ballot()
    assert again(ballot).state is BallotState.DRAFT


def test_what_could_not_open_before_its_closing_is_given_up_and_says_why(database: None) -> None:
    room = Room(3)
    ballot = make_ballot(room.committee, room.chair, opens_at=now() + timedelta(days=1))
    open_ballot(ballot, actor=room.chair)
    with travel(after(ballot)):
        assert do_next_due_ballot()
        assert not do_next_due_ballot()
    assert again(ballot).state is BallotState.CANCELLED
    assert "avant son heure" in again(ballot).cancel_reason


def test_those_who_have_not_voted_are_reminded_once(database: None, outbox: Outbox) -> None:
    room = Room(4)
    ballot = opened(room)
    cast(ballot, (room.chair, FOR), (room.members[0], FOR))
    assert not do_next_due_ballot()
    assert ballot.closes_at is not None
    with travel(ballot.closes_at - timedelta(hours=23)):
        assert do_next_due_ballot()
        assert not do_next_due_ballot()
    reminded = {mail.to for mail in outbox() if mail.kind == "committees.ballot_reminder"}
    assert reminded == {person.email for person in room.members[1:]}
    assert len(kinds(outbox)) == 4 + 2


def test_a_short_ballot_reminds_at_two_thirds_of_its_way(database: None) -> None:
    room = Room(3)
    ballot = opened(room, closes_at=now() + timedelta(hours=3))
    with travel(now() + timedelta(hours=1, minutes=59)):
        assert not do_next_due_ballot()
    with travel(now() + timedelta(hours=2, minutes=1)):
        assert do_next_due_ballot()
    assert again(ballot).reminded_at is not None


def test_a_newcomer_is_not_on_the_roll_and_who_has_left_votes_no_more(
    database: None, outbox: Outbox
) -> None:
    room = Room(4)
    ballot = opened(room)
    newcomer = seated(room.committee)
    with pytest.raises(NotAllowedError, match="liste électorale"):
        cast_vote(ballot, FOR, actor=newcomer)
    gone = room.members[0].email
    leave(room.committee, actor=room.members[0])
    with pytest.raises(NotFoundError):
        cast_vote(ballot, FOR, actor=room.members[0])
    assert again(ballot).elector_count == 4, "the electorate is frozen"
    assert len(session.scalars(select(BallotVoter)).all()) == 4
    with travel(after(ballot)):
        do_next_due_ballot()
        do_next_due_ballot()
    told = {mail.to for mail in outbox() if mail.kind == "committees.ballot_result"}
    assert told
    assert gone not in told


def test_a_vote_cast_before_leaving_stays_counted(database: None) -> None:
    room = Room(3)
    ballot = opened(room, is_secret=True)
    cast(ballot, (room.members[0], FOR))
    leave(room.committee, actor=room.members[0])
    with travel(after(ballot)):
        while do_next_due_ballot():
            pass
    assert again(ballot).result["counts"]["for"] == 1


def test_each_act_of_the_clock_is_in_the_journal_without_a_person(database: None) -> None:
    room = Room(3)
    ballot = opened(room)
    with travel(after(ballot)):
        while do_next_due_ballot():
            pass
    rows = session.execute(
        select(JournalEntry.act, JournalEntry.actor_id).where(
            JournalEntry.subject_type == Ballot.__tablename__
        )
    ).all()
    assert rows[-1] == ("ballot.closed", None)
