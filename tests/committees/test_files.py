"""Files of the committee: joined, downloaded by members alone, taken away."""

from io import BytesIO

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from consultation.committees.models.files import Attachment
from consultation.committees.services.seats import leave
from consultation.core import files
from consultation.core.db import session
from tests.committees.steps import OUTSIDE, SLUG, YES, Scene, make_scene
from tests.committees.talk import FORM, made_thread, the_message
from tests.conftest import SignIn, count_queries
from tests.factories import fresh

SPACE = f"/comites/{SLUG}/espace"
PDF = b"%PDF-1.7 Hippocampe"


@pytest.fixture
def scene(client: FlaskClient, sign_in: SignIn) -> Scene:
    """A committee with one person in each seat; the member is signed in on `client`."""
    made = make_scene()
    sign_in(made.person("member"))
    return made


def joined(client: FlaskClient, scene: Scene, *sent: tuple[bytes, str]) -> str:
    """The address of a thread in which the member joined those files."""
    address = f"{SPACE}/fils/{made_thread(scene, 'chair').key}"
    data = {**FORM, "token": "b" * 24, "files": [(BytesIO(each), name) for each, name in sent]}
    assert client.post(address, data=data).status_code == 303
    return address


def the_file() -> Attachment:
    return session.scalars(select(Attachment)).one()


def address_of(row: Attachment) -> str:
    return f"{SPACE}/fichiers/{row.key}"


def test_a_file_is_sent_as_what_it_holds_under_a_generated_name(
    client: FlaskClient, scene: Scene
) -> None:
    page = client.get(joined(client, scene, (PDF, "../Comptes d’avril.exe"))).text
    assert "Comptes d’avril.pdf" in page
    row = the_file()
    got = client.get(address_of(row))
    assert got.data == PDF
    assert got.content_type == "application/pdf"
    assert got.headers["Content-Disposition"] == f'attachment; filename="piece-{row.key}.pdf"'
    assert got.headers["X-Content-Type-Options"] == "nosniff"
    assert got.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert got.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("who", [*OUTSIDE, "organiser"])
def test_a_file_is_not_there_for_anybody_without_a_seat(
    client: FlaskClient, sign_in: SignIn, scene: Scene, who: str
) -> None:
    joined(client, scene, (PDF, "a.pdf"))
    address = address_of(the_file())
    other = client.application.test_client()
    person = scene.people[who]
    if person is not None:
        sign_in(person, browser=other)
    for method, place in (("GET", address), ("POST", f"{address}/retrait")):
        got = other.open(place, method=method, data=YES if method == "POST" else None)
        assert got.status_code == (303 if person is None else 404)
        assert b"Hippocampe" not in got.data
    assert client.get(address).status_code == 200


def test_a_file_is_no_longer_there_at_the_next_request_of_whoever_left(
    client: FlaskClient, scene: Scene
) -> None:
    joined(client, scene, (PDF, "a.pdf"))
    address = address_of(the_file())
    assert client.get(address).status_code == 200
    with client.application.app_context():
        leave(fresh(scene.committee), actor=scene.person("member"))
    assert client.get(address).status_code == 404


def test_a_file_of_another_committee_is_not_there(
    client: FlaskClient, sign_in: SignIn, scene: Scene
) -> None:
    joined(client, scene, (PDF, "a.pdf"))
    elsewhere = client.application.test_client()
    sign_in(scene.person("member elsewhere"), browser=elsewhere)
    key = the_file().key
    assert elsewhere.get(f"/comites/comite-autre/espace/fichiers/{key}").status_code == 404


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ([(b"MZ\x90\x00", "a.pdf")], "n’est pas d’un type accepté"),
        ([(b"<svg>", "a.png")], "n’est pas d’un type accepté"),
        ([(PDF, "a.pdf")] * 6, "cinq fichiers au plus"),
        ([(b"%PDF-" + b"0" * (20 * 1024 * 1024), "a.pdf")], "20 Mo au plus"),
    ],
)
def test_what_cannot_be_joined_is_refused_and_the_words_are_given_back(
    client: FlaskClient, scene: Scene, sent: list[tuple[bytes, str]], said: str
) -> None:
    address = f"{SPACE}/fils/{made_thread(scene, 'chair').key}"
    files_sent = [(BytesIO(content), name) for content, name in sent]
    page = client.post(address, data={**FORM, "body": "Gardez ceci.", "files": files_sent})
    assert page.status_code == 422
    assert said in page.text
    assert "Gardez ceci." in page.text
    assert session.scalars(select(Attachment)).all() == []


def test_who_joined_a_file_takes_it_away_and_its_bytes_are_gone(
    client: FlaskClient, scene: Scene
) -> None:
    place = joined(client, scene, (PDF, "Hippocampe.pdf"))
    row = the_file()
    assert row.file_id is not None
    kept = session.get_one(files.StoredFile, row.file_id)
    with client.application.app_context():
        path = files.path_of(kept.key)
    assert path.exists()
    asked = client.post(f"{address_of(row)}/retrait")
    assert "Retirer ce fichier" in asked.text
    assert path.exists()
    assert client.post(f"{address_of(row)}/retrait", data=YES).status_code == 303
    assert not path.exists()
    assert client.get(address_of(row)).status_code == 404
    page = client.get(place).text
    assert "Hippocampe" not in page
    assert "Fichier retiré le" in page


def test_another_member_does_not_take_it_away(
    client: FlaskClient, sign_in: SignIn, scene: Scene
) -> None:
    joined(client, scene, (PDF, "a.pdf"))
    address = f"{address_of(the_file())}/retrait"
    for who, status in (("rapporteur", 404), ("observer", 404), ("facilitator", 303)):
        other = client.application.test_client()
        sign_in(scene.person(who), browser=other)
        assert other.post(address, data=YES).status_code == status, who


def test_the_files_of_a_message_that_is_removed_go_with_it(
    client: FlaskClient, scene: Scene
) -> None:
    place = joined(client, scene, (PDF, "Hippocampe.pdf"))
    client.post(f"{place}/{the_message().key}/retrait", data=YES)
    assert client.get(address_of(the_file())).status_code == 404
    assert session.scalars(select(files.StoredFile)).all() == []
    assert "Hippocampe" not in client.get(place).text


def test_a_thread_costs_the_same_with_and_without_files(client: FlaskClient, scene: Scene) -> None:
    place = joined(client, scene)
    client.get(place)
    with count_queries() as without:
        client.get(place)
    data = {**FORM, "files": [(BytesIO(PDF), f"{number}.pdf") for number in range(5)]}
    client.post(place, data=data)
    with count_queries() as with_files:
        assert "4.pdf" in client.get(place).text
    assert len(with_files) == len(without)
