"""Ballots through the door: prepared, opened, voted in, closed, read; and by whom."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import sha256

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from consultation.accounts.models import User
from consultation.committees.models.ballots import Ballot, BallotState, BallotVoter, OpenVote
from consultation.committees.models.people import CommitteeMember, Seat
from consultation.consultations.paris import to_paris
from consultation.core.clock import now, travel
from consultation.core.db import session
from consultation.core.journal import JournalEntry
from consultation.core.journal_check import verify
from consultation.core.mail import OutgoingMail
from tests.committees.polls import Room, again, opened
from tests.committees.steps import SLUG, YES, Scene, make_scene
from tests.conftest import SignIn, count_queries

Outbox = Callable[[], list[OutgoingMail]]
LIST = f"/comites/{SLUG}/espace/scrutins"
SPACE = f"/comites/{SLUG}/espace"
DRAFT = {
    "subject": "question",
    "title": "Un droit de refuser",
    "text_source": "Toute personne peut **refuser**.",
    "method": "for_against",
    "options": "",
    "is_secret": "open",
    "quorum": "half",
    "majority": "two_thirds",
    "base": "expressed",
    "opens_at": "",
}


def typed(moment: datetime) -> str:
    return to_paris(moment).strftime("%Y-%m-%dT%H:%M")


def in_a_week() -> dict[str, str]:
    return {**DRAFT, "closes_at": typed(now() + timedelta(days=7))}


def the_ballot() -> Ballot:
    return session.scalars(select(Ballot).execution_options(populate_existing=True)).one()


def acts() -> list[str]:
    rows = select(JournalEntry.act).where(JournalEntry.subject_type == "ballot")
    return list(session.scalars(rows.order_by(JournalEntry.id)))


@pytest.fixture
def scene(client: FlaskClient, sign_in: SignIn) -> Scene:
    """A committee with one person in each seat; the chair is signed in on `client`."""
    made = make_scene()
    sign_in(made.person("chair"))
    return made


def test_from_a_draft_to_a_record(
    client: FlaskClient, sign_in: SignIn, scene: Scene, outbox: Outbox
) -> None:
    made = client.post(f"{LIST}/nouveau", data=in_a_week())
    ballot = the_ballot()
    address = f"{LIST}/{ballot.key}"
    assert made.location == address
    draft = client.get(address).text
    assert "<strong>refuser</strong>" in draft
    assert "Quorum : la moitié" in draft.replace("\u00a0", " ")
    member = client.application.test_client()
    sign_in(scene.person("member"), browser=member)
    assert member.get(address).status_code == 404, "a draft is read by those who prepare"
    assert "Un droit de refuser" not in member.get(LIST).text

    assert "Ouvrir ce scrutin" in client.post(f"{address}/ouverture").text
    assert client.post(f"{address}/ouverture", data=YES).location == address
    seats = session.scalars(
        select(CommitteeMember.seat)
        .join(BallotVoter, BallotVoter.member_id == CommitteeMember.id)
        .order_by(CommitteeMember.id)
    ).all()
    assert seats == [Seat.CHAIR, Seat.RAPPORTEUR, Seat.MEMBER]
    told = [mail for mail in outbox() if mail.kind == "committees.ballot_opened"]
    assert len(told) == 3

    assert "Voter" in member.get(SPACE).text
    member.post(f"{address}/vote", data={"vote": "for"})
    changed = member.post(f"{address}/vote", data={"vote": "against"})
    assert changed.location == address
    client.post(f"{address}/vote", data={"vote": "for"})
    assert again(ballot).voted_count == 2
    assert "Vous avez voté" in member.get(address).text

    assert "Clore ce scrutin" in client.post(f"{address}/cloture").text
    client.post(f"{address}/cloture", data=YES)
    page = member.get(address).text.replace("\u00a0", " ")
    assert "1 pour, 1 contre, 0 abstention, sur 3 membres." in page
    assert "Il est atteint." in page
    assert "Il fallait 2 voix." in page
    assert "La proposition est rejetée." in page
    assert "Qui a voté quoi" in page
    assert acts() == ["ballot.prepared", "ballot.opened", "ballot.closed"]

    file = member.get(f"{address}/proces-verbal.json")
    assert sha256(file.data).hexdigest() == again(ballot).record_hash
    record = json.loads(file.data)
    assert record["words"]["en"][-1] == "The proposal is rejected."
    assert record["words"]["fr"][-1] == "La proposition est rejetée."
    assert len(record["votes"]) == 2
    assert verify().fault is None
    assert client.post(f"{address}/cloture", data=YES).status_code == 409
    late = client.post(f"{address}/vote", data={"vote": "for"})
    assert late.status_code == 409


MAY = {
    "prepare": {"chair", "rapporteur", "facilitator"},
    "hold": {"chair", "facilitator"},
    "vote": {"chair", "rapporteur", "member"},
}


@pytest.mark.parametrize("seat", [seat.value for seat in Seat])
def test_each_seat_does_what_the_matrix_says(
    client: FlaskClient, sign_in: SignIn, scene: Scene, seat: str
) -> None:
    client.post(f"{LIST}/nouveau", data=in_a_week())
    address = f"{LIST}/{the_ballot().key}"
    sign_in(scene.person(seat))
    prepares = seat in MAY["prepare"]
    assert client.get(f"{LIST}/nouveau").status_code == (200 if prepares else 404)
    assert client.get(f"{address}/modifier").status_code == (200 if prepares else 404)
    opening = client.post(f"{address}/ouverture", data=YES)
    assert opening.status_code == (303 if seat in MAY["hold"] else 404)
    if seat not in MAY["hold"]:
        sign_in(scene.person("chair"))
        client.post(f"{address}/ouverture", data=YES)
        sign_in(scene.person(seat))
    vote = client.post(f"{address}/vote", data={"vote": "for"})
    assert vote.status_code == (303 if seat in MAY["vote"] else 403)
    assert the_ballot().voted_count == (seat in MAY["vote"])
    assert ('name="vote"' in client.get(address).text) == (seat in MAY["vote"])
    for act in ("cloture", "annulation"):
        page = client.post(f"{address}/{act}", data={})
        assert (page.status_code != 404) == (seat in MAY["hold"])


def test_a_member_votes_with_a_password_and_who_holds_a_ballot_with_a_second_factor(
    client: FlaskClient, sign_in: SignIn
) -> None:
    with client.application.app_context():
        room = Room()
        address = f"{LIST}/{opened(room).key}"
    sign_in(room.members[0], second_factor=False)
    assert client.post(f"{address}/vote", data={"vote": "for"}).status_code == 303
    page = client.get(f"{LIST}/nouveau")
    assert "second-facteur" in str(page.location)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"title": " "}, "Donnez un titre"),
        ({"method": "consent", "is_secret": "secret"}, "ne peut pas être secret"),
        ({"method": "single_choice", "options": "Rennes"}, "au moins deux réponses"),
        ({"method": "approval", "options": "Rennes\nRENNES"}, "sont les mêmes"),
        ({"method": "judgement", "options": " \n"}, "au moins une réponse"),
        ({"method": "judgement", "options": "\n".join("abcdefghijklmnopqrstu")}, "vingt réponses"),
        ({"method": "single_choice", "options": "a\n" + "b" * 201}, "200 caractères"),
        ({"method": "tirage"}, "Choisissez dans la liste"),
        ({"quorum": "99"}, "Choisissez dans la liste"),
        ({"opens_at": "2030-01-02T10:00", "closes_at": "2030-01-01T10:00"}, "après l’ouverture"),
        ({"closes_at": "bientôt"}, "Écrivez le jour et l’heure"),
        ({"text_source": "x" * 10_001}, "caractères au plus"),
    ],
)
def test_what_is_wrong_in_a_draft_is_said_and_given_back(
    client: FlaskClient, scene: Scene, changes: dict[str, str], words: str
) -> None:
    page = client.post(f"{LIST}/nouveau", data={**in_a_week(), **changes})
    assert page.status_code == 422
    assert words in page.text
    assert "refuser" in page.text or "text_source" in changes
    assert not session.scalars(select(Ballot)).all()


def test_a_draft_changes_until_it_opens_and_never_over_somebody_else_s_words(
    client: FlaskClient, scene: Scene
) -> None:
    client.post(f"{LIST}/nouveau", data=in_a_week())
    address = f"{LIST}/{the_ballot().key}"
    edit = {**in_a_week(), "title": "Un autre titre", "seen": "1"}
    assert client.post(f"{address}/modifier", data=edit).location == address
    late = client.post(f"{address}/modifier", data={**edit, "title": "Le mien"})
    assert late.status_code == 422
    assert "vient de changer" in late.text
    assert "Le mien" in late.text
    assert the_ballot().title == "Un autre titre"
    client.post(f"{address}/ouverture", data=YES)
    assert client.get(f"{address}/modifier").status_code == 404
    assert client.post(f"{address}/modifier", data=edit).status_code == 404


def test_a_ballot_without_a_closing_hour_or_with_a_past_one_does_not_open(
    client: FlaskClient, scene: Scene
) -> None:
    client.post(f"{LIST}/nouveau", data={**DRAFT, "closes_at": ""})
    address = f"{LIST}/{the_ballot().key}/ouverture"
    assert client.post(address, data=YES).status_code == 422
    with travel(now() + timedelta(hours=2)):
        edit = {**in_a_week(), "closes_at": typed(now() - timedelta(hours=1)), "seen": "1"}
        client.post(f"{LIST}/{the_ballot().key}/modifier", data=edit)
        assert client.post(address, data=YES).status_code == 422
    assert the_ballot().state is BallotState.DRAFT


def test_a_ballot_is_cancelled_with_a_reason_and_its_votes_are_gone(
    client: FlaskClient, sign_in: SignIn, scene: Scene, outbox: Outbox
) -> None:
    client.post(f"{LIST}/nouveau", data=in_a_week())
    address = f"{LIST}/{the_ballot().key}"
    client.post(f"{address}/ouverture", data=YES)
    client.post(f"{address}/vote", data={"vote": "for"})
    assert "Annuler ce scrutin" in client.get(f"{address}/annulation").text
    assert client.post(f"{address}/annulation", data={"reason": " "}).status_code == 422
    client.post(f"{address}/annulation", data={"reason": "Le texte était faux."})
    page = client.get(address)
    assert "Le texte était faux." in page.text
    assert not session.scalars(select(OpenVote)).all()
    assert acts()[-1] == "ballot.cancelled"
    assert outbox()[-1].kind == "committees.ballot_cancelled"
    assert client.post(f"{address}/vote", data={"vote": "for"}).status_code == 409
    assert client.post(f"{address}/annulation", data={"reason": "x"}).status_code == 404


def test_the_list_of_ballots_costs_the_same_for_few_and_many(
    client: FlaskClient, sign_in: SignIn
) -> None:
    with client.application.app_context():
        room = Room(3)
        key = opened(room).key
    sign_in(room.members[0])
    costs = []
    for _round in range(2):
        for address in (LIST, f"{LIST}/{key}"):
            client.get(address)
            with count_queries() as statements:
                assert client.get(address).status_code == 200
            costs.append(len(statements))
        with client.application.app_context():
            chair = session.get_one(User, room.chair.id)
            room.chair = chair
            for _ in range(10):
                opened(room)
    assert costs[:2] == costs[2:]
    assert max(costs) <= 8
