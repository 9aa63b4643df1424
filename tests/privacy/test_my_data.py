"""One's own data, and leaving."""

import json

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from consultation.accounts.models import LoginSession, User
from consultation.core.db import session
from consultation.core.journal import JournalEntry
from tests.conftest import SignIn
from tests.factories import PASSWORD, make_user


def test_one_takes_everything_away_and_nobody_else_can(
    client: FlaskClient, app: Flask, sign_in: SignIn
) -> None:
    sign_in(make_user(email="odile@example.org", name="Odile M."))
    answer = client.get("/compte/donnees.json")
    assert json.loads(answer.text)["account"][0]["email"] == "odile@example.org"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "attachment" in answer.headers["Content-Disposition"]
    assert "odile@example.org" in client.get("/compte/donnees.html").text

    stranger = app.test_client()
    for page in ("/compte/donnees", "/compte/donnees.json", "/compte/donnees.html"):
        assert stranger.get(page).status_code == 303


@pytest.mark.parametrize("choice", ["keep", "withdraw"])
def test_leaving_destroys_the_identity(client: FlaskClient, sign_in: SignIn, choice: str) -> None:
    user = make_user(email="odile@example.org", name="Odile M.")
    sign_in(user)
    wrong = client.post("/compte/supprimer", data={"contributions": choice, "password": "non"})
    assert wrong.status_code == 422
    page = client.post("/compte/supprimer", data={"contributions": choice, "password": PASSWORD})
    assert "Votre compte est supprimé" in page.text
    session.expire_all()
    gone = session.get_one(User, user.id)
    assert (gone.email, gone.display_name, gone.password_hash) == (None, "", None)
    assert gone.deleted_at is not None
    assert all(row.ended_at for row in session.scalars(select(LoginSession)))
    assert client.get("/compte").status_code == 303
    entry = session.scalars(select(JournalEntry)).one()
    assert "Odile" not in str(vars(entry))
