"""Signing up, confirming, and what a stranger can learn by trying."""

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from consultation.accounts import passwords
from consultation.accounts.models import MailToken, User
from consultation.core.clock import now, travel
from consultation.core.db import session
from consultation.core.mail import OutgoingMail
from tests.factories import fresh, make_user

Outbox = Callable[[], list[OutgoingMail]]
FORM = {
    "display_name": "Odile M.",
    "email": "Odile@Example.org",
    "password": "une phrase assez longue",
    "charter": "y",
}


def link_in(mail: OutgoingMail) -> str:
    found = re.search(r"http://localhost(\S+)", mail.text)
    assert found
    return found.group(1)


def test_an_account_is_made_confirmed_and_comes_back_to_what_was_typed(
    client: FlaskClient, outbox: Outbox
) -> None:
    page = client.post("/inscription", data={**FORM, "suite": "/brouillons/abc"})
    assert page.location == "/inscription/courriel"
    user = session.scalars(select(User)).one()
    assert (user.email, user.confirmed_at) == ("odile@example.org", None)
    (mail,) = outbox()
    link = link_in(mail)
    assert "suite=/brouillons/abc" in link.replace("%2F", "/")

    assert "Confirmer mon adresse" in client.get(link).text
    user = fresh(user)
    assert user.confirmed_at is None, "a mail scanner opens links: GET confirms nothing"

    answer = client.post(link)
    assert answer.location == "/brouillons/abc"
    user = fresh(user)
    assert user.confirmed_at is not None
    assert client.get("/compte").status_code == 200


def test_a_confirmation_link_serves_once(client: FlaskClient, outbox: Outbox) -> None:
    client.post("/inscription", data=FORM)
    link = link_in(outbox()[0])
    client.post(link)
    again = client.get(link)
    assert again.status_code == 410
    assert "l’adresse odile@example.org est confirmée" in again.text
    assert "Se connecter, et en demander" not in again.text
    assert client.post(link).status_code == 410


def test_a_known_address_looks_the_same_and_its_owner_gets_one_mail(
    client: FlaskClient, outbox: Outbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_user(email="odile@example.org", name="La vraie Odile")
    hashes: list[str] = []
    real = passwords.hash_password
    monkeypatch.setattr(
        "consultation.accounts.services.signing_up.hash_password",
        lambda password: hashes.append(password) or real(password),
    )
    answers = [
        client.post("/inscription", data={**FORM, "email": email})
        for email in ("odile@example.org", "inconnue@example.org", "odile@example.org")
    ]
    assert len({(answer.status_code, answer.location) for answer in answers}) == 1
    assert len(hashes) == 3, "the same work is done for each"
    assert [mail.kind for mail in outbox() if mail.to == "odile@example.org"] == [
        "accounts.already_registered"
    ]
    assert session.scalars(select(User.display_name).order_by(User.id)).first() == "La vraie Odile"


@pytest.mark.parametrize(
    "typed",
    [
        "odile@socété.fr", "odile@soce\u0301te\u0301.fr", "ODILE@SOCÉTÉ.FR",
        "odile@xn--soct-dpab.fr", "odile@\uff53océté.\uff46r", "odile@socété\u3002fr",
    ],
)  # fmt: skip
def test_one_mailbox_has_one_account_and_gets_one_mail_however_its_domain_is_typed(
    client: FlaskClient, outbox: Outbox, typed: str
) -> None:
    client.post("/inscription", data={**FORM, "email": "odile@socété.fr"})
    client.post("/inscription", data={**FORM, "email": typed})
    assert session.scalars(select(User.email)).all() == ["odile@socété.fr"]
    assert len(outbox()) == 1


def test_what_is_wrong_is_said_beside_its_field_and_the_password_is_not_given_back(
    client: FlaskClient,
) -> None:
    wrong = {"display_name": "Odile M.", "email": "odile@", "password": "court"}
    page = client.post("/inscription", data={**wrong, "suite": "/brouillons/abc"})
    assert page.status_code == 422
    assert page.text.count("il manque la partie après") == 2
    assert "il compte 5 caractères, il en faut 12" in page.text
    assert 'value="Odile M."' in page.text
    assert 'value="court"' not in page.text
    assert "/brouillons/abc" in page.text


def test_what_is_left_empty_is_asked_for_and_the_title_alone_says_that_there_are_errors(
    client: FlaskClient,
) -> None:
    page = client.post("/inscription", data={}).text
    assert "<title>Erreur\u00a0: Créer un compte" in page
    assert "<h1>Créer un compte</h1>" in page
    assert "Écrivez votre adresse électronique" in page
    assert "Choisissez un mot de passe" in page
    assert "0 caractère" not in page


@pytest.mark.parametrize("page", ["/inscription", "/connexion"])
def test_who_comes_from_a_text_is_told_that_it_waits(client: FlaskClient, page: str) -> None:
    waiting = "le texte que vous avez écrit vous attend"
    assert waiting in client.get(f"{page}?suite=/brouillons/abc").text
    assert waiting not in client.get(f"{page}?suite=/compte").text


@pytest.mark.parametrize(
    "name",
    [
        "Ministère de la Santé",
        "M i n i s t e r e",
        "Мinistère",
        "MINISTERE ✔",
        "Mınistère",
        "MlNlSTÈRE",
        "Rninistère",
        "ᴍɪɴɪꜱᴛᴇʀᴇ",
        "𝕄inistère",
        "ΜΙΝΙSΤΕRΕ",
        "Gouνernement",
        "Modérateur",
        "L’administratrice du site",
        "Moderator",
        "Her Majesty’s Government",
        "Équipe officielle",
        "Z" + "\u0334" * 4 + "oé",
        "min\u200bistère",
        "abc\u202etxt",
        "\u200b\u200b",
        "x" * 61,
    ],
)
def test_reserved_hidden_and_endless_names_are_refused(client: FlaskClient, name: str) -> None:
    page = client.post("/inscription", data={**FORM, "display_name": name})
    assert page.status_code == 422
    assert session.scalars(select(User)).all() == []


@pytest.mark.parametrize("password", ["motdepasse1234", "aaaaaaaaaaaaaaa", "odile@example.org"])
def test_passwords_that_anybody_would_try_are_refused(client: FlaskClient, password: str) -> None:
    page = client.post("/inscription", data={**FORM, "password": password})
    assert page.status_code == 422


def test_fields_that_the_form_does_not_ask_are_ignored(client: FlaskClient) -> None:
    client.post(
        "/inscription", data={**FORM, "is_administrator": "1", "confirmed_at": "2020-01-01"}
    )
    user = session.scalars(select(User)).one()
    assert not user.is_administrator
    assert user.confirmed_at is None


def test_a_script_in_a_name_is_shown_as_text(client: FlaskClient, outbox: Outbox) -> None:
    client.post("/inscription", data={**FORM, "display_name": "<img src=x onerror=alert(1)>"})
    client.post(link_in(outbox()[0]))
    page = client.get("/compte").text
    assert "<img src=x" not in page
    assert "&lt;img src=x" in page


def test_a_token_is_stored_as_its_hash_alone(client: FlaskClient, outbox: Outbox) -> None:
    client.post("/inscription", data=FORM)
    token = link_in(outbox()[0]).split("/confirmer/")[1].split("?")[0]
    assert len(token) >= 22, "128 bits at least"
    stored = session.scalars(select(MailToken.token_hash)).one()
    assert token not in stored


@pytest.mark.parametrize(
    ("page", "form"), [("/inscription", FORM), ("/mot-de-passe-oublie", {"email": ""})]
)
def test_one_network_address_does_not_write_to_many_mailboxes(
    client: FlaskClient, outbox: Outbox, page: str, form: dict[str, str]
) -> None:
    mailboxes = [f"personne-{number}@example.org" for number in range(22)]
    if page != "/inscription":
        for mailbox in mailboxes:
            make_user(email=mailbox)
    with travel(now()):
        answers = [client.post(page, data={**form, "email": mailbox}) for mailbox in mailboxes]
        statuses = [answer.status_code for answer in answers]
        assert statuses == [303] * 20 + [429] * 2
    assert len(outbox()) == 20
