"""The same decision on many contributions: said first, done one by one, undone together."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from consultation.contributions.models import Contribution, ContributionState
from consultation.core.clock import now, travel
from consultation.core.db import session
from consultation.core.mail import OutgoingMail
from consultation.moderation.desk import BulkRun
from consultation.moderation.models import DecisionBatch
from consultation.moderation.services.bulk import CHUNK
from consultation.moderation.tasks import advance_next_batch
from consultation.screening.signals import Signal, SignalKind
from tests.conftest import SignIn
from tests.factories import fresh
from tests.moderation.queue import address, decisions, many_waiting, shown, waiting
from tests.moderation.steps import add_moderator, counts_hold, make_desk

pytestmark = pytest.mark.usefixtures("app")


def batch() -> DecisionBatch:
    return session.scalars(select(DecisionBatch)).one()


def run() -> BulkRun:
    return session.scalars(
        select(BulkRun)
        .order_by(BulkRun.id.desc())
        .limit(1)
        .execution_options(populate_existing=True)
    ).one()


def test_a_batch_is_shown_before_it_is_decided(client: FlaskClient, sign_in: SignIn) -> None:
    parc, camille = make_desk()
    keys = [waiting(parc, f"Avis numéro {n}.", hours=9 - n).key for n in range(7)]
    sign_in(camille)
    page = client.post(address(parc, "lot"), data={"measure": "hide", "c": keys})
    assert page.status_code == 200
    assert "Cacher 7 contributions" in page.text
    assert page.text.count("Avis numéro") == 5
    assert "et 2 autres." in page.text
    assert not decisions()


def test_a_few_are_decided_at_once_and_undone_together(
    client: FlaskClient, sign_in: SignIn
) -> None:
    parc, camille = make_desk()
    rows = [waiting(parc, f"Avis numéro {n}.") for n in range(3)]
    sent = {"measure": "hide", "c": [row.key for row in rows], "confirmed": "1"}
    sign_in(camille)
    refused = client.post(address(parc, "lot"), data=sent)
    assert refused.status_code == 422
    assert "Choisissez la règle" in refused.text
    page = client.post(address(parc, "lot"), data={**sent, "rule": "3", "facts": "Ils injurient."})
    assert page.status_code == 303
    assert {fresh(row).state for row in rows} == {ContributionState.HIDDEN}
    assert shown(client.get(address(parc))) == []
    assert "3 sur 3" in client.get(page.location).text
    client.post(f"{page.location}/annuler")
    assert {fresh(row).state for row in rows} == {ContributionState.PUBLISHED}
    assert len(shown(client.get(address(parc)))) == 3
    assert "Le lot est annulé" in client.get(page.location).text
    assert client.post(f"{page.location}/annuler").status_code == 422
    counts_hold(parc)


def test_a_batch_is_undone_by_whoever_made_it_within_ten_minutes(
    client: FlaskClient, sign_in: SignIn
) -> None:
    parc, camille = make_desk()
    sacha = add_moderator(parc)
    row = waiting(parc)
    sign_in(camille)
    page = client.post(
        address(parc, "lot"), data={"measure": "keep", "c": row.key, "confirmed": "1"}
    )
    sign_in(sacha)
    assert client.post(f"{page.location}/annuler").status_code == 403
    sign_in(camille)
    with travel(now() + timedelta(minutes=11)):
        assert "Annuler tout le lot" not in client.get(page.location).text
        assert client.post(f"{page.location}/annuler").status_code == 422


def test_many_are_decided_by_the_worker_a_few_at_a_time(
    app: Flask, client: FlaskClient, sign_in: SignIn
) -> None:
    parc, camille = make_desk()
    many_waiting(parc, 70)
    other = waiting(parc, "Avec un lien.", signals=[Signal(SignalKind.LINKS, 5, 1)]).key
    sign_in(camille)
    sent = {"measure": "keep", "all": "1", "confirmed": "1"}
    page = client.post(address(parc, "lot"), data=sent)
    assert not decisions()
    assert "0 sur 71" in client.get(page.location).text
    with app.app_context():
        assert advance_next_batch()
    assert len(decisions()) == CHUNK
    assert f"{CHUNK} sur 71" in client.get(page.location).text
    with app.app_context():
        while advance_next_batch():
            pass
    assert len(decisions()) == 71
    assert fresh(run()).left_out == 0
    assert other not in client.get(address(parc)).text
    client.post(f"{page.location}/annuler")
    with app.app_context():
        while advance_next_batch():
            pass
    assert all(fresh(each).undone_at is not None for each in decisions())
    assert len(shown(client.get(address(parc)))) == 20


def test_a_filter_is_decided_whole_and_nothing_else(client: FlaskClient, sign_in: SignIn) -> None:
    parc, camille = make_desk()
    linked = [
        waiting(parc, f"Lien {n}", signals=[Signal(SignalKind.LINKS, 5, 1)]).id for n in range(3)
    ]
    waiting(parc, "Sans lien.")
    sign_in(camille)
    sent = {"measure": "keep", "all": "1", "motif": "links", "confirmed": "1"}
    client.post(address(parc, "lot"), data=sent)
    assert sorted(each.contribution_id or 0 for each in decisions()) == sorted(linked)


def test_one_that_cannot_be_decided_is_left_out_and_the_others_are_not(
    client: FlaskClient, sign_in: SignIn
) -> None:
    parc, camille = make_desk()
    sacha = add_moderator(parc)
    rows = [waiting(parc, f"Avis numéro {n}.") for n in range(3)]
    sign_in(sacha)
    client.post(address(parc, f"{rows[1].key}/reservation"), data={"debut": "1"})
    sign_in(camille)
    page = client.post(
        address(parc, "lot"),
        data={"measure": "keep", "c": [row.key for row in rows], "confirmed": "1"},
    )
    assert [each.contribution_id for each in decisions()] == [rows[0].id, rows[2].id]
    assert run().left_out == 1
    assert "1 contribution est laissée de côté" in client.get(page.location).text


def test_case_40_a_worker_that_died_is_followed_by_another_at_the_same_place(
    app: Flask, client: FlaskClient, sign_in: SignIn
) -> None:
    """What a killed worker had begun is ended, and nothing twice."""
    parc, camille = make_desk()
    many_waiting(parc, 60)
    sign_in(camille)
    client.post(address(parc, "lot"), data={"measure": "keep", "all": "1", "confirmed": "1"})
    with app.app_context():
        advance_next_batch()
        row = run()
        row.lease_until = now() + timedelta(minutes=2)
        session.commit()
        assert not advance_next_batch()
        with travel(now() + timedelta(minutes=3)):
            while advance_next_batch():
                pass
    subjects = [each.contribution_id for each in decisions()]
    assert len(subjects) == len(set(subjects)) == 60


def test_nothing_chosen_and_nonsense_decide_nothing(client: FlaskClient, sign_in: SignIn) -> None:
    parc, camille = make_desk()
    waiting(parc)
    sign_in(camille)
    nothing = client.post(address(parc, "lot"), data={"measure": "keep", "confirmed": "1"})
    assert nothing.status_code == 422
    assert "Aucune contribution choisie" in nothing.text
    assert client.post(address(parc, "lot"), data={"measure": "suspend"}).status_code == 400
    assert client.get(address(parc, "lots/zzzzzzzz")).status_code == 404
    assert not decisions()


def test_a_batch_that_is_undone_in_time_sends_no_letter(
    client: FlaskClient, sign_in: SignIn
) -> None:
    parc, camille = make_desk()
    rows = [waiting(parc, f"Avis numéro {n}.") for n in range(2)]
    sign_in(camille)
    before = session.scalars(select(OutgoingMail.id)).all()
    page = client.post(
        address(parc, "lot"),
        data={"measure": "hide", "c": [row.key for row in rows], "rule": "3", "facts": "Visée.",
              "confirmed": "1"},
    )  # fmt: skip
    client.post(f"{page.location}/annuler")
    left = session.scalars(
        select(OutgoingMail).where(OutgoingMail.id.not_in(before), OutgoingMail.kind != "x")
    ).all()
    assert not [mail for mail in left if re.search("n’est plus publiée", mail.text)]
    assert session.scalars(select(Contribution.state)).all().count(ContributionState.HIDDEN) == 0
