"""The reserve: whoever is next takes the seat that falls free."""

import re
from collections.abc import Callable

from flask.testing import FlaskClient

from consultation.core.mail import OutgoingMail
from tests.committees.steps import SLUG, YES, Scene

Outbox = Callable[[], list[OutgoingMail]]


def test_the_reserve_is_called_in_its_order(
    client: FlaskClient, scene: Scene, outbox: Outbox
) -> None:
    address = f"/comites/{SLUG}/organisation/reserve"
    for name in ("un", "deux"):
        client.post(address, data={"email": f"{name}@example.org", "origin": "Tirage"})
    twice = client.post(address, data={"email": "UN@example.org"})
    assert twice.status_code == 422
    assert "Appeler la personne suivante" in client.post(f"{address}/appel").text
    assert not outbox()
    for _ in range(2):
        client.post(f"{address}/appel", data=YES)
    assert [mail.to for mail in outbox()] == ["un@example.org", "deux@example.org"]
    assert client.post(f"{address}/appel", data=YES).status_code == 422
    assert "Appelée le" in client.get(address).text


def test_somebody_of_the_reserve_who_no_longer_waits_is_not_called(
    client: FlaskClient, scene: Scene, outbox: Outbox
) -> None:
    address = f"/comites/{SLUG}/organisation/reserve"
    for name in ("un", "deux"):
        client.post(address, data={"email": f"{name}@example.org"})
    key = re.search(r'name="person" value="(\w+)"', client.get(address).text)
    assert key
    dropped = {"person": key.group(1)}
    assert "Retirer cette personne" in client.post(f"{address}/retrait", data=dropped).text
    client.post(f"{address}/retrait", data={**dropped, **YES})
    client.post(f"{address}/appel", data=YES)
    assert [mail.to for mail in outbox()] == ["deux@example.org"]
