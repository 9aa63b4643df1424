"""A closed session is opened again for a reason, and it stays seen that it was."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from consultation.committees.models.meetings import MeetingState
from consultation.core.clock import travel
from consultation.core.db import session
from consultation.core.journal import JournalEntry
from tests.committees.gathering import in_days, made_meeting, the_meeting
from tests.committees.steps import SLUG, YES, Scene, make_scene
from tests.conftest import SignIn

LIST = f"/comites/{SLUG}/espace/seances"


@pytest.fixture
def scene(client: FlaskClient, sign_in: SignIn) -> Scene:
    """A committee whose chair is signed in on `client`, and whose session is closed."""
    made = make_scene()
    sign_in(made.person("chair"))
    address = f"{LIST}/{made_meeting(client, made).key}"
    with travel(in_days(7) + timedelta(hours=4)):
        sent = {"report": "Dix personnes étaient là.", "act": "close", **YES}
        assert client.post(f"{address}/compte-rendu", data=sent).status_code == 303
    return made


def test_what_was_wrong_is_corrected_and_the_former_report_stays(
    client: FlaskClient, scene: Scene
) -> None:
    address = f"{LIST}/{the_meeting().key}"
    assert "Rouvrir la séance" in client.get(address).text
    assert client.post(f"{address}/reouverture", data={"reason": " \u200b"}).status_code == 422
    client.post(f"{address}/reouverture", data={"reason": "Onze, non dix."})
    assert the_meeting().state is MeetingState.CALLED
    page = client.get(address).text
    for words in (
        "Rouverte",
        "Onze, non dix.",
        "Dix personnes étaient là.",
        "Écrire le compte rendu",
    ):
        assert words in page
    assert client.post(f"{address}/reouverture", data={"reason": "Encore."}).status_code == 404
    with travel(in_days(9)):
        sent = {"report": "Onze personnes étaient là.", "act": "close", **YES}
        client.post(f"{address}/compte-rendu", data=sent)
    page = client.get(address).text
    for words in ("Onze, non dix.", "Dix personnes étaient là.", "Onze personnes étaient là."):
        assert words in page
    acts = session.scalars(
        select(JournalEntry.act)
        .where(JournalEntry.act.startswith("committee.meeting_"))
        .order_by(JournalEntry.id)
    ).all()
    assert acts[-3:] == [
        "committee.meeting_closed", "committee.meeting_reopened", "committee.meeting_closed",
    ]  # fmt: skip
    last = session.scalars(
        select(JournalEntry).where(JournalEntry.act == "committee.meeting_reopened")
    ).one()
    assert "Onze" not in str(last.details)


@pytest.mark.parametrize("who", ["member", "rapporteur", "observer", "organiser", "participant"])
def test_nobody_but_who_holds_sessions_opens_one_again(
    client: FlaskClient, scene: Scene, sign_in: SignIn, who: str
) -> None:
    address = f"{LIST}/{the_meeting().key}"
    sign_in(scene.person(who))
    assert "reouverture" not in client.get(address).text
    for method in ("GET", "POST"):
        page = client.open(f"{address}/reouverture", method=method, data={"reason": "Non."})
        assert page.status_code == 404
    assert the_meeting().state is MeetingState.CLOSED


def test_a_session_that_is_not_closed_is_not_opened_again(
    client: FlaskClient, scene: Scene
) -> None:
    key = made_meeting(client, scene, title="À venir", days=12).key
    assert client.get(f"{LIST}/{key}/reouverture").status_code == 404
