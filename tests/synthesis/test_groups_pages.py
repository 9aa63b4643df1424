"""Opinion groups from the consultation's own votes: calculated apart, shown only if they hold."""

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import insert, select, update

from consultation.accounts.models import User
from consultation.consultations.models import Consultation, Participant, Role
from consultation.contributions.models import (
    Contribution,
    ContributionState,
    Kind,
    Vote,
    VoteValue,
)
from consultation.core.db import session, transaction
from consultation.synthesis.groups import VoteTable
from consultation.synthesis.models import OpinionGrouping
from consultation.synthesis.queries.votes import hash_of, vote_table
from consultation.synthesis.tasks import group_next
from tests.conftest import SignIn, count_queries
from tests.contributions.steps import Parc, say
from tests.factories import make_user, saved
from tests.synthesis.desk import DESK, colleague
from tests.synthesis.planted import noise, planted

PAGE = f"{DESK}/groupes"
PUBLIC = "/consultations/parc/groupes"
WORDS = {1.0: VoteValue.AGREE, -1.0: VoteValue.DISAGREE, 0.0: VoteValue.PASS}


def voted(parc: Parc, table: VoteTable) -> list[int]:
    """Contributions whose votes are those of the table; their ids."""
    author = make_user()
    said = [say(parc, author=author, text=f"Énoncé {i}.").id for i in range(len(table.statements))]
    people = [
        saved(Participant(consultation_id=parc.consultation_id, user_id=make_user().id)).id
        for _person in table.participants
    ]
    rows = [
        {"participant_id": people[i], "contribution_id": said[j], "value": WORDS[value]}
        for i in range(len(people))
        for j in range(len(said))
        if (value := float(table.votes[i, j])) == value
    ]
    with transaction() as current:
        current.execute(insert(Vote), rows)
    return said


def calculated(client: FlaskClient) -> OpinionGrouping:
    """What the worker makes of it."""
    assert client.post(PAGE).status_code == 303
    while group_next():
        pass
    return session.scalars(select(OpinionGrouping).order_by(OpinionGrouping.id.desc())).first()


@pytest.fixture
def organiser(parc: Parc, sign_in: SignIn) -> User:
    person = colleague(parc, Role.ORGANISER)
    sign_in(person)
    return person


@pytest.fixture
def said(parc: Parc) -> list[int]:
    """Two groups, on twelve contributions."""
    table, _truth = planted(3, 2, 40, 12, 0.9)
    return voted(parc, table)


def test_groups_are_calculated_by_the_worker_and_kept_with_seed_version_and_hash(
    client: FlaskClient, parc: Parc, said: list[int], organiser: User
) -> None:
    assert client.post(PAGE).status_code == 303
    assert 'data-module="progress"' in client.get(PAGE).text
    assert not session.scalars(select(OpinionGrouping.done_at)).one()
    assert group_next()
    row = session.scalars(select(OpinionGrouping)).one()
    session.refresh(row)
    assert row.is_stable
    assert row.seed == 1
    assert "scikit-learn" in row.version
    assert row.votes_hash == hash_of(vote_table(parc.consultation_id))
    page = " ".join(client.get(PAGE).text.split())
    assert "Groupe 1" in page
    assert "Groupe 2" in page
    assert re.search(r"Énoncé \d+\.", page)


def test_who_is_in_which_group_is_not_kept(
    client: FlaskClient, said: list[int], organiser: User
) -> None:
    row = calculated(client)
    assert set(row.result) == {
        "reason", "grouped", "ungrouped", "statements", "median", "groups", "across",
    }  # fmt: skip
    assert set(row.result["groups"][0]) == {"size", "representative"}
    assert sum(each["size"] for each in row.result["groups"]) == row.result["grouped"]


def test_the_public_sees_them_once_published_and_not_before(
    client: FlaskClient, parc: Parc, said: list[int], organiser: User
) -> None:
    row = calculated(client)
    assert client.get(PUBLIC).status_code == 404
    assert PUBLIC not in client.get("/consultations/parc").text
    client.post(f"{PAGE}/{row.key}", data={"act": "show"})
    client.post("/deconnexion")
    page = client.get(PUBLIC).text
    assert "personnes dans aucun groupe" in page
    assert "Ce qui réunit les groupes" in page or "Groupe 1" in page
    assert row.votes_hash in page
    assert PUBLIC in client.get("/consultations/parc").text
    assert client.get(f"/en{PUBLIC}").status_code == 200


def test_they_can_be_taken_back(client: FlaskClient, said: list[int], organiser: User) -> None:
    row = calculated(client)
    client.post(f"{PAGE}/{row.key}", data={"act": "show"})
    client.post(f"{PAGE}/{row.key}", data={"act": "hide"})
    assert client.get(PUBLIC).status_code == 404


def test_what_is_withdrawn_since_is_no_longer_quoted(
    client: FlaskClient, said: list[int], organiser: User
) -> None:
    row = calculated(client)
    client.post(f"{PAGE}/{row.key}", data={"act": "show"})
    with transaction() as current:
        current.execute(update(Contribution).values(state=ContributionState.WITHDRAWN))
    page = client.get(PUBLIC).text
    assert "Énoncé" not in page
    assert "Contribution qui n’est plus publique." in page


def test_noise_gives_the_reason_and_cannot_be_published(
    client: FlaskClient, parc: Parc, organiser: User
) -> None:
    voted(parc, noise(5, 40, 12, 0.9))
    row = calculated(client)
    assert not row.is_stable
    page = client.get(PAGE).text
    assert "Aucun groupe à montrer" in page
    assert "serait trompeur" in page
    client.post(f"{PAGE}/{row.key}", data={"act": "show"})
    assert client.get(PUBLIC).status_code == 404


def test_without_votes_the_page_says_why_there_are_no_groups(
    client: FlaskClient, parc: Parc, organiser: User
) -> None:
    assert "Calculer les groupes" in client.get(PAGE).text
    row = calculated(client)
    assert row.result["reason"] == "too_few_people"
    assert "Moins de quinze personnes ont voté" in client.get(PAGE).text


def test_a_group_of_fewer_than_five_is_not_published(
    client: FlaskClient, said: list[int], organiser: User
) -> None:
    row = calculated(client)
    small = {**row.result, "groups": [{**each, "size": 4} for each in row.result["groups"]]}
    with transaction() as current:
        current.execute(update(OpinionGrouping).values(result=small))
    session.expire_all()
    assert "moins de cinq personnes" in client.get(PAGE).text
    client.post(f"{PAGE}/{row.key}", data={"act": "show"})
    assert client.get(PUBLIC).status_code == 404


def test_asked_twice_it_is_one_calculation_and_a_later_one_waits_to_be_published(
    client: FlaskClient, said: list[int], organiser: User
) -> None:
    first = calculated(client)
    client.post(f"{PAGE}/{first.key}", data={"act": "show"})
    client.post(PAGE)
    client.post(PAGE)
    assert len(session.scalars(select(OpinionGrouping.id)).all()) == 2
    while group_next():
        pass
    assert "Le public voit un calcul plus ancien" in client.get(PAGE).text
    second = session.scalars(
        select(OpinionGrouping.key).where(OpinionGrouping.id != first.id)
    ).one()
    client.post(f"{PAGE}/{second}", data={"act": "show"})
    published = select(OpinionGrouping.key).where(OpinionGrouping.published_at.is_not(None))
    assert session.scalars(published).all() == [second]


def test_questions_and_what_is_not_public_divide_nobody(parc: Parc, said: list[int]) -> None:
    with transaction() as current:
        current.execute(
            update(Contribution).where(Contribution.id == said[0]).values(kind=Kind.QUESTION)
        )
        current.execute(
            update(Contribution)
            .where(Contribution.id == said[1])
            .values(state=ContributionState.HIDDEN)
        )
    assert set(vote_table(parc.consultation_id).statements) == {str(each) for each in said[2:]}


def test_the_hash_is_of_the_votes_whatever_their_order() -> None:
    votes = [("1", "7", 1.0), ("1", "8", 0.0), ("2", "7", -1.0)]
    assert hash_of(VoteTable.of(votes)) == hash_of(VoteTable.of(reversed(votes)))
    assert hash_of(VoteTable.of(votes)) != hash_of(VoteTable.of(votes[:2]))


def test_the_team_reads_groups_and_organisers_publish_them(
    client: FlaskClient, parc: Parc, said: list[int], moderator: User, sign_in: SignIn
) -> None:
    row = calculated(client)
    assert client.get(PAGE).status_code == 200
    assert client.post(f"{PAGE}/{row.key}", data={"act": "show"}).status_code == 404
    sign_in(make_user())
    assert client.get(PAGE).status_code == 404
    assert client.post(PAGE).status_code == 404
    sign_in(make_user(is_administrator=True))
    assert client.get(PAGE).status_code == 404


def test_the_public_page_asks_at_most_eight_questions(
    client: FlaskClient, said: list[int], organiser: User
) -> None:
    row = calculated(client)
    client.post(f"{PAGE}/{row.key}", data={"act": "show"})
    client.post("/deconnexion")
    client.get(PUBLIC)
    with count_queries() as seen:
        answer = client.get(PUBLIC)
    assert len(seen) <= 8, seen
    assert len(answer.data) < 60_000


def test_a_draft_consultation_shows_nothing(
    client: FlaskClient, parc: Parc, said: list[int], organiser: User
) -> None:
    row = calculated(client)
    client.post(f"{PAGE}/{row.key}", data={"act": "show"})
    client.post("/deconnexion")
    with transaction() as current:
        current.execute(update(Consultation).values(phase="draft"))
    assert client.get(PUBLIC).status_code == 404
