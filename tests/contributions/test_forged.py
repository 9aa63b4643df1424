"""Forged and stale requests: nothing is written, and nothing typed is lost."""

import html
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from consultation.contributions.models import Contribution, Draft
from consultation.core.db import session
from tests.conftest import SignIn
from tests.contributions.steps import fields_of, make_parc, say
from tests.factories import make_user

TEXT = "Je tiens à <dire> ceci & cela."


def stored() -> tuple[int, int]:
    """How many contributions and drafts there are."""
    counts = [session.scalar(select(func.count()).select_from(t)) for t in (Contribution, Draft)]
    return counts[0] or 0, counts[1] or 0


@pytest.fixture
def guarded(app: Flask) -> Iterator[Flask]:
    """The application with its protection against forged requests."""
    app.config["WTF_CSRF_ENABLED"] = True
    yield app
    app.config["WTF_CSRF_ENABLED"] = False


def test_case_20_a_spent_token_gives_the_text_back_and_stores_nothing(
    guarded: Flask, client: FlaskClient, sign_in: SignIn
) -> None:
    parc = make_parc()
    sign_in(make_user())
    page = client.get(parc.writing)
    form = {**fields_of(page), "body": TEXT}
    for forged in (
        {**form, "csrf_token": "x"},
        {k: v for k, v in form.items() if k != "csrf_token"},
    ):
        answer = client.post(parc.writing, data=forged)
        assert answer.status_code == 400
        assert "Votre session avait expiré." in answer.get_data(as_text=True)
        assert html.unescape(fields_of(answer)["body"]) == TEXT
    assert stored() == (0, 0)
    assert client.post(parc.writing, data=form).status_code == 303
    again = {name: html.unescape(value) for name, value in fields_of(answer).items()}
    assert client.post(parc.writing, data=again).status_code == 303
    assert stored() == (1, 0)


@pytest.mark.parametrize(
    "address",
    ["vote", "retirer", "modifier"],
)
def test_case_20_no_write_without_its_token(
    guarded: Flask, client: FlaskClient, sign_in: SignIn, address: str
) -> None:
    author = make_user()
    with guarded.app_context():
        row = say(make_parc(), author=author)
    sign_in(author if address != "vote" else make_user())
    answer = client.post(f"/contributions/{row.key}/{address}", data={"value": "agree"})
    assert answer.status_code == 400
    answer = client.post("/brouillons/x/supprimer")
    assert answer.status_code == 400
