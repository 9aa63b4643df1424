"""Case 33: many invitations from one file, decoded or refused line by line."""

from collections.abc import Callable
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from consultation.committees.models.people import Seat
from consultation.committees.services.importing import MAX_BYTES, text_of
from consultation.committees.words import seat_of_word
from consultation.core.errors import DomainError
from consultation.core.mail import OutgoingMail
from tests.committees.steps import SLUG, Scene

Outbox = Callable[[], list[OutgoingMail]]
ADDRESS = f"/comites/{SLUG}/organisation/liste"
GOOD = "adresse;rôle;désignation\nodile@exemple.fr;présidente;Tirée au sort\nali@exemple.fr\n"


def upload(client: FlaskClient, content: bytes) -> str:
    data = {"file": (BytesIO(content), "liste.csv"), "lines": ""}
    return client.post(ADDRESS, data=data, content_type="multipart/form-data").text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_every_encoding_of_a_spreadsheet_is_read(
    client: FlaskClient, scene: Scene, outbox: Outbox, encoding: str
) -> None:
    page = upload(client, GOOD.encode(encoding))
    assert "La liste se lit bien" in page
    assert "Envoyer 2 invitations" in page
    assert "Tirée au sort" in page
    assert not outbox(), "nothing is sent before it was looked at"


def test_what_was_looked_at_is_sent_all_at_once(
    client: FlaskClient, scene: Scene, outbox: Outbox
) -> None:
    page = client.post(ADDRESS, data={"lines": GOOD, "act": "send"})
    assert page.location == f"/comites/{SLUG}/organisation/membres"
    assert [mail.to for mail in outbox()] == ["odile@exemple.fr", "ali@exemple.fr"]
    again = client.post(ADDRESS, data={"lines": GOOD, "act": "send"})
    assert "personne à inviter" in again.text
    assert "invitation déjà envoyée" in again.text
    assert len(outbox()) == 2


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('"a@exemple.fr\nBcc: victime@exemple.fr";membre', "Vérifiez l’adresse"),
        ("ODILE@exemple.fr;membre", "déjà plus haut"),
        ("b@exemple.fr;admin", "Ce rôle n’existe pas"),
        ("b@exemple.fr;organisateur", "Ce rôle n’existe pas"),
        ("b@exemple.fr;membre;x;role=admin", "trois colonnes"),
        ("pas une adresse", "Vérifiez l’adresse"),
        (f"b@exemple.fr;;{'x' * 151}", "150 caractères"),
        ("=HYPERLINK(1)@exemple.fr", "Vérifiez l’adresse"),
    ],
)
def test_one_wrong_line_is_named_and_nothing_is_sent(
    client: FlaskClient, scene: Scene, outbox: Outbox, line: str, words: str
) -> None:
    page = client.post(ADDRESS, data={"lines": f"{GOOD}{line}\n", "act": "send"})
    assert page.status_code == 422
    assert "Ligne 4" in page.text
    assert words in page.text
    assert "Rien n’est envoyé" in page.text
    assert "odile@exemple.fr" in page.text, "the list is given back to be corrected"
    assert not outbox()


def test_who_sits_already_is_passed_over(client: FlaskClient, scene: Scene, outbox: Outbox) -> None:
    email = scene.person("member").email
    client.post(ADDRESS, data={"lines": f"{email}\nneuf@exemple.fr\n", "act": "send"})
    assert [mail.to for mail in outbox()] == ["neuf@exemple.fr"]


def test_a_list_too_long_is_refused_at_the_stated_limit(
    client: FlaskClient, scene: Scene, outbox: Outbox
) -> None:
    lines = "".join(f"p{number}@exemple.fr\n" for number in range(501))
    page = client.post(ADDRESS, data={"lines": lines, "act": "send"})
    assert page.status_code == 422
    assert "500 lignes" in page.text
    assert not outbox()
    assert "256" in upload(client, b"x" * (MAX_BYTES + 1))
    empty = client.post(ADDRESS, data={"lines": " "})
    assert empty.status_code == 422
    assert "au moins une ligne" in empty.text


@given(st.binary(max_size=2000))
def test_whatever_the_bytes_they_are_read_or_refused(content: bytes) -> None:
    assert isinstance(text_of(content), str)


def test_a_seat_is_named_in_either_language_and_nothing_else_is_one() -> None:
    assert seat_of_word(" Présidente ") is Seat.CHAIR
    assert seat_of_word("OBSERVER") is Seat.OBSERVER
    assert seat_of_word("") is Seat.MEMBER
    assert seat_of_word("admin") is None
    with pytest.raises(ValueError, match="is not a valid"):
        Seat("admin")


def test_more_than_the_limit_of_bytes_is_refused(database: None) -> None:
    with pytest.raises(DomainError):
        text_of(b"x" * (MAX_BYTES + 1))
