"""On a database that is not ready a command says so in one line, and what to do."""

import subprocess
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

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


def test_a_database_that_cannot_be_reached_is_said(real_app: Flask) -> None:
    bound = db.sessions.kw["bind"]
    url = f"postgresql://consultation@127.0.0.1:{free_port()}/consultation"
    db.sessions.configure(bind=db.make_engine(url))
    try:
        assert schema.fault(url).startswith("The database cannot be reached: ")
    finally:
        db.sessions.configure(bind=bound)
