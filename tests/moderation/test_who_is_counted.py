"""Public pages count those of whom something is public: nobody learns who waits or was refused."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from consultation.accounts.models import User
from consultation.consultations.models import Category, ModerationPolicy, Participant
from consultation.consultations.services.participation import declare
from consultation.contributions.models import Contribution, VoteValue
from consultation.contributions.services.editing import edit
from consultation.contributions.services.voting import vote
from consultation.contributions.services.withdrawing import withdraw
from consultation.contributions.writing import Written
from consultation.core import public_cache
from consultation.core.db import session, transaction
from consultation.moderation.models import Measure
from consultation.moderation.services.deciding import undo
from consultation.privacy.services import delete_account
from tests.contributions.steps import Parc, known, make_parc, say
from tests.factories import make_user
from tests.moderation.steps import counts_hold, judged, make_desk


def research() -> int:
    return session.scalars(select(Category.id).where(Category.code == "research")).one()


def somebody(parc: Parc) -> User:
    """Who said in which capacity they would speak, and nothing else."""
    person = make_user()
    declare(person, parc.consultation, category_id=research(), organisation="")
    return person


def read_first(parc: Parc) -> None:
    with transaction():
        parc.consultation.moderation = ModerationPolicy.BEFORE


def counted(parc: Parc) -> tuple[int, int]:
    """How many take part, as public pages say: in all, and under « Recherche »."""
    counts_hold(parc)
    category = session.get_one(Category, research(), populate_existing=True)
    return parc.consultation.participant_count, category.participant_count


def test_who_only_declares_or_waits_or_is_refused_is_not_counted(database: None) -> None:
    parc, moderator = make_desk()
    read_first(parc)
    author = somebody(parc)
    assert counted(parc) == (0, 0)
    made = say(parc, author=author)
    assert counted(parc) == (0, 0)
    decision = judged(made, Measure.REFUSE, moderator)
    assert counted(parc) == (0, 0)
    undo(decision, actor=moderator)
    assert counted(parc) == (0, 0)
    say(parc, author=make_user())
    assert counted(parc) == (0, 0)


def test_no_public_page_changes_by_what_waits_or_is_refused(client: FlaskClient) -> None:
    with client.application.app_context():
        parc, moderator = make_desk()
        public = say(parc, author=somebody(parc))
        read_first(parc)
        addresses = (f"/consultations/{parc.consultation.slug}", "/")

    def pages() -> list[str]:
        client.application.extensions[public_cache.EXTENSION].forget()
        return [client.get(address).text for address in addresses]

    before = pages()
    assert "Recherche" in before[0]
    assert "personne a participé" in before[1]
    with client.application.app_context():
        made = say(parc, author=somebody(parc))
        say(parc, author=make_user(), answered=known(public))
    assert pages() == before
    with client.application.app_context():
        judged(made, Measure.REFUSE, moderator)
    assert pages() == before


def test_published_by_a_moderator_one_is_counted_and_undone_no_more(database: None) -> None:
    parc, moderator = make_desk()
    read_first(parc)
    author = somebody(parc)
    decision = judged(say(parc, author=author), Measure.KEEP, moderator)
    assert counted(parc) == (1, 1)
    undo(decision, actor=moderator)
    assert counted(parc) == (0, 0)


@pytest.mark.parametrize("is_reply", [False, True])
def test_hidden_one_is_counted_no_more_and_restored_again(database: None, is_reply: bool) -> None:
    parc, moderator = make_desk()
    first = say(parc, author=somebody(parc)) if is_reply else None
    others = (1, 1) if is_reply else (0, 0)
    both = (others[0] + 1, others[1] + 1)
    made = say(parc, author=somebody(parc), answered=first)
    assert counted(parc) == both
    hidden = judged(made, Measure.HIDE, moderator)
    assert counted(parc) == others
    undo(hidden, actor=moderator)
    assert counted(parc) == both
    judged(made, Measure.HIDE, moderator)
    restored = judged(made, Measure.RESTORE, moderator)
    assert counted(parc) == both
    undo(restored, actor=moderator)
    assert counted(parc) == others


def test_of_two_things_said_the_last_one_gone_counts(database: None) -> None:
    parc, moderator = make_desk()
    author = somebody(parc)
    rows = [say(parc, author=author), say(parc, author=author, index=None)]
    judged(rows[0], Measure.HIDE, moderator)
    assert counted(parc) == (1, 1)
    withdraw(known(rows[1]), actor=author)
    assert counted(parc) == (0, 0)
    say(parc, author=author)
    assert counted(parc) == (1, 1)


def test_an_edit_that_waits_counts_its_author_no_more(database: None) -> None:
    parc, _moderator = make_desk()
    author = somebody(parc)
    made = say(parc, author=author)
    read_first(parc)
    edit(known(made), Written(made.kind, made.stance, "Autrement dit."), actor=author)
    assert counted(parc) == (0, 0)


@pytest.mark.parametrize("withdraws", [True, False])
def test_an_account_deleted_is_counted_if_its_words_or_votes_stay(
    database: None, withdraws: bool
) -> None:
    parc, _moderator = make_desk()
    author, voter = somebody(parc), somebody(parc)
    made = say(parc, author=author)
    vote(known(made), VoteValue.AGREE, actor=voter)
    delete_account(author, withdraws=withdraws)
    delete_account(voter, withdraws=withdraws)
    assert counted(parc) == ((1, 1) if withdraws else (2, 2))


def test_who_only_votes_is_counted_until_the_last_vote_is_taken_back(database: None) -> None:
    parc, moderator = make_desk()
    rows = [say(parc) for _time in range(2)]
    voter = somebody(parc)
    for row in rows:
        vote(known(row), VoteValue.AGREE, actor=voter)
        assert counted(parc) == (3, 1)
    vote(known(rows[0]), None, actor=voter)
    assert counted(parc) == (3, 1)
    judged(rows[0], Measure.HIDE, moderator)
    assert counted(parc) == (2, 1)
    vote(known(rows[1]), VoteValue.DISAGREE, actor=voter)
    assert counted(parc) == (2, 1)
    vote(known(rows[1]), None, actor=voter)
    assert counted(parc) == (1, 0)


def test_who_voted_stays_counted_when_what_they_said_is_hidden(database: None) -> None:
    parc, moderator = make_desk()
    voter = somebody(parc)
    vote(known(say(parc)), VoteValue.AGREE, actor=voter)
    made = say(parc, author=voter)
    assert counted(parc) == (2, 1)
    judged(made, Measure.HIDE, moderator)
    assert counted(parc) == (2, 1)


def test_who_chose_a_category_while_waiting_is_counted_under_it(database: None) -> None:
    parc, moderator = make_desk()
    read_first(parc)
    author = make_user()
    made = say(parc, author=author)
    declare(author, parc.consultation, category_id=research(), organisation="")
    assert counted(parc) == (0, 0)
    judged(made, Measure.KEEP, moderator)
    assert counted(parc) == (1, 1)


def test_moderators_and_authors_at_once_leave_the_counts_right(real_app: Flask) -> None:
    with real_app.app_context():
        parc, moderator = make_desk()
        authors = [somebody(parc) for _time in range(4)]
        target = say(parc)
        rows = [say(parc, author=each, index=number % 2) for number, each in enumerate(authors)]
        keys = [row.key for row in rows]
        people, moderator_id, target_key = [each.id for each in authors], moderator.id, target.key
        session.remove()

    def found(key: str) -> Contribution:
        return known(session.scalars(select(Contribution).where(Contribution.key == key)).one())

    def act(number: int) -> None:
        which, what = number % 4, number // 4
        with real_app.app_context():
            author = session.get_one(User, people[which])
            if what == 0:
                judged(found(keys[which]), Measure.HIDE, session.get_one(User, moderator_id))
            elif what == 1:
                vote(found(target_key), VoteValue.AGREE, actor=author)
            elif what == 2:
                declare(author, parc.consultation, category_id=None, organisation="Assos")
            elif which % 2:
                say(parc, author=author, index=None)
            session.remove()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(act, range(16)))
    with real_app.app_context():
        assert counted(parc) == (5, 4)
        for key in people:
            assert session.scalars(select(Participant).where(Participant.user_id == key)).one()


def test_one_person_in_two_windows_is_counted_once(real_app: Flask) -> None:
    with real_app.app_context():
        parc = make_parc()
        target = say(parc).key
        person = make_user().id
        session.remove()

    def act(number: int) -> None:
        with real_app.app_context():
            author = session.get_one(User, person)
            if number % 2:
                say(parc, author=author)
            else:
                row = session.scalars(select(Contribution).where(Contribution.key == target)).one()
                vote(known(row), VoteValue.AGREE, actor=author)
            session.remove()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(act, range(4)))
    with real_app.app_context():
        assert counted(parc) == (2, 0)
