"""A drawing of lots from end to end: targets, call, frozen pool, draw, invitations, reserve."""

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update

from consultation.committees.lot_tasks import forget_next_volunteers
from consultation.committees.models.lots import Lot, LotRun, LotState, Volunteer
from consultation.committees.models.people import ReservePerson
from consultation.committees.sortition.record import verify
from consultation.core.clock import now
from consultation.core.db import session, transaction
from consultation.core.journal import JournalEntry
from consultation.core.mail import OutgoingMail
from tests.committees.lots import (
    DRAWING,
    LOTS,
    SOURCE,
    VALUE,
    WISH,
    drawn,
    draws,
    frozen,
    opened,
    the_lot,
    volunteers_file,
)
from tests.committees.steps import OUTSIDE, SLUG, YES, Scene
from tests.conftest import SignIn

Outbox = Callable[[], list[OutgoingMail]]


def test_from_the_targets_to_the_invitations(
    client: FlaskClient, scene: Scene, outbox: Outbox
) -> None:
    drawn(client)
    page = client.get(DRAWING).text
    assert "4 personnes sont tirées au sort" in page
    assert VALUE in page
    assert "Chances" in page
    record = json.loads(client.get(f"{DRAWING}.json").text)
    assert verify(record) == []
    assert record["drawn_by"] == str(scene.person("organiser").id)
    assert "@" not in json.dumps(record)
    assert [mail.kind for mail in outbox()] == ["committees.lots_drawn"]
    assert "Inviter les personnes" in client.post(f"{LOTS}/invitations").text
    answer = client.post(f"{LOTS}/invitations", data=YES, follow_redirects=True)
    assert "4 invitations sont envoyées" in answer.text
    emails = {row.key: row.email for row in session.scalars(select(Volunteer))}
    invited = [mail.to for mail in outbox() if mail.kind == "committees.invitation"]
    assert sorted(invited) == sorted(emails[key] for key in record["result"])
    reserve = session.scalars(select(ReservePerson).order_by(ReservePerson.position))
    assert [row.email for row in reserve] == [emails[key] for key in record["reserve"]]
    assert client.post(f"{LOTS}/invitations", data=YES).status_code == 409


def test_the_draw_is_made_once_and_its_value_never_changes(
    client: FlaskClient, scene: Scene
) -> None:
    frozen(client)
    client.post(f"{LOTS}/lancement", data={"value": VALUE, **YES})
    assert client.post(f"{LOTS}/lancement", data={"value": "9", **YES}).status_code == 409
    client.post(f"{LOTS}/arret")
    assert draws(client)
    assert the_lot().record is None
    assert "Le tirage est arrêté" in client.get(LOTS).text
    client.post(f"{LOTS}/lancement", data={"value": "9", **YES})
    assert draws(client)
    lot = the_lot()
    assert lot.value == VALUE
    assert lot.record is not None
    assert lot.record["value"] == VALUE
    assert client.post(f"{LOTS}/lancement", data={"value": "9", **YES}).status_code == 409
    acts = session.scalars(
        select(JournalEntry.act).where(JournalEntry.act.contains("lots")).order_by(JournalEntry.id)
    ).all()
    assert list(acts) == [
        "committee.lots_prepared", "committee.lots_opened", "committee.lots_frozen",
        "committee.lots_asked", "committee.lots_cancelled", "committee.lots_asked",
        "committee.lots_drawn",
    ]  # fmt: skip


def test_a_run_that_a_dead_worker_left_draws_nobody_else(client: FlaskClient, scene: Scene) -> None:
    drawn(client)
    first = the_lot().record
    with transaction() as current:
        current.execute(update(LotRun).values(done_at=None, lease_until=None))
    assert draws(client)
    assert the_lot().record == first


def test_a_test_draw_says_so_and_keeps_nothing(client: FlaskClient, scene: Scene) -> None:
    opened(client)
    page = client.post(f"{LOTS}/essai").text
    assert "Ceci est un essai" in page
    assert the_lot().record is None
    assert not session.scalars(select(LotRun)).all()


@pytest.mark.parametrize(
    ("features", "words"),
    [
        ("", "Écrivez au moins un critère"),
        ("jeune : 1 à 2", "Ligne 1"),
        ("Âge\njeune : beaucoup", "Ligne 2"),
        ("Âge\njeune : 1 à 2", "deux valeurs"),
        ("Âge\njeune : 1\njeune : 2", "Ligne 3"),
        ("Âge\na : 3 à 2\nb : 0 à 4", "le minimum dépasse le maximum"),
        ("Âge\na : 3 à 4\nb : 2 à 4", "les minimums font 5"),
        ("Âge\na : 0 à 1\nb : 0 à 2", "les maximums font 3"),
        ("Âge\na : 1 à 2\nb : 0 à 4\nÂge", "Ligne 4"),
    ],
)
def test_targets_that_cannot_be_meant_are_refused_and_given_back(
    client: FlaskClient, scene: Scene, features: str, words: str
) -> None:
    page = client.post(LOTS, data={**WISH, "targets": features})
    assert page.status_code == 422
    assert words in page.text.replace("\u00a0", " ")
    assert features.splitlines()[-1:] == [] or features.splitlines()[-1] in page.text
    assert session.scalar(select(Lot)) is None


def test_targets_that_the_pool_cannot_meet_are_said_with_what_to_relax(
    client: FlaskClient, scene: Scene
) -> None:
    opened(client, people=volunteers_file(young=1, old=9))
    page = client.get(LOTS).text.replace("\u00a0", " ")
    assert "au moins 2 personnes de « jeune » sont demandées, le vivier en compte 1" in page
    assert client.post(f"{LOTS}/essai").status_code == 422
    refused = client.post(f"{LOTS}/gel", data={"source": SOURCE, **YES})
    assert refused.status_code == 422
    assert the_lot().state is LotState.OPEN


def test_once_the_call_is_open_the_features_stay_and_the_numbers_may_change(
    client: FlaskClient, scene: Scene
) -> None:
    opened(client)
    other = {**WISH, "targets": "Âge\njeune : 1 à 3\nautre : 1 à 3"}
    assert client.post(LOTS, data=other).status_code == 422
    fewer = {**WISH, "targets": WISH["targets"].replace("2 à 3", "1 à 3")}
    assert client.post(LOTS, data=fewer).status_code == 303


def test_a_person_volunteers_corrects_and_withdraws(
    client: FlaskClient, scene: Scene, sign_in: SignIn
) -> None:
    opened(client)
    sign_in(scene.person("participant"))
    address = f"{DRAWING}/volontaire"
    assert "Me porter volontaire" in client.get(DRAWING).text
    answers = {"feature_0": "jeune", "feature_1": "femme", "home": "3, rue du Parc"}
    assert client.post(address, data=answers).status_code == 422, "without consent"
    assert (
        client.post(address, data={**answers, "feature_0": "âgé", "consent": "y"}).status_code
        == 422
    )
    client.post(address, data={**answers, "consent": "y"})
    client.post(address, data={**answers, "feature_1": "homme", "consent": "y"})
    person = scene.person("participant")
    row = session.scalars(select(Volunteer).where(Volunteer.user_id == person.id)).one()
    assert row.values == {"Âge": "jeune", "Genre": "homme"}
    assert "Parc" not in row.household
    assert row.key in client.get(DRAWING).text
    assert "Vous retirer" in client.post(f"{DRAWING}/retrait").text
    client.post(f"{DRAWING}/retrait", data=YES)
    assert not session.scalars(select(Volunteer).where(Volunteer.user_id == person.id)).all()
    assert client.post(f"{DRAWING}/retrait", data=YES).status_code == 404


def test_volunteers_are_forgotten_when_the_time_to_contest_has_passed(
    client: FlaskClient, scene: Scene
) -> None:
    drawn(client)
    assert not forget_next_volunteers()
    with transaction() as current:
        current.execute(update(Lot).values(forget_at=now() - timedelta(seconds=1)))
    assert forget_next_volunteers()
    assert not forget_next_volunteers()
    assert not session.scalars(select(Volunteer)).all()
    assert "sont effacés" in client.get(f"{LOTS}/volontaires").text
    assert verify(json.loads(client.get(f"{DRAWING}.json").text)) == []


HEAD = "adresse;Âge;Genre;foyer\n"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("adresse;Âge\na@example.org;jeune", "Il manque : Genre"),
        ("nom;Âge;Genre\nAli;jeune;femme", "Il manque : adresse"),
        (f"{HEAD}pas une adresse;jeune;femme;", "Ligne 2"),
        (f"{HEAD}a@example.org;vieux;femme;", "« vieux » n’est pas une des valeurs"),
        (f"{HEAD}a@example.org;jeune;femme;\nA@example.org;jeune;femme;", "Ligne 3"),
        (f"{HEAD}a@example.org;jeune", "Genre : « »"),
        ("", "Choisissez un fichier"),
        (HEAD, "La liste est vide"),
    ],
)
def test_a_file_that_cannot_be_read_adds_nobody(
    client: FlaskClient, scene: Scene, text: str, words: str
) -> None:
    opened(client, people="")
    page = client.post(f"{LOTS}/volontaires", data={"lines": text, "act": "add"})
    assert page.status_code in {200, 422}
    assert words in page.text.replace("\u00a0", " ").replace("«  »", "« »")
    assert not session.scalars(select(Volunteer)).all()


def test_a_file_that_is_sent_twice_corrects_and_doubles_nobody(
    client: FlaskClient, scene: Scene
) -> None:
    opened(client, people=volunteers_file(young=4, old=4))
    other = volunteers_file(young=4, old=4).replace("femme", "homme")
    client.post(f"{LOTS}/volontaires", data={"lines": other, "act": "add"})
    rows = session.scalars(select(Volunteer)).all()
    assert len(rows) == 8
    assert {row.values["Genre"] for row in rows} == {"homme"}


@pytest.mark.parametrize("who", OUTSIDE)
def test_who_volunteers_is_not_for_anybody_but_organisers(
    client: FlaskClient, scene: Scene, sign_in: SignIn, who: str
) -> None:
    opened(client)
    stranger = client.application.test_client()
    person = scene.people[who]
    if person is not None:
        sign_in(person, browser=stranger)
    for address in (DRAWING, f"/comites/{SLUG}"):
        page = stranger.get(address)
        assert page.status_code == 200
        assert "example.org" not in page.text
    assert stranger.get(f"{DRAWING}.json").status_code == 404
    assert stranger.get(f"{LOTS}/volontaires").status_code in {303, 404}


def test_before_the_call_the_public_knows_of_no_draw(client: FlaskClient, scene: Scene) -> None:
    client.post(LOTS, data=WISH)
    stranger = client.application.test_client()
    for address in (DRAWING, f"{DRAWING}.json"):
        assert stranger.get(address).status_code == 404
    assert "tirage" not in stranger.get(f"/comites/{SLUG}").text
