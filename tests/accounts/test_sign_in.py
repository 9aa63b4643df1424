"""Signing in and out; sessions that end; the second factor."""

from collections.abc import Callable
from datetime import timedelta

import pyotp
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from consultation.accounts.models import LoginSession
from consultation.core import clock
from consultation.core.clock import travel
from consultation.core.db import session
from consultation.core.mail import OutgoingMail
from tests.accounts.test_sign_up import link_in
from tests.conftest import SignIn
from tests.factories import PASSWORD, fresh, make_user

Outbox = Callable[[], list[OutgoingMail]]


def form(email: str, password: str = PASSWORD, **more: str) -> dict[str, str]:
    return {"email": email, "password": password, **more}


def test_somebody_signs_in_comes_back_and_signs_out(client: FlaskClient) -> None:
    make_user(email="odile@example.org", has_second_factor=False)
    page = client.post("/connexion", data=form("ODILE@example.org ", suite="/mes-contributions"))
    assert page.location == "/mes-contributions"
    assert client.get("/compte").status_code == 200

    assert client.get("/deconnexion").status_code == 200
    assert client.get("/compte").status_code == 200, "only the button signs out"
    client.post("/deconnexion")
    assert client.get("/compte").status_code == 303
    assert session.scalars(select(LoginSession)).one().ended_at is not None


def test_a_kept_cookie_is_dead_after_signing_out(client: FlaskClient, app: Flask) -> None:
    make_user(email="odile@example.org", has_second_factor=False)
    client.post("/connexion", data=form("odile@example.org"))
    cookie = client.get_cookie("consultation")
    assert cookie is not None
    client.post("/deconnexion")
    thief = app.test_client()
    thief.set_cookie("consultation", cookie.value)
    assert thief.get("/compte").status_code == 303


@pytest.mark.parametrize(
    "target",
    ["//evil.example", "/\\evil.example", "https:evil", "https://evil.example", "javascript:x",
     "/%0d%0aLocation: x\n", "\\\\evil", "/\t/evil"],
)  # fmt: skip
def test_coming_back_stays_on_this_site(client: FlaskClient, target: str) -> None:
    make_user(email="odile@example.org", has_second_factor=False)
    page = client.post("/connexion", data=form("odile@example.org", suite=target))
    assert page.location.startswith("/")
    assert not page.location.startswith(("//", "/\\"))
    assert "evil" not in page.location


def test_a_wrong_password_and_an_unknown_address_look_the_same(client: FlaskClient) -> None:
    make_user(email="odile@example.org")
    answers = [
        client.post("/connexion", data=form(email, "une autre phrase longue"))
        for email in ("odile@example.org", "inconnue@example.org")
    ]
    assert [answer.status_code for answer in answers] == [422, 422]
    texts = [answer.text.replace("inconnue@example.org", "odile@example.org") for answer in answers]
    assert texts[0] == texts[1]
    assert "n’est pas le bon" in texts[0]


def test_guessing_is_slowed_and_says_when_to_come_back(client: FlaskClient) -> None:
    make_user(email="odile@example.org", has_second_factor=False)
    with travel(clock.now()):
        for _try in range(10):
            client.post("/connexion", data=form("odile@example.org", "une autre phrase longue"))
        page = client.post("/connexion", data=form("odile@example.org"))
        assert page.status_code == 429
        assert int(page.headers["Retry-After"]) > 0
    with travel(clock.now() + timedelta(minutes=16)):
        assert client.post("/connexion", data=form("odile@example.org")).status_code == 303


def test_a_second_factor_is_asked_and_its_code_serves_once(client: FlaskClient, app: Flask) -> None:
    admin = make_user(email="admin@example.org", is_administrator=True)
    secret = admin.totp_secret or ""
    with travel(clock.now()):
        page = client.post("/connexion", data=form("admin@example.org"))
        assert page.location.startswith("/connexion/second-facteur")
        assert client.get("/administration").status_code == 303

        code = pyotp.TOTP(secret).at(clock.now())
        assert client.post("/connexion/second-facteur", data={"code": "000000"}).status_code == 422
        client.post("/connexion/second-facteur", data={"code": code})
        assert client.get("/administration").status_code == 200

        other = app.test_client()
        other.post("/connexion", data=form("admin@example.org"))
        again = other.post("/connexion/second-facteur", data={"code": code})
        assert again.status_code == 422, "a code that was seen is worth nothing"


def test_who_only_gave_the_password_of_two_is_nobody_yet(client: FlaskClient, app: Flask) -> None:
    make_user(email="odile@example.org", name="Odile M.")
    client.post("/connexion", data=form("odile@example.org"))
    for address in ("/compte", "/compte/adresse", "/compte/donnees.json", "/compte/supprimer",
                    "/compte/second-facteur", "/mes-contributions"):  # fmt: skip
        for method in ("GET", "POST"):
            answer = client.open(address, method=method)
            if answer.status_code != 405:
                assert answer.location.startswith("/connexion/second-facteur?suite="), address
    assert "Odile M." not in client.get("/").text
    assert "Se connecter avec un autre compte" in client.get("/connexion/second-facteur").text
    assert client.get("/connexion").status_code == 200
    client.post("/deconnexion")
    assert client.get("/connexion/second-facteur").location.startswith("/connexion")
    assert app.test_client().get("/connexion/second-facteur").status_code == 303


def test_enrolling_gives_recovery_codes_that_serve_once_each(
    client: FlaskClient, app: Flask
) -> None:
    make_user(email="admin@example.org", is_administrator=True, has_second_factor=False)
    client.post("/connexion", data=form("admin@example.org"))
    assert client.get("/administration").location.startswith("/compte/second-facteur")
    page = client.get("/compte/second-facteur").text
    secret = page.split("<code>")[1].split("</code>")[0].replace(" ", "")
    image = client.get("/compte/second-facteur.svg")
    assert (image.mimetype, image.headers["Cache-Control"]) == ("image/svg+xml", "no-store")
    code = pyotp.TOTP(secret).now()
    shown = client.post("/compte/second-facteur", data={"code": code}).text
    recovery = shown.split('<ul class="codes">')[1].split("<code>")[1].split("</code>")[0]

    for status in (303, 422):
        other = app.test_client()
        other.post("/connexion", data=form("admin@example.org"))
        answer = other.post("/connexion/second-facteur", data={"code": recovery})
        assert answer.status_code == status


def test_another_second_factor_is_asked_for_with_the_password(
    client: FlaskClient, sign_in: SignIn
) -> None:
    person = make_user()
    sign_in(person)
    page = client.get("/compte/second-facteur").text
    secret = page.split("<code>")[1].split("</code>")[0].replace(" ", "")
    code = pyotp.TOTP(secret).now()
    for wrong in ({}, {"current": "une autre phrase"}):
        assert (
            client.post("/compte/second-facteur", data={"code": code, **wrong}).status_code == 422
        )
    assert fresh(person).totp_secret != secret
    right = client.post("/compte/second-facteur", data={"code": code, "current": PASSWORD})
    assert '<ul class="codes">' in right.text
    assert fresh(person).totp_secret == secret


def test_a_changed_password_ends_the_other_sessions_and_is_told(
    client: FlaskClient, app: Flask, outbox: Outbox
) -> None:
    make_user(email="odile@example.org", has_second_factor=False)
    other = app.test_client()
    for browser in (client, other):
        browser.post("/connexion", data=form("odile@example.org"))
    changed = {"current": PASSWORD, "password": "une toute autre phrase"}
    assert client.post("/compte/mot-de-passe", data=changed).status_code == 303
    assert client.get("/compte").status_code == 200
    assert other.get("/compte").status_code == 303
    assert [mail.kind for mail in outbox()] == ["accounts.notice"]


def test_a_forgotten_password_is_replaced_from_the_mail_once(
    client: FlaskClient, outbox: Outbox
) -> None:
    make_user(email="odile@example.org", has_second_factor=False)
    known = client.post("/mot-de-passe-oublie", data={"email": "odile@example.org"})
    unknown = client.post("/mot-de-passe-oublie", data={"email": "inconnue@example.org"})
    assert (known.status_code, known.location) == (unknown.status_code, unknown.location)
    (mail,) = outbox()
    link = link_in(mail)
    assert client.get(link).status_code == 200
    assert client.post(link, data={"password": "une toute autre phrase"}).status_code == 303
    assert "Votre mot de passe est changé" in client.get("/connexion").text
    assert client.post(link, data={"password": "encore une autre phrase"}).status_code == 410
    page = client.post("/connexion", data=form("odile@example.org", "une toute autre phrase"))
    assert page.status_code == 303


def test_a_new_address_counts_only_once_it_confirms_and_the_old_one_is_told(
    client: FlaskClient, outbox: Outbox, sign_in: SignIn
) -> None:
    user = make_user(email="odile@example.org")
    sign_in(user)
    wanted = {"email": "nouvelle@example.org"}
    for wrong in ({}, {"current": "pas celui-ci du tout"}):
        assert client.post("/compte/adresse", data=wanted | wrong).status_code == 422
    assert outbox() == [], "an unlocked browser is not its owner"
    client.post("/compte/adresse", data=wanted | {"current": PASSWORD})
    user = fresh(user)
    assert user.email == "odile@example.org"
    client.post(link_in(outbox()[0]))
    user = fresh(user)
    assert user.email == "nouvelle@example.org"
    assert outbox()[-1].to == "odile@example.org"


def test_one_ends_another_of_ones_sessions_and_nobody_elses(
    client: FlaskClient, app: Flask, sign_in: SignIn
) -> None:
    odile, bob = make_user(email="odile@example.org"), make_user(email="bob@example.org")
    theirs = app.test_client()
    sign_in(bob, browser=theirs)
    sign_in(odile)
    key = session.scalars(select(LoginSession.key).where(LoginSession.user_id == bob.id)).one()
    client.post(f"/compte/appareils/{key}/fermer")
    assert theirs.get("/compte").status_code == 200
    own = app.test_client()
    sign_in(odile, browser=own)
    keys = session.scalars(
        select(LoginSession.key).where(LoginSession.user_id == odile.id).order_by(LoginSession.id)
    ).all()
    client.post(f"/compte/appareils/{keys[-1]}/fermer")
    assert own.get("/compte").status_code == 303
