"""The team: invited by mail, joined by the very person, left at once."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from consultation.accounts.models import MailToken, User
from consultation.consultations.models import Phase, Role, TeamMember
from consultation.core.clock import now, travel
from consultation.core.db import session
from consultation.core.journal import JournalEntry
from consultation.core.mail import OutgoingMail
from tests.conftest import SignIn
from tests.factories import make_consultation, make_user, saved

Outbox = Callable[[], list[OutgoingMail]]
GUEST = "invitee@example.org"
YES = {"confirmed": "1"}


def acts() -> list[str]:
    return list(session.scalars(select(JournalEntry.act).order_by(JournalEntry.id)))


def roles_in_team() -> list[tuple[str | None, Role]]:
    rows = session.execute(
        select(User.email, TeamMember.role).join(User, User.id == TeamMember.user_id)
    )
    return sorted((email, Role(role)) for email, role in rows)


def link_in(mail: OutgoingMail) -> str:
    found = re.search(r"http://localhost(/\S*invitations/\S+)", mail.text)
    assert found
    return found.group(1)


@pytest.fixture
def invited(client: FlaskClient, sign_in: SignIn, outbox: Outbox) -> str:
    """The link of an invitation to moderate « parc »; its organiser is signed in on `client`."""
    organiser = make_user(email="organise@example.org")
    make_consultation(slug="parc", organiser=organiser, phase=Phase.DRAFT)
    sign_in(organiser)
    page = client.post("/espace/parc/equipe", data={"email": GUEST.upper(), "role": "moderator"})
    assert page.location == "/espace/parc/equipe"
    return link_in(outbox()[-1])


def test_an_invitation_is_mailed_and_waits_on_the_page(
    client: FlaskClient, invited: str, outbox: Outbox
) -> None:
    mail = outbox()[-1]
    assert mail.to == GUEST
    assert "Un parc au bord de la rivière" in mail.subject
    assert "modérer" in mail.text
    assert GUEST in client.get("/espace/parc/equipe").text
    token = session.scalars(select(MailToken)).one()
    assert token.token_hash not in invited
    assert acts() == ["team.invited"]
    assert GUEST not in str(session.scalars(select(JournalEntry.details)).all())


def test_opening_the_link_accepts_nothing_only_the_button_does(
    client: FlaskClient, sign_in: SignIn, invited: str
) -> None:
    guest = make_user(email=GUEST)
    browser = client.application.test_client()
    sign_in(guest, browser=browser)
    assert "Rejoindre l’équipe" in browser.get(invited).text
    assert (GUEST, Role.MODERATOR) not in roles_in_team()

    page = browser.post(invited)

    assert page.location == "/espace"
    assert (GUEST, Role.MODERATOR) in roles_in_team()
    assert "Vous modérez" in browser.get("/espace").text
    assert browser.get("/consultations/parc").status_code == 200
    assert acts() == ["team.invited", "team.joined"]


def test_a_link_serves_once(client: FlaskClient, sign_in: SignIn, invited: str) -> None:
    guest = make_user(email=GUEST)
    browser = client.application.test_client()
    sign_in(guest, browser=browser)
    browser.post(invited)
    again = browser.post(invited)
    assert again.status_code == 404
    spent = browser.get(invited)
    assert spent.status_code == 404
    assert "ne vaut plus" in spent.text


def test_signed_out_the_link_leads_to_an_account_and_back(
    client: FlaskClient, invited: str
) -> None:
    stranger = client.application.test_client()
    page = stranger.get(invited)
    assert f"suite={invited.replace('/', '%2F')}" in page.text or f"suite={invited}" in page.text
    assert stranger.post(invited).status_code == 303
    assert len(roles_in_team()) == 1


@pytest.mark.parametrize("email", ["autre@example.org", f"x{GUEST}"])
def test_somebody_else_may_not_use_it(
    client: FlaskClient, sign_in: SignIn, invited: str, email: str
) -> None:
    browser = client.application.test_client()
    sign_in(make_user(email=email), browser=browser)
    page = browser.get(invited)
    assert "autre adresse" in page.text
    assert GUEST not in page.text
    assert browser.post(invited).status_code == 403
    assert len(roles_in_team()) == 1


def test_an_unconfirmed_account_of_that_address_confirms_first(
    client: FlaskClient, sign_in: SignIn, invited: str
) -> None:
    browser = client.application.test_client()
    sign_in(make_user(email=GUEST, is_confirmed=False), browser=browser)
    assert "Confirmez d’abord" in browser.get(invited).text
    assert browser.post(invited).status_code == 403
    assert len(roles_in_team()) == 1


def test_after_fourteen_days_it_is_worth_nothing(
    client: FlaskClient, sign_in: SignIn, invited: str
) -> None:
    guest = make_user(email=GUEST)
    browser = client.application.test_client()
    sign_in(guest, browser=browser)
    with travel(now() + timedelta(days=13, hours=23)):
        assert browser.get(invited).status_code == 200
    with travel(now() + timedelta(days=14, minutes=1)):
        assert browser.get(invited).status_code == 404
        assert browser.post(invited).status_code == 404


def test_one_taken_back_is_worth_nothing(
    client: FlaskClient, sign_in: SignIn, invited: str
) -> None:
    key = session.scalars(select(MailToken)).one().details["key"]
    page = client.post("/espace/parc/equipe/reprise", data={"invitation": key})
    assert page.location == "/espace/parc/equipe"
    browser = client.application.test_client()
    sign_in(make_user(email=GUEST), browser=browser)
    assert browser.post(invited).status_code == 404
    assert client.post("/espace/parc/equipe/reprise", data={"invitation": key}).status_code == 404
    assert acts() == ["team.invited", "team.invitation_revoked"]


def test_a_second_invitation_takes_the_place_of_the_first(
    client: FlaskClient, sign_in: SignIn, invited: str, outbox: Outbox
) -> None:
    client.post("/espace/parc/equipe", data={"email": GUEST, "role": "moderator"})
    second = link_in(outbox()[-1])
    browser = client.application.test_client()
    sign_in(make_user(email=GUEST), browser=browser)
    assert browser.post(invited).status_code == 404
    assert browser.post(second).status_code == 303


def test_who_has_the_role_is_not_invited_again(client: FlaskClient, invited: str) -> None:
    mine = {"email": "organise@example.org", "role": "organiser"}
    page = client.post("/espace/parc/equipe", data=mine)
    assert page.status_code == 422
    assert "déjà ce rôle" in page.text
    wrong = client.post("/espace/parc/equipe", data={"email": "pas une adresse", "role": "chef"})
    assert wrong.status_code == 422


def test_a_forgotten_password_accepts_no_invitation(
    client: FlaskClient, sign_in: SignIn, invited: str
) -> None:
    token = invited.rsplit("/", 1)[1]
    client.application.test_client().get(f"/mot-de-passe/{token}")
    assert len(roles_in_team()) == 1
    assert session.scalars(select(MailToken.used_at)).one() is None


def test_who_is_removed_is_out_at_the_next_request(client: FlaskClient, sign_in: SignIn) -> None:
    first, second = make_user(), make_user()
    row = make_consultation(slug="parc", organiser=first, phase=Phase.DRAFT)
    saved(TeamMember(consultation_id=row.id, user_id=second.id, role=Role.ORGANISER))
    key = second.key
    other = client.application.test_client()
    sign_in(second, browser=other)
    sign_in(first)
    assert other.get("/espace/parc/reglages").status_code == 200

    removal = {"member": key, "role": "organiser"}
    asked = client.post("/espace/parc/equipe/retrait", data=removal)
    assert "Retirer ce rôle" in asked.text
    assert f'name="member" value="{key}"' in asked.text
    assert other.get("/espace/parc/reglages").status_code == 200, "nothing is done yet"
    page = client.post("/espace/parc/equipe/retrait", data={**removal, **YES})

    assert page.location == "/espace/parc/equipe"
    for address in ("/espace/parc", "/espace/parc/reglages", "/consultations/parc", "/espace"):
        assert other.get(address).status_code == 404
    assert acts() == ["team.left"]


def test_the_last_organiser_stays(client: FlaskClient, sign_in: SignIn) -> None:
    organiser = make_user()
    suspended = make_user()
    row = make_consultation(slug="parc", organiser=organiser, moderator=organiser)
    saved(TeamMember(consultation_id=row.id, user_id=suspended.id, role=Role.ORGANISER))
    suspended.suspended_at = now()
    saved(suspended)
    key = organiser.key
    sign_in(organiser)
    assert "Seule personne qui organise" in client.get("/espace/parc/equipe").text
    removal = {"member": key, **YES}
    page = client.post("/espace/parc/equipe/retrait", data={**removal, "role": "organiser"})
    assert page.status_code == 422
    assert "au moins une personne" in page.text
    client.post("/espace/parc/equipe/retrait", data={**removal, "role": "moderator"})
    assert [role for _email, role in roles_in_team()] == [Role.ORGANISER, Role.ORGANISER]
    gone = client.post("/espace/parc/equipe/retrait", data={**removal, "role": "moderator"})
    assert gone.status_code == 404


def test_an_administrator_names_organisers_and_nothing_else(
    client: FlaskClient, sign_in: SignIn, outbox: Outbox
) -> None:
    organiser, moderator = make_user(), make_user()
    make_consultation(slug="parc", organiser=organiser, moderator=moderator, phase=Phase.DRAFT)
    key = moderator.key
    sign_in(make_user(is_administrator=True))
    page = client.get("/espace/parc/equipe")
    assert "Modération</label>" not in page.text
    assert "/espace/parc/reglages" not in page.text
    refused = client.post("/espace/parc/equipe", data={"email": GUEST, "role": "moderator"})
    assert refused.status_code == 422
    client.post("/espace/parc/equipe", data={"email": GUEST, "role": "organiser"})
    assert [mail.to for mail in outbox()] == [GUEST]
    removal = {"member": key, "role": "moderator", **YES}
    assert client.post("/espace/parc/equipe/retrait", data=removal).status_code == 403
    assert "Consultations des autres équipes" in client.get("/espace").text


def test_invitations_are_limited(client: FlaskClient, sign_in: SignIn, outbox: Outbox) -> None:
    organiser = make_user()
    make_consultation(slug="parc", organiser=organiser)
    sign_in(organiser)
    pages = [
        client.post("/espace/parc/equipe", data={"email": f"p{n}@example.org", "role": "moderator"})
        for n in range(51)
    ]
    assert [page.status_code for page in pages[:50]] == [303] * 50
    assert pages[50].status_code == 422
    assert len(outbox()) == 50
