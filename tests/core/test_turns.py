"""What is committed is on the disk before it is said, and nobody waits for it in their turn."""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Engine, create_engine

from consultation.core import turns
from consultation.core.db import session, transaction
from consultation.core.turns import write_turn
from tests.factories import make_user


@pytest.fixture
def database(tmp_path: Path) -> Engine:
    return create_engine(f"sqlite:///{tmp_path / 'one.sqlite'}")


@pytest.fixture
def brought(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The logs that were brought to the disk, in order."""
    paths: list[str] = []
    monkeypatch.setattr(turns, "_bring_to_disk", paths.append)
    return paths


def test_what_was_written_is_on_the_disk_when_the_turn_is_over(
    database: Engine, brought: list[str]
) -> None:
    with write_turn(database) as turn:
        turn.has_written = True
        assert brought == []
    assert brought == [f"{database.url.database}-wal"]


def test_a_turn_in_which_nothing_was_written_waits_for_no_disk(
    database: Engine, brought: list[str]
) -> None:
    with write_turn(database):
        pass
    assert brought == []


def test_the_disk_is_waited_for_once_the_turn_is_handed_on(
    database: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    others = []

    def while_the_disk_is_busy(_path: str) -> None:
        if not others:
            with write_turn(database):
                others.append("had their turn")

    monkeypatch.setattr(turns, "_bring_to_disk", while_the_disk_is_busy)
    with write_turn(database) as turn:
        turn.has_written = True
    assert others == ["had their turn"]


def test_a_disk_that_fails_is_said(database: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_file: int) -> None:
        raise OSError("no space left on the disk")

    Path(f"{database.url.database}-wal").touch()
    monkeypatch.setattr("os.fdatasync", broken)
    with pytest.raises(OSError, match="no space"), write_turn(database) as turn:
        turn.has_written = True


def test_a_transaction_that_writes_waits_for_the_disk_and_one_that_reads_does_not(
    real_app: Flask, brought: list[str]
) -> None:
    with real_app.app_context():
        person = make_user()
        engine = session.get_bind()
        is_file = engine.dialect.name == "sqlite"
        brought.clear()
        with transaction() as current:
            current.get_one(type(person), person.id)
        assert brought == []
        with transaction():
            person.display_name = "Ada L."
        assert len(brought) == int(is_file)
