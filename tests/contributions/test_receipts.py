"""Receipts: what was received, and a fingerprint that anybody can compute again."""

import hashlib
import json
from collections.abc import Callable

from flask.testing import FlaskClient
from sqlalchemy import select

from consultation.contributions.models import Kind, Revision
from consultation.contributions.receipts import canonical_fields, meanings
from consultation.core.db import session, transaction
from consultation.core.mail import OutgoingMail
from consultation.worker import send_next_mail
from tests.conftest import SignIn
from tests.contributions.conftest import Speak
from tests.contributions.steps import fields_of, make_parc
from tests.factories import PASSWORD, fresh, make_user


def test_the_file_of_a_receipt_has_the_fingerprint_of_the_receipt(
    client: FlaskClient, sign_in: SignIn, speak: Speak
) -> None:
    parc = make_parc()
    author = make_user()
    first = speak(parc, text='Le premier « mot ».\nEt \\ "l’autre"\t🌳.')
    row = speak(
        parc, author=author, kind=Kind.AMENDMENT, text="Pour ça.",
        proposed="Le parc ouvre à sept heures.",
    )  # fmt: skip
    reply = speak(parc, author=author, answered=first)
    sign_in(author)
    for each in (row, reply):
        kept = session.get_one(Revision, (each.id, 1)).fingerprint
        file = client.get(f"/recus/{each.key}/1.json")
        assert hashlib.sha256(file.data).hexdigest() == kept
        fields = json.loads(file.data)
        assert fields["contribution"] == each.key
        assert fields["subject"] == f"paragraph/{parc.paragraph_keys()[0]}"
        assert fields["version_sha256"] == parc.version().sha256
        assert fields["answers"] == (first.key if each is reply else None)
        assert sorted(fields) == [name for name, _meaning in meanings()] == list(fields)
        page = client.get(f"/recus/{each.key}/1").get_data(as_text=True)
        assert kept in page
        assert f"http://localhost/contributions/{each.key}" in page
        assert "ne correspond plus" not in page
    written_by_hand = json.dumps(
        {name: fields[name] for name, _meaning in meanings()},
        ensure_ascii=False, separators=(",", ":"),
    )  # fmt: skip
    assert hashlib.sha256(written_by_hand.encode()).hexdigest() == kept


def test_each_stored_text_has_its_receipt(
    client: FlaskClient, sign_in: SignIn, speak: Speak, outbox: Callable[[], list[OutgoingMail]]
) -> None:
    author = make_user()
    row = speak(make_parc(), author=author)
    sign_in(author)
    address = f"/contributions/{row.key}/modifier"
    client.post(address, data={**fields_of(client.get(address), "/modifier"), "body": "Mieux."})
    kept = [each.fingerprint for each in session.scalars(select(Revision))]
    assert len(set(kept)) == 2
    for number in (1, 2):
        assert kept[number - 1] in client.get(f"/recus/{row.key}/{number}").get_data(as_text=True)
        assert f"/recus/{row.key}/{number}" in outbox()[number - 1].text
    for number in (0, 3, 10**12):
        assert client.get(f"/recus/{row.key}/{number}").status_code == 404


def waiting() -> OutgoingMail:
    """The one mail there is, as it is stored."""
    session.expire_all()
    return session.scalars(select(OutgoingMail)).one()


def sent(client: FlaskClient) -> bool:
    """The worker has sent what waited longest."""
    with client.application.app_context():
        return send_next_mail()


def test_a_receipt_is_written_when_it_is_sent(
    client: FlaskClient, sign_in: SignIn, speak: Speak
) -> None:
    said = speak(make_parc(), text="Huit heures, c’est tard.")
    row = waiting()
    assert (row.kind, row.text, row.html) == ("contributions.receipt", "", "")
    assert row.about == {"key": said.key, "revision": 1}
    sign_in(make_user(is_administrator=True))
    address = f"/administration/courriels/{row.key}"
    assert "écrit au moment de son envoi" in client.get(address).get_data(as_text=True)
    assert sent(client)
    row = waiting()
    assert row.done_at is not None
    assert "Huit heures, c’est tard." in row.text
    assert f"/contributions/{said.key}" in row.html
    page = client.get(address).get_data(as_text=True)
    assert "Huit heures" not in page, "it may be masked or refused since: it is its author's"
    assert "n’est lu que par la personne qui le reçoit" in page
    assert not sent(client)


def test_who_left_before_a_receipt_was_written_is_sent_none(
    client: FlaskClient, sign_in: SignIn, speak: Speak
) -> None:
    author = make_user()
    speak(make_parc(), author=author)
    sign_in(author)
    client.post("/compte/supprimer", data={"contributions": "keep", "password": PASSWORD})
    row = waiting()
    assert (row.to, row.subject, row.text, row.about) == ("", "", "", None)
    assert not sent(client)


def test_a_receipt_that_is_being_sent_while_its_author_leaves_is_not_written(
    client: FlaskClient, speak: Speak
) -> None:
    author = make_user()
    speak(make_parc(), author=author)
    with transaction():
        fresh(author).email = None
    assert sent(client)
    row = waiting()
    assert row.done_at is not None
    assert row.text == ""


def test_a_receipt_is_its_owners_alone(client: FlaskClient, sign_in: SignIn, speak: Speak) -> None:
    row = speak(make_parc())
    answer = client.get(f"/recus/{row.key}/1")
    assert answer.location == f"/connexion?suite=/recus/{row.key}/1"
    sign_in(make_user(is_administrator=True))
    for page in ("1", "1.json", "2"):
        assert client.get(f"/recus/{row.key}/{page}").status_code == 404


def test_a_fingerprint_that_no_longer_holds_is_said(
    client: FlaskClient, sign_in: SignIn, speak: Speak
) -> None:
    author = make_user()
    row = speak(make_parc(), author=author)
    session.get_one(Revision, (row.id, 1)).source = "Autre chose."
    session.commit()
    sign_in(author)
    assert "ne correspond plus" in client.get(f"/recus/{row.key}/1").get_data(as_text=True)


def test_every_field_changes_the_fingerprint(speak: Speak) -> None:
    row = speak(make_parc())
    revision = session.get_one(Revision, (row.id, 1))
    first = canonical_fields(row, revision, subject="a", version_sha256="b", answers=None)
    assert first["received_at"] == revision.at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    assert {name for name, _meaning in meanings()} == set(first)
