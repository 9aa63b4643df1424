"""Sessions through the door: prepared, called, changed, cancelled, held, closed; and by whom."""

import re
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from consultation.committees.models.files import Attachment
from consultation.committees.models.meetings import MeetingState
from consultation.committees.queries.meetings import MEETINGS_A_PAGE
from consultation.consultations.paris import to_paris
from consultation.core.clock import travel
from consultation.core.db import session
from consultation.core.journal import JournalEntry
from consultation.core.mail import OutgoingMail
from tests.committees.gathering import in_days, made_meeting, the_meeting
from tests.committees.steps import OUTSIDE, SECRET, SLUG, YES, Scene, make_scene
from tests.conftest import SignIn, count_queries

Outbox = Callable[[], list[OutgoingMail]]
LIST = f"/comites/{SLUG}/espace/seances"
PUBLIC = f"/comites/{SLUG}"


def typed(days: int, hours: int = 0) -> str:
    return to_paris(in_days(days) + timedelta(hours=hours)).strftime("%Y-%m-%dT%H:%M")


FORM = {
    "title": f"Auditions, {SECRET}", "starts_at": typed(7), "ends_at": typed(7, 3),
    "place": "Salle Nord", "address": "https://visio.exemple.fr/parc",
}  # fmt: skip


@pytest.fixture
def scene(client: FlaskClient, sign_in: SignIn) -> Scene:
    """A committee with one person in each seat; the chair is signed in on `client`."""
    made = make_scene()
    sign_in(made.person("chair"))
    return made


def browser_of(client: FlaskClient, sign_in: SignIn, scene: Scene, who: str) -> FlaskClient:
    other = client.application.test_client()
    sign_in(scene.person(who), browser=other)
    return other


def acts() -> list[str]:
    rows = select(JournalEntry.act).where(JournalEntry.subject_type == "committee_meeting")
    return list(session.scalars(rows.order_by(JournalEntry.id)))


def test_from_a_draft_to_a_report(
    client: FlaskClient, sign_in: SignIn, scene: Scene, outbox: Outbox
) -> None:
    made = client.post(f"{LIST}/nouvelle", data=FORM)
    meeting = the_meeting()
    address = f"{LIST}/{meeting.key}"
    assert made.location == address
    member = browser_of(client, sign_in, scene, "member")
    assert member.get(address).status_code == 404, "a draft is read by those who prepare"
    assert SECRET not in member.get(LIST).text
    assert outbox() == []
    sent = (BytesIO(b"%PDF-1.7 x"), "Note.pdf")
    point = {"title": "Ouverture", "minutes": "75", "files": [sent]}
    client.post(f"{address}/ordre-du-jour", data=point)
    file = f"/comites/{SLUG}/espace/fichiers/{session.scalars(select(Attachment.key)).one()}"
    assert "Convoquer le comité à cette séance" in client.post(f"{address}/convocation").text
    client.post(f"{address}/convocation", data=YES)
    page = member.get(address).text
    assert "Ouverture" in page
    assert "1 h 15" in page
    assert "https://visio.exemple.fr/parc" in page
    assert len(outbox()) == 5, "every seat is called, whether it votes or not"
    with travel(in_days(8)):
        sign_in(scene.person("chair"))
        early = client.post(f"{address}/compte-rendu", data={"report": " ", "act": "close", **YES})
        assert early.status_code == 422
        assert "Écrivez le compte rendu" in early.text
        data = {"report": "On a **entendu**.", "act": "close"}
        assert (
            "Clore la séance avec ce compte rendu"
            in client.post(f"{address}/compte-rendu", data=data).text
        )
        assert client.post(f"{address}/compte-rendu", data={**data, **YES}).location == address
        page = client.get(address).text
        assert "<strong>entendu</strong>" in page
        assert client.post(f"{file}/retrait", data=YES).status_code == 409
        for place in ("modifier", "compte-rendu", "ordre-du-jour", "presences", "notes"):
            assert client.get(f"{address}/{place}").status_code == 404, "it changes no more"
    assert acts() == [
        "committee.meeting_prepared", "committee.meeting_called", "committee.meeting_closed",
    ]  # fmt: skip


def test_a_session_is_not_closed_before_it_began(client: FlaskClient, scene: Scene) -> None:
    address = f"{LIST}/{made_meeting(client, scene).key}/compte-rendu"
    page = client.post(address, data={"report": "Déjà.", "act": "close", **YES})
    assert page.status_code == 422
    assert "n’a pas encore commencé" in page.text
    assert "Déjà." in page.text
    assert the_meeting().state is MeetingState.CALLED


def test_a_report_is_kept_without_closing(client: FlaskClient, scene: Scene) -> None:
    address = f"{LIST}/{made_meeting(client, scene).key}/compte-rendu"
    client.post(address, data={"report": "À relire.", "act": "save"})
    assert "À relire." in client.get(address).text
    assert the_meeting().state is MeetingState.CALLED


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("title", " \u200b", "Donnez un nom à la séance"),
        ("starts_at", "demain", "Écrivez le jour et l’heure"),
        ("ends_at", typed(6), "La fin doit venir après le début"),
        ("ends_at", typed(12), "trois jours au plus"),
        ("ends_at", "", "Écrivez le jour et l’heure de la fin"),
        ("address", "http://visio.exemple.fr", "adresse complète, en https://"),
        ("address", "javascript:alert(1)", "adresse complète, en https://"),
        ("address", 'https://a.fr/"><script>', "adresse complète, en https://"),
    ],
)
def test_what_is_wrong_is_said_next_to_its_field(
    client: FlaskClient, scene: Scene, field: str, value: str, said: str
) -> None:
    page = client.post(f"{LIST}/nouvelle", data={**FORM, field: value})
    assert page.status_code == 422
    assert said in page.text
    assert "Salle Nord" in page.text


def test_members_are_told_of_a_change_and_their_calendars_too(
    client: FlaskClient, scene: Scene, outbox: Outbox
) -> None:
    address = f"{LIST}/{made_meeting(client, scene).key}/modifier"
    called = len(outbox())
    client.post(address, data={**FORM, "title": "Auditions", "seen": "1"})
    assert len(outbox()) == 2 * called
    assert "SEQUENCE:1" in outbox()[-1].calendar
    client.post(address, data={**FORM, "title": "Auditions", "seen": "2"})
    assert len(outbox()) == 2 * called, "nothing changed, nothing is told"
    late = client.post(address, data={**FORM, "title": "Autre", "seen": "1"})
    assert late.status_code == 422
    assert "Quelqu’un d’autre vient de changer" in late.text
    assert the_meeting().title == "Auditions"


def test_a_cancelled_session_is_struck_out_and_its_reason_read(
    client: FlaskClient, sign_in: SignIn, scene: Scene, outbox: Outbox
) -> None:
    address = f"{LIST}/{made_meeting(client, scene).key}"
    assert client.post(f"{address}/annulation", data={"reason": " "}).status_code == 422
    client.post(f"{address}/annulation", data={"reason": "La salle est fermée."})
    mail = outbox()[-1]
    assert "La salle est fermée." in mail.text
    assert "METHOD:CANCEL" in mail.calendar
    assert "STATUS:CANCELLED" in mail.calendar
    member = browser_of(client, sign_in, scene, "member")
    assert "La salle est fermée." in member.get(address).text
    assert member.get(f"{address}/seance.ics").status_code == 200
    assert client.post(f"{address}/convocation", data=YES).status_code == 404


@pytest.mark.parametrize("who", ["rapporteur", "member", "observer", "facilitator"])
def test_who_may_do_what_with_a_session(
    client: FlaskClient, sign_in: SignIn, scene: Scene, who: str
) -> None:
    address = f"{LIST}/{made_meeting(client, scene).key}"
    browser = browser_of(client, sign_in, scene, who)
    prepares = who in {"rapporteur", "facilitator"}
    for place in ("modifier", "compte-rendu", "ordre-du-jour", "presences", "scrutins"):
        found = browser.get(f"{address}/{place}").status_code
        assert found == (200 if prepares else 404), (who, place)
    held = browser.get(f"{address}/annulation").status_code
    assert held == (200 if who == "facilitator" else 404)
    notes = browser.get(f"{address}/notes").status_code
    assert notes == (404 if who == "observer" else 200)
    assert browser.get(address).status_code == 200


@pytest.mark.parametrize("who", [*OUTSIDE, "organiser"])
def test_everybody_reads_the_dates_and_nothing_else(
    client: FlaskClient, sign_in: SignIn, scene: Scene, who: str
) -> None:
    draft = made_meeting(client, scene, is_called=False, days=20)
    meeting = made_meeting(client, scene)
    other = client.application.test_client()
    person = scene.people[who]
    if person is not None:
        sign_in(person, browser=other)
    page = other.get(PUBLIC).text
    assert f'datetime="{meeting.starts_at.isoformat()}"' in page
    assert f'datetime="{draft.starts_at.isoformat()}"' not in page
    assert SECRET not in page
    assert "visio" not in page
    assert meeting.key not in page


def test_older_sessions_are_on_the_next_page(client: FlaskClient, scene: Scene) -> None:
    for each in range(MEETINGS_A_PAGE + 2):
        made_meeting(client, scene, title=f"Séance {each}", days=1 + each)
    page = client.get(LIST).text
    assert "Séance 21<" in page
    assert "Séance 1<" not in page
    following = re.search(r'rel="next" href="([^"]+)"', page)
    assert following is not None
    older = client.get(following[1].replace("&amp;", "&")).text
    assert "Séance 1<" in older
    assert "Séance 2<" not in older
    assert "Séance 21<" in client.get(f"{LIST}?apres=nulle-part").text


def test_the_shared_public_page_is_new_when_a_session_is_called_moved_or_cancelled(
    client: FlaskClient, scene: Scene
) -> None:
    stranger = client.application.test_client()
    assert "Les séances" not in stranger.get(PUBLIC).text
    meeting = made_meeting(client, scene)
    assert "Les séances" in stranger.get(PUBLIC).text
    address = f"{LIST}/{meeting.key}"
    client.post(f"{address}/modifier", data={**FORM, "starts_at": typed(9), "ends_at": typed(9, 2)})
    assert f'datetime="{in_days(9).isoformat()}"' in stranger.get(PUBLIC).text
    client.post(f"{address}/annulation", data={"reason": "Grève."})
    assert "Les séances" not in stranger.get(PUBLIC).text


def test_a_session_and_the_list_cost_the_same_for_few_and_many(
    client: FlaskClient, scene: Scene
) -> None:
    address = f"{LIST}/{made_meeting(client, scene).key}"
    client.post(f"{address}/ordre-du-jour", data={"title": "Un", "minutes": "10"})
    costs = []
    for number in range(2):
        for place in (LIST, address):
            client.get(place)
            with count_queries() as statements:
                client.get(place)
            costs.append(len(statements))
        if number == 0:
            for each in range(8):
                client.post(f"{address}/ordre-du-jour", data={"title": f"{each}", "minutes": "1"})
                made_meeting(client, scene, title=f"Séance {each}", days=10 + each)
    assert costs[:2] == costs[2:]
