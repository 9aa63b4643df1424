"""A session's agenda and documents, who came, the ballots held in it."""

from io import BytesIO

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from consultation.committees.models.files import Attachment
from consultation.committees.models.meetings import AgendaItem, Attendance, Presence
from consultation.committees.models.people import CommitteeMember
from consultation.committees.services.attendance import note_attendance
from consultation.committees.services.holding import open_ballot
from consultation.core.db import session
from tests.committees.gathering import made_meeting
from tests.committees.polls import make_ballot
from tests.committees.steps import SLUG, YES, Scene, make_scene
from tests.conftest import SignIn
from tests.factories import fresh

LIST = f"/comites/{SLUG}/espace/seances"


@pytest.fixture
def scene(client: FlaskClient, sign_in: SignIn) -> Scene:
    """A committee with one person in each seat; the chair is signed in on `client`."""
    made = make_scene()
    sign_in(made.person("chair"))
    return made


def test_points_of_the_agenda_are_changed_moved_and_removed(
    client: FlaskClient, scene: Scene
) -> None:
    address = f"{LIST}/{made_meeting(client, scene).key}"
    for title in ("Un", "Deux", "Trois"):
        client.post(f"{address}/ordre-du-jour", data={"title": title, "minutes": "10"})

    def titles() -> list[str]:
        rows = select(AgendaItem.title).order_by(AgendaItem.position)
        return list(session.scalars(rows))

    keys = dict(session.execute(select(AgendaItem.title, AgendaItem.key)).all())
    client.post(f"{address}/ordre-du-jour/{keys['Trois']}/monter")
    assert titles() == ["Un", "Trois", "Deux"]
    client.post(f"{address}/ordre-du-jour/{keys['Un']}/monter")
    assert titles() == ["Un", "Trois", "Deux"]
    client.post(
        f"{address}/ordre-du-jour/{keys['Deux']}",
        data={"title": "Deux bis", "minutes": "20", "link": "/charte"},
    )
    assert titles() == ["Un", "Trois", "Deux"], "a page that is of no consultation is no document"
    client.post(
        f"{address}/ordre-du-jour/{keys['Deux']}",
        data={"title": "Deux bis", "minutes": "20", "link": "/consultations/parc"},
    )
    assert 'href="/consultations/parc"><bdi>' in client.get(address).text
    assert "Retirer ce point" in client.post(f"{address}/ordre-du-jour/{keys['Un']}/retrait").text
    client.post(f"{address}/ordre-du-jour/{keys['Un']}/retrait", data=YES)
    assert titles() == ["Trois", "Deux bis"]
    for minutes in ("0", "1441", "dix", ""):
        wrong = client.post(
            f"{address}/ordre-du-jour", data={"title": "Quatre", "minutes": minutes}
        )
        assert wrong.status_code == 422


def test_a_document_of_the_agenda_is_read_by_members_and_goes_with_its_point(
    client: FlaskClient, sign_in: SignIn, scene: Scene
) -> None:
    address = f"{LIST}/{made_meeting(client, scene).key}"
    sent = (BytesIO(b"%PDF-1.7 x"), "Note.pdf")
    data = {"title": "Un", "minutes": "10", "files": [sent]}
    client.post(f"{address}/ordre-du-jour", data=data)
    file = session.scalars(select(Attachment)).one()
    member = client.application.test_client()
    sign_in(scene.person("member"), browser=member)
    assert "Note.pdf" in member.get(address).text
    place = f"/comites/{SLUG}/espace/fichiers/{file.key}"
    assert member.get(place).data == b"%PDF-1.7 x"
    assert member.post(f"{place}/retrait", data=YES).status_code == 404
    item = session.scalars(select(AgendaItem.key)).one()
    client.post(f"{address}/ordre-du-jour/{item}/retrait", data=YES)
    assert member.get(place).status_code == 404


def test_two_people_note_who_came_and_neither_undoes_the_other(
    client: FlaskClient, scene: Scene
) -> None:
    meeting = made_meeting(client, scene)
    keys = dict(
        session.execute(
            select(CommitteeMember.seat, CommitteeMember.key).where(
                CommitteeMember.committee_id == scene.committee.id,
                CommitteeMember.left_at.is_(None),
            )
        ).all()
    )
    address = f"{LIST}/{meeting.key}/presences"
    assert client.get(address).text.count("<select") == 5
    note_attendance(
        fresh(meeting), {keys["member"]: (None, Presence.PRESENT)}, actor=scene.person("rapporteur")
    )
    client.post(
        address,
        data={
            f"etait-{keys['member']}": "", f"est-{keys['member']}": "",
            f"etait-{keys['chair']}": "", f"est-{keys['chair']}": "excused",
            f"etait-{keys['observer']}": "", f"est-{keys['observer']}": "ailleurs",
        },
    )  # fmt: skip
    found = {row.presence for row in session.scalars(select(Attendance))}
    assert found == {Presence.PRESENT, Presence.EXCUSED}
    page = client.get(f"{LIST}/{meeting.key}").text
    assert "Absence excusée" in page
    client.post(address, data={f"etait-{keys['chair']}": "excused", f"est-{keys['chair']}": ""})
    assert session.scalars(select(Attendance.presence)).all() == [Presence.PRESENT]
    shown = {f"etait-{key}": "" for key in keys.values()}
    client.post(address, data={**shown, f"est-{keys['chair']}": "absent", "autres": "y"})
    said = {row.member_id: row.presence for row in session.scalars(select(Attendance))}
    assert sorted(said.values()) == [Presence.ABSENT, *[Presence.PRESENT] * 4]


def test_ballots_of_the_session_stand_on_its_page(client: FlaskClient, scene: Scene) -> None:
    chair = scene.person("chair")
    ballot = make_ballot(fresh(scene.committee), chair, title="Un banc")
    with client.application.app_context():
        open_ballot(ballot, actor=chair)
    draft = make_ballot(fresh(scene.committee), chair, title="Un kiosque")
    address = f"{LIST}/{made_meeting(client, scene).key}"
    page = client.get(f"{address}/scrutins").text
    assert "Un banc" in page
    assert "Un kiosque" not in page
    client.post(f"{address}/scrutins", data={"ballots": [ballot.key, draft.key, "23456789"]})
    page = client.get(address).text
    assert "Un banc" in page
    assert "Un kiosque" not in page
    client.post(f"{address}/scrutins", data={})
    assert "Un banc" not in client.get(address).text
