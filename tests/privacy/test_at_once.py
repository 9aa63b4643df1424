"""Somebody leaves while others answer, vote and moderate: none stops another, all is counted."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import func, select

from consultation.accounts.models import User
from consultation.contributions.models import (
    Contribution,
    ContributionState,
    Kind,
    Stance,
    VoteValue,
)
from consultation.contributions.queries.places import find_contribution
from consultation.contributions.services.submitting import Sent, submit
from consultation.contributions.services.voting import vote
from consultation.contributions.writing import Written
from consultation.core.db import Base, session
from consultation.core.errors import DomainError, NotAllowedError
from consultation.core.mail import OutgoingMail
from consultation.moderation.models import Measure
from consultation.privacy.services import delete_account
from tests.contributions.steps import Parc, make_parc, say
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


@pytest.mark.parametrize("withdraws", [True, False])
@pytest.mark.parametrize("spoke_before", [True, False])
def test_what_is_sent_in_another_window_once_one_has_left_is_not_published(
    real_app: Flask, withdraws: bool, spoke_before: bool
) -> None:
    with real_app.app_context():
        parc = make_parc()
        author = make_user()
        if spoke_before:
            say(parc, author=author)
        # What a request in the other window has read when this one is answered.
        place, sent = parc.place(0), Sent(Written(Kind.COMMENT, Stance.FOR, "Et encore."), "t" * 24)
        author_id, before = author.id, count_of(Contribution)
        session.commit()

        def leave() -> None:
            with real_app.app_context():
                delete_account(session.get_one(User, author_id), withdraws=withdraws)

        with ThreadPoolExecutor(1) as pool:
            pool.submit(leave).result()
        with pytest.raises(NotAllowedError, match="compte"):
            submit(place, sent, actor=author)
        session.rollback()
        assert count_of(Contribution) == before
        assert not session.scalars(select(OutgoingMail).where(OutgoingMail.to != "")).all()


def test_who_leaves_takes_along_what_they_send_in_another_window_meanwhile(real_app: Flask) -> None:
    with real_app.app_context():
        parc = make_parc()
        author = make_user()
        say(parc, author=author)
        author_id = author.id
        session.remove()
    begun = Barrier(2)

    def act(leaves: bool) -> None:
        with real_app.app_context():
            person = session.get_one(User, author_id)
            place = parc.place(1)
            begun.wait(20)
            if leaves:
                delete_account(person, withdraws=True)
                return
            sent = Sent(Written(Kind.COMMENT, Stance.FOR, "Oui."), "u" * 24)
            try:
                submit(place, sent, actor=person)
            except NotAllowedError:
                session.rollback()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(act, (True, False)))
    with real_app.app_context():
        assert set(session.scalars(select(Contribution.state))) == {ContributionState.WITHDRAWN}
        assert not session.scalars(select(OutgoingMail).where(OutgoingMail.to != "")).all()
        counts_hold(parc)


def count_of(table: type[Base]) -> int:
    return session.scalar(select(func.count()).select_from(table)) or 0


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
