"""Notes taken together: what two people write at once is put together, nothing is overwritten."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from consultation.committees.models.meetings import NotesRevision
from consultation.core.db import session
from tests.committees.gathering import made_meeting, the_meeting
from tests.committees.steps import SLUG, Scene, make_scene
from tests.conftest import SignIn

BASE = "La radiologue parle de l’outil.\n\nLe directeur parle du coût."


@pytest.fixture
def scene(client: FlaskClient, sign_in: SignIn) -> Scene:
    """A committee with one person in each seat; the member is signed in on `client`."""
    made = make_scene()
    sign_in(made.person("member"))
    return made


@pytest.fixture
def notes(client: FlaskClient, scene: Scene) -> str:
    """The address of notes that say `BASE`."""
    address = f"/comites/{SLUG}/espace/seances/{made_meeting(client, scene).key}/notes"
    assert client.post(address, data={"notes": BASE, "seen": "0"}).status_code == 303
    return address


def second(client: FlaskClient, sign_in: SignIn, scene: Scene) -> FlaskClient:
    other = client.application.test_client()
    sign_in(scene.person("rapporteur"), browser=other)
    return other


def test_two_people_who_write_in_different_places_lose_nothing(
    client: FlaskClient, sign_in: SignIn, scene: Scene, notes: str
) -> None:
    other = second(client, sign_in, scene)
    client.post(notes, data={"notes": BASE.replace("l’outil", "son outil"), "seen": "1"})
    theirs = other.post(notes, data={"notes": f"{BASE} Il est élevé.", "seen": "1"})
    assert theirs.status_code == 303
    assert "vos deux textes sont réunis" in other.get(notes).text
    found = the_meeting().notes_source
    assert "parle de son outil." in found
    assert "Il est élevé." in found


def test_two_people_who_write_at_the_same_place_see_both_texts_and_neither_is_lost(
    client: FlaskClient, sign_in: SignIn, scene: Scene, notes: str
) -> None:
    other = second(client, sign_in, scene)
    client.post(notes, data={"notes": BASE.replace("du coût", "des salaires"), "seen": "1"})
    page = other.post(notes, data={"notes": BASE.replace("du coût", "du loyer"), "seen": "1"})
    assert page.status_code == 422
    assert "Rien n’est perdu" in page.text
    assert "des salaires" in page.text
    assert "du loyer" in page.text
    assert 'value="2"' in page.text, "what is saved next is upon what the other wrote"
    assert "du loyer" not in the_meeting().notes_source
    settled = BASE.replace("du coût", "des salaires et du loyer")
    assert other.post(notes, data={"notes": settled, "seen": "2"}).status_code == 303
    assert the_meeting().notes_source == settled


def test_what_a_third_wrote_while_one_settled_is_kept_too(
    client: FlaskClient, sign_in: SignIn, scene: Scene, notes: str
) -> None:
    other = second(client, sign_in, scene)
    client.post(notes, data={"notes": BASE.replace("du coût", "des salaires"), "seen": "1"})
    client.post(
        notes, data={"notes": BASE.replace("du coût", "des salaires") + "\n\nFin.", "seen": "2"}
    )
    settled = BASE.replace("du coût", "des salaires et du loyer")
    other.post(notes, data={"notes": settled, "seen": "2"})
    found = the_meeting().notes_source
    assert "des salaires et du loyer" in found
    assert "Fin." in found


def test_each_version_stays_with_who_wrote_it(
    client: FlaskClient, sign_in: SignIn, scene: Scene, notes: str
) -> None:
    client.post(notes, data={"notes": f"{BASE} Fin.", "seen": "1"})
    client.post(notes, data={"notes": f"{BASE} Fin.", "seen": "2"})
    assert session.scalars(select(NotesRevision.number)).all() == [1, 2], "same words, no version"
    page = client.get(f"{notes}/versions").text
    assert "Version 1" in page
    assert "Fin." in page


@pytest.mark.parametrize("seen", ["", "-1", "abc", "99", "1" * 30])
def test_a_revision_that_never_was_overwrites_nothing(
    client: FlaskClient, notes: str, seen: str
) -> None:
    client.post(notes, data={"notes": "Tout autre chose.", "seen": seen})
    assert "La radiologue" in the_meeting().notes_source


def test_what_is_too_long_is_given_back(client: FlaskClient, notes: str) -> None:
    page = client.post(notes, data={"notes": "a" * 50_001, "seen": "1"})
    assert page.status_code == 422
    assert the_meeting().notes_source == BASE
