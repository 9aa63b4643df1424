"""The clauses that a consultation adds to the charter."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from consultation.accounts.models import User
from consultation.consultations.charter import clause_named, version_in_force
from consultation.consultations.models import Consultation, Participant, Phase
from consultation.consultations.services.charter import ConsultationBook
from consultation.core.db import session
from consultation.core.journal import JournalEntry
from consultation.core.mail import OutgoingMail
from tests.conftest import SignIn, count_queries
from tests.factories import fresh, make_consultation, make_user, saved

DESK = "/espace/parc/charte"
PUBLIC = "/consultations/parc/charte"
CLAUSE = {
    "title_fr": "Restez dans le parc", "text_fr": "La ville d’à côté a sa consultation.",
    "title_en": "Stay in the park", "text_en": "The next town has its own consultation.",
}  # fmt: skip
NOTE = {"note_fr": "Une première règle.", "note_en": "A first rule."}


@pytest.fixture
def parc(client: FlaskClient, sign_in: SignIn) -> Consultation:
    organiser = make_user()
    row = make_consultation(slug="parc", organiser=organiser)
    sign_in(organiser)
    return row


def seen(row: Consultation) -> str:
    draft = ConsultationBook(row).draft()
    assert draft is not None
    return str(draft.edit_count)


def publish(client: FlaskClient, row: Consultation, **more: str) -> None:
    client.post(DESK, data={"act": "begin"})
    client.post(f"{DESK}/regle", data={**CLAUSE, **more, "seen": seen(row)})
    data = {**NOTE, **more, "seen": seen(row), "confirmed": "1"}
    assert client.post(f"{DESK}/publication", data=data).status_code == 303


def test_a_consultation_adds_clauses_and_its_pages_say_so(
    client: FlaskClient, app: Flask, parc: Consultation
) -> None:
    public = app.test_client()
    assert public.get(PUBLIC).status_code == 200
    assert "n’ajoute aucune règle" in client.get(DESK).text
    publish(client, parc)
    page = public.get(PUBLIC).text
    assert "C1. Restez dans le parc." in page
    assert "Parlez du texte" in page
    assert "version 1" in page
    assert "est publiée aussitôt" in page
    assert "lue par un modérateur sous" in page
    assert "Stay in the park" in public.get(f"/en{PUBLIC}").text
    assert "Restez" not in public.get("/charte").text
    assert fresh(parc).revision == 2
    entry = session.scalars(
        select(JournalEntry).where(JournalEntry.act == "charter.published")
    ).one()
    assert entry.subject_type == "consultation_charter"
    assert entry.details["consultation"] == parc.id


def test_a_later_version_keeps_the_words_of_the_one_before(
    client: FlaskClient, app: Flask, parc: Consultation
) -> None:
    publish(client, parc)
    client.post(DESK, data={"act": "begin"})
    draft = ConsultationBook(parc).draft()
    assert draft is not None
    key = draft.clauses[0]["key"]
    client.post(
        f"{DESK}/regle/{key}", data={**CLAUSE, "title_fr": "Restez dans le bois", "seen": "0"}
    )
    client.post(f"{DESK}/publication", data={**NOTE, "seen": seen(parc), "confirmed": "1"})
    assert version_in_force("C1", parc.id) == 2
    old = clause_named("C1", 1, parc.id)
    assert old is not None
    assert old.title == "Restez dans le parc"
    public = app.test_client()
    page = public.get(f"{PUBLIC}/2").text
    assert "Modifiée" in page
    assert "Restez dans le parc" in public.get(f"{PUBLIC}/1").text
    assert public.get(f"{PUBLIC}/3").status_code == 404
    told = public.get(f"{PUBLIC}.json").get_json()
    assert told["own_version"] == 2
    assert told["clauses"][-1]["ref"] == "C1"
    assert told["consultation"]["review_hours"] == 24
    assert [row["version"] for row in told["own_versions"]] == [2, 1]


def test_all_clauses_can_be_taken_back(client: FlaskClient, app: Flask, parc: Consultation) -> None:
    publish(client, parc)
    client.post(DESK, data={"act": "begin"})
    draft = ConsultationBook(parc).draft()
    assert draft is not None
    client.post(DESK, data={"act": f"drop:{draft.clauses[0]['key']}", "confirmed": "1"})
    client.post(f"{DESK}/publication", data={**NOTE, "seen": seen(parc), "confirmed": "1"})
    page = app.test_client().get(PUBLIC).text
    assert "C1." not in page
    assert version_in_force("C", parc.id) == 2
    assert "n’ajoute aucune règle" in app.test_client().get(f"{PUBLIC}/2").text


def test_those_who_contributed_are_told_if_asked(client: FlaskClient, parc: Consultation) -> None:
    odile = make_user(email="odile@example.org")
    saved(Participant(consultation_id=parc.id, user_id=odile.id, contribution_count=1))
    saved(Participant(consultation_id=parc.id, user_id=make_user().id))
    publish(client, parc, is_mailed="y")
    mail = session.scalars(
        select(OutgoingMail).where(OutgoingMail.kind == "consultations.charter_changed")
    ).one()
    assert mail.to == "odile@example.org"
    assert "/consultations/parc/charte/1" in mail.text


@pytest.mark.parametrize("who", ["nobody", "participant", "moderator", "elsewhere"])
def test_only_organisers_of_the_consultation_write_in_it(
    client: FlaskClient, sign_in: SignIn, who: str
) -> None:
    people: dict[str, User] = {
        name: make_user() for name in ("participant", "moderator", "elsewhere")
    }
    row = make_consultation(slug="parc", organiser=make_user(), moderator=people["moderator"])
    make_consultation(slug="autre", organiser=people["elsewhere"])
    if who != "nobody":
        sign_in(people[who])
    for page in (DESK, f"{DESK}/regle", f"{DESK}/publication"):
        assert client.get(page).status_code in {303, 404}
        data = {"act": "begin", **CLAUSE, **NOTE, "seen": "0", "confirmed": "1"}
        assert client.post(page, data=data).status_code in {303, 404}
    assert ConsultationBook(row).draft() is None


def test_a_draft_consultation_s_charter_is_its_team_s(
    client: FlaskClient, app: Flask, sign_in: SignIn
) -> None:
    organiser = make_user()
    row = make_consultation(slug="parc", organiser=organiser, phase=Phase.DRAFT)
    sign_in(organiser)
    publish(client, row)
    assert client.get(PUBLIC).status_code == 200
    for page in (PUBLIC, f"{PUBLIC}.json", f"{PUBLIC}/1"):
        assert app.test_client().get(page).status_code == 404


def test_the_page_kept_for_everybody_costs_its_keys_alone(
    client: FlaskClient, app: Flask, parc: Consultation
) -> None:
    publish(client, parc)
    public = app.test_client()
    public.get(PUBLIC)
    with count_queries() as queries:
        assert public.get(PUBLIC).status_code == 200
    assert len(queries) <= 3
    public.get("/charte")
    with count_queries() as queries:
        assert public.get("/charte").status_code == 200
    assert len(queries) <= 1
