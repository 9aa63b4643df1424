"""The journal: chained, append-only by a rule of the database itself."""

import threading

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from consultation.accounts.models import User
from consultation.core import journal
from consultation.core.db import session, transaction
from consultation.core.journal import JournalEntry
from consultation.core.journal_check import verify
from tests.conftest import count_queries
from tests.factories import make_user
from tests.support.databases import is_postgresql


def three_acts() -> None:
    user = make_user()
    with transaction():
        for act in ("a.one", "a.two", "a.three"):
            journal.record(act, user, actor_id=user.id, number=1)


def acts() -> list[str]:
    return list(session.scalars(select(JournalEntry.act).order_by(JournalEntry.id)))


def test_each_row_holds_the_hash_of_the_one_before(app: Flask) -> None:
    with app.app_context():
        three_acts()
        three_acts()
        rows = session.scalars(select(JournalEntry).order_by(JournalEntry.id)).all()
        assert rows[0].previous_hash == journal.FIRST_HASH
        assert [row.previous_hash for row in rows[1:]] == [row.hash for row in rows[:-1]]
        assert acts() == ["a.one", "a.two", "a.three"] * 2
        assert verify().fault is None


STATEMENTS = [
    "update journal_entry set act = 'x'",
    "delete from journal_entry",
    "update journal_entry set details = '{}' where id = 1",
    "truncate journal_entry" if is_postgresql() else "delete from journal_entry where id = 1",
    "truncate user_, journal_entry cascade".replace("user_", '"user"')
    if is_postgresql()
    else "insert or replace into journal_entry select * from journal_entry where id = 1",
]


@pytest.mark.parametrize("statement", STATEMENTS)
def test_the_database_refuses_to_change_it(real_app: Flask, statement: str) -> None:
    with real_app.app_context():
        three_acts()
        with pytest.raises(DBAPIError, match="append-only"), transaction() as current:
            current.execute(text(statement))
        assert verify().count == 3


def test_a_replacement_of_a_row_under_its_own_id_is_refused(real_app: Flask) -> None:
    with real_app.app_context():
        user = make_user()
        with transaction():
            journal.record("a.one", user, actor_id=user.id)
        columns = "id, at, actor_id, act, subject_type, subject_key, details, previous_hash, hash"
        values = "id, at, 9, act, subject_type, subject_key, details, previous_hash, 'x'"
        verb = "insert" if is_postgresql() else "insert or replace"
        statement = f"{verb} into journal_entry ({columns}) select {values} from journal_entry"  # noqa: S608  # our own words
        with pytest.raises(DBAPIError), transaction() as current:
            current.execute(text(statement))
        assert verify().fault is None


def test_an_act_that_is_rolled_back_was_not_recorded(database: None) -> None:
    user = make_user()

    def fail() -> None:
        with transaction():
            journal.record("a.lost", user, actor_id=user.id)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    with transaction():
        journal.record("a.kept", user, actor_id=user.id)
    assert acts() == ["a.kept"]


def test_a_savepoint_takes_its_own_acts_with_it_alone(database: None) -> None:
    user = make_user()
    twin = {"email": user.email, "display_name": "Twin"}

    def fail_inside(current: object) -> None:
        with session.begin_nested():
            journal.record("a.inside_lost", user, actor_id=user.id)
            session.add(User(**twin))
            session.flush()

    with transaction() as current:
        journal.record("a.before", user, actor_id=user.id)
        with pytest.raises(IntegrityError):
            fail_inside(current)
        with session.begin_nested():
            journal.record("a.inside", user, actor_id=user.id)
        journal.record("a.after", user, actor_id=user.id)
    assert acts() == ["a.before", "a.inside", "a.after"]
    assert verify().fault is None


@pytest.mark.parametrize(
    "value",
    ["Odile Müller", "odile@example.org", "<b>", "a\nb", "Ça suffit", "x" * 401, "it’s", 1.5],
)
def test_a_name_an_address_or_a_sentence_is_no_detail(database: None, value: str) -> None:
    user = make_user()
    with pytest.raises((ValueError, TypeError)), transaction():
        journal.record("a.one", user, actor_id=user.id, detail=value)


def test_many_writers_at_once_keep_one_chain(real_app: Flask) -> None:
    with real_app.app_context():
        user_id = make_user().id
    failures: list[BaseException] = []

    def write(number: int) -> None:
        try:
            with real_app.app_context():
                for turn in range(15):
                    with transaction():
                        user = session.get_one(User, user_id)
                        journal.record(f"a.{number}", user, actor_id=user_id, turn=turn)
                        journal.record(f"a.{number}", user, actor_id=user_id, turn=turn)
        except BaseException as error:
            failures.append(error)
            raise

    threads = [threading.Thread(target=write, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    with real_app.app_context():
        report = verify()
    assert report.fault is None
    assert report.count == 8 * 15 * 2


def test_two_that_wait_for_each_other_s_row_do_not_wait_for_the_journal(real_app: Flask) -> None:
    """One records, then wants a row; another holds that row, and records."""
    with real_app.app_context():
        one, two = make_user().id, make_user().id
    both = threading.Barrier(2, timeout=10)
    failures: list[BaseException] = []

    def write(first: int, second: int) -> None:
        try:
            with real_app.app_context(), transaction():
                mine = session.get_one(User, first)
                journal.record("a.one", mine, actor_id=first)
                if is_postgresql():
                    both.wait()
                mine.language = "en"
                session.flush()
                session.get_one(User, second)
                journal.record("a.two", mine, actor_id=first)
        except BaseException as error:
            failures.append(error)
            raise

    threads = [threading.Thread(target=write, args=pair) for pair in ((one, two), (two, one))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    with real_app.app_context():
        assert verify().count == 4


def test_a_transaction_pays_for_the_journal_once(database: None) -> None:
    user = make_user()
    with count_queries() as few, transaction():
        journal.record("a.one", user, actor_id=user.id)
    with count_queries() as many, transaction():
        for _turn in range(20):
            journal.record("a.one", user, actor_id=user.id)
    assert len(many) == len(few) <= 4


def test_a_forged_row_no_longer_matches_its_hash(app: Flask) -> None:
    with app.app_context():
        three_acts()
        row = session.scalars(select(JournalEntry)).first()
        assert row is not None
        before = journal.entry_hash(row)
        session.expunge(row)
        row.act = "a.forged"
        assert before == row.hash != journal.entry_hash(row)
