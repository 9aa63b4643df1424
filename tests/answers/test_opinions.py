"""A committee's opinion: answered by part and whole, appraised by its members, side by side."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import case, func, select, update

from consultation.accounts.models import User
from consultation.answers.appraising import Signed, Verdict
from consultation.answers.models import Answer, Appraisal
from consultation.answers.permissions import can_appraise
from consultation.answers.subjects import Kind
from consultation.committees.models.opinion import (
    BlockType,
    Opinion,
    OpinionBlock,
    OpinionEdition,
    OpinionRevision,
)
from consultation.committees.models.people import Committee, CommitteeLink, CommitteeMember, Seat
from consultation.core.clock import now
from consultation.core.db import session, transaction
from tests.answers.steps import WORDS, answered
from tests.conftest import SignIn, count_queries
from tests.contributions.steps import Parc
from tests.factories import make_user, saved


@pytest.fixture
def committee(parc: Parc) -> Committee:
    row = saved(Committee(slug="comite", title="Comité du parc", announced_at=now()))
    saved(CommitteeLink(committee_id=row.id, consultation_id=parc.consultation_id))
    return row


def seated(committee: Committee, name: str, seat: Seat = Seat.MEMBER) -> User:
    person = make_user(name=name)
    saved(CommitteeMember(committee_id=committee.id, user_id=person.id, seat=seat, name=name))
    return person


@pytest.fixture
def chair(committee: Committee) -> User:
    return seated(committee, "Jeanne T.", Seat.CHAIR)


@pytest.fixture
def opinion(committee: Committee, chair: User) -> Opinion:
    member = session.scalars(select(CommitteeMember)).one()
    row = saved(Opinion(committee_id=committee.id, title="Pour le parc", begun_by_id=member.id))
    for position, title in enumerate(("Ouvrir tôt", "Planter des arbres"), start=1):
        block = saved(
            OpinionBlock(opinion_id=row.id, type=BlockType.RECOMMENDATION, position=position)
        )
        saved(OpinionRevision(block_id=block.id, number=1, title=title, html=f"<p>{title}.</p>"))
    return row


def publish(opinion: Opinion) -> None:
    member = session.scalars(select(CommitteeMember).order_by(CommitteeMember.id)).first()
    assert member is not None
    with transaction() as current:
        current.execute(
            update(OpinionBlock).values(
                published_revision=case((OpinionBlock.removed_at.is_(None), OpinionBlock.revision))
            )
        )
    saved(
        OpinionEdition(
            opinion_id=opinion.id, number=1, archive='{"votes": {}, "whole": null}',
            sha256="0" * 64, published_by_id=member.id,
        )
    )  # fmt: skip


def blocks() -> list[OpinionBlock]:
    return list(session.scalars(select(OpinionBlock).order_by(OpinionBlock.position)))


def page_of(opinion: Opinion) -> str:
    return f"/consultations/parc/reponses/avis/{opinion.key}"


def test_an_opinion_is_answered_once_it_is_published_each_part_once(
    client: FlaskClient, sign_in: SignIn, parc: Parc, organiser: User, opinion: Opinion
) -> None:
    key, first = opinion.key, blocks()[0].key
    address = "/espace/parc/reponses/nouvelle?objet=recommandations&sujet="
    sign_in(organiser)
    assert client.get(address + first).status_code == 404
    assert client.get(f"/consultations/parc/reponses/avis/{key}").status_code == 404
    publish(opinion)
    assert "Ouvrir tôt" in client.get("/espace/parc/reponses?objet=recommandations").text
    typed = {"outcome": "accepted", "source": WORDS}
    assert client.post(address + first, data=typed).status_code == 303
    again = client.post(address + first, data=typed)
    assert again.status_code == 409
    assert WORDS in again.text
    assert session.scalar(select(func.count()).select_from(Answer)) == 1


def test_both_records_stand_side_by_side(
    client: FlaskClient, sign_in: SignIn, parc: Parc, organiser: User, committee: Committee,
    chair: User, opinion: Opinion,
) -> None:  # fmt: skip
    publish(opinion)
    here = page_of(opinion)
    answer = answered(parc, Kind.RECOMMENDATION, blocks()[0].id, by=organiser).key
    names = ("Samir O.", "Hélène V.", "Luc B.")
    members = [chair, *(seated(committee, name) for name in names)]
    for number, person in enumerate(members):
        sign_in(person)
        given = {"reponse": answer, "grade": str(3 + 2 * number), "words": f"Mot {number}."}
        if number == 0:
            given["is_signed"] = "y"
        assert client.post(here, data=given).status_code == 303
        assert client.post(here, data={"reponse": "", "grade": "9"}).status_code == 303
        # The whole, which nobody signs, is shown from three on; what the chair signs, from four.
        assert client.get(here).text.count("Médiane") == max(0, number - 1)
    client.post(here, data={"reponse": answer, "grade": "10", "words": "Mot 3."})
    page = client.get(here).text
    assert "Médiane\u00a0: 6\u00a0sur 10" in page.replace(" sur", "\u00a0sur").replace("6,0", "6")
    assert "1 note de 10" in page
    assert "Jeanne T." in page
    assert "Samir O." not in page
    assert page.count("Médiane") == 2
    assert session.scalar(select(func.count()).select_from(Appraisal)) == 8


def test_who_has_no_vote_grades_nothing(
    client: FlaskClient, sign_in: SignIn, parc: Parc, organiser: User, committee: Committee,
    opinion: Opinion,
) -> None:  # fmt: skip
    publish(opinion)
    here = page_of(opinion)
    answer = answered(parc, Kind.RECOMMENDATION, blocks()[0].id, by=organiser).key
    for person in (organiser, make_user(), seated(committee, "Idriss C.", Seat.FACILITATOR)):
        sign_in(person)
        given = {"reponse": answer, "grade": "5"}
        assert client.post(here, data=given).status_code == 404
        assert "Donner mon appréciation" not in client.get(here).text
    assert not session.scalars(select(Appraisal)).all()


def test_a_grade_is_between_nought_and_ten(
    client: FlaskClient, sign_in: SignIn, parc: Parc, organiser: User, chair: User,
    opinion: Opinion,
) -> None:  # fmt: skip
    publish(opinion)
    here = page_of(opinion)
    answer = answered(parc, Kind.RECOMMENDATION, blocks()[0].id, by=organiser).key
    sign_in(chair)
    for grade in ("", "11", "-1", "x"):
        page = client.post(here, data={"reponse": answer, "grade": grade, "words": "Gardé."})
        assert page.status_code == 422
        assert "Gardé." in page.text
    assert not session.scalars(select(Appraisal)).all()


def test_the_words_that_the_edition_holds_are_read_not_those_of_the_next(
    client: FlaskClient, parc: Parc, opinion: Opinion
) -> None:
    publish(opinion)
    first = blocks()[0]
    saved(OpinionRevision(block_id=first.id, number=2, title="Ouvrir tard", html="<p>Tard.</p>"))
    page = client.get(page_of(opinion)).text
    assert "Ouvrir tôt" in page
    assert "Ouvrir tard" not in page


def test_the_public_page_costs_eight_selects_at_most(
    client: FlaskClient, parc: Parc, organiser: User, opinion: Opinion
) -> None:
    publish(opinion)
    for block in blocks():
        answered(parc, Kind.RECOMMENDATION, block.id, by=organiser)
    answered(parc, Kind.OPINION, opinion.id, by=organiser)
    with count_queries() as statements:
        page = client.get(page_of(opinion))
    assert page.text.count(WORDS) == 3
    assert len(statements) <= 8, "\n".join(statements)


@pytest.mark.parametrize("seat", [None, *Seat])
def test_members_who_vote_appraise_what_is_published(seat: Seat | None) -> None:
    has_vote = seat in {Seat.CHAIR, Seat.RAPPORTEUR, Seat.MEMBER}
    assert can_appraise(seat, Answer(published_version=1)) is has_vote
    assert can_appraise(seat, None) is has_vote
    assert not can_appraise(seat, Answer(published_version=None))


def test_a_verdict_of_two_is_not_shown() -> None:
    assert not Verdict([3, 9]).is_shown
    assert Verdict([3, 9, 4]).is_shown
    assert not Verdict([3, 9, 4], [Signed("Jeanne T.", 3, "")]).is_shown
    assert Verdict([3, 9, 4, 6]).median == 5
    assert Verdict([3, 3, 4]).spread[3] == (3, 2)
