"""The journal: chained, append-only by a rule of the database itself."""

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from consultation.core import journal
from consultation.core.db import session, transaction
from consultation.core.journal import JournalEntry
from tests.factories import make_user


def three_acts() -> None:
    user = make_user()
    with transaction():
        for act in ("a.one", "a.two", "a.three"):
            journal.record(act, user, actor_id=user.id, number=1)


def test_each_row_holds_the_hash_of_the_one_before(app: Flask) -> None:
    with app.app_context():
        three_acts()
        rows = session.scalars(select(JournalEntry).order_by(JournalEntry.id)).all()
        assert rows[0].previous_hash == journal.FIRST_HASH
        assert [row.previous_hash for row in rows[1:]] == [row.hash for row in rows[:-1]]
        assert journal.first_broken_entry() is None


@pytest.mark.parametrize(
    "statement",
    ["update journal_entry set act = 'x'", "delete from journal_entry"],
)
def test_the_database_refuses_to_change_it(real_app: Flask, statement: str) -> None:
    with real_app.app_context():
        three_acts()
        with pytest.raises(DBAPIError, match="append-only"), transaction() as current:
            current.execute(text(statement))
        assert journal.first_broken_entry() is None


def test_a_forged_row_no_longer_matches_its_hash(app: Flask) -> None:
    with app.app_context():
        three_acts()
        row = session.scalars(select(JournalEntry)).first()
        assert row is not None
        before = journal.entry_hash(row)
        session.expunge(row)
        row.act = "a.forged"
        assert before == row.hash != journal.entry_hash(row)
