"""Voting by each method, through the door."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from consultation.committees.models.ballots import OpenVote
from consultation.core.db import session
from tests.committees.steps import YES, Scene, make_scene
from tests.committees.test_ballots import LIST, in_a_week, the_ballot
from tests.conftest import SignIn


@pytest.fixture
def scene(client: FlaskClient, sign_in: SignIn) -> Scene:
    """A committee with one person in each seat; the chair is signed in on `client`."""
    made = make_scene()
    sign_in(made.person("chair"))
    return made


VOTES: list[tuple[str, dict[str, Any], Any]] = [
    ("consent", {"vote": "objection", "reason": "Trop cher."}, {"vote": "objection"}),
    ("single_choice", {"option": "1"}, {"option": 1}),
    ("single_choice", {"option": "blank"}, {"option": None}),
    ("approval", {"approved": ["2", "0"]}, {"options": [0, 2]}),
    ("approval", {}, {"options": []}),
    ("judgement", {"grade_0": "5", "grade_1": "3", "grade_2": "0"}, {"grades": [5, 3, 0]}),
    ("judgement", {"blank": "1"}, {"grades": None}),
]


@pytest.mark.parametrize(("method", "data", "choice"), VOTES)
def test_one_votes_by_each_method_and_reads_it_back(
    client: FlaskClient, scene: Scene, method: str, data: dict[str, Any], choice: dict[str, Any]
) -> None:
    asked = {**in_a_week(), "method": method, "options": "Rennes\nBrest\nLorient"}
    client.post(f"{LIST}/nouveau", data=asked)
    address = f"{LIST}/{the_ballot().key}"
    client.post(f"{address}/ouverture", data=YES)
    assert client.post(f"{address}/vote", data=data).location == address
    assert session.scalars(select(OpenVote.choice)).one() == choice
    assert client.get(address).status_code == 200
    client.post(f"{address}/cloture", data=YES)
    page = client.get(address)
    assert page.status_code == 200
    assert client.get(f"/en{address}").status_code == 200
    assert ("Trop cher." in page.text) == (method == "consent")


@pytest.mark.parametrize(
    ("method", "data"),
    [
        ("consent", {"vote": "objection", "reason": " "}),
        ("single_choice", {"option": "7"}),
        ("approval", {"approved": ["9"]}),
        ("judgement", {"grade_0": "5"}),
        ("judgement", {"grade_0": "6", "grade_1": "1", "grade_2": "1"}),
    ],
)
def test_a_vote_that_is_incomplete_is_given_back(
    client: FlaskClient, scene: Scene, method: str, data: dict[str, Any]
) -> None:
    asked = {**in_a_week(), "method": method, "options": "Rennes\nBrest\nLorient"}
    client.post(f"{LIST}/nouveau", data=asked)
    address = f"{LIST}/{the_ballot().key}"
    client.post(f"{address}/ouverture", data=YES)
    page = client.post(f"{address}/vote", data=data)
    assert page.status_code == 422
    assert not session.scalars(select(OpenVote)).all()
