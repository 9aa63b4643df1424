"""Many at once: nothing is made twice, no number is skipped, every count equals its rows."""

import random
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import func, select

from consultation.accounts.models import User
from consultation.consultations.models import Category, Participant
from consultation.contributions.models import (
    Contribution,
    ContributionState,
    Discussion,
    Kind,
    Revision,
    Stance,
    Vote,
    VoteValue,
)
from consultation.contributions.queries.places import find_contribution
from consultation.contributions.services.editing import edit
from consultation.contributions.services.voting import vote
from consultation.contributions.services.withdrawing import withdraw
from consultation.contributions.writing import Written
from consultation.core.db import session
from consultation.core.errors import DomainError
from consultation.documents.models import Page
from tests.contributions.steps import Parc, make_parc, say
from tests.factories import make_user


def test_case_12_a_form_sent_ten_times_at_once_makes_one_contribution(real_app: Flask) -> None:
    with real_app.app_context():
        parc = make_parc()
        author_id = make_user().id

    def send(_time: int) -> str:
        with real_app.app_context():
            author = session.get_one(User, author_id)
            return say(parc, author=author, token="t" * 24).key

    with ThreadPoolExecutor(10) as pool:
        keys = set(pool.map(send, range(10)))
    with real_app.app_context():
        assert session.scalars(select(Contribution.key)).all() == list(keys)
        assert_counts_hold(parc)


def test_twenty_people_at_once_on_one_paragraph(real_app: Flask) -> None:
    with real_app.app_context():
        parc = make_parc()
        people = [make_user().id for _ in range(20)]

    def send(person: int) -> None:
        with real_app.app_context():
            author = session.get_one(User, person)
            row = say(parc, author=author, text=f"Moi, {person}.")
            say(parc, author=author, answered=row, text="Et j’ajoute.")

    with ThreadPoolExecutor(10) as pool:
        list(pool.map(send, people))
    with real_app.app_context():
        numbers = session.scalars(select(Contribution.number)).all()
        assert sorted(numbers) == list(range(1, 41))
        assert_counts_hold(parc)


@pytest.mark.parametrize("workers", [1, 8])
def test_whatever_people_do_the_counts_equal_the_rows(real_app: Flask, workers: int) -> None:
    with real_app.app_context():
        parc = make_parc()
        people = [make_user().id for _ in range(6)]
        for _ in range(3):
            say(parc, author=session.get_one(User, people[0]))
    # One worker makes the same acts at each run; eight meet as they come.
    seeds = random.Random(7).sample(range(1000), 60)  # noqa: S311

    def act(seed: int) -> None:
        with real_app.app_context():
            one_act(parc, session.get_one(User, people[seed % 6]), random.Random(seed))  # noqa: S311

    with ThreadPoolExecutor(workers) as pool:
        list(pool.map(act, seeds))
    with real_app.app_context():
        assert_counts_hold(parc)


def test_votes_and_contributions_on_the_whole_text_do_not_wait_for_each_other(
    real_app: Flask,
) -> None:
    with real_app.app_context():
        parc = make_parc()
        rows = [say(parc, index=None).key for _ in range(4)]
        people = [make_user().id for _ in range(24)]

    def act(number: int) -> None:
        with real_app.app_context():
            person = session.get_one(User, people[number])
            target = find_contribution(None, rows[number % 4])
            assert target is not None
            if number % 3 == 0:
                say(parc, author=person, index=None)
            elif number % 3 == 1:
                say(parc, author=person, answered=target)
            fresh = find_contribution(None, target.key)
            assert fresh is not None
            vote(fresh, VoteValue.AGREE, actor=person)

    with ThreadPoolExecutor(12) as pool:
        list(pool.map(act, range(24)))
    with real_app.app_context():
        assert_counts_hold(parc)


def one_act(parc: Parc, person: User, luck: random.Random) -> None:
    """Something that somebody may do, or try."""
    keys = session.scalars(select(Contribution.key).order_by(Contribution.id)).all()
    target = find_contribution(None, luck.choice(keys))
    assert target is not None
    what = luck.choice(["say", "ask", "reword", "reply", "vote", "vote", "edit", "withdraw"])
    stance = luck.choice(list(Stance))
    try:
        if what == "say":
            say(parc, author=person, index=luck.choice([0, 1, None]), stance=stance)
        elif what == "ask":
            say(parc, author=person, index=1, kind=Kind.QUESTION, stance=Stance.NONE)
        elif what == "reword":
            say(
                parc, author=person, kind=Kind.AMENDMENT, stance=stance, text="",
                proposed=f"Le parc ouvre à {luck.randrange(99)} heures.",
            )  # fmt: skip
        elif what == "reply":
            say(parc, author=person, answered=target)
        elif what == "vote":
            vote(target, luck.choice([*VoteValue, None]), actor=person)
        elif what == "edit":
            source = f"Autrement, {luck.random()}."
            edit(target, Written(target.kind, stance, source), actor=person)
        else:
            withdraw(target, actor=person)
    except DomainError:
        # Not theirs, withdrawn meanwhile, one’s own: refused, and nothing written.
        session.rollback()


def assert_counts_hold(parc: Parc) -> None:
    """Every count that pages show is what counting the rows gives."""
    rows = session.scalars(select(Contribution)).all()
    alive = [row for row in rows if row.state is ContributionState.PUBLISHED]
    roots = [row for row in alive if row.parent_id is None]
    assert sorted(row.number for row in rows) == list(range(1, len(rows) + 1))
    assert parc.consultation.last_number == len(rows)
    assert parc.consultation.contribution_count == len(roots)
    assert parc.document.contribution_count == len(roots)
    amendments = sum(row.kind is Kind.AMENDMENT for row in roots)
    assert parc.consultation.amendment_count == amendments
    votes = session.scalars(select(Vote)).all()
    assert parc.consultation.vote_count == len(votes)
    given = Counter((each.contribution_id, each.value) for each in votes)
    for row in rows:
        assert row.agree_count == given[row.id, VoteValue.AGREE]
        assert row.disagree_count == given[row.id, VoteValue.DISAGREE]
        assert row.pass_count == given[row.id, VoteValue.PASS]
        assert row.reply_count == sum(reply.parent_id == row.id for reply in alive)
        assert session.get_one(Revision, (row.id, row.revision)).stance is row.stance
    for discussion in session.scalars(select(Discussion)):
        here = [row for row in roots if row.discussion_id == discussion.id]
        stances = Counter(row.stance for row in here)
        kinds = Counter(row.kind for row in here)
        assert discussion.contribution_count == len(here)
        assert discussion.for_count == stances[Stance.FOR]
        assert discussion.mixed_count == stances[Stance.MIXED]
        assert discussion.against_count == stances[Stance.AGAINST]
        assert discussion.question_count == kinds[Kind.QUESTION]
        assert discussion.amendment_count == kinds[Kind.AMENDMENT]
        assert discussion.reply_count == sum(
            row.discussion_id == discussion.id and row.parent_id is not None for row in alive
        )
    people = session.scalars(select(Participant)).all()
    voters = {each.participant_id for each in votes}
    for person in people:
        assert person.contribution_count == sum(row.author_id == person.id for row in alive)
        assert person.is_counted == (person.contribution_count > 0 or person.id in voters)
    counted = [person for person in people if person.is_counted]
    assert parc.consultation.participant_count == len(counted)
    under = Counter(person.category_id for person in counted)
    for category in session.scalars(select(Category)):
        assert category.participant_count == under[category.id]
    shown = session.scalar(select(func.sum(Page.contribution_count)))
    assert shown == sum(row.passage_id is not None for row in roots)
