"""The private calendar: a secret address, for its holder alone, as long as they have a seat."""

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from consultation.committees.models.meetings import CalendarFeed
from consultation.committees.services.seats import leave
from consultation.core.db import session
from consultation.core.keys import token_hash
from tests.committees.gathering import made_meeting
from tests.committees.steps import OUTSIDE, SECRET, SLUG, Scene, make_scene
from tests.conftest import SignIn
from tests.factories import fresh

PAGE = f"/comites/{SLUG}/espace/agenda"
SHOWN = re.compile(r"http://localhost(/agenda/seances\.ics\?jeton=([\w-]+))")


@pytest.fixture
def scene(client: FlaskClient, sign_in: SignIn) -> Scene:
    """A committee with two sessions, of which one is not called; the member is signed in."""
    made = make_scene()
    made_meeting(client, made)
    made_meeting(client, made, is_called=False, title="En préparation", days=20)
    sign_in(made.person("member"))
    return made


def made_feed(client: FlaskClient) -> tuple[str, str]:
    """The address that the page shows, and the secret in it."""
    found = SHOWN.search(client.post(PAGE).text)
    assert found
    return found[1], found[2]


def test_the_address_is_shown_once_and_kept_hashed(client: FlaskClient, scene: Scene) -> None:
    _address, token = made_feed(client)
    assert len(token) >= 43, "256 bits"
    again = client.get(PAGE)
    assert token not in again.text
    assert "Elle ne peut plus être affichée" in again.text
    row = session.scalars(select(CalendarFeed)).one()
    assert row.token_hash == token_hash(token)


def test_a_calendar_reads_the_sessions_that_were_called(client: FlaskClient, scene: Scene) -> None:
    address, _token = made_feed(client)
    reader = client.application.test_client()
    got = reader.get(address)
    assert got.content_type == "text/calendar; charset=utf-8"
    assert got.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in got.headers
    assert got.text.count("BEGIN:VEVENT") == 1
    assert SECRET in got.text
    assert "En préparation" not in got.text


@pytest.mark.parametrize("token", ["", "a", "a" * 43, "%00", "jeton=1"])
def test_without_the_secret_there_is_nothing(client: FlaskClient, scene: Scene, token: str) -> None:
    made_feed(client)
    got = client.application.test_client().get(f"/agenda/seances.ics?jeton={token}")
    assert got.status_code in {400, 404}
    assert SECRET not in got.text


def test_an_address_that_was_renewed_or_ended_opens_nothing(
    client: FlaskClient, scene: Scene
) -> None:
    first, _token = made_feed(client)
    second, _token = made_feed(client)
    reader = client.application.test_client()
    assert reader.get(first).status_code == 404
    assert reader.get(second).status_code == 200
    assert client.post(f"{PAGE}/fin").status_code == 303
    assert reader.get(second).status_code == 404


def test_it_ends_at_the_next_request_when_the_member_leaves(
    client: FlaskClient, scene: Scene
) -> None:
    address, _token = made_feed(client)
    reader = client.application.test_client()
    assert reader.get(address).status_code == 200
    with client.application.app_context():
        leave(fresh(scene.committee), actor=scene.person("member"))
    assert reader.get(address).status_code == 404


@pytest.mark.parametrize("who", [*OUTSIDE, "organiser"])
def test_a_session_s_file_is_not_there_for_anybody_without_a_seat(
    client: FlaskClient, sign_in: SignIn, scene: Scene, who: str
) -> None:
    meeting = made_meeting(client, scene, days=30)
    address = f"/comites/{SLUG}/espace/seances/{meeting.key}/seance.ics"
    assert "BEGIN:VEVENT" in client.get(address).text
    other = client.application.test_client()
    person = scene.people[who]
    if person is not None:
        sign_in(person, browser=other)
    got = other.get(address)
    assert got.status_code == (303 if person is None else 404)
    assert SECRET not in got.text
