"""A hundred at once: the count is exact, nobody votes twice, nobody after the closing."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import func, select

from consultation.accounts.models import User
from consultation.committees.models.ballots import Ballot, BallotVoter, OpenVote, SecretPaper
from consultation.committees.services.holding import close_ballot
from consultation.committees.services.voting import cast_vote
from consultation.core.db import session
from consultation.core.errors import DomainError
from tests.committees.polls import ABSTAIN, AGAINST, FOR, Room, again, opened

CHOICES = (FOR, AGAINST, ABSTAIN)
SIZE = 100


def send(key: str, person_id: int, choice: dict[str, str]) -> bool:
    """One vote from its own connection; whether it was taken."""
    person = session.get_one(User, person_id)
    ballot = session.scalars(select(Ballot).where(Ballot.key == key)).one()
    try:
        cast_vote(ballot, choice, actor=person)
    except DomainError:
        session.rollback()
        return False
    return True


@pytest.mark.parametrize("is_secret", [True, False])
def test_a_hundred_voters_at_once_each_trying_twice(real_app: Flask, is_secret: bool) -> None:
    with real_app.app_context():
        room = Room(SIZE)
        key = opened(room, is_secret=is_secret).key
        people = [person.id for person in room.electors]

    def act(number: int) -> bool:
        with real_app.app_context():
            return send(key, people[number % SIZE], CHOICES[number % SIZE % 3])

    with ThreadPoolExecutor(16) as pool:
        taken = list(pool.map(act, range(2 * SIZE)))
    with real_app.app_context():
        ballot = session.scalars(select(Ballot).where(Ballot.key == key)).one()
        if is_secret:
            assert sum(taken) == SIZE, "nobody twice"
        assert ballot.voted_count == SIZE
        table = SecretPaper if is_secret else OpenVote
        assert session.scalar(select(func.count()).select_from(table)) == SIZE
        close_ballot(ballot, actor=session.get_one(User, room.chair.id))
        assert ballot.result["counts"] == {"for": 34, "against": 33, "abstain": 33}


def test_no_vote_is_taken_once_the_ballot_is_closing(real_app: Flask) -> None:
    with real_app.app_context():
        room = Room(60)
        key = opened(room, is_secret=True).key
        people = [person.id for person in room.electors]
        chair = room.chair.id

    def act(number: int) -> bool:
        with real_app.app_context():
            if number == 30:
                ballot = session.scalars(select(Ballot).where(Ballot.key == key)).one()
                close_ballot(ballot, actor=session.get_one(User, chair))
                return False
            return send(key, people[number], FOR)

    with ThreadPoolExecutor(12) as pool:
        taken = sum(pool.map(act, range(60)))
    with real_app.app_context():
        ballot = session.scalars(select(Ballot).where(Ballot.key == key)).one()
        assert ballot.result["voted"] == taken == ballot.voted_count
        assert ballot.result["counts"]["for"] == taken
        marked = select(func.count()).where(BallotVoter.has_voted.is_(True))
        assert session.scalar(marked) == taken
        assert not send(key, people[30], FOR)
        assert again(ballot).voted_count == taken
