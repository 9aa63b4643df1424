"""What administrators do to accounts, and that nobody else does."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from consultation.accounts.models import User
from consultation.core.clock import now
from consultation.core.db import session, transaction
from consultation.core.journal import JournalEntry
from consultation.core.mail import OutgoingMail
from tests.accounts.test_sign_up import link_in
from tests.conftest import SignIn
from tests.factories import fresh, make_user

YES = {"confirmed": "1"}
PAGES = ("/administration", "/administration/courriels", "/administration/journal")


@pytest.mark.parametrize("page", PAGES)
def test_for_anybody_else_there_is_nothing_there(
    client: FlaskClient, sign_in: SignIn, page: str
) -> None:
    assert client.get(page).status_code == 404
    sign_in(make_user())
    assert client.get(page).status_code == 404


@pytest.mark.parametrize("page", PAGES)
def test_an_administrator_reads_each_page(client: FlaskClient, sign_in: SignIn, page: str) -> None:
    sign_in(make_user(is_administrator=True))
    assert client.get(page).status_code == 200


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("before", ["²", "9" * 5000, "-1", "٣"])
def test_nonsense_for_a_place_in_a_list_gives_its_beginning(
    client: FlaskClient, sign_in: SignIn, page: str, before: str
) -> None:
    sign_in(make_user(is_administrator=True))
    assert client.get(page, query_string={"avant": before}).status_code == 200


def test_a_suspended_person_is_signed_out_at_once_and_it_is_recorded(
    client: FlaskClient, app: Flask, sign_in: SignIn
) -> None:
    admin, bob = make_user(is_administrator=True), make_user(email="bob@example.org")
    theirs = app.test_client()
    sign_in(bob, browser=theirs)
    sign_in(admin)
    asked = client.post(f"/administration/comptes/{bob.key}/suspendre", data={"q": "bob"})
    assert "Suspendre\u00a0: " in asked.text
    assert theirs.get("/compte").status_code == 200, "nothing is done yet"
    answer = client.post(f"/administration/comptes/{bob.key}/suspendre", data=YES)
    assert answer.status_code == 303
    assert theirs.get("/compte").status_code == 303
    entry = session.scalars(select(JournalEntry)).one()
    assert (entry.act, entry.subject_key, entry.actor_id) == (
        "account.suspended",
        bob.key,
        admin.id,
    )


@pytest.mark.parametrize("act", ["suspendre", "demettre", "nommer"])
def test_nobody_acts_on_oneself(client: FlaskClient, sign_in: SignIn, act: str) -> None:
    admin = make_user(is_administrator=True)
    sign_in(admin)
    assert client.post(f"/administration/comptes/{admin.key}/{act}", data=YES).status_code == 403
    admin = fresh(admin)
    assert admin.is_administrator


def test_a_lost_second_factor_is_dropped_by_another_administrator(
    client: FlaskClient, sign_in: SignIn
) -> None:
    admin, bob = make_user(is_administrator=True), make_user()
    sign_in(admin)
    client.post(f"/administration/comptes/{bob.key}/second-facteur", data=YES)
    bob = fresh(bob)
    assert not bob.has_second_factor
    assert session.scalars(select(JournalEntry.act)).all() == ["account.second_factor_dropped"]


def test_a_mail_that_was_given_up_says_so_and_why(
    client: FlaskClient, sign_in: SignIn, outbox: Callable[[], list[OutgoingMail]]
) -> None:
    make_user(email="odile@example.org")
    sign_in(make_user(is_administrator=True))
    client.post("/mot-de-passe-oublie", data={"email": "odile@example.org"})
    (mail,) = outbox()
    with transaction():
        gone = {"gave_up_at": now(), "last_error": "550 no such mailbox"}
        session.execute(update(OutgoingMail).values(gone))
    for address in ("/administration/courriels", f"/administration/courriels/{mail.key}"):
        assert "abandonné\u00a0: 550 no such mailbox" in client.get(address).text


@pytest.mark.parametrize("words", ["%_%*\"'", "odile", "x" * 5000, "\x00"])
def test_any_search_gives_a_page(client: FlaskClient, sign_in: SignIn, words: str) -> None:
    sign_in(make_user(is_administrator=True))
    page = client.get("/administration", query_string={"q": words})
    assert page.status_code == (400 if "\x00" in words else 200)


@pytest.mark.parametrize("before", ["-1", "9" * 30, "abc", "1e9"])
def test_any_cursor_gives_a_page(client: FlaskClient, sign_in: SignIn, before: str) -> None:
    sign_in(make_user(is_administrator=True))
    assert client.get("/administration", query_string={"avant": before}).status_code == 200


def test_acts_need_a_post(client: FlaskClient, sign_in: SignIn) -> None:
    bob = make_user()
    sign_in(make_user(is_administrator=True))
    assert client.get(f"/administration/comptes/{bob.key}/suspendre").status_code == 405
    assert session.get_one(User, bob.id).suspended_at is None


def test_a_link_that_opens_an_account_is_not_shown_to_an_administrator(
    client: FlaskClient, sign_in: SignIn, outbox: Callable[[], list[OutgoingMail]]
) -> None:
    make_user(email="odile@example.org")
    sign_in(make_user(is_administrator=True))
    client.post("/mot-de-passe-oublie", data={"email": "odile@example.org"})
    (mail,) = outbox()
    link = link_in(mail)
    page = client.get(f"/administration/courriels/{mail.key}").text
    assert link not in page
    assert "/mot-de-passe/" not in page
    assert "n’est lu que par la personne qui le reçoit" in page
    assert client.get(link).status_code == 200, "it was sent as it is"
