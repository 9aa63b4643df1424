"""`consultation admin create`: the first administrator of an instance."""

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from consultation.accounts.cli import admin
from consultation.accounts.models import User
from consultation.core.db import session
from consultation.core.journal import JournalEntry
from tests.factories import make_user

PASSWORD = "une phrase bien longue"


def create(app: Flask, email: str, name: str, typed: str, *more: str) -> Result:
    words = ["create", "--email", email, "--name", name, *more]
    return CliRunner().invoke(admin, words, input=typed, obj=lambda: app)


def test_one_is_made_signs_in_and_enrols_a_second_factor(app: Flask, client: FlaskClient) -> None:
    made = create(app, " Odile@Example.org ", "Odile M.", f"{PASSWORD}\n", "--password-stdin")
    assert (made.exit_code, made.exception) == (0, None)
    assert "Sign in at /connexion" in made.output
    row = session.scalars(select(User)).one()
    assert (row.email, row.display_name) == ("odile@example.org", "Odile M.")
    assert row.is_administrator
    assert row.is_confirmed
    acts = session.scalars(select(JournalEntry.act)).all()
    assert acts == ["account.administrator_made"]
    client.post("/connexion", data={"email": "odile@example.org", "password": PASSWORD})
    assert client.get("/administration").location.startswith("/compte/second-facteur")


def test_the_password_is_asked_twice_and_never_shown(app: Flask) -> None:
    made = create(app, "odile@example.org", "Odile M.", f"{PASSWORD}\n{PASSWORD}\n")
    assert made.exit_code == 0
    assert PASSWORD not in made.output


@pytest.mark.parametrize(
    ("email", "name", "password", "words"),
    [
        ("odile", "Odile M.", PASSWORD, "not an address"),
        ("odile m@example.org", "Odile M.", PASSWORD, "not an address"),
        ("odile@", "Odile M.", PASSWORD, "not an address"),
        ("odile@example.org", " \u200b ", PASSWORD, "name"),
        ("odile@example.org", "x" * 61, PASSWORD, "name"),
        ("odile@example.org", "Odile M.", "court", "12 characters"),
        ("odile@example.org", "Odile M.", "odile@example.org", "hard to guess"),
        ("bob@example.org", "Bob", PASSWORD, "has an account"),
    ],
)
def test_what_nobody_could_sign_in_with_is_refused(
    app: Flask, email: str, name: str, password: str, words: str
) -> None:
    with app.app_context():
        make_user(email="bob@example.org")
    made = create(app, email, name, f"{password}\n", "--password-stdin")
    assert made.exit_code == 2
    assert words in made.output
    with app.app_context():
        assert len(session.scalars(select(User)).all()) == 1
