"""An organiser makes a committee, says what it is asked, announces it, links consultations."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from consultation.committees.models.people import Committee, CommitteeLink
from consultation.consultations.models import Phase
from consultation.core.db import session
from consultation.core.journal import JournalEntry
from tests.committees.steps import SLUG, YES, make_committee
from tests.conftest import SignIn
from tests.factories import fresh, make_consultation, make_user

CHARGE = {
    "title": "Comité du parc",
    "charge_source": "Que faire du **parc** ?",
    "selection": "Tirage au sort parmi les riverains.",
    "language": "fr",
    "starts_on": "2026-01-10",
    "ends_on": "2026-06-30",
    "opinion_due_on": "2026-06-01",
}


def acts() -> list[str]:
    rows = select(JournalEntry.act).where(JournalEntry.subject_type == "committee")
    return list(session.scalars(rows.order_by(JournalEntry.id)))


def test_from_nothing_to_a_public_committee(client: FlaskClient, sign_in: SignIn) -> None:
    organiser = make_user()
    make_consultation(slug="parc", organiser=organiser)
    sign_in(organiser)
    stranger = client.application.test_client()
    assert "Créer un comité" in client.get("/espace/parc/comites").text

    made = client.post("/espace/parc/comites/nouveau", data=CHARGE)
    assert made.location == f"/comites/{SLUG}/organisation/membres"
    assert stranger.get(f"/comites/{SLUG}").status_code == 404
    assert "Pas encore public" in client.get("/espace/parc/comites").text

    asked = client.post(f"/comites/{SLUG}/organisation/annonce")
    assert "Rendre ce comité public" in asked.text
    assert stranger.get(f"/comites/{SLUG}").status_code == 404
    client.post(f"/comites/{SLUG}/organisation/annonce", data=YES)

    page = stranger.get(f"/comites/{SLUG}").text
    assert "<strong>parc</strong>" in page
    assert "Tirage au sort parmi les riverains" in page
    assert "10 janvier 2026" in page
    assert "Comité du parc" in stranger.get("/comites").text
    assert "Comité du parc" in stranger.get("/consultations/parc").text
    assert acts() == ["committee.created", "committee.announced"]
    again = client.post(f"/comites/{SLUG}/organisation/annonce", data=YES)
    assert again.status_code == 409


def test_a_committee_is_not_announced_without_its_charge(
    client: FlaskClient, sign_in: SignIn
) -> None:
    organiser = make_user()
    make_consultation(slug="parc", organiser=organiser)
    sign_in(organiser)
    client.post("/espace/parc/comites/nouveau", data={"title": "Comité du parc"})
    page = client.post(f"/comites/{SLUG}/organisation/annonce", data=YES)
    assert page.status_code == 422
    assert "saisine" in page.text


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"title": "   "}, "Donnez un nom"),
        ({"title": "x" * 201}, "200 caractères"),
        ({"ends_on": "2025-01-01"}, "après son début"),
        ({"ends_on": "hier"}, "Écrivez le jour"),
        ({"language": "xx"}, "Choisissez dans la liste"),
    ],
)
def test_what_is_wrong_is_said_and_given_back(
    client: FlaskClient, sign_in: SignIn, changes: dict[str, str], words: str
) -> None:
    organiser = make_user()
    make_consultation(slug="parc", organiser=organiser)
    sign_in(organiser)
    page = client.post("/espace/parc/comites/nouveau", data={**CHARGE, **changes})
    assert page.status_code == 422
    assert words in page.text
    assert "riverains" in page.text
    assert not session.scalars(select(Committee)).all()


def test_two_committees_of_one_name_have_two_addresses(
    client: FlaskClient, sign_in: SignIn
) -> None:
    organiser = make_user()
    make_consultation(slug="parc", organiser=organiser)
    sign_in(organiser)
    for _ in range(2):
        client.post("/espace/parc/comites/nouveau", data=CHARGE)
    slugs = session.scalars(select(Committee.slug).order_by(Committee.id)).all()
    assert slugs == [SLUG, f"{SLUG}-2"]


def test_nobody_overwrites_what_somebody_else_wrote_meanwhile(
    client: FlaskClient, sign_in: SignIn
) -> None:
    organiser = make_user()
    row = make_committee(make_consultation(slug="parc", organiser=organiser))
    sign_in(organiser)
    address = f"/comites/{SLUG}/organisation"
    seen = {**CHARGE, "seen": str(row.revision)}
    assert client.post(address, data=seen).status_code == 303
    late = client.post(address, data={**seen, "charge_source": "Autre chose"})
    assert late.status_code == 422
    assert "a changé depuis" in late.text
    assert "Autre chose" in late.text
    assert fresh(row).charge_source == "Que faire du **parc** ?"


def test_who_organises_a_linked_consultation_runs_the_committee(
    client: FlaskClient, sign_in: SignIn
) -> None:
    organiser, second = make_user(), make_user()
    committee = make_committee(make_consultation(slug="parc", organiser=organiser))
    other = make_consultation(slug="berges", organiser=organiser, phase=Phase.OPEN)
    foreign = make_consultation(slug="ailleurs", organiser=second)
    address = f"/comites/{SLUG}/organisation"
    keys = other.key, foreign.key
    sign_in(organiser)
    wrong = client.post(f"{address}/consultations", data={"consultation": keys[1]})
    assert wrong.status_code == 400
    client.post(f"{address}/consultations", data={"consultation": keys[0]})
    assert len(session.scalars(select(CommitteeLink)).all()) == 2
    asked = client.post(f"{address}/consultations/{keys[0]}/retrait")
    assert "Délier cette consultation" in asked.text
    client.post(f"{address}/consultations/{keys[0]}/retrait", data=YES)
    assert len(session.scalars(select(CommitteeLink)).all()) == 1
    assert acts() == ["committee.linked", "committee.unlinked"]
    assert fresh(committee).revision == 3


def test_a_committee_stays_linked_to_one_consultation(client: FlaskClient, sign_in: SignIn) -> None:
    organiser = make_user()
    row = make_consultation(slug="parc", organiser=organiser)
    make_committee(row)
    key = row.key
    sign_in(organiser)
    address = f"/comites/{SLUG}/organisation/consultations/{key}/retrait"
    assert client.post(address, data=YES).status_code == 422
    assert len(session.scalars(select(CommitteeLink)).all()) == 1
