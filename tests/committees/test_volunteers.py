"""What is kept of volunteers: no more than the draw needs, and no longer."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update

from consultation.accounts.models import User
from consultation.committees.lot_tasks import WITHOUT_A_DRAW, forget_next_volunteers
from consultation.committees.models.lots import Lot, LotState, Volunteer
from consultation.committees.queries.lots import addresses_of
from consultation.committees.services.volunteering import household_of
from consultation.core.clock import now
from consultation.core.db import session, transaction
from consultation.core.journal import JournalEntry
from consultation.core.mail import OutgoingMail
from tests.committees.lots import (
    DRAWING,
    LOTS,
    drawn,
    frozen,
    opened,
    the_lot,
    volunteers_file,
)
from tests.committees.steps import SLUG, YES, Scene, seated
from tests.conftest import SignIn, count_queries
from tests.factories import fresh, make_user

Outbox = Callable[[], list[OutgoingMail]]


@pytest.mark.parametrize("reach", [opened, frozen])
def test_volunteers_of_a_draw_that_is_never_made_are_forgotten_and_told(
    client: FlaskClient, scene: Scene, outbox: Outbox, reach: Callable[[FlaskClient], None]
) -> None:
    reach(client)
    assert not forget_next_volunteers()
    people = session.scalars(select(Volunteer.email)).all()
    with transaction() as current:
        current.execute(update(Lot).values(opened_at=now() - WITHOUT_A_DRAW))
    with client.application.app_context():
        assert forget_next_volunteers()
        assert not forget_next_volunteers()
    told = [(mail.kind.removeprefix("committees."), mail.to) for mail in outbox()]
    organiser = scene.person("organiser").email
    assert sorted(told) == [
        *(("call_lapsed", each) for each in sorted(people)), ("lots_lapsed", organiser),
    ]  # fmt: skip
    assert not session.scalars(select(Volunteer)).all()
    lot = the_lot()
    assert (lot.state, lot.plan, lot.fingerprint) == (LotState.PREPARED, None, "")
    assert client.get(DRAWING).status_code == 404
    assert client.post(f"{LOTS}/ouverture", data=YES).status_code == 303
    assert "sont effacés" not in client.get(f"{LOTS}/volontaires").text


def test_a_household_cannot_be_found_by_trying_addresses_without_the_key_of_the_instance(
    client: FlaskClient, scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(client)
    lot = the_lot()
    with client.application.app_context():
        first = household_of(lot, "3, rue du Parc")
        assert household_of(lot, "3 RUE du parc") == first
        monkeypatch.setitem(client.application.config, "SECRET_KEY", "une autre clé" * 3)
        assert household_of(lot, "3, rue du Parc") != first


def test_the_journal_does_not_tell_whose_key_stands_in_the_record(
    client: FlaskClient, scene: Scene, sign_in: SignIn
) -> None:
    opened(client)
    person = scene.person("participant")
    sign_in(person)
    answers = {"feature_0": "jeune", "feature_1": "femme", "home": "3, rue du Parc"}
    client.post(f"{DRAWING}/volontaire", data={**answers, "consent": "y"})
    client.post(f"{DRAWING}/retrait", data=YES)
    acts = session.scalars(
        select(JournalEntry).where(JournalEntry.act.endswith("volunteered"))
    ).all()
    assert [(row.act, row.details) for row in acts] == [
        ("committee.volunteered", {}), ("committee.unvolunteered", {}),
    ]  # fmt: skip


def test_the_lists_of_a_draw_cost_the_same_for_few_and_many(
    client: FlaskClient, scene: Scene
) -> None:
    opened(client, people=volunteers_file(young=3, old=3))
    addresses = (DRAWING, LOTS, f"{LOTS}/volontaires")
    costs = []
    for _round in range(2):
        for address in addresses:
            client.get(address)
            with count_queries() as statements:
                assert client.get(address).status_code == 200
            costs.append(len(statements))
        lines = volunteers_file(young=40, old=40)
        client.post(f"{LOTS}/volontaires", data={"lines": lines, "act": "add"})
    assert costs[:3] == costs[3:]


def test_an_address_that_changed_hands_gives_nobody_the_answers_of_another(
    client: FlaskClient, scene: Scene, sign_in: SignIn
) -> None:
    opened(client, people="")
    first, second = scene.person("participant"), scene.person("moderator")
    answers = {"feature_0": "jeune", "feature_1": "femme", "home": "3, rue du Parc", "consent": "y"}
    sign_in(first)
    client.post(f"{DRAWING}/volontaire", data=answers)
    old = first.email
    with transaction() as current:
        current.execute(update(User).where(User.id == first.id).values(email="neuf@example.org"))
    with transaction() as current:
        current.execute(update(User).where(User.id == second.id).values(email=old))
    sign_in(second)
    assert "Votre numéro de dossier" not in client.get(DRAWING).text
    assert client.post(f"{DRAWING}/retrait", data=YES).status_code == 404
    sent = client.post(f"{DRAWING}/volontaire", data={**answers, "feature_0": "adulte"})
    assert sent.status_code == 303
    lot = the_lot()
    assert set(addresses_of(lot.id).values()) == {"neuf@example.org", old}
    ages = {row.user_id: row.values["Âge"] for row in session.scalars(select(Volunteer))}
    assert ages == {first.id: "jeune", second.id: "adulte"}


def test_who_comes_by_themselves_takes_the_place_of_what_a_file_said(
    client: FlaskClient, scene: Scene, sign_in: SignIn
) -> None:
    person = scene.person("participant")
    opened(client, people=f"adresse;Âge;Genre;foyer\n{person.email};jeune;homme;")
    sign_in(person)
    answers = {
        "feature_0": "adulte",
        "feature_1": "femme",
        "home": "3, rue du Parc",
        "consent": "y",
    }
    client.post(f"{DRAWING}/volontaire", data=answers)
    row = session.scalars(select(Volunteer)).one()
    assert (row.user_id, row.values["Âge"]) == (person.id, "adulte")


def test_who_sits_already_neither_stops_the_invitations_nor_the_reserve(
    client: FlaskClient, scene: Scene, outbox: Outbox
) -> None:
    drawn(client)
    record = the_lot().record
    assert record is not None
    emails = addresses_of(the_lot().id)
    member, reserved = emails[record["result"][0]], emails[record["reserve"][0]]
    for email in (member, reserved):
        seated(fresh(scene.committee), user=make_user(email=email))
    page = client.post(f"{LOTS}/invitations", data=YES, follow_redirects=True).text
    assert "3 invitations sont envoyées" in page
    called = client.post(
        f"/comites/{SLUG}/organisation/reserve/appel", data=YES, follow_redirects=True
    )
    assert "L’invitation est envoyée" in called.text
    to = [mail.to for mail in outbox() if mail.kind == "committees.invitation"]
    assert len(to) == 4
    assert not {member, reserved} & set(to)
