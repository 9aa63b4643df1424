"""Seats: invited by mail, taken once by the very person, changed, left, taken away, replaced."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from consultation.accounts.models import MailToken, User
from consultation.committees.models.people import CommitteeMember, Seat
from consultation.committees.queries.people import seats_of
from consultation.core.clock import now, travel
from consultation.core.db import session
from consultation.core.journal import JournalEntry
from consultation.core.mail import OutgoingMail
from tests.committees.steps import SLUG, YES, Scene, seated
from tests.conftest import SignIn
from tests.factories import fresh, make_user

Outbox = Callable[[], list[OutgoingMail]]
GUEST = "invitee@example.org"
PEOPLE = f"/comites/{SLUG}/organisation/membres"
SPACE = f"/comites/{SLUG}/espace"


def link_in(mail: OutgoingMail) -> str:
    found = re.search(r"http://localhost(/\S*invitations/comite/\S+)", mail.text)
    assert found
    return found.group(1)


@pytest.fixture
def invited(client: FlaskClient, scene: Scene, outbox: Outbox) -> str:
    """The link of an invitation to preside."""
    data = {"email": GUEST.upper(), "seat": "chair", "origin": "France Assos Santé"}
    assert client.post(PEOPLE, data=data).location == PEOPLE
    return link_in(outbox()[-1])


def test_an_invitation_is_mailed_waits_on_the_page_and_is_accepted_by_a_button(
    client: FlaskClient, sign_in: SignIn, scene: Scene, invited: str, outbox: Outbox
) -> None:
    assert outbox()[-1].to == GUEST
    assert GUEST in client.get(PEOPLE).text
    assert len(invited.rsplit("/", 1)[1]) >= 43, "256 bits"
    guest = make_user(email=GUEST, name="Paulette R.")
    count = fresh(scene.committee).member_count
    browser = client.application.test_client()
    sign_in(guest, browser=browser)
    assert "Rejoindre le comité" in browser.get(invited).text
    assert seats_of(guest) == {}

    page = browser.post(invited)

    assert page.location == f"{SPACE}/ma-fiche"
    assert seats_of(guest) == {scene.committee.id: Seat.CHAIR}
    assert browser.get(SPACE).status_code == 200
    member = session.scalars(
        select(CommitteeMember).where(CommitteeMember.user_id == guest.id)
    ).one()
    assert member.name == "Paulette R."
    assert not member.is_name_public
    assert member.origin == "France Assos Santé"
    assert fresh(scene.committee).member_count == count + 1
    assert GUEST not in str(session.scalars(select(JournalEntry.details)).all())


def test_case_23_a_link_serves_once(client: FlaskClient, sign_in: SignIn, invited: str) -> None:
    browser = client.application.test_client()
    sign_in(make_user(email=GUEST), browser=browser)
    assert browser.post(invited).status_code == 303
    assert browser.post(invited).status_code == 404
    assert browser.get(invited).status_code == 404


def test_case_23_a_link_is_worth_nothing_to_another_address(
    client: FlaskClient, sign_in: SignIn, invited: str
) -> None:
    browser = client.application.test_client()
    person = make_user(email="autre@example.org")
    sign_in(person, browser=browser)
    page = browser.get(invited)
    assert "autre adresse" in page.text
    assert GUEST not in page.text
    assert browser.post(invited).status_code == 403
    assert seats_of(person) == {}


def test_case_23_nor_after_fourteen_days_nor_taken_back(
    client: FlaskClient, sign_in: SignIn, invited: str
) -> None:
    browser = client.application.test_client()
    sign_in(make_user(email=GUEST), browser=browser)
    with travel(now() + timedelta(days=14, minutes=1)):
        assert browser.post(invited).status_code == 404
    key = session.scalars(select(MailToken)).one().details["key"]
    assert client.post(f"{PEOPLE}/reprise", data={"invitation": key}).location == PEOPLE
    assert browser.post(invited).status_code == 404
    assert client.post(f"{PEOPLE}/reprise", data={"invitation": key}).status_code == 404


def test_case_23_nor_by_a_forgotten_password_nor_at_a_team_s_door(
    client: FlaskClient, sign_in: SignIn, invited: str
) -> None:
    token = invited.rsplit("/", 1)[1]
    browser = client.application.test_client()
    guest = make_user(email=GUEST)
    sign_in(guest, browser=browser)
    browser.get(f"/mot-de-passe/{token}")
    assert browser.post(f"/invitations/{token}").status_code == 404
    assert seats_of(guest) == {}
    assert session.scalars(select(MailToken.used_at)).one() is None


def test_case_23_an_unconfirmed_account_confirms_first(
    client: FlaskClient, sign_in: SignIn, invited: str
) -> None:
    browser = client.application.test_client()
    guest = make_user(email=GUEST, is_confirmed=False)
    sign_in(guest, browser=browser)
    assert "Confirmez d’abord" in browser.get(invited).text
    assert browser.post(invited).status_code == 403
    assert seats_of(guest) == {}


def test_a_second_invitation_takes_the_place_of_the_first(
    client: FlaskClient, sign_in: SignIn, invited: str, outbox: Outbox
) -> None:
    client.post(PEOPLE, data={"email": GUEST, "seat": "member"})
    second = link_in(outbox()[-1])
    browser = client.application.test_client()
    sign_in(make_user(email=GUEST), browser=browser)
    assert browser.post(invited).status_code == 404
    assert browser.post(second).status_code == 303


def test_who_sits_already_is_not_invited_again(client: FlaskClient, scene: Scene) -> None:
    data = {"email": scene.person("member").email, "seat": "chair"}
    page = client.post(PEOPLE, data=data)
    assert page.status_code == 422
    assert "siège déjà" in page.text


@pytest.mark.parametrize("seat", ["organiser", "admin", "", "Chair"])
def test_case_19_a_seat_that_does_not_exist_is_refused(
    client: FlaskClient, scene: Scene, outbox: Outbox, seat: str
) -> None:
    page = client.post(PEOPLE, data={"email": GUEST, "seat": seat, "is_administrator": "1"})
    assert page.status_code == 422
    assert not outbox()


def test_case_16_who_is_removed_is_out_at_the_next_request(
    client: FlaskClient, sign_in: SignIn, scene: Scene, outbox: Outbox
) -> None:
    member = scene.person("chair")
    browser = client.application.test_client()
    sign_in(member, browser=browser)
    sheet = browser.get(f"{SPACE}/ma-fiche")
    assert sheet.status_code == 200
    key = session.scalars(
        select(CommitteeMember.key).where(
            CommitteeMember.user_id == member.id, CommitteeMember.left_at.is_(None)
        )
    ).one()
    address = f"{PEOPLE}/{key}/retrait"
    assert "Retirer cette place" in client.post(address).text
    assert browser.get(SPACE).status_code == 200, "nothing is done yet"

    assert client.post(address, data=YES).location == PEOPLE

    for page in ("", "/membres", "/ma-fiche"):
        assert browser.get(SPACE + page).status_code == 404
    tab = browser.post(f"{SPACE}/ma-fiche", data={"name": "Moi", "interests": ""})
    assert tab.status_code == 404, "a tab that was open"
    assert client.post(address, data=YES).status_code == 404
    assert [mail.kind for mail in outbox()] == ["committees.seat_ended"]


def test_case_16_what_waited_to_be_mailed_to_them_is_not_sent(
    client: FlaskClient, scene: Scene, outbox: Outbox
) -> None:
    member = scene.person("member")
    for slug in (SLUG, "comite-autre"):
        session.add(
            OutgoingMail(
                to=member.email or "", subject="Scrutin", kind="committees.opened", language="fr",
                text=f"http://localhost/comites/{slug}/espace", html="",
            )
        )  # fmt: skip
    session.commit()
    key = session.scalars(
        select(CommitteeMember.key).where(CommitteeMember.user_id == member.id)
    ).one()
    client.post(f"{PEOPLE}/{key}/retrait", data=YES)
    texts = [mail.text for mail in outbox() if mail.kind == "committees.opened"]
    assert texts == ["", "http://localhost/comites/comite-autre/espace"]


def test_leaving_is_asked_about_and_ends_access_at_once(
    client: FlaskClient, sign_in: SignIn, scene: Scene
) -> None:
    sign_in(scene.person("rapporteur"))
    count = fresh(scene.committee).member_count
    assert "Quitter le comité" in client.post(f"{SPACE}/depart").text
    assert client.get(SPACE).status_code == 200
    assert client.post(f"{SPACE}/depart", data=YES).location == "/comites"
    assert client.get(SPACE).status_code == 404
    assert fresh(scene.committee).member_count == count - 1


def test_another_seat_holds_at_the_next_request(
    client: FlaskClient, sign_in: SignIn, scene: Scene
) -> None:
    member = scene.person("member")
    key = session.scalars(
        select(CommitteeMember.key).where(CommitteeMember.user_id == member.id)
    ).one()
    address = f"{PEOPLE}/{key}/role"
    assert client.get(address).status_code == 200
    assert client.post(address, data={"seat": "roi"}).status_code == 422
    assert client.post(address, data={"seat": "observer"}).location == PEOPLE
    assert seats_of(member)[scene.committee.id] is Seat.OBSERVER


def test_somebody_sits_again_after_having_left(
    client: FlaskClient, sign_in: SignIn, scene: Scene, outbox: Outbox
) -> None:
    former = scene.person("former member")
    client.post(PEOPLE, data={"email": former.email, "seat": "member"})
    link = link_in(outbox()[-1])
    browser = client.application.test_client()
    sign_in(former, browser=browser)
    assert browser.post(link).status_code == 303
    assert seats_of(former) == {scene.committee.id: Seat.MEMBER}


def test_a_deleted_account_leaves_its_seat_and_nothing_of_itself(
    client: FlaskClient, scene: Scene
) -> None:
    from consultation.privacy.queries import my_data
    from consultation.privacy.services import delete_account

    member = scene.person("member")
    assert my_data(member)["committees"][0]["seat"] == "member"
    count = fresh(scene.committee).member_count
    delete_account(session.get_one(User, member.id), withdraws=False)
    row = session.scalars(select(CommitteeMember).where(CommitteeMember.user_id == member.id)).one()
    assert (row.name, row.interests, row.origin) == ("", "", "")
    assert row.left_at is not None
    assert fresh(scene.committee).member_count == count - 1
    assert "participant supprimé" in client.get(PEOPLE).text


def test_lists_cost_the_same_for_few_and_many(
    client: FlaskClient, sign_in: SignIn, scene: Scene
) -> None:
    from tests.conftest import count_queries

    sign_in(scene.person("member"))
    pages = (f"{SPACE}/membres", SPACE, f"/comites/{SLUG}/membres")
    costs = []
    for _round in range(2):
        for address in pages:
            client.get(address)
            with count_queries() as statements:
                assert client.get(address).status_code == 200
            costs.append(len(statements))
        for _ in range(20):
            seated(scene.committee, is_name_public=True)
    assert costs[:3] == costs[3:]
    assert max(costs) <= 10
