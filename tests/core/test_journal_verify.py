"""`consultation journal verify` and `export`: what was done to the journal shows."""

import csv
import io
import json
import tracemalloc
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import insert, select, text

from consultation.core import journal
from consultation.core.clock import now, travel
from consultation.core.db import session, transaction
from consultation.core.journal import FIRST_HASH, JournalEntry, hash_of
from consultation.core.journal_check import Head, JournalSeal, entries, seal_next_day, verify
from consultation.core.journal_cli import journal as command
from tests.factories import make_user
from tests.support.databases import is_postgresql

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)


def write(count: int, act: str = "a.done") -> None:
    user = make_user()
    with transaction():
        for number in range(count):
            journal.record(act, user, actor_id=user.id, number=number)


def ids() -> list[int]:
    return list(session.scalars(select(JournalEntry.id).order_by(JournalEntry.id)))


def by_force(*statements: str) -> None:
    """As whoever owns the database could, once its triggers are out of the way."""
    with transaction() as current:
        if is_postgresql():
            current.execute(text("alter table journal_entry disable trigger all"))
            current.execute(text("alter table journal_seal disable trigger all"))
        else:
            names = current.scalars(
                text("select name from sqlite_master where type = 'trigger' and name like 'jour%'")
            ).all()
            for name in names:
                current.execute(text(f"drop trigger {name}"))
        for statement in statements:
            current.execute(text(statement))


def run(app: Flask, *words: str) -> tuple[int, str]:
    result = CliRunner().invoke(command, list(words), obj=lambda: app)
    return result.exit_code, result.output


def test_an_intact_journal_says_how_many_acts_and_its_head(real_app: Flask) -> None:
    assert run(real_app, "verify") == (0, "The journal holds: 0 acts.\n")
    with real_app.app_context():
        write(5)
    code, said = run(real_app, "verify")
    assert code == 0
    assert "5 acts" in said
    with real_app.app_context():
        assert f"Head: {verify().head}" in said


@pytest.mark.parametrize(
    ("statement", "at", "why"),
    [
        ("update journal_entry set actor_id = 99 where id = {2}", 2, "what it says"),
        ("update journal_entry set act = 'a.other' where id = {0}", 0, "what it says"),
        ("update journal_entry set details = '{{}}' where id = {4}", 4, "what it says"),
        ("update journal_entry set hash = 'x' where id = {2}", 2, "what it says"),
        ("delete from journal_entry where id = {2}", 3, "the row before it"),
        ("delete from journal_entry where id = {0}", 1, "the row before it"),
        ("delete from journal_entry where id in ({1}, {2})", 3, "the row before it"),
        ("update journal_entry set id = 10000 where id = {1}", 2, "the row before it"),
    ],
)
def test_the_first_broken_row_is_named_with_what_does_not_hold(
    real_app: Flask, statement: str, at: int, why: str
) -> None:
    with real_app.app_context():
        write(6)
        known = ids()
        by_force(statement.format(*known))
    code, said = run(real_app, "verify")
    assert code == 1
    assert f"Broken at row {known[at]} (a." in said
    assert why in said


def test_a_row_put_in_shows(real_app: Flask) -> None:
    with real_app.app_context():
        write(3)
        last = session.scalars(select(JournalEntry).order_by(JournalEntry.id.desc())).first()
        assert last is not None
        form = {
            "at": now(), "actor_id": 1, "act": "a.false", "subject_type": "user",
            "subject_key": "x", "details": {}, "previous_hash": FIRST_HASH,
        }  # fmt: skip
        with transaction() as current:
            current.execute(insert(JournalEntry).values(**form, hash=hash_of(**form)))
        fault = verify().fault
    assert fault is not None
    assert (fault.kind, fault.entry_id) == ("link", last.id + 1)


def test_an_end_that_was_cut_off_shows_by_a_head_that_was_kept(
    real_app: Flask, tmp_path: Path
) -> None:
    heads = tmp_path / "heads"
    with real_app.app_context():
        write(4)
    assert run(real_app, "verify", "--heads", str(heads))[0] == 0
    assert run(real_app, "verify", "--heads", str(heads))[0] == 0
    assert len(heads.read_text().splitlines()) == 1, "the same head is kept once"
    with real_app.app_context():
        write(2)
        kept = verify().head
        known = ids()
    assert run(real_app, "verify", "--heads", str(heads))[0] == 0
    assert len(heads.read_text().splitlines()) == 2
    with real_app.app_context():
        by_force(f"delete from journal_entry where id >= {known[-2]}")  # noqa: S608  # our own words
    assert run(real_app, "verify")[0] == 0, "the chain alone cannot know"
    code, said = run(real_app, "verify", "--heads", str(heads))
    assert code == 1
    assert f"Broken at row {known[-1]}" in said
    assert run(real_app, "verify", "--head", str(kept))[0] == 1
    with real_app.app_context():
        write(5)
    assert run(real_app, "verify", "--head", str(kept))[0] == 1, "nor does writing on hide it"


def test_a_journal_written_anew_shows_by_a_head_that_was_kept(real_app: Flask) -> None:
    with real_app.app_context():
        write(3)
        kept, known = verify().head, ids()
        by_force("delete from journal_entry")
        previous = FIRST_HASH
        with transaction() as current:
            for entry_id in known:
                form = {
                    "at": now(), "actor_id": 7, "act": "a.false", "subject_type": "user",
                    "subject_key": "x", "details": {}, "previous_hash": previous,
                }  # fmt: skip
                previous = hash_of(**form)
                current.execute(insert(JournalEntry).values(id=entry_id, **form, hash=previous))
        assert verify().fault is None
        assert kept is not None
        fault = verify([kept]).fault
    assert fault is not None
    assert (fault.kind, fault.entry_id) == ("head", known[-1])


@pytest.mark.parametrize("words", ["x", "1:", ":abc", "1:abc", "a:" + "0" * 64])
def test_what_is_no_head_is_refused(real_app: Flask, tmp_path: Path, words: str) -> None:
    assert run(real_app, "verify", "--head", words)[0] == 2
    heads = tmp_path / "heads"
    heads.write_text(f"{words}\n")
    assert run(real_app, "verify", "--heads", str(heads))[0] == 2
    assert heads.read_text() == f"{words}\n"


def test_each_day_is_sealed_once_it_is_over(real_app: Flask) -> None:
    with real_app.app_context():
        assert not seal_next_day()
        with travel(NOON):
            write(3)
            assert not seal_next_day(), "the day is not over"
        with travel(NOON + timedelta(days=3)):
            write(2)
            assert seal_next_day()
            assert not seal_next_day()
        with travel(NOON + timedelta(days=4)):
            assert seal_next_day()
            assert not seal_next_day()
        rows = session.scalars(select(JournalSeal).order_by(JournalSeal.day)).all()
        assert [(row.act_count, row.total) for row in rows] == [(3, 3), (2, 5)]
        head = verify().head
        assert head is not None
        assert rows[-1].hash == head.hash
        by_force("update journal_seal set hash = 'x'")
        fault = verify().fault
        assert fault is not None
        assert fault.kind == "head"


def test_what_was_written_long_after_its_midnight_is_sealed_later(real_app: Flask) -> None:
    with real_app.app_context():
        with travel(NOON):
            write(2)
        with travel(NOON + timedelta(days=1)):
            assert seal_next_day()
        with travel(NOON):
            write(1)
        with travel(NOON + timedelta(days=2)):
            assert seal_next_day()
            assert not seal_next_day()
        rows = session.execute(select(JournalSeal.act_count).order_by(JournalSeal.day))
        assert rows.scalars().all() == [2, 1]


def test_a_long_journal_is_walked_in_little_memory(real_app: Flask) -> None:
    with real_app.app_context():
        write(6000)
        tracemalloc.start()
        assert verify().count == 6000
        assert sum(1 for _row in entries()) == 6000
        _now, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert peak < 8 * 1024 * 1024


def test_an_export_holds_what_the_hashes_were_made_of(real_app: Flask, tmp_path: Path) -> None:
    with real_app.app_context():
        write(3)
        head = verify().head
    assert head is not None
    _code, lines = run(real_app, "export")
    rows = [json.loads(line) for line in lines.splitlines()]
    last = rows[-1]
    made = hash_of(
        datetime.fromisoformat(last["at"]), last["actor_id"], last["act"], last["subject_type"],
        last["subject_key"], last["details"], last["previous_hash"],
    )  # fmt: skip
    assert made == last["hash"] == head.hash
    assert Head(last["id"], last["hash"]) == head
    path = tmp_path / "journal.csv"
    assert run(real_app, "export", "--format", "csv", "--output", str(path))[0] == 0
    table = list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"))))
    assert [row["hash"] for row in table] == [row["hash"] for row in rows]
    assert json.loads(table[0]["details"]) == {"number": 0}
