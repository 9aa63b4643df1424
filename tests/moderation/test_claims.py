"""A contribution that a colleague has open is not judged by two at once; nor is it lost."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from consultation.core.clock import now, travel
from consultation.core.db import session
from consultation.moderation.desk import ReviewClaim
from consultation.moderation.services.claiming import LEASE
from tests.conftest import SignIn
from tests.contributions.steps import Parc
from tests.moderation.queue import address, decisions, form, shown, waiting
from tests.moderation.reporting import fields
from tests.moderation.steps import add_moderator, make_desk

pytestmark = pytest.mark.usefixtures("app")


def opened(client: FlaskClient, parc: Parc, key: str) -> None:
    """The page, and what it says as soon as it is there."""
    assert client.get(address(parc, key)).status_code == 200
    sent = client.post(address(parc, f"{key}/reservation"), data={"debut": "1"})
    assert sent.status_code == 204


def held() -> list[int]:
    return list(session.scalars(select(ReviewClaim.contribution_id)))


def test_a_colleague_sees_who_has_it_open_and_cannot_decide(
    client: FlaskClient, sign_in: SignIn
) -> None:
    parc, camille = make_desk()
    sacha = add_moderator(parc)
    key, other = waiting(parc, hours=9).key, waiting(parc, "Un autre avis.", hours=8).key
    opened_at = now()
    sign_in(camille)
    opened(client, parc, key)
    sign_in(sacha)
    with travel(opened_at + timedelta(minutes=3, seconds=5)):
        page = client.get(address(parc, key))
        assert "Camille D. l’examine depuis 3 minutes." in page.text
        assert "data-decide" not in page.text
        assert "Camille D. l’examine" in client.get(address(parc)).text
        refused = client.post(address(parc, key), data=form("keep"))
        assert refused.status_code == 409
        assert client.get(address(parc, f"{other}/suite")).location.endswith(other)
    assert not decisions()


def test_what_is_left_open_too_long_is_taken_over(client: FlaskClient, sign_in: SignIn) -> None:
    parc, camille = make_desk()
    sacha = add_moderator(parc)
    key = waiting(parc).key
    opened_at = now()
    sign_in(camille)
    opened(client, parc, key)
    sign_in(sacha)
    with travel(opened_at + LEASE + timedelta(minutes=1)):
        assert "data-decide" in client.get(address(parc, key)).text
        assert client.post(address(parc, key), data=form("keep")).status_code == 303
    assert len(decisions()) == 1


def test_it_stays_open_while_the_page_says_so_and_is_free_once_left(
    client: FlaskClient, sign_in: SignIn
) -> None:
    parc, camille = make_desk()
    sacha = add_moderator(parc)
    key = waiting(parc).key
    opened_at = now()
    sign_in(camille)
    opened(client, parc, key)
    with travel(opened_at + LEASE - timedelta(seconds=1)):
        assert client.post(address(parc, f"{key}/reservation")).status_code == 204
    sign_in(sacha)
    with travel(opened_at + LEASE + timedelta(minutes=1)):
        assert "data-decide" not in client.get(address(parc, key)).text
    sign_in(camille)
    assert client.post(address(parc, f"{key}/reservation"), data={"fin": "1"}).status_code == 204
    assert held() == []
    assert client.post(address(parc, f"{key}/reservation")).status_code == 409


def test_opening_another_leaves_the_first_and_deciding_leaves_all(
    client: FlaskClient, sign_in: SignIn
) -> None:
    parc, camille = make_desk()
    first, second = waiting(parc, hours=9), waiting(parc, "Un autre avis.", hours=8)
    sign_in(camille)
    opened(client, parc, first.key)
    opened(client, parc, second.key)
    assert held() == [second.id]
    client.post(address(parc, second.key), data=form("keep", then="stay"))
    session.expire_all()
    assert held() == []


def test_case_20_reading_a_page_of_the_desk_takes_nothing(
    client: FlaskClient, sign_in: SignIn
) -> None:
    """From « Mon espace », by another site's link, by script: only what is posted reserves."""
    parc, camille = make_desk()
    key = waiting(parc).key
    sign_in(camille)
    for part in (key, f"{key}/suite", f"{key}/suite?sens=avant"):
        for headers in ({}, {"X-Fragment": "item"}):
            client.get(address(parc, part), headers=headers)
            client.head(address(parc, part), headers=headers)
    assert held() == []


def test_who_comes_second_is_told_and_takes_nothing(client: FlaskClient, sign_in: SignIn) -> None:
    parc, camille = make_desk()
    sacha = add_moderator(parc)
    row = waiting(parc)
    own = waiting(parc, "De Sacha.", author=sacha)
    sign_in(camille)
    opened(client, parc, row.key)
    sign_in(sacha)
    begun = {"debut": "1"}
    assert client.post(address(parc, f"{row.key}/reservation"), data=begun).status_code == 409
    client.post(address(parc, f"{own.key}/reservation"), data=begun)
    assert held() == [row.id]


def test_without_script_one_reserves_by_a_button(client: FlaskClient, sign_in: SignIn) -> None:
    parc, camille = make_desk()
    row = waiting(parc)
    sign_in(camille)
    page = client.get(address(parc, row.key))
    typed = fields(page, "/reservation")
    back = client.post(address(parc, f"{row.key}/reservation"), data=typed)
    assert back.location.endswith(f"/moderation/{row.key}")
    assert held() == [row.id]


def test_the_next_one_is_not_what_a_colleague_has_open(
    client: FlaskClient, sign_in: SignIn
) -> None:
    parc, camille = make_desk()
    sacha = add_moderator(parc)
    keys = [waiting(parc, f"Avis {n}.", hours=9 - n).key for n in range(3)]
    sign_in(sacha)
    opened(client, parc, keys[1])
    sign_in(camille)
    page = client.post(address(parc, keys[0]), data=form("keep"))
    assert page.location.endswith(keys[2])
    assert shown(client.get(address(parc))) == keys[1:]
