"""Somebody leaves while others answer, vote and moderate: none stops another, all is counted."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import select

from consultation.accounts.models import User
from consultation.contributions.models import Contribution, ContributionState, VoteValue
from consultation.contributions.queries.places import find_contribution
from consultation.contributions.services.voting import vote
from consultation.core.db import session
from consultation.core.errors import DomainError
from consultation.moderation.models import Measure
from consultation.privacy.services import delete_account
from tests.contributions.steps import Parc, say
from tests.factories import make_user
from tests.moderation.steps import counts_hold, judged, make_desk

MODERATES, LEAVES = 5, 2


@pytest.mark.parametrize("withdraws", [True, False])
def test_who_leaves_waits_for_nobody_who_waits_for_them(real_app: Flask, withdraws: bool) -> None:
    with real_app.app_context():
        parc, moderator = make_desk()
        leaving = make_user()
        keys = said_by(parc, leaving)
        people = [make_user().id for _each in range(9)]
        people[MODERATES], people[LEAVES] = moderator.id, leaving.id
        session.remove()

    def act(number: int) -> None:
        with real_app.app_context():
            person = session.get_one(User, people[number])
            if number == LEAVES:
                delete_account(person, withdraws=withdraws)
                return
            for step, key in enumerate(reversed(keys)):
                react(parc, person, key, "warn" if number == MODERATES else number + step)

    with ThreadPoolExecutor(9) as pool:
        list(pool.map(act, range(9)))
    with real_app.app_context():
        counts_hold(parc)
        states = session.scalars(select(Contribution.state).where(Contribution.key.in_(keys)))
        gone = ContributionState.WITHDRAWN if withdraws else ContributionState.PUBLISHED
        assert set(states) == {gone}


def said_by(parc: Parc, person: User) -> list[str]:
    """Threads with a word added, and an answer to somebody else."""
    rows = [say(parc, author=person, answered=say(parc), text="Et à vous.")]
    for index in (0, 1, None, 0, 1):
        root = say(parc, author=person, index=index)
        rows += [root, say(parc, author=person, answered=root, text="J’ajoute.")]
    return [row.key for row in rows]


def react(parc: Parc, person: User, key: str, how: str | int) -> None:
    """Warn its author; or vote, or answer, by turns."""
    row = find_contribution(None, key)
    assert row is not None
    try:
        if how == "warn":
            judged(row, Measure.WARN, person)
        elif isinstance(how, int) and how % 2:
            vote(row, VoteValue.AGREE, actor=person)
        else:
            say(parc, author=person, answered=row, text="Mais non.")
    except DomainError:
        # Withdrawn meanwhile.
        session.rollback()
