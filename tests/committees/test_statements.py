"""Minority statements: signed by any member or group, until the deadline of the server's clock."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from consultation.accounts.models import User
from consultation.committees.models.contesting import MinorityStatement
from consultation.committees.models.opinion import Opinion
from consultation.committees.models.people import Seat
from consultation.committees.queries.contesting import statements_of
from consultation.committees.services.contesting import (
    sign_statement,
    withdraw_signature,
    write_statement,
)
from consultation.committees.services.writing import end_statements_at
from consultation.committees.statement_tasks import tell_next_deadline
from consultation.consultations.paris import to_paris
from consultation.core.clock import now, travel
from consultation.core.db import session
from consultation.core.errors import ConflictError, DomainError
from consultation.core.mail import OutgoingMail
from tests.committees.steps import SLUG, YES, make_committee, seated
from tests.committees.texts import Desk, make_opinion, make_statement
from tests.conftest import SignIn, count_queries
from tests.factories import make_consultation, make_user

TEXT = f"/comites/{SLUG}/espace/avis"
LIST = f"{TEXT}/opinions-minoritaires"


@pytest.fixture
def desk(client: FlaskClient) -> Desk:
    return Desk()


def test_who_may_sign_is_told_once_before_the_deadline(
    client: FlaskClient, desk: Desk, outbox: Callable[[], list[OutgoingMail]]
) -> None:
    begun = now()

    def tells(**after: int) -> bool:
        with client.application.app_context(), travel(begun + timedelta(**after)):
            return tell_next_deadline()

    end_statements_at(desk.opinion, begun + timedelta(days=9), actor=desk.chair)
    assert not tells(days=6, hours=23)
    assert tells(days=7, minutes=1)
    assert not tells(days=7, minutes=2)
    assert {mail.kind for mail in outbox()} == {"committees.statements_close"}
    told = [mail.to for mail in outbox()]
    voting = ("chair", "rapporteur", "member")
    assert sorted(told) == sorted(str(desk.scene.person(who).email) for who in voting)
    end_statements_at(desk.opinion, begun + timedelta(days=20), actor=desk.chair)
    assert tells(days=21), "it is past: nobody is told"
    assert len(outbox()) == len(told)


def signers(desk: Desk) -> list[list[str]]:
    return [[member.key for member in line.signers] for line in statements_of(desk.opinion.id)]


def test_a_member_contests_a_recommendation_and_another_signs(
    client: FlaskClient, sign_in: SignIn, desk: Desk
) -> None:
    sign_in(desk.member)
    address = f"{LIST}/nouvelle?sur={desk.first.key}"
    assert "Un droit de refuser" in client.get(address).text
    assert client.post(address, data={"source": " "}).status_code == 422
    assert client.post(address, data={"source": "x" * 5_001}).status_code == 422
    made = client.post(address, data={"source": "Nous n’en voulons **pas**."})
    assert made.location.startswith(f"{LIST}#o-")
    page = client.get(TEXT).text
    assert "Opinion minoritaire, jointe à la recommandation 1" in page
    assert "n’en voulons <strong>pas</strong>" in page
    key = session.scalars(select(MinorityStatement.key)).one()
    sign_in(desk.rapporteur)
    assert "Signer aussi" in client.get(TEXT).text
    signed = client.post(f"{LIST}/{key}/signature", data={"act": "sign", "seen": "1"})
    assert signed.location == f"{LIST}#o-{key}"
    assert "Signée par 2 personnes" in client.get(LIST).text.replace("\u00a0", " ")
    client.post(f"{LIST}/{key}/signature", data={"act": "sign", "seen": "1"})
    assert [len(each) for each in signers(desk)] == [2], "nobody signs twice"
    sign_in(desk.member)
    form = {"source": "Autre chose", "seen": "1"}
    refused = client.post(f"{LIST}/{key}/modifier", data=form)
    assert refused.status_code == 422
    assert "ne changent plus" in refused.text
    assert "Autre chose" in refused.text


def test_its_author_words_it_anew_until_somebody_else_signs(
    client: FlaskClient, sign_in: SignIn, desk: Desk
) -> None:
    key = make_statement(desk.opinion, desk.member, desk.first).key
    sign_in(desk.member)
    form = {"source": "Mieux dit.", "seen": "1"}
    assert client.post(f"{LIST}/{key}/modifier", data=form).location == f"{LIST}#o-{key}"
    assert "Mieux dit." in client.get(LIST).text
    sign_in(desk.rapporteur)
    assert client.get(f"{LIST}/{key}/modifier").status_code == 404
    stale = client.post(f"{LIST}/{key}/signature", data={"act": "sign", "seen": "1"})
    assert stale.status_code == 409, "one signs the very words that one has read"
    assert [len(each) for each in signers(desk)] == [1]


def test_a_signature_is_withdrawn_and_the_last_one_takes_the_statement_with_it(
    client: FlaskClient, sign_in: SignIn, desk: Desk
) -> None:
    statement = make_statement(desk.opinion, desk.member)
    sign_statement(desk.opinion, statement.key, seen=1, actor=desk.rapporteur)
    key = statement.key
    sign_in(desk.member)
    client.post(f"{LIST}/{key}/signature", data={"act": "withdraw"})
    assert [len(each) for each in signers(desk)] == [1]
    again = client.post(f"{LIST}/{key}/signature", data={"act": "withdraw"})
    assert again.status_code == 409
    sign_in(desk.rapporteur)
    asked = client.post(f"{LIST}/{key}/signature", data={"act": "withdraw"})
    assert "C’est la dernière" in asked.text
    client.post(f"{LIST}/{key}/signature", data={"act": "withdraw", **YES})
    assert signers(desk) == []
    assert "Aucune opinion minoritaire" in client.get(LIST).text
    late = client.post(f"{LIST}/{key}/signature", data={"act": "sign", "seen": "1"})
    assert late.status_code == 404


def test_the_chair_sets_the_deadline_and_the_clock_holds_it(
    client: FlaskClient, sign_in: SignIn, desk: Desk
) -> None:
    statement = make_statement(desk.opinion, desk.member)
    sign_in(desk.chair)
    address = f"{TEXT}/reglages/cloture"
    past = to_paris(now() - timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M")
    assert client.post(address, data={"statements_until": past}).status_code == 422
    assert client.post(address, data={"statements_until": ""}).status_code == 422
    soon = to_paris(now() + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    assert client.post(address, data={"statements_until": soon}).status_code == 303
    sign_in(desk.rapporteur)
    refused = client.post(address, data={"statements_until": soon})
    assert refused.status_code == 403, "the chair alone"
    with travel(now() + timedelta(days=1, minutes=2)):
        for act in (
            lambda: write_statement(desk.opinion, "Trop tard", actor=desk.member),
            lambda: sign_statement(desk.opinion, statement.key, seen=1, actor=desk.rapporteur),
            lambda: withdraw_signature(desk.opinion, statement.key, actor=desk.member),
        ):
            with pytest.raises(ConflictError, match="L’heure est passée"):
                act()
        page = client.get(LIST)
        assert "closes depuis" in page.text
        assert "Signer aussi" not in page.text
    assert [len(each) for each in signers(desk)] == [1]


@pytest.mark.parametrize("who", ["facilitator", "observer"])
def test_who_has_no_vote_signs_nothing(
    client: FlaskClient, sign_in: SignIn, desk: Desk, who: str
) -> None:
    key = make_statement(desk.opinion, desk.member).key
    sign_in(desk.scene.person(who))
    assert "Signer aussi" not in client.get(LIST).text
    assert client.get(f"{LIST}/nouvelle").status_code == 403
    answer = client.post(f"{LIST}/{key}/signature", data={"act": "sign", "seen": "1"})
    assert answer.status_code == 403


def test_a_paragraph_or_what_is_not_there_is_contested_by_nobody(
    client: FlaskClient, sign_in: SignIn, desk: Desk
) -> None:
    sign_in(desk.member)
    for key, status in ((desk.paragraph.key, 422), ("zzzzzzzz", 404)):
        answer = client.post(f"{LIST}/nouvelle?sur={key}", data={"source": "Contre"})
        assert answer.status_code == status
    assert signers(desk) == []


def test_many_statements_cost_no_more_queries_than_one(
    client: FlaskClient, sign_in: SignIn, desk: Desk
) -> None:
    make_statement(desk.opinion, desk.member)
    for person in (desk.chair, desk.rapporteur, desk.member):
        make_statement(desk.opinion, person, desk.second)
    sign_in(desk.member)
    client.get(LIST)
    with count_queries() as queries:
        client.get(LIST)
    assert len(queries) <= 10


def test_signed_and_withdrawn_by_many_at_once_the_count_is_that_of_the_signatures(
    real_app: Flask,
) -> None:
    with real_app.app_context():
        committee = make_committee(make_consultation(slug="parc", organiser=make_user()))
        people = [seated(committee, Seat.CHAIR), *(seated(committee) for _number in range(9))]
        opinion_id = make_opinion(committee, people[0]).id
        key = make_statement(session.get_one(Opinion, opinion_id), people[0]).key
        ids = [person.id for person in people]

    def act(number: int) -> None:
        with real_app.app_context():
            opinion = session.get_one(Opinion, opinion_id)
            actor = session.get_one(User, ids[number % len(ids)])
            try:
                if number < 20:
                    sign_statement(opinion, key, seen=1, actor=actor)
                elif number % 2:
                    withdraw_signature(opinion, key, actor=actor)
            except DomainError:
                session.rollback()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(act, range(40)))
    with real_app.app_context():
        (line,) = statements_of(opinion_id)
        assert line.statement.signature_count == len(line.signers)


def test_at_the_deadline_a_signature_is_taken_or_refused_never_both(real_app: Flask) -> None:
    with real_app.app_context():
        committee = make_committee(make_consultation(slug="parc", organiser=make_user()))
        chair, member = seated(committee, Seat.CHAIR), seated(committee)
        opinion = make_opinion(committee, chair)
        key = make_statement(opinion, chair).key
        end_statements_at(opinion, now() + timedelta(minutes=1), actor=chair)
        with travel(now() + timedelta(minutes=2)), pytest.raises(ConflictError):
            sign_statement(opinion, key, seen=1, actor=member)
        assert [len(line.signers) for line in statements_of(opinion.id)] == [1]
