"""One contribution that cannot be read never breaks the queue: it is shown as such."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import update

from consultation.contributions.models import Contribution
from consultation.core.db import session, transaction
from tests.conftest import SignIn
from tests.moderation.queue import (
    address,
    form,
    shown,
    waiting,
)
from tests.moderation.steps import make_desk

pytestmark = pytest.mark.usefixtures("app")


def test_a_broken_row_never_breaks_the_queue(client: FlaskClient, sign_in: SignIn) -> None:
    parc, camille = make_desk()
    wrong = waiting(parc, "Signaux faux.", hours=9, signals=[{"kind": "nobody-knows"}]).key
    shapeless = waiting(parc, "Signaux sans forme.", hours=8, signals={"kind": 1}).key
    textless = waiting(parc, "Sans texte.", hours=7)
    with transaction() as current:
        current.execute(
            update(Contribution).where(Contribution.id == textless.id).values(revision=40)
        )
    fine = waiting(parc, "Un avis entier.", hours=6).key
    sign_in(camille)
    queue = client.get(address(parc))
    assert shown(queue) == [wrong, shapeless, textless.key, fine]
    assert queue.text.count("Donnée illisible") == 3
    assert "Un avis entier." in queue.text
    for key in (wrong, shapeless):
        assert "ne peut pas être lu. Jugez sur le texte" in client.get(address(parc, key)).text
        assert client.post(address(parc, key), data=form("keep")).status_code == 303
    page = client.get(address(parc, textless.key))
    assert page.status_code == 200
    assert "ne peut pas être lu" in page.text
    assert 'name="measure"' not in page.text.split('id="item"')[1]
    assert client.post(address(parc, textless.key), data=form("keep")).status_code in {409, 422}
    assert client.post(address(parc, fine), data=form("keep")).status_code == 303


def test_signals_that_are_no_json_are_shown_as_such(client: FlaskClient, sign_in: SignIn) -> None:
    parc, camille = make_desk()
    broken = waiting(parc, "Octets abîmés.", hours=9)
    fine = waiting(parc, "Un avis entier.", hours=6).key
    if session.get_bind().dialect.name == "sqlite":
        with transaction() as current:
            current.connection().exec_driver_sql(
                "update contribution set signals = ? where id = ?", ('[{"kind": "li', broken.id)
            )
    session.expunge_all()
    sign_in(camille)
    assert shown(client.get(address(parc))) == [broken.key, fine]
    assert client.get(address(parc, broken.key)).status_code == 200
    assert client.post(address(parc, broken.key), data=form("keep")).status_code == 303
