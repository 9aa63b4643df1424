"""The journal's pages: for administrators filtered and exported, for everybody sealed by day."""

import csv
import io
import json
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from consultation.accounts.models import User
from consultation.consultations.models import Phase
from consultation.core import journal
from consultation.core.clock import travel
from consultation.core.db import session, transaction
from consultation.core.journal import JournalEntry
from consultation.core.journal_check import seal_next_day
from tests.conftest import SignIn, count_queries
from tests.factories import make_consultation, make_user, saved

PAGE = "/administration/journal"
NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)


@pytest.fixture
def admin(client: FlaskClient, sign_in: SignIn) -> User:
    person = make_user(name="Nadia", email="nadia@example.org", is_administrator=True)
    sign_in(person)
    return person


def rows(text: str) -> int:
    return text.count('<td class="nowrap">')


def write(act: str, person: User, *, actor: User | None, count: int = 1) -> None:
    with transaction():
        for number in range(count):
            journal.record(act, person, actor_id=actor.id if actor else None, number=number)


def test_an_act_is_told_in_words_with_whom_and_what(client: FlaskClient, admin: User) -> None:
    bob = make_user(name="Bob <b>", email="bob@example.org")
    parc = make_consultation(slug="parc")
    write("account.suspended", bob, actor=admin)
    with transaction():
        journal.record("consultation.open", parc, actor_id=None)
    page = client.get(PAGE).text
    assert "Compte suspendu" in page
    assert "Nadia" in page
    assert "Bob &lt;b&gt;" in page
    assert "l’horloge" in page
    assert 'href="/consultations/parc"' in page
    assert "Account suspended" in client.get(f"/en{PAGE}").text


def test_an_act_without_words_is_shown_as_it_stands(client: FlaskClient, admin: User) -> None:
    write("a.new_act", admin, actor=admin)
    assert "a.new_act" in client.get(PAGE).text


def test_a_deleted_person_has_no_name_in_it_any_more(client: FlaskClient, admin: User) -> None:
    bob = make_user(name="Bob")
    write("organisation.left", bob, actor=bob)
    bob.deleted_at, bob.email = NOON, None
    saved(bob)
    page = client.get(PAGE).text
    assert "compte supprimé" in page
    assert "Bob" not in page


def test_a_draft_keeps_its_key(client: FlaskClient, admin: User) -> None:
    parc = make_consultation(slug="parc", phase=Phase.DRAFT)
    with transaction():
        journal.record("consultation.created", parc, actor_id=None)
    page = client.get(PAGE).text
    assert parc.key in page
    assert "rivière" not in page


def test_it_is_filtered_by_act_actor_subject_and_day(client: FlaskClient, admin: User) -> None:
    bob = make_user(email="bob@example.org")
    with travel(NOON):
        write("account.suspended", bob, actor=admin)
        write("account.restored", bob, actor=admin)
    with travel(NOON + timedelta(days=2)):
        write("organisation.left", admin, actor=bob)
        write("consultation.open", admin, actor=None)
    assert rows(client.get(PAGE).text) == 4
    for query, found in (
        ("acte=account.suspended", 1),
        ("acte=account.", 2),
        ("acte=account.deleted", 0),
        ("qui=bob@example.org", 1),
        (f"qui={admin.id}", 2),
        ("qui=horloge", 1),
        ("qui=nobody@example.org", 0),
        (f"sujet={bob.key}", 2),
        (f"sujet=user:{admin.key}", 2),
        ("sujet=consultation:x", 0),
        ("du=2026-11-03", 2),
        ("au=2026-11-02", 2),
        ("du=2026-11-02&au=2026-11-03", 2),
        (f"acte=account.&qui={admin.id}&du=2026-11-02&sujet={bob.key}", 2),
    ):
        page = client.get(f"{PAGE}?{query}")
        assert page.status_code == 200, query
        assert rows(page.text) == found, query
    assert "Aucun acte ne correspond" in client.get(f"{PAGE}?acte=account.deleted").text


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("du=hier", "Écrivez le jour"),
        ("au=2026-13-40", "Écrivez le jour"),
        ("au=9999-12-31", "Écrivez le jour"),
        ("du=0001-01-01", "Écrivez le jour"),
        ("qui=Nadia", "Écrivez une adresse"),
        ("qui=<script>", "Écrivez une adresse"),
    ],
)
def test_a_filter_that_cannot_be_read_is_given_back(
    client: FlaskClient, admin: User, query: str, message: str
) -> None:
    page = client.get(f"{PAGE}?{query}")
    assert page.status_code == 422
    assert message in page.text
    assert "<script>" not in page.text
    form = {**dict(part.split("=") for part in query.split("&")), "format": "csv"}
    assert client.post(f"{PAGE}/export", data=form).status_code == 422


@pytest.mark.parametrize("query", ["avant=x", "avant=-1", "avant=" + "9" * 40, "sujet=%25:%25"])
def test_any_cursor_and_key_gives_a_page(client: FlaskClient, admin: User, query: str) -> None:
    write("account.suspended", admin, actor=admin)
    assert client.get(f"{PAGE}?{query}").status_code == 200


def test_it_is_paged_by_key_with_its_filters(client: FlaskClient, admin: User) -> None:
    write("account.suspended", admin, actor=admin, count=120)
    write("account.restored", admin, actor=admin, count=5)
    address, found = f"{PAGE}?acte=account.suspended", 0
    for _turn in range(3):
        page = client.get(address).text
        found += rows(page)
        if "Voir la suite" in page:
            last = session.scalars(
                select(JournalEntry.id)
                .where(JournalEntry.act == "account.suspended")
                .order_by(JournalEntry.id.desc())
                .offset(found - 1)
                .limit(1)
            ).one()
            address = f"{PAGE}?acte=account.suspended&avant={last}"
            assert f"avant={last}" in page
    assert found == 120


def test_a_page_costs_a_few_queries_however_many_rows(client: FlaskClient, admin: User) -> None:
    for _turn in range(20):
        write("account.suspended", make_user(), actor=make_user())
        parc = make_consultation()
        with transaction():
            journal.record("consultation.open", parc, actor_id=None)
    with count_queries() as queries:
        assert client.get(PAGE).status_code == 200
    assert len(queries) <= 6


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_an_export_holds_what_the_filters_keep_and_is_recorded(
    client: FlaskClient, admin: User, form: str
) -> None:
    write("account.suspended", make_user(), actor=admin, count=3)
    write("account.restored", make_user(), actor=admin)
    answer = client.post(f"{PAGE}/export", data={"format": form, "acte": "account.suspended"})
    assert answer.status_code == 200
    assert f".{form}" in answer.headers["Content-Disposition"]
    text = answer.get_data(as_text=True)
    found: list[dict[str, str]]
    if form == "csv":
        found = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    else:
        found = [json.loads(line) for line in text.splitlines()]
    assert [row["act"] for row in found] == ["account.suspended"] * 3
    assert "Nadia" not in text
    last = session.scalars(select(JournalEntry).order_by(JournalEntry.id.desc())).first()
    assert last is not None
    assert (last.act, last.actor_id, last.details) == (
        "journal.exported", admin.id, {"format": form},
    )  # fmt: skip


def test_nobody_else_exports_and_reading_exports_nothing(
    client: FlaskClient, sign_in: SignIn, app: Flask
) -> None:
    assert client.post(f"{PAGE}/export", data={"format": "csv"}).status_code == 404
    sign_in(make_user())
    assert client.post(f"{PAGE}/export", data={"format": "csv"}).status_code == 404
    sign_in(make_user(is_administrator=True))
    assert client.get(f"{PAGE}/export").status_code == 405
    assert client.post(f"{PAGE}/export", data={"format": "exe"}).status_code == 400
    assert session.scalars(select(JournalEntry)).all() == []


def test_everybody_reads_the_seal_of_each_day_and_no_name(
    client: FlaskClient, sign_in: SignIn
) -> None:
    assert "Aucun jour" in client.get("/journal").text
    with client.application.app_context():
        for day in range(70):
            with travel(NOON + timedelta(days=day)):
                write("account.suspended", make_user(name="Bob"), actor=None, count=2)
        with travel(NOON + timedelta(days=80)):
            while seal_next_day():
                pass
        head = session.scalars(select(JournalEntry.hash).order_by(JournalEntry.id.desc())).first()
    page = client.get("/journal")
    assert str(head) in page.text
    assert "140" in page.text
    assert "Bob" not in page.text
    assert "Set-Cookie" not in page.headers
    told = client.get("/journal.json").get_json()
    assert len(told["days"]) == 60
    assert told["days"][0]["hash"] == head
    assert told["days"][0]["acts_so_far"] == 140
    later = client.get(f"/journal.json?avant={told['before']}").get_json()
    assert [row["acts_so_far"] for row in later["days"]] == list(range(20, 0, -2))
    assert later["before"] is None
    assert "Voir la suite" not in client.get(f"/journal?avant={told['before']}").text
    for odd in ("x", "2026-99-99", "<b>"):
        assert client.get("/journal", query_string={"avant": odd}).status_code == 200


def test_whom_to_tell_of_a_fault(client: FlaskClient) -> None:
    with travel(NOON):
        answer = client.get("/.well-known/security.txt")
    assert answer.mimetype == "text/plain"
    lines = dict(line.split(": ", 1) for line in answer.text.splitlines())
    assert lines["Contact"].startswith("mailto:")
    expires = datetime.fromisoformat(lines["Expires"])
    assert NOON + timedelta(days=100) < expires < NOON + timedelta(days=365)
    assert lines["Canonical"] == "http://localhost/.well-known/security.txt"
