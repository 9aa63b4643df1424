"""On a database that is not ready a command says so in one line, and what to do."""

import subprocess
from collections import Counter
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import event, text
from sqlalchemy.pool import Pool

from consultation.cli import application
from consultation.core import db, schema
from consultation.core.db import transaction
from tests.support.live import command, environment, free_port

FILE = str(Path(__file__).parents[1] / "README.md")


@pytest.mark.parametrize("words", [("document", "import", FILE, "--consultation", "x"), ("work",)])
def test_without_a_database_a_command_says_how_to_make_it(
    tmp_path: Path, words: tuple[str, ...]
) -> None:
    done = subprocess.run(
        command(*words), env=environment(tmp_path, free_port()), text=True, capture_output=True,
        timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert done.stderr.strip().endswith("consultation db upgrade")
    assert "Traceback" not in done.stderr
    assert not list(tmp_path.glob("*.sqlite*")), "nothing was made"


def test_an_older_a_newer_and_an_empty_database_are_told_apart(real_app: Flask) -> None:
    url = real_app.config["SETTINGS"].database_url
    assert schema.fault(url) == ""
    for change, words in (
        ("update alembic_version set version_num = '0001'", "not up to date"),
        ("update alembic_version set version_num = '9999'", "newer (9999) than this program"),
        ("drop table alembic_version", "not up to date"),
    ):
        with transaction() as session:
            session.execute(text(change))
        assert words in schema.fault(url)


def test_a_database_that_cannot_be_reached_is_said() -> None:
    url = f"postgresql://consultation@127.0.0.1:{free_port()}/consultation"
    assert schema.fault(url).startswith("The database cannot be reached: ")


@pytest.mark.any_engine
def test_a_server_holds_no_connection_when_it_forks(
    real_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CONSULTATION_DATABASE_URL", real_app.config["SETTINGS"].database_url)
    monkeypatch.setenv("CONSULTATION_VAR", str(real_app.config["SETTINGS"].var))
    before = db.sessions.kw["bind"]
    counts = Counter[str]()

    def opened(*_connection: object) -> None:
        counts["opened"] += 1

    def closed(*_connection: object) -> None:
        counts["closed"] += 1

    event.listen(Pool, "connect", opened)
    event.listen(Pool, "close", closed)
    try:
        application()
        assert counts["opened"] == counts["closed"] > 0
    finally:
        event.remove(Pool, "connect", opened)
        event.remove(Pool, "close", closed)
        db.sessions.kw["bind"].dispose()
        db.sessions.configure(bind=before)
