"""Votes: one a person and contribution, changed in place, counts equal to rows."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from consultation.consultations.models import Audience, Phase
from consultation.consultations.services.participation import participant_for
from consultation.contributions.models import Contribution, Kind, Stance, Vote, VoteValue
from consultation.contributions.services.voting import vote
from consultation.core.clock import now
from consultation.core.db import session
from consultation.core.errors import NotAllowedError
from consultation.documents.models import Page
from tests.conftest import SignIn, count_queries
from tests.contributions.conftest import Speak
from tests.contributions.steps import known, make_parc, say
from tests.factories import make_user


def tally(row: Contribution) -> tuple[int, int, int]:
    fresh = session.get_one(Contribution, row.id, populate_existing=True)
    return fresh.agree_count, fresh.disagree_count, fresh.pass_count


def test_a_vote_counts_once_changes_in_place_and_can_be_taken_back(
    speak: Speak, client: FlaskClient, sign_in: SignIn
) -> None:
    parc = make_parc()
    row = speak(parc)
    before = session.scalars(select(Page.revision)).one()
    sign_in(make_user())
    address = f"/contributions/{row.key}/vote"
    expected = [
        ("agree", (1, 0, 0)), ("agree", (1, 0, 0)), ("disagree", (0, 1, 0)), ("pass", (0, 0, 1)),
        ("none", (0, 0, 0)), ("none", (0, 0, 0)), ("agree", (1, 0, 0)),
    ]  # fmt: skip
    for value, counts in expected:
        answer = client.post(address, data={"value": value, "suite": "/retour#c-x"})
        assert (answer.status_code, answer.location) == (303, "/retour#c-x")
        assert tally(row) == counts
        assert parc.consultation.vote_count == sum(counts)
    assert session.scalar(select(func.count()).select_from(Vote)) == 1
    assert session.scalars(select(Page.revision)).one() == before + 5
    assert 'value="agree" aria-pressed="true"' in client.get(address).get_data(as_text=True)
    assert session.get_one(Contribution, row.id).support > 0


@pytest.mark.parametrize("value", ["99", "NaN", "", "null", "AGREE", "agree,pass", "é" * 999])
def test_case_11_nonsense_is_no_vote(
    speak: Speak, client: FlaskClient, sign_in: SignIn, value: str
) -> None:
    row = speak(make_parc())
    sign_in(make_user())
    answer = client.post(f"/contributions/{row.key}/vote", data={"value": value})
    assert answer.status_code == 422
    assert client.post(f"/contributions/{row.key}/vote", json=["agree"]).status_code == 422
    assert tally(row) == (0, 0, 0)


def test_a_question_takes_one_vote_alone(
    speak: Speak, client: FlaskClient, sign_in: SignIn
) -> None:
    row = speak(make_parc(), kind=Kind.QUESTION, stance=Stance.NONE)
    sign_in(make_user())
    assert client.post(f"/contributions/{row.key}/vote", data={"value": "pass"}).status_code == 403
    assert client.post(f"/contributions/{row.key}/vote", data={"value": "agree"}).status_code == 303
    assert tally(row) == (1, 0, 0)
    page = client.get(f"/contributions/{row.key}/vote").get_data(as_text=True)
    assert "Je me la pose aussi" in page
    assert "Pas d’accord" not in page


def test_a_question_that_nobody_else_asks_has_no_zero_before_it(
    speak: Speak, client: FlaskClient, sign_in: SignIn
) -> None:
    author = make_user()
    row = speak(make_parc(), author=author, kind=Kind.QUESTION, stance=Stance.NONE)
    key, voter = row.key, make_user()
    beside = f"/contributions/{key}"
    sign_in(author)
    for address in (beside, "/mes-contributions"):
        page = client.get(address, follow_redirects=True).text
        assert "Personne d’autre ne se la pose encore" in page
    sign_in(voter)
    client.post(f"{beside}/vote", data={"value": "agree"})
    sign_in(author)
    assert "1 personne se la pose aussi" in client.get(beside, follow_redirects=True).text


def test_case_11_nobody_votes_for_themselves_or_past_the_closing(
    speak: Speak, client: FlaskClient, sign_in: SignIn
) -> None:
    author = make_user()
    row = speak(make_parc(), author=author)
    sign_in(author)
    assert client.post(f"/contributions/{row.key}/vote", data={"value": "agree"}).status_code == 403
    parc = make_parc()
    other = speak(parc)
    parc.consultation.phase = Phase.CLOSED
    session.commit()
    assert (
        client.post(f"/contributions/{other.key}/vote", data={"value": "agree"}).status_code == 403
    )
    assert tally(row) == tally(other) == (0, 0, 0)


def test_signed_out_one_signs_in_first_and_comes_back(speak: Speak, client: FlaskClient) -> None:
    row = speak(make_parc())
    for answer in (
        client.get(f"/contributions/{row.key}/vote"),
        client.post(f"/contributions/{row.key}/vote", data={"value": "agree"}),
    ):
        assert answer.status_code == 303
        assert answer.location == f"/connexion?suite=/contributions/{row.key}/vote"
    assert tally(row) == (0, 0, 0)


@pytest.mark.parametrize("target", ["//evil.example", "/\\evil.example", "https:evil.example"])
def test_case_21_one_comes_back_to_this_site_alone(
    speak: Speak, client: FlaskClient, sign_in: SignIn, target: str
) -> None:
    row = speak(make_parc())
    sign_in(make_user())
    answer = client.post(f"/contributions/{row.key}/vote", data={"value": "agree", "suite": target})
    assert answer.location == f"/contributions/{row.key}"


def test_who_may_not_vote_reads_why_where_the_buttons_would_be(
    speak: Speak, client: FlaskClient, sign_in: SignIn
) -> None:
    parc = make_parc()
    row = speak(parc, author=make_user())
    key, slug = row.key, parc.consultation.slug
    stranger, suspended, citizen = make_user(is_confirmed=False), make_user(), make_user()
    participant_for(suspended, parc.consultation).suspended_until = now() + timedelta(days=3)
    session.commit()
    beside, alone = f"/contributions/{key}", f"/contributions/{key}/vote"
    expected = {
        stranger: ("Vous pourrez voter une fois votre adresse confirmée", "/compte"),
        suspended: ("Vous ne pouvez pas voter ici jusqu’au", f"/consultations/{slug}/suspension"),
    }
    for person, (words, way) in expected.items():
        sign_in(person)
        for address in (beside, alone):
            page = client.get(address, follow_redirects=True).text
            assert words in page
            assert f'href="{way}"' in page
            assert 'value="agree"' not in page
        assert client.post(alone, data={"value": "agree"}).status_code == 403
    sign_in(citizen)
    parc.consultation.audience = Audience.ORGANISATIONS
    session.commit()
    for address in (beside, alone):
        page = client.get(address, follow_redirects=True).text
        assert "Cette consultation s’adresse aux organisations" in page
        assert 'value="agree"' not in page
    parc.consultation.audience = Audience.EVERYBODY
    session.commit()
    for address in (beside, alone):
        assert 'value="agree"' in client.get(address, follow_redirects=True).text


def test_a_vote_costs_few_statements(speak: Speak, client: FlaskClient, sign_in: SignIn) -> None:
    row = speak(make_parc())
    sign_in(make_user())
    with count_queries() as statements:
        client.post(f"/contributions/{row.key}/vote", data={"value": "agree"})
    assert len(statements) <= 15, "\n".join(statements)


def test_case_10_fifty_votes_at_once_of_one_person_count_once(real_app: Flask) -> None:
    with real_app.app_context():
        row = say(make_parc())
        voter = make_user()
        key, voter_id = row.key, voter.id
    values = [VoteValue.AGREE, VoteValue.DISAGREE] * 25

    def cast(value: VoteValue) -> None:
        with real_app.app_context():
            vote(known_by_key(key), value, actor=session.get_one(type(voter), voter_id))

    with ThreadPoolExecutor(10) as pool:
        list(pool.map(cast, values))
    with real_app.app_context():
        assert session.scalar(select(func.count()).select_from(Vote)) == 1
        agree, disagree, passed = tally(known_by_key(key))
        kept = session.scalars(select(Vote)).one().value
        assert (agree, disagree, passed) == (
            int(kept is VoteValue.AGREE), int(kept is VoteValue.DISAGREE), 0,
        )  # fmt: skip


def known_by_key(key: str) -> Contribution:
    return known(session.scalars(select(Contribution).where(Contribution.key == key)).one())


def test_a_withdrawn_contribution_takes_no_vote(database: None) -> None:
    from consultation.contributions.services.withdrawing import withdraw

    author = make_user()
    row = known(say(make_parc(), author=author))
    reader = make_user()
    vote(row, VoteValue.AGREE, actor=reader)
    withdraw(row, actor=author)
    with pytest.raises(NotAllowedError):
        vote(known(row), VoteValue.DISAGREE, actor=reader)
    assert session.scalars(select(Vote)).one().value is VoteValue.AGREE


def test_who_has_not_confirmed_an_address_is_told_why_there_is_no_vote(
    client: FlaskClient, sign_in: SignIn, speak: Speak
) -> None:
    row = speak(make_parc())
    sign_in(make_user(is_confirmed=False))
    page = client.get(f"/contributions/{row.key}/vote").text
    assert "Vous pourrez voter une fois votre adresse confirmée." in page
    assert "c’est votre contribution" not in page
    assert client.post(f"/contributions/{row.key}/vote", data={"value": "agree"}).status_code == 403
