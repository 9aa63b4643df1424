"""Stakeholder categories: renamed, added, put in order, retired."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from consultation.consultations.models import Category, Consultation
from consultation.consultations.queries import open_categories
from consultation.core.db import session
from consultation.core.journal import JournalEntry
from tests.conftest import SignIn
from tests.factories import make_consultation, make_user

ADDRESS = "/espace/parc/categories"


@pytest.fixture
def parc(client: FlaskClient, sign_in: SignIn) -> int:
    organiser = make_user()
    row = make_consultation(slug="parc", organiser=organiser)
    number = row.id
    sign_in(organiser)
    return number


def rows() -> list[Category]:
    return list(session.scalars(select(Category).order_by(Category.position)))


def revision() -> int:
    return session.scalars(select(Consultation.revision)).one()


def test_all_are_renamed_at_once_and_an_empty_name_brings_the_default_back(
    client: FlaskClient, parc: int
) -> None:
    first, second = (row.id for row in rows()[:2])
    assert "Grand public" in client.get(ADDRESS).text
    client.post(ADDRESS, data={f"label-{first}": "Habitants", "act": ""})
    assert rows()[0].label == "Habitants"
    assert "Habitants" in client.get(ADDRESS).text
    client.post(ADDRESS, data={f"label-{first}": "", f"label-{second}": "Proches"})
    assert [row.label for row in rows()[:2]] == ["", "Proches"]
    assert "Grand public" in client.get(ADDRESS).text
    assert revision() == 3


def test_sending_the_default_names_back_translates_them_still(
    client: FlaskClient, parc: int
) -> None:
    shown = {f"label-{row.id}": "Grand public" for row in rows()[:1]}
    client.post(ADDRESS, data=shown)
    assert rows()[0].label == ""
    assert revision() == 1


def test_added_moved_retired_and_restored(client: FlaskClient, parc: int) -> None:
    page = client.post(f"{ADDRESS}/ajout", data={"label": "  Élus "})
    assert page.location == ADDRESS
    new = rows()[-1]
    assert (new.label, new.position, new.code) == ("Élus", 9, "")
    client.post(ADDRESS, data={"act": f"up:{new.id}"})
    assert [row.id for row in rows()][7] == new.id
    client.post(ADDRESS, data={"act": f"down:{new.id}"})
    client.post(ADDRESS, data={"act": f"down:{new.id}"})
    assert [row.id for row in rows()][8] == new.id
    assert [row.position for row in rows()] == list(range(1, 10))
    client.post(ADDRESS, data={"act": f"retire:{new.id}"})
    assert new.id not in [row.id for row in open_categories(parc)]
    assert "retirée" in client.get(ADDRESS).text
    client.post(ADDRESS, data={"act": f"restore:{new.id}"})
    assert new.id in [row.id for row in open_categories(parc)]
    acts = set(session.scalars(select(JournalEntry.act)))
    assert acts == {
        "categories.added", "categories.moved", "categories.retired", "categories.restored",
    }  # fmt: skip


def test_one_category_remains(client: FlaskClient, parc: int) -> None:
    for row in rows()[1:]:
        client.post(ADDRESS, data={"act": f"retire:{row.id}"})
    page = client.post(ADDRESS, data={"act": f"retire:{rows()[0].id}"})
    assert page.status_code == 422
    assert "au moins une catégorie" in page.text


@pytest.mark.parametrize(
    ("label", "message"), [(" ​ ", "Donnez un nom"), ("é" * 61, "60 caractères")]
)
def test_a_name_can_be_seen_and_is_short(
    client: FlaskClient, parc: int, label: str, message: str
) -> None:
    page = client.post(f"{ADDRESS}/ajout", data={"label": label})
    assert page.status_code == 422
    assert message in page.text
    first = rows()[0].id
    long = client.post(ADDRESS, data={f"label-{first}": "x" * 61})
    assert long.status_code == 422
    assert "x" * 61 in long.text


def test_nonsense_changes_nothing(client: FlaskClient, parc: int) -> None:
    before = [(row.id, row.label, row.position) for row in rows()]
    endless = "1" * 5000
    for data in (
        {"act": "up:999999"}, {"act": "explode:1"}, {"label-999": "x"}, {"act": "up:x"},
        {"act": f"retire:{endless}"}, {f"label-{endless}": "x"}, {"label-²": "x"},
    ):  # fmt: skip
        assert client.post(ADDRESS, data=data).status_code in {303, 404, 422}
    assert [(row.id, row.label, row.position) for row in rows()] == before
