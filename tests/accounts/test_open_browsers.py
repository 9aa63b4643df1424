"""What an open browser may do: stay signed in while it is used, and not more than its owner."""

from collections.abc import Callable
from datetime import timedelta
from email.utils import parsedate_to_datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from consultation.accounts.models import LoginSession
from consultation.accounts.services.signing_in import drop_second_factor
from consultation.core import clock
from consultation.core.clock import travel
from consultation.core.db import session
from consultation.core.errors import NotAllowedError
from consultation.core.mail import OutgoingMail
from tests.accounts.test_sign_up import link_in
from tests.conftest import SignIn
from tests.factories import PASSWORD, fresh, make_user

Outbox = Callable[[], list[OutgoingMail]]


def test_a_browser_in_use_stays_signed_in_and_a_forgotten_one_does_not(
    client: FlaskClient, app: Flask, sign_in: SignIn
) -> None:
    odile = make_user()
    forgotten = app.test_client()
    sign_in(odile, browser=forgotten)
    sign_in(odile)
    start = clock.now()
    for day in (20, 40, 60):
        with travel(start + timedelta(days=day)):
            assert client.get("/compte").status_code == 200, day
    with travel(start + timedelta(days=61)):
        assert forgotten.get("/compte").status_code == 303
        page = client.get("/compte/appareils").text
        assert page.count("Cet appareil") == 1
        assert "/fermer" not in page, "one that is signed out by its age is not listed"
    with travel(start + timedelta(days=92)):
        assert client.get("/compte").status_code == 303


def test_the_cookie_outlives_the_session_that_it_names(client: FlaskClient) -> None:
    make_user(email="odile@example.org", has_second_factor=False)
    page = client.post("/connexion", data={"email": "odile@example.org", "password": PASSWORD})
    (cookie,) = page.headers.getlist("Set-Cookie")
    expires = parsedate_to_datetime(cookie.split("Expires=")[1].split(";")[0])
    assert expires > clock.now() + timedelta(days=360)


def test_a_visit_is_written_down_once_an_hour(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in(make_user())
    begun = session.scalars(select(LoginSession.seen_at)).one()
    seen = []
    for minutes in (59, 61, 62, 122):
        with travel(begun + timedelta(minutes=minutes)):
            client.get("/compte")
            seen.append((session.scalars(select(LoginSession.seen_at)).one() - begun).seconds // 60)
    assert seen == [0, 61, 61, 122]


@pytest.mark.parametrize("how", ["changed", "forgotten"])
def test_another_password_makes_every_mailed_link_void(
    client: FlaskClient, app: Flask, outbox: Outbox, sign_in: SignIn, how: str
) -> None:
    odile = make_user(email="odile@example.org")
    sign_in(odile)
    start = clock.now()
    client.post("/mot-de-passe-oublie", data={"email": "odile@example.org"})
    thief = {"email": "voleur@example.org", "current": PASSWORD}
    client.post("/compte/adresse", data=thief)
    links = [link_in(mail) for mail in outbox()]
    assert len(links) == 2
    with travel(start + timedelta(minutes=11)):
        if how == "changed":
            changed = {"current": PASSWORD, "password": "une toute autre phrase"}
            client.post("/compte/mot-de-passe", data=changed)
        else:
            client.post("/mot-de-passe-oublie", data={"email": "odile@example.org"})
            mine = link_in(outbox()[-1])
            client.post(mine, data={"password": "une toute autre phrase"})
        stranger = app.test_client()
        for link in links:
            assert stranger.get(link).status_code == 410
            assert stranger.post(link, data={"password": "la phrase du voleur"}).status_code == 410
    assert fresh(odile).email == "odile@example.org"


@pytest.mark.parametrize(
    ("address", "more"),
    [
        ("/compte/mot-de-passe", {"password": "une toute autre phrase"}),
        ("/compte/adresse", {"email": "nouvelle@example.org"}),
        ("/compte/supprimer", {"contributions": "keep"}),
    ],
)
def test_guessing_the_password_in_an_open_browser_is_slowed(
    client: FlaskClient, sign_in: SignIn, address: str, more: dict[str, str]
) -> None:
    sign_in(make_user())
    with travel(clock.now()):
        name = "password" if address == "/compte/supprimer" else "current"
        for _try in range(10):
            wrong = client.post(address, data={name: "une phrase au hasard", **more})
            assert wrong.status_code == 422
        assert client.post(address, data={name: PASSWORD, **more}).status_code == 429


def test_only_another_administrator_takes_a_second_factor_away(database: None) -> None:
    odile = make_user(is_administrator=True)
    for actor in (make_user(), odile):
        with pytest.raises(NotAllowedError):
            drop_second_factor(odile, actor=actor)
    assert fresh(odile).has_second_factor
