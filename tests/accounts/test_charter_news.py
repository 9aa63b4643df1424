"""Who is told that the charter changed, and who has read it."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from consultation.accounts import tasks
from consultation.accounts.charter import clauses_of
from consultation.accounts.models import CharterVersion, User
from consultation.accounts.services.charter import InstanceBook
from consultation.core.clock import now
from consultation.core.db import session
from consultation.core.mail import OutgoingMail
from tests.conftest import SignIn
from tests.factories import fresh, make_user, saved

DESK = "/administration/charte"
CLAUSE = {
    "title_fr": "Citez vos sources", "text_fr": "Un chiffre vient avec sa source.",
    "title_en": "Cite your sources", "text_en": "A figure comes with its source.",
}  # fmt: skip
NEWS = "La charte de participation a changé."
NOTE = {"note_fr": "Une règle sur les sources.", "note_en": "A rule about sources."}


@pytest.fixture
def admin(client: FlaskClient, sign_in: SignIn) -> User:
    person = make_user(name="Nadia", is_administrator=True)
    sign_in(person)
    return person


def draft() -> CharterVersion:
    row = InstanceBook().draft()
    assert isinstance(row, CharterVersion)
    return row


def seen() -> str:
    return str(draft().edit_count)


def titles() -> list[str]:
    return [clause.title_fr for clause in clauses_of(draft())]


def start(client: FlaskClient) -> None:
    assert client.post(DESK, data={"act": "begin"}).status_code == 303


def add(client: FlaskClient, **changes: str) -> None:
    data = {**CLAUSE, **changes, "seen": seen()}
    assert client.post(f"{DESK}/regle", data=data).status_code == 303


def put_in_force(client: FlaskClient, **more: str) -> None:
    data = {**NOTE, "seen": seen(), "confirmed": "1", **more}
    assert client.post(f"{DESK}/publication", data=data).status_code == 303


def test_each_person_is_told_until_they_say_that_they_read_it(
    client: FlaskClient, admin: User, app: Flask, sign_in: SignIn
) -> None:
    odile, theirs = make_user(), app.test_client()
    sign_in(odile, browser=theirs)
    assert NEWS not in theirs.get("/").text
    sign_in(admin)
    start(client)
    add(client)
    assert NEWS not in theirs.get("/").text
    put_in_force(client)
    assert NEWS in theirs.get("/?phase=open").text
    assert NEWS not in app.test_client().get("/").text
    answer = theirs.post("/charte/lue", data={"version": "2", "suite": "/?phase=open"})
    assert answer.location == "/?phase=open"
    assert NEWS not in theirs.get("/").text
    odile = fresh(odile)
    assert odile.charter_version == 2
    assert odile.charter_accepted_at is not None


@pytest.mark.parametrize("version", ["", "x", "9", "-1", "9" * 30])
def test_a_version_that_is_not_in_force_is_not_read(
    client: FlaskClient, sign_in: SignIn, version: str
) -> None:
    odile = make_user()
    sign_in(odile)
    answer = client.post("/charte/lue", data={"version": version, "suite": "//evil.example"})
    assert answer.location == "/"
    assert fresh(odile).charter_version == 0


def test_a_new_account_accepts_the_version_in_force(
    client: FlaskClient, admin: User, app: Flask
) -> None:
    start(client)
    add(client)
    put_in_force(client)
    browser = app.test_client()
    assert "10 règles" in browser.get("/inscription").text
    browser.post(
        "/inscription",
        data={
            "display_name": "Fatou", "email": "fatou@example.org",
            "password": "une phrase assez longue", "charter": "y",
        },
    )  # fmt: skip
    made = session.scalars(select(User).where(User.email == "fatou@example.org")).one()
    assert made.charter_version == 2


def test_every_account_is_written_to_once_in_its_language(
    client: FlaskClient, admin: User, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks, "MAILS_AT_ONCE", 3)
    english = make_user(email="eve@example.org")
    english.language = "en"
    saved(english)
    for number in range(5):
        make_user(email=f"odile{number}@example.org")
    make_user(email="waits@example.org", is_confirmed=False)
    out = make_user(email="out@example.org")
    out.suspended_at = now()
    saved(out)
    start(client)
    add(client)
    asked = client.post(f"{DESK}/publication", data={**NOTE, "seen": seen(), "is_mailed": "y"})
    assert "reçoit un courriel" in asked.text
    put_in_force(client, is_mailed="y")
    rounds = 0
    with app.app_context():
        while tasks.tell_of_charter():
            rounds += 1
    assert rounds == 4
    mails = session.scalars(
        select(OutgoingMail).where(OutgoingMail.kind == "accounts.charter_changed")
    ).all()
    to = sorted(row.to for row in mails)
    assert to == sorted([
        admin.email or "", "eve@example.org", *(f"odile{each}@example.org" for each in range(5)),
    ])  # fmt: skip
    (theirs,) = (row for row in mails if row.to == "eve@example.org")
    assert "A rule about sources." in theirs.text
    assert "/en/charte/2" in theirs.text


def test_nobody_is_written_to_unless_asked(client: FlaskClient, admin: User) -> None:
    start(client)
    add(client)
    put_in_force(client)
    with client.application.app_context():
        assert not tasks.tell_of_charter()
