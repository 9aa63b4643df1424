"""What a committee keeps to itself is behind none of the side doors, for anybody without a seat.

Each door is tried with the very addresses of a session, a thread, a file, two ballots, an opinion
that is being written and a pool of volunteers; a word that all of them hold is never heard outside.
"""

from collections.abc import Callable, Iterator

import pytest
from flask import url_for
from flask.testing import FlaskClient
from sqlalchemy import func, select, update
from werkzeug.test import TestResponse

from consultation.accounts.models import TokenPurpose
from consultation.accounts.services.signing_up import issue_token
from consultation.committees.models.files import Attachment, FileKind
from consultation.committees.models.lots import Volunteer
from consultation.committees.models.meetings import Meeting
from consultation.committees.models.opinion import OpinionBlock
from consultation.committees.models.people import CommitteeMember, Seat
from consultation.committees.models.threads import Thread, ThreadMessage, ThreadNotice
from consultation.committees.services.agenda import Point, add_item
from consultation.committees.services.attaching import Given
from consultation.committees.services.holding import close_ballot, open_ballot
from consultation.committees.services.meetings import call_meeting, prepare_meeting
from consultation.committees.services.messages import Said, edit_message
from consultation.committees.services.notes import save_notes
from consultation.committees.services.threads import open_thread
from consultation.committees.services.writing import write_block
from consultation.committees.thread_tasks import tell_next
from consultation.core.clock import now, travel
from consultation.core.db import session, transaction
from consultation.core.files import StoredFile
from consultation.core.mail import OutgoingMail
from tests.committees.gathering import in_days, plan
from tests.committees.lots import DRAWING, make_lot
from tests.committees.polls import make_ballot
from tests.committees.steps import OUTSIDE, SECRET, SLUG, Scene, make_scene
from tests.committees.talk import the_message
from tests.committees.texts import make_amendment, make_block, make_opinion, make_statement
from tests.conftest import SignIn
from tests.exports.steps import made
from tests.factories import fresh

SPACE = f"/comites/{SLUG}/espace"
OUTSIDERS = (*OUTSIDE, "organiser")
"""Who organises runs the committee, and does not enter its deliberation."""
VOLUNTEER = "hellebore@example.org"
Visit = Callable[[str], FlaskClient]


@pytest.fixture
def scene(client: FlaskClient) -> Scene:
    """A committee that has said, written and voted things, each with the word."""
    made_up = make_scene()
    chair, row = made_up.person("chair"), made_up.committee
    with client.application.app_context():
        note = Given(f"{SECRET}.txt", f"Voir {SECRET}.".encode(), FileKind.TXT)
        meeting = prepare_meeting(fresh(row), plan(), actor=chair)
        add_item(meeting, Point(f"Entendre {SECRET}", 10, files=[note]), actor=chair)
        call_meeting(meeting, actor=chair)
        save_notes(meeting, f"{SECRET} a parlé.", seen=0, actor=chair)
        save_notes(meeting, f"{SECRET} a parlé longtemps.", seen=1, actor=chair)
        said = Said(f"Qui entend {SECRET} ?", "a" * 24)
        thread = open_thread(fresh(row), f"Les auditions de {SECRET}", said, actor=chair)
        words = Said(f"Qui a entendu {SECRET} ?", "b" * 24)
        edit_message(the_message(), thread, words, seen=None, actor=chair)
        for is_secret in (False, True):
            ballot = make_ballot(fresh(row), chair, title=f"Sur {SECRET}", is_secret=is_secret)
            open_ballot(ballot, actor=chair)
            if is_secret:
                close_ballot(ballot, actor=chair)
        opinion = make_opinion(fresh(row), chair, f"Avis sur {SECRET}")
        block = make_block(opinion, chair)
        write_block(opinion, block.key, "Refuser", f"{SECRET} refuse.", base=1, actor=chair)
        make_amendment(opinion, block, chair, f"{SECRET} accepte.")
        make_statement(opinion, chair, block)
        lot = make_lot(fresh(row))
        with transaction() as current:
            away = [made_up.person(who).id for who in ("member elsewhere", "former member")]
            current.execute(
                update(CommitteeMember)
                .where(CommitteeMember.user_id.in_(away))
                .values(name="Ali B.", interests="Aucun")
            )
            current.execute(
                update(Volunteer)
                .where(Volunteer.lot_id == lot.id, Volunteer.email == "lot0@example.org")
                .values(email=VOLUNTEER)
            )
    return made_up


@pytest.fixture
def visit(client: FlaskClient, scene: Scene, sign_in: SignIn) -> Visit:
    """The browser of somebody."""

    def browser(who: str) -> FlaskClient:
        found = client.application.test_client()
        person = scene.people[who]
        if person is not None:
            sign_in(person, browser=found)
        return found

    return browser


def key_of(table: type) -> str:
    """The key of the only row there is, or of the last."""
    return str(session.scalars(select(table.key).order_by(table.id.desc())).first())  # type: ignore[attr-defined]


def silent(answer: TestResponse) -> None:
    """Nothing that was meant for members is in the answer, neither in its head."""
    told = answer.get_data() + str(answer.headers).encode()
    for word in (SECRET, SECRET.upper(), VOLUNTEER):
        assert word.encode() not in told, answer.request.path


def refused(browser: FlaskClient, who: str, *addresses: str) -> None:
    """Each is what does not exist; who is signed out is asked to sign in, whatever it is."""
    for address in addresses:
        answer = browser.get(address)
        assert answer.status_code == (303 if who == "nobody" else 404), (who, address)
        silent(answer)


@pytest.mark.parametrize("who", OUTSIDERS)
def test_the_doors_of_files_calendars_and_edit_histories(visit: Visit, who: str) -> None:
    browser, meeting = visit(who), f"{SPACE}/seances/{key_of(Meeting)}"
    with transaction() as current:
        stored = current.scalars(select(StoredFile.key)).all()
    files = [f"{SPACE}/fichiers/{key_of(Attachment)}", f"{meeting}/document.pdf"]
    refused(browser, who, *files)
    for name in (*stored, f"{SECRET}.txt"):
        assert browser.get(f"/images/{name}").status_code == 404
    refused(browser, who, f"{meeting}/seance.ics", f"{SPACE}/agenda")
    for token in ("", key_of(Meeting), key_of(CommitteeMember)):
        answer = browser.get("/agenda/seances.ics", query_string={"cle": token, "jeton": token})
        assert answer.status_code == 404
    refused(browser, who, f"{meeting}/notes/versions", *histories())


def histories() -> Iterator[str]:
    """Where what was changed can be read as it was."""
    yield f"{SPACE}/fils/{key_of(Thread)}/{key_of(ThreadMessage)}/versions"
    yield f"{SPACE}/avis/passages/{key_of(OpinionBlock)}/historique"


@pytest.mark.parametrize("who", OUTSIDERS)
def test_the_doors_of_feeds_search_and_the_pages_that_everybody_reads(
    client: FlaskClient, visit: Visit, who: str
) -> None:
    browser = visit(who)
    with client.application.test_request_context():
        open_to_all = [
            url_for(rule.endpoint)
            for rule in client.application.url_map.iter_rules()
            if "GET" in (rule.methods or ()) and not rule.arguments
            and not rule.endpoint.startswith(("accounts.sign_out", "static"))
        ]  # fmt: skip
    open_to_all += [f"/comites/{SLUG}", f"/comites/{SLUG}/membres", f"/comites/{SLUG}/avis"]
    open_to_all += [
        DRAWING,
        f"{DRAWING}.json",
        "/consultations/parc",
        "/consultations/parc/registre",
    ]
    assert len(open_to_all) > 40
    for address in open_to_all:
        silent(browser.get(address, query_string={"q": "auditions", "recherche": "auditions"}))


def test_the_door_of_invitations(client: FlaskClient, scene: Scene, visit: Visit) -> None:
    with transaction():
        token = issue_token(
            None, TokenPurpose.COMMITTEE, "siege@example.org", committee=scene.committee.key,
            seat=Seat.MEMBER.value, origin="", key="33333333",
        )  # fmt: skip
    seats = select(func.count()).select_from(CommitteeMember)
    before = session.scalar(seats)
    for who in OUTSIDERS:
        browser = visit(who)
        silent(browser.get(f"/invitations/comite/{token}"))
        silent(browser.post(f"/invitations/comite/{token}"))
    assert session.scalar(seats) == before


def test_the_door_of_avatars(client: FlaskClient, visit: Visit) -> None:
    """Nobody has one; the pages that name members show no picture from an address."""
    rules = [rule.rule for rule in client.application.url_map.iter_rules()]
    assert not [rule for rule in rules if "avatar" in rule or "portrait" in rule]
    for who, address in (
        ("member", f"{SPACE}/membres"), ("participant", f"/comites/{SLUG}/membres"),
    ):  # fmt: skip
        assert "<img" not in visit(who).get(address).text


def test_the_door_of_exports(client: FlaskClient, visit: Visit) -> None:
    organiser = visit("organiser")
    with client.application.app_context():
        contents = [made(organiser, form) for form in ("csv", "json")]
    for word in (SECRET, VOLUNTEER):
        assert not [each for each in contents if word.encode() in each]
    for who in OUTSIDERS:
        for address in ("/compte/donnees.json", "/compte/donnees.html"):
            silent(visit(who).get(address))


def test_the_door_of_notifications(
    client: FlaskClient, scene: Scene, outbox: Callable[[], list[OutgoingMail]]
) -> None:
    with client.application.app_context(), travel(in_days(3)):
        with transaction() as current:
            current.execute(update(ThreadNotice).values(due_at=now()))
        while tell_next():
            pass
    sitting = {scene.person(seat.value).email for seat in Seat}
    mails = outbox()
    assert {"committees.meeting_called", "committees.ballot_opened", "committees.thread_news"} <= {
        mail.kind for mail in mails
    }
    for mail in mails:
        assert mail.to in sitting, mail.kind
        assert SECRET not in mail.subject


def test_the_door_of_link_previews(client: FlaskClient, visit: Visit) -> None:
    """Whoever pastes an address elsewhere shows what signed-out readers get: the sign-in page."""
    robot = {"User-Agent": "facebookexternalhit/1.1"}
    for place in (f"{SPACE}/seances/{key_of(Meeting)}", *histories()):
        for method in ("HEAD", "GET"):
            answer = visit("nobody").open(
                place, method=method, headers=robot, follow_redirects=True
            )
            assert answer.request.path == "/connexion"
            silent(answer)
    page = visit("nobody").get(f"/comites/{SLUG}", headers=robot)
    silent(page)
    assert "<title>" in page.text
