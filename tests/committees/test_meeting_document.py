"""The one document of a session: what it holds, in each format, and who may have it."""

import zipfile
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from pypdf import PdfReader

from consultation.committees.models.meetings import Meeting, Presence
from consultation.committees.queries.people import member_of
from consultation.committees.services.agenda import Point, add_item, choose_ballots
from consultation.committees.services.attendance import note_attendance
from consultation.committees.services.holding import close_ballot, open_ballot
from consultation.committees.services.meetings import close_meeting
from consultation.committees.services.notes import save_notes
from consultation.committees.services.voting import cast_vote
from consultation.core.clock import travel
from tests.committees.gathering import in_days, made_meeting, the_meeting
from tests.committees.polls import FOR, make_ballot
from tests.committees.steps import OUTSIDE, SECRET, SLUG, Scene, make_scene
from tests.conftest import SignIn
from tests.factories import fresh

SAID = (
    "Relire l’avis", "45", "Un banc", "Toute personne peut", "1 voix", "Notes du matin",
    "Compte rendu du soir", f"{SECRET} member", "La proposition est adoptée", "Absence excusée",
)  # fmt: skip


@pytest.fixture
def meeting(client: FlaskClient, sign_in: SignIn, scene: Scene) -> Meeting:
    """A session that is closed, with everything that one may hold; the member is signed in."""
    row = made_meeting(client, scene, title="Relecture")
    chair = scene.person("chair")
    with client.application.app_context():
        row = fresh(row)
        add_item(row, Point("Relire l’avis", 45), actor=chair)
        ballot = make_ballot(fresh(scene.committee), chair, title="Un banc", quorum="none")
        open_ballot(ballot, actor=chair)
        cast_vote(ballot, FOR, actor=chair)
        close_ballot(ballot, actor=chair)
        choose_ballots(row, [ballot.key], actor=chair)
        save_notes(row, "Notes du matin.", seen=0, actor=chair)
        member = member_of(scene.person("member"), scene.committee.id)
        assert member is not None
        note_attendance(row, {member.key: (None, Presence.EXCUSED)}, actor=chair)
        with travel(in_days(8)):
            close_meeting(row, "Compte rendu du soir.", actor=chair)
    sign_in(scene.person("member"))
    return the_meeting()


@pytest.fixture
def scene(client: FlaskClient) -> Scene:
    """A committee with one person in each seat."""
    return make_scene()


def address_of(meeting: Meeting, paper: str) -> str:
    return f"/comites/{SLUG}/espace/seances/{meeting.key}/document.{paper}"


def words_of(content: bytes, paper: str) -> str:
    """The words of a file, its spaces as plain ones."""
    if paper == "pdf":
        text = "\n".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    else:
        inside = {"docx": "word/document.xml", "odt": "content.xml"}[paper]
        text = zipfile.ZipFile(BytesIO(content)).read(inside).decode()
    return " ".join(text.replace("\u00a0", " ").replace("\u202f", " ").split())


@pytest.mark.parametrize("paper", ["pdf", "docx", "odt"])
def test_it_holds_agenda_attendance_texts_votes_notes_and_report(
    client: FlaskClient, meeting: Meeting, paper: str
) -> None:
    got = client.get(address_of(meeting, paper))
    assert got.status_code == 200
    name = f'attachment; filename="seance-{meeting.key}.{paper}"'
    assert got.headers["Content-Disposition"] == name
    assert got.headers["Cache-Control"] == "no-store"
    words = words_of(got.data, paper)
    for each in SAID:
        assert each in words, each


def test_the_pdf_is_tagged_and_in_the_committee_s_language(
    client: FlaskClient, meeting: Meeting
) -> None:
    root = PdfReader(BytesIO(client.get(address_of(meeting, "pdf")).data)).root_object
    assert root["/MarkInfo"]["/Marked"]
    assert str(root["/Lang"]).startswith("fr")


@pytest.mark.parametrize("who", [*OUTSIDE, "organiser"])
def test_it_is_not_there_for_anybody_without_a_seat(
    client: FlaskClient, sign_in: SignIn, scene: Scene, meeting: Meeting, who: str
) -> None:
    other = client.application.test_client()
    person = scene.people[who]
    if person is not None:
        sign_in(person, browser=other)
    for paper in ("pdf", "docx", "odt"):
        got = other.get(address_of(meeting, paper))
        assert got.status_code == (303 if person is None else 404)


def test_a_report_that_is_not_final_and_a_vote_that_is_open_are_not_in_it(
    client: FlaskClient, sign_in: SignIn, scene: Scene
) -> None:
    row = made_meeting(client, scene)
    chair = scene.person("chair")
    with client.application.app_context():
        row = fresh(row)
        ballot = make_ballot(fresh(scene.committee), chair, title="Un banc")
        open_ballot(ballot, actor=chair)
        cast_vote(ballot, FOR, actor=chair)
        choose_ballots(row, [ballot.key], actor=chair)
    sign_in(chair)
    report = f"/comites/{SLUG}/espace/seances/{row.key}/compte-rendu"
    client.post(report, data={"report": "Brouillon.", "act": "save"})
    words = words_of(client.get(address_of(row, "docx")).data, "docx")
    assert "Le résultat n’est pas encore connu" in words
    assert "Brouillon" not in words
    assert "1 voix" not in words


def test_a_session_that_is_not_called_has_none_and_another_format_neither(
    client: FlaskClient, sign_in: SignIn, scene: Scene
) -> None:
    row = made_meeting(client, scene, is_called=False)
    sign_in(scene.person("chair"))
    assert client.get(address_of(row, "docx")).status_code == 404
    assert client.get(address_of(row, "exe")).status_code == 404
