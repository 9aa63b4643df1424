"""Notes are kept as they are typed: a draft of one's own, until it is saved."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from consultation.committees.models.meetings import NotesDraft
from consultation.core.db import session
from tests.committees.gathering import made_meeting, the_meeting
from tests.committees.steps import SLUG, YES, Scene, make_scene
from tests.conftest import SignIn

LIST = f"/comites/{SLUG}/espace/seances"


@pytest.fixture
def scene(client: FlaskClient, sign_in: SignIn) -> Scene:
    """A session that is called; the chair is signed in on `client`."""
    made = make_scene()
    sign_in(made.person("chair"))
    made_meeting(client, made)
    return made


def test_what_is_typed_is_kept_as_a_draft_of_one_s_own_until_it_is_saved(
    client: FlaskClient, scene: Scene, sign_in: SignIn
) -> None:
    address = f"{LIST}/{the_meeting().key}/notes"
    member = client.application.test_client()
    sign_in(scene.person("member"), browser=member)
    typed = {"notes": "La radiologue relit tout", "seen": "0"}
    answer = member.post(f"{address}/brouillon", data=typed)
    assert "Brouillon gardé" in answer.json["said"]
    assert the_meeting().notes_source == ""
    assert "La radiologue relit tout" in member.get(address).text
    assert "La radiologue" not in client.get(address).text, "it is theirs alone"
    client.post(address, data={"notes": "L’hôpital aussi.", "seen": "0"})
    said = member.post(f"{address}/brouillon", data=typed).json["said"]
    assert "Quelqu’un d’autre a enregistré des notes" in said
    page = member.get(address).text
    assert "La radiologue relit tout" in page
    assert 'value="0"' in page, "upon what was there when they began"
    answer = member.post(address, data=typed)
    assert answer.status_code == 422
    for words in ("La radiologue", "L’hôpital"):
        assert words in answer.text
    member.post(address, data={"notes": "Tout le monde relit.", "seen": "1"})
    assert the_meeting().notes_source == "Tout le monde relit."
    assert not session.scalars(select(NotesDraft)).all()


def test_a_draft_of_notes_is_given_up_once_asked_about(client: FlaskClient, scene: Scene) -> None:
    address = f"{LIST}/{the_meeting().key}/notes"
    client.post(f"{address}/brouillon", data={"notes": "À jeter", "seen": "0"})
    assert "Abandonner votre brouillon" in client.post(f"{address}/abandon").text
    assert "À jeter" in client.get(address).text
    client.post(f"{address}/abandon", data=YES)
    assert "À jeter" not in client.get(address).text


@pytest.mark.parametrize(
    ("typed", "status"),
    [({"notes": "a" * 50_001, "seen": "0"}, 422), ({"notes": "a", "seen": "7"}, 404),
     ({"notes": "a", "seen": "x"}, 200)],
)  # fmt: skip
def test_a_draft_of_notes_that_cannot_be_meant_is_refused_without_a_fault(
    client: FlaskClient, scene: Scene, typed: dict[str, str], status: int
) -> None:
    address = f"{LIST}/{the_meeting().key}/notes"
    assert client.post(f"{address}/brouillon", data=typed).status_code == status


def test_who_observes_keeps_no_draft_of_notes(
    client: FlaskClient, scene: Scene, sign_in: SignIn
) -> None:
    address = f"{LIST}/{the_meeting().key}/notes"
    sign_in(scene.person("observer"))
    for place in ("brouillon", "abandon"):
        assert client.post(f"{address}/{place}", data={"notes": "a"}).status_code == 404
