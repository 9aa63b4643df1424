"""A secret vote: nothing in storage, and nothing around it, says who voted what."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, inspect, select, text

from consultation.accounts.models import User
from consultation.committees.models.ballots import Ballot, BallotVoter, OpenVote, SecretPaper
from consultation.committees.services.holding import cancel_ballot, close_ballot
from consultation.committees.services.voting import cast_vote
from consultation.core.db import session
from consultation.core.errors import ConflictError
from consultation.core.journal import JournalEntry
from consultation.core.mail import OutgoingMail
from consultation.models import metadata
from tests.committees.polls import AGAINST, FOR, Room, again, cast, opened
from tests.committees.steps import SLUG, YES
from tests.conftest import SignIn
from tests.support.databases import is_postgresql

Outbox = Callable[[], list[OutgoingMail]]


def columns(table: str) -> dict[str, str]:
    found = inspect(session.connection()).get_columns(table)
    return {column["name"]: type(column["type"]).__name__ for column in found}


def size(table: str) -> int | None:
    return session.scalar(select(func.count()).select_from(metadata.tables[table]))


def papers() -> list[tuple[str, dict[str, Any]]]:
    rows = session.execute(select(SecretPaper.key, SecretPaper.choice))
    return [(key, choice) for key, choice in rows]


def test_these_are_the_very_columns_of_a_secret_vote(database: None) -> None:
    assert set(columns("secret_paper")) == {"key", "ballot_id", "choice"}
    assert set(columns("ballot_voter")) == {"ballot_id", "member_id", "has_voted"}
    kinds = {**columns("secret_paper"), **columns("ballot_voter")}
    assert not {name for name, kind in kinds.items() if "TIME" in kind or "DATE" in kind}
    refers = inspect(session.connection()).get_foreign_keys("secret_paper")
    assert [key["referred_table"] for key in refers] == ["ballot"]


def test_the_tables_keep_no_order_of_insertion(database: None) -> None:
    if is_postgresql():
        found = session.scalars(
            text(
                "select column_default from information_schema.columns "
                "where table_name in ('secret_paper', 'ballot_voter')"
            )
        )
        assert set(found) == {None}, "no sequence numbers a paper"
        return
    found = session.scalars(
        text("select sql from sqlite_master where name in ('secret_paper', 'ballot_voter')")
    )
    assert all("WITHOUT ROWID" in each for each in found)


def test_a_vote_leaves_a_paper_and_a_mark_and_nothing_else(database: None, outbox: Outbox) -> None:
    room = Room()
    ballot = opened(room, is_secret=True)
    watched = ("journal_entry", "outgoing_mail", "attempt", "mail_token", "open_vote")
    before = {name: size(name) for name in watched}
    cast(ballot, (room.chair, FOR))
    for name in watched:
        assert size(name) == before[name], name
    assert [choice for _key, choice in papers()] == [FOR]
    marked = session.scalars(select(BallotVoter).where(BallotVoter.has_voted.is_(True))).all()
    assert len(marked) == 1
    assert again(ballot).voted_count == 1
    assert again(ballot).result == {}


def test_the_urn_is_stirred_at_each_vote(database: None) -> None:
    room = Room(12)
    ballot = opened(room, is_secret=True)
    seen: set[str] = set()
    for person in room.electors:
        cast(ballot, (person, FOR))
        keys = {key for key, _choice in papers()}
        assert not keys & seen, "no paper keeps its key"
        seen |= keys
        assert all(len(key) >= 43 for key in keys)


def test_rows_of_a_ballot_never_tell_by_where_they_lie_which_came_last(real_app: Flask) -> None:
    """On PostgreSQL each row knows the transaction that wrote it; all must name the same one."""
    with real_app.app_context():
        room = Room(10)
        ballot = opened(room, is_secret=True)
        orders = []
        for number, person in enumerate(room.electors):
            cast(ballot, (person, FOR if number < 5 else AGAINST))
            if is_postgresql():
                for table in (SecretPaper, BallotVoter):
                    made = session.scalars(select(text("xmin::text")).select_from(table))
                    assert len(set(made)) == 1, table
            orders.append([choice["vote"] for _key, choice in papers()])
            session.rollback()
        arrival = ["for"] * 5 + ["against"] * 5
        close_ballot(again(ballot), actor=room.chair)
        orders.append([choice["vote"] for _key, choice in papers()])
        # One in 252 of the orders is the one of arrival: twice in a row is no chance.
        assert orders[-2:] != [arrival, arrival]
        assert sorted(orders[-1]) == sorted(arrival)


def test_a_secret_vote_is_the_last_word(database: None) -> None:
    room = Room()
    ballot = opened(room, is_secret=True)
    cast(ballot, (room.chair, FOR))
    with pytest.raises(ConflictError, match="déjà voté"):
        cast_vote(ballot, AGAINST, actor=room.chair)
    assert [choice for _key, choice in papers()] == [FOR]
    assert again(ballot).voted_count == 1


def test_no_reason_is_kept_with_a_secret_vote(database: None) -> None:
    room = Room()
    ballot = opened(room, is_secret=True)
    cast(ballot, (room.chair, FOR), reason="Parce que")
    assert not session.scalars(select(OpenVote)).all()
    assert "Parce que" not in str(papers())


def test_the_record_of_a_secret_ballot_has_the_counts_and_the_roll_and_no_paper(
    database: None,
) -> None:
    room = Room()
    ballot = opened(room, is_secret=True)
    cast(ballot, (room.chair, FOR), (room.members[0], AGAINST), (room.members[1], FOR))
    close_ballot(ballot, actor=room.chair)
    record = json.loads(again(ballot).record)
    assert "votes" not in record
    assert record["result"]["counts"] == {"for": 2, "against": 1, "abstain": 0}
    assert len(record["electorate"]) == 5
    assert len(record["voted"]) == 3
    details = session.scalars(select(JournalEntry.details)).all()
    assert "for" not in str(details)
    assert {row["record"] for row in details if "record" in row} == {again(ballot).record_hash}


def test_a_cancelled_ballot_s_papers_are_destroyed(database: None) -> None:
    room = Room()
    ballot = opened(room, is_secret=True)
    cast(ballot, (room.chair, FOR))
    cancel_ballot(ballot, "Une erreur dans le texte.", actor=room.chair)
    assert not papers()
    assert again(ballot).result == {}


@pytest.fixture
def voting(client: FlaskClient, sign_in: SignIn) -> tuple[Room, Ballot, str]:
    """A secret ballot, and one of its electors signed in."""
    with client.application.app_context():
        room = Room()
        ballot = opened(room, is_secret=True)
        address = f"/comites/{SLUG}/espace/scrutins/{ballot.key}"
    sign_in(room.members[0])
    return room, ballot, address


def test_a_secret_vote_is_asked_about_once_more_and_its_address_says_nothing(
    client: FlaskClient, voting: tuple[Room, Ballot, str]
) -> None:
    _room, ballot, address = voting
    page = client.get(address)
    assert "aucun lien n’est conservé" in page.text
    assert "Ce que le secret garantit" in page.text
    asked = client.post(f"{address}/vote", data={"vote": "against"})
    assert "Déposer ce vote dans l’urne" in asked.text
    assert "Votre vote : Contre" in asked.text.replace("\u00a0", " ")
    assert not papers(), "nothing is done yet"
    done = client.post(f"{address}/vote", data={"vote": "against", **YES})
    assert done.location == address
    assert [choice for _key, choice in papers()] == [AGAINST]
    after = client.get(address)
    assert "Votre vote est dans l’urne" in after.text
    assert 'name="vote"' not in after.text
    assert "Contre" not in after.text, "not even to oneself"
    second = client.post(f"{address}/vote", data={"vote": "for", **YES})
    assert second.status_code == 409
    assert again(ballot).voted_count == 1


def test_a_vote_that_is_none_is_refused_and_writes_nothing(
    client: FlaskClient, voting: tuple[Room, Ballot, str]
) -> None:
    for data in ({}, {"vote": ""}, {"vote": "99"}, {"vote": "null", "has_voted": "0"}):
        page = client.post(f"{voting[2]}/vote", data={**data, **YES})
        assert page.status_code == 422
    assert not papers()


def test_fewer_than_eight_voters_are_warned(
    client: FlaskClient, sign_in: SignIn, voting: tuple[Room, Ballot, str]
) -> None:
    room, ballot, address = voting
    assert "peut trahir votre vote" in client.get(address).text
    with client.application.app_context():
        cast(again(ballot), (session.get_one(User, room.members[1].id), FOR))
        close_ballot(again(ballot), actor=session.get_one(User, room.chair.id))
    assert "peut trahir celui d’une personne" in client.get(address).text


def test_nobody_reads_a_result_before_the_closing_not_even_who_holds_the_ballot(
    client: FlaskClient, sign_in: SignIn, voting: tuple[Room, Ballot, str]
) -> None:
    room, ballot, address = voting
    cast(again(ballot), (session.get_one(User, room.members[1].id), AGAINST))
    for person in (room.chair, room.members[0]):
        sign_in(person)
        for page in (address, f"/comites/{SLUG}/espace", f"/comites/{SLUG}/espace/scrutins"):
            words = client.get(page).text
            assert "1 contre" not in words
            assert "a voté</span>" not in words
        assert client.get(f"{address}/proces-verbal.json").status_code == 404
    assert "1 membre sur 5 a voté" in client.get(address).text
