"""A passage to add, or to take out, is an amendment: decided by a person or by the committee."""

from collections.abc import Iterator

import pytest
from flask import Flask, g
from flask.testing import FlaskClient
from sqlalchemy import select

from consultation.committees.models.ballots import Subject
from consultation.committees.models.contesting import Amendment, AmendmentAct, AmendmentState
from consultation.committees.models.opinion import BlockType, OpinionBlock
from consultation.committees.queries.opinion import lines_of, removed_lines
from consultation.committees.services.amending import adopt_amendments, edit_amendment
from consultation.committees.services.proposing import propose_addition, propose_removal
from consultation.committees.services.writing import put_block_back, remove_block, write_block
from consultation.core.db import session
from consultation.core.errors import ConflictError, DomainError, NotAllowedError, NotFoundError
from tests.committees.editions import close_statements, publish, voted
from tests.committees.steps import SLUG, YES
from tests.committees.test_editions import stranger_to
from tests.committees.texts import Desk, at, make_amendment, stored
from tests.conftest import SignIn

TEXT = f"/comites/{SLUG}/espace/avis"
ADD = f"{TEXT}/amendements/ajout"
NEW = "Chaque hôpital compte ce que coûte un système."
FORM = {"type": "recommendation", "title": "Compter", "source": NEW, "reason": "C’est cher."}


@pytest.fixture
def desk(app: Flask) -> Iterator[Desk]:
    """Mails need an application at hand."""
    with app.app_context():
        yield Desk()


def added(desk: Desk, after: str = "") -> Amendment:
    return propose_addition(
        desk.opinion, BlockType.RECOMMENDATION, "Compter", NEW, after=after, reason="C’est cher.",
        actor=desk.member,
    )  # fmt: skip


def removed(desk: Desk) -> Amendment:
    return propose_removal(desk.opinion, desk.first.key, reason="C’est dit.", actor=desk.member)


def titles(desk: Desk) -> list[str]:
    return [line.words.title for line in lines_of(desk.opinion.id)]


def block_of(amendment: Amendment) -> OpinionBlock:
    return session.scalars(
        select(OpinionBlock)
        .where(OpinionBlock.id == amendment.block_id)
        .execution_options(populate_existing=True)
    ).one()


def test_a_member_proposes_a_passage_and_the_rapporteur_adds_it_where_it_was_meant(
    client: FlaskClient, sign_in: SignIn, desk: Desk
) -> None:
    before = titles(desk)
    sign_in(desk.member)
    assert "À la fin du texte" in client.get(ADD).text
    for wrong in ({"source": " "}, {"title": ""}, {"reason": ""}, {"type": "poème"}):
        answer = client.post(ADD, data={**FORM, **wrong})
        assert answer.status_code == 422, wrong
        assert "Compter" in answer.text or not wrong.get("title", "x")
    made = client.post(ADD, data={**FORM, "after": desk.paragraph.key})
    page = client.get(made.location).text
    assert "Ce passage serait ajouté au texte." in page
    assert f"{NEW}</ins>" in page
    assert titles(desk) == before, "nothing is in the text yet"
    assert "Passage proposé" in client.get(f"{TEXT}/amendements").text
    row = session.scalars(select(Amendment)).one()
    block = block_of(row).key
    assert block not in client.get(TEXT).text
    assert block not in client.get(f"{TEXT}/plan").text
    page = client.get(f"{TEXT}/passages/{block}").text
    assert "il n’est pas dans le texte" in page
    assert "Le remettre" not in page
    for act in ("texte", "amendement", "retrait"):
        assert client.get(f"{TEXT}/passages/{block}/{act}").status_code == 404
    g.pop("_login_user", None)
    sign_in(desk.rapporteur)
    address = f"{TEXT}/passages/{block}/amendements"
    assert client.post(address, data={"amendment": row.key}).status_code == 303
    place = [line.block.key for line in lines_of(desk.opinion.id)].index(block)
    assert desk.order()[place - 1] == desk.paragraph.key
    assert stored(row).state is AmendmentState.ADOPTED


def test_what_is_proposed_is_worded_anew_until_it_is_decided(desk: Desk) -> None:
    row = added(desk)
    edit_amendment(
        desk.opinion, row.key, "Compter mieux", NEW, base=1, reason="Mieux.", seen=1,
        actor=desk.member,
    )  # fmt: skip
    adopt_amendments(desk.opinion, [row.key], actor=desk.chair)
    assert titles(desk)[-1] == "Compter mieux"


def test_a_passage_is_taken_out_and_can_be_put_back(
    client: FlaskClient, sign_in: SignIn, desk: Desk
) -> None:
    sign_in(desk.member)
    address = f"{TEXT}/passages/{desk.first.key}/retrait"
    assert client.post(address, data={"reason": ""}).status_code == 422
    made = client.post(address, data={"reason": "C’est dit ailleurs."})
    page = client.get(made.location).text
    assert "Ce passage serait retiré du texte." in page
    assert "Reprendre l’amendement" not in page
    row = session.scalars(select(Amendment)).one()
    assert row.act is AmendmentAct.REMOVAL
    adopt_amendments(desk.opinion, [row.key], actor=desk.chair)
    assert desk.first.key not in desk.order()
    put_block_back(desk.opinion, desk.first.key, actor=desk.chair)
    assert desk.first.key in desk.order()


def test_a_proposed_passage_is_nobodys_to_put_into_the_text_otherwise(desk: Desk) -> None:
    row = added(desk)
    key = block_of(row).key
    with pytest.raises(NotFoundError):
        put_block_back(desk.opinion, key, actor=desk.chair)
    with pytest.raises(ConflictError):
        write_block(desk.opinion, key, "x", "y", base=1, actor=desk.chair)
    with pytest.raises(ConflictError):
        make_amendment(desk.opinion, block_of(row), desk.chair, "Autre chose.")
    assert removed_lines(desk.opinion.id) == []
    with pytest.raises(NotAllowedError):
        adopt_amendments(desk.opinion, [row.key], actor=desk.member)


def test_an_addition_or_a_removal_is_decided_alone(desk: Desk) -> None:
    out = removed(desk)
    other = make_amendment(desk.opinion, desk.first, desk.member, "Toute personne dit non.")
    with pytest.raises(DomainError, match="seul"):
        adopt_amendments(desk.opinion, [out.key, other.key], actor=desk.chair)
    remove_block(desk.opinion, desk.first.key, actor=desk.chair)
    with pytest.raises(ConflictError, match="retiré"):
        adopt_amendments(desk.opinion, [out.key], actor=desk.chair)


@pytest.mark.parametrize("votes", [("for", "for"), ("against", "against")])
def test_the_committee_votes_on_a_passage_to_add(desk: Desk, votes: tuple[str, str]) -> None:
    row = added(desk)
    voted(desk, Subject.AMENDMENT, row.key, *votes)
    is_adopted = votes[0] == "for"
    assert ("Compter" in titles(desk)) is is_adopted
    state = AmendmentState.ADOPTED if is_adopted else AmendmentState.DECLINED
    assert stored(row).state is state


def test_the_committee_votes_on_a_passage_to_take_out(desk: Desk) -> None:
    row = removed(desk)
    voted(desk, Subject.AMENDMENT, row.key, "for", "for")
    assert desk.first.key not in desk.order()
    put_block_back(desk.opinion, desk.first.key, actor=desk.chair)
    assert at(desk.opinion, desk.first).number == 1


def test_what_was_not_in_the_text_when_it_came_out_is_read_by_nobody(
    client: FlaskClient, sign_in: SignIn, desk: Desk
) -> None:
    row = added(desk)
    remove_block(desk.opinion, desk.second.key, actor=desk.chair)
    close_statements(desk)
    edition = publish(desk)
    adopt_amendments(desk.opinion, [row.key], actor=desk.chair)
    put_block_back(desk.opinion, desk.second.key, actor=desk.chair)
    consultation = desk.scene.consultation.slug
    address = f"/consultations/{consultation}/reponses/avis/{desk.opinion.key}"
    assert edition.number == 1
    page = stranger_to(client).get(address)
    assert page.status_code == 200
    assert "Un droit de refuser" in page.text
    for private in ("Compter", "Former les aidants"):
        assert private not in page.text


def test_who_only_observes_proposes_nothing(
    client: FlaskClient, sign_in: SignIn, desk: Desk
) -> None:
    for who in ("observer", "participant", "organiser"):
        g.pop("_login_user", None)
        sign_in(desk.scene.person(who))
        out = f"{TEXT}/passages/{desk.first.key}/retrait"
        for address in (ADD, out):
            assert client.get(address).status_code in {403, 404}
            answer = client.post(address, data={**FORM, **YES})
            assert answer.status_code in {403, 404}
    assert not session.scalars(select(Amendment)).all()
