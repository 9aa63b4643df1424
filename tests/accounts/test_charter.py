"""The charter's next version, from its draft to its publication."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from consultation.accounts.charter import charter_in_force, clauses_of
from consultation.accounts.models import CharterVersion, User
from consultation.accounts.services.charter import ClauseWords as Words
from consultation.accounts.services.charter import InstanceBook, begin, publish, write_clause
from consultation.core.db import session
from consultation.core.errors import ConflictError
from consultation.core.journal import JournalEntry
from tests.conftest import SignIn
from tests.factories import make_user

DESK = "/administration/charte"
CLAUSE = {
    "title_fr": "Citez vos sources", "text_fr": "Un chiffre vient avec sa source.",
    "title_en": "Cite your sources", "text_en": "A figure comes with its source.",
}  # fmt: skip
NOTE = {"note_fr": "Une règle sur les sources.", "note_en": "A rule about sources."}


@pytest.fixture
def admin(client: FlaskClient, sign_in: SignIn) -> User:
    person = make_user(name="Nadia", is_administrator=True)
    sign_in(person)
    return person


def draft() -> CharterVersion:
    row = InstanceBook().draft()
    assert isinstance(row, CharterVersion)
    return row


def seen() -> str:
    return str(draft().edit_count)


def titles() -> list[str]:
    return [clause.title_fr for clause in clauses_of(draft())]


def start(client: FlaskClient) -> None:
    assert client.post(DESK, data={"act": "begin"}).status_code == 303


def add(client: FlaskClient, **changes: str) -> None:
    data = {**CLAUSE, **changes, "seen": seen()}
    assert client.post(f"{DESK}/regle", data=data).status_code == 303


def put_in_force(client: FlaskClient, **more: str) -> None:
    data = {**NOTE, "seen": seen(), "confirmed": "1", **more}
    assert client.post(f"{DESK}/publication", data=data).status_code == 303


@pytest.mark.parametrize("page", [DESK, f"{DESK}/regle", f"{DESK}/regle/x", f"{DESK}/publication"])
def test_for_anybody_else_there_is_nothing_there(
    client: FlaskClient, sign_in: SignIn, page: str
) -> None:
    assert client.get(page).status_code == 404
    assert client.post(page, data={"act": "begin", **CLAUSE}).status_code in {404, 405}
    sign_in(make_user())
    assert client.get(page).status_code == 404
    assert client.post(page, data={"act": "begin", **CLAUSE}).status_code in {404, 405}
    assert InstanceBook().draft() is None


def test_a_version_is_prepared_read_again_published_and_recorded(
    client: FlaskClient, admin: User
) -> None:
    assert "Préparer la version suivante" in client.get(DESK).text
    start(client)
    start(client)
    assert len(titles()) == 9, "beginning twice is beginning once"
    add(client)
    last = clauses_of(draft())[-1].key
    client.post(DESK, data={"act": f"up:{last}"})
    client.post(DESK, data={"act": f"up:{clauses_of(draft())[0].key}"})
    assert titles()[8] == "Citez vos sources"
    client.post(f"{DESK}/regle/{last}", data={**CLAUSE, "title_fr": "Sourcez", "seen": seen()})
    assert titles()[8] == "Sourcez"
    first = clauses_of(draft())[0].key
    assert "Retirer «\u00a0Parlez du texte" in client.post(DESK, data={"act": f"drop:{first}"}).text
    assert len(titles()) == 10, "one is asked first"
    client.post(DESK, data={"act": f"drop:{first}", "confirmed": "1"})
    assert titles()[0] == "Critiquez les idées"

    page = client.get(f"{DESK}/publication").text
    assert "Retirée" in page
    assert "portait le numéro 2" in page
    asked = client.post(f"{DESK}/publication", data={**NOTE, "seen": seen()})
    assert "Publier la version 2" in asked.text
    assert charter_in_force().number == 1, "one is asked first"
    put_in_force(client)

    assert charter_in_force().number == 2
    assert InstanceBook().draft() is None
    acts = session.scalars(select(JournalEntry.act).order_by(JournalEntry.id)).all()
    assert acts[0] == "charter.started"
    assert acts[-1] == "charter.published"
    last_act = session.scalars(select(JournalEntry).order_by(JournalEntry.id.desc())).first()
    assert last_act is not None
    assert (last_act.subject_type, last_act.subject_key) == ("charter_version", "2")


def test_older_versions_stay_readable_with_what_changed(
    client: FlaskClient, admin: User, app: Flask
) -> None:
    start(client)
    add(client)
    put_in_force(client)
    public = app.test_client()
    assert "Citez vos sources" in public.get("/charte").text
    old = public.get("/charte/1").text
    assert "n’est plus en vigueur" in old
    assert "Citez vos sources" not in old
    new = public.get("/charte/2").text
    assert "Ajoutée" in new
    assert "Une règle sur les sources." in new
    assert "A rule about sources." in public.get("/en/charte/2").text
    assert public.get("/charte/3").status_code == 404
    assert public.get("/charte/0").status_code == 404
    assert public.get("/charte/99999999999999999999").status_code == 404


def test_a_draft_is_nobody_s_to_read_but_the_administrators(
    client: FlaskClient, admin: User, app: Flask
) -> None:
    start(client)
    add(client)
    public = app.test_client()
    assert public.get("/charte/2").status_code == 404
    assert "Citez" not in public.get("/charte").text
    assert "Citez" not in public.get("/charte.json").text


def test_the_machines_read_the_same_in_both_languages(client: FlaskClient) -> None:
    told = client.get("/charte.json").get_json()
    assert told["format"] == 1
    assert told["version"] == 1
    assert told["clauses"][0]["ref"] == "1"
    assert told["clauses"][0]["title"] == {"fr": "Parlez du texte", "en": "Speak of the text"}
    assert told["consultation"] is None
    assert told["versions"][0]["address"] == "/charte/1"
    assert "personal_data" in told["moderation"]["automated_means"]
    assert told["moderation"]["appeal"]["months"] == 6
    assert client.get("/en/charte.json").get_json()["clauses"] == told["clauses"]


def test_nothing_is_published_without_english_nor_note_nor_change(
    client: FlaskClient, admin: User
) -> None:
    start(client)
    page = client.get(f"{DESK}/publication").text
    assert "Rien ne change" in page
    add(client, title_en="", text_en="")
    assert "La règle 10 n’a pas d’anglais" in client.get(DESK).text
    data = {**NOTE, "seen": seen(), "confirmed": "1"}
    assert client.post(f"{DESK}/publication", data=data).status_code == 422
    last = clauses_of(draft())[-1].key
    client.post(f"{DESK}/regle/{last}", data={**CLAUSE, "seen": seen()})
    kept = {"note_fr": "Gardé <ici>", "note_en": " ", "seen": seen(), "confirmed": "1"}
    page = client.post(f"{DESK}/publication", data=kept).text
    assert "Gardé &lt;ici&gt;" in page
    assert charter_in_force().number == 1


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"title_fr": ""}, "en français"),
        ({"text_fr": "\u200b"}, "en français"),
        ({"title_fr": "x" * 121}, "120"),
        ({"text_en": "x" * 1001}, "1000"),
        ({"seen": ""}, "Rouvrez cette page"),
        ({"seen": "99999999999999"}, "Rouvrez cette page"),
        ({"seen": "7"}, "Quelqu’un d’autre"),
    ],
)
def test_a_clause_that_will_not_do_is_given_back(
    client: FlaskClient, admin: User, changes: dict[str, str], message: str
) -> None:
    start(client)
    page = client.post(f"{DESK}/regle", data={**CLAUSE, "seen": seen(), **changes})
    assert page.status_code == 422
    assert message in page.text
    assert "A figure comes" in page.text or "xxx" in page.text
    assert len(titles()) == 9


def test_a_draft_given_up_leaves_the_version_in_force(client: FlaskClient, admin: User) -> None:
    start(client)
    add(client)
    assert "Abandonner ce brouillon" in client.post(DESK, data={"act": "discard"}).text
    client.post(DESK, data={"act": "discard", "confirmed": "1"})
    assert InstanceBook().draft() is None
    assert client.get(f"{DESK}/publication").location == DESK
    assert client.post(DESK, data={"act": "up:x"}).status_code == 422
    assert client.post(DESK, data={"act": "explode"}).status_code == 303
    assert len(charter_in_force().clauses) == 9


def test_what_one_did_not_see_is_not_published(database: None) -> None:
    admin = make_user(is_administrator=True)
    begin(InstanceBook(), actor=admin)
    write_clause(InstanceBook(), "", Words(**CLAUSE), seen=0, actor=admin)
    with pytest.raises(ConflictError):
        publish(InstanceBook(), "Note", "Note", seen=0, is_mailed=False, actor=admin)
