"""The opinion through the door: begun, written, put in order, read with its history."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from consultation.accounts.models import User
from consultation.committees.models.opinion import Cause, Opinion, OpinionNote
from consultation.committees.queries.opinion import (
    history_of,
    opinion_of,
    removed_lines,
)
from consultation.committees.services.noting import add_note
from consultation.committees.services.writing import set_opinion, write_block
from consultation.core.db import session
from consultation.core.journal import JournalEntry
from tests.committees.steps import SLUG, YES, Scene, make_scene
from tests.committees.texts import WORDS, Desk, at, make_amendment, make_block, make_opinion
from tests.conftest import SignIn, count_queries

TEXT = f"/comites/{SLUG}/espace/avis"


@pytest.fixture
def desk(client: FlaskClient, sign_in: SignIn) -> Desk:
    """The member is signed in on `client`."""
    made = Desk()
    sign_in(made.member)
    return made


def test_chair_or_rapporteur_begins_it_and_members_read_that_it_is_not_begun(
    client: FlaskClient, sign_in: SignIn
) -> None:
    scene: Scene = make_scene()
    sign_in(scene.person("member"))
    assert "Le projet d’avis n’est pas encore commencé" in client.get(TEXT).text
    assert client.post(TEXT, data={"title": "Avis"}).status_code == 403
    sign_in(scene.person("rapporteur"))
    assert client.post(TEXT, data={"title": " "}).status_code == 422
    assert client.post(TEXT, data={"title": "Avis du comité"}).location == TEXT
    made = opinion_of(scene.committee.id)
    assert made is not None
    assert made.title == "Avis du comité"
    assert "L’avis est encore vide" in client.get(TEXT).text


def test_a_passage_is_added_where_one_says(client: FlaskClient, desk: Desk) -> None:
    form = {
        "type": "recommendation",
        "title": "Dire *tout*",
        "source": "Avec **soin**.",
        "level": "1",
    }
    made = client.post(f"{TEXT}/passages/nouveau", data={**form, "after": desk.paragraph.key})
    keys = desk.order()
    assert made.location == f"{TEXT}#b-{keys[2]}"
    assert keys[:2] == [desk.part.key, desk.paragraph.key]
    page = client.get(TEXT).text
    assert "Recommandation 1. Dire *tout*" in page
    assert "<strong>soin</strong>" in page
    assert "Recommandation 3. Former les aidants" in page
    for wrong in ({"title": ""}, {"source": " "}, {"title": "x" * 201}, {"source": "x" * 10_001}):
        answer = client.post(f"{TEXT}/passages/nouveau", data={**form, **wrong})
        assert answer.status_code == 422
        assert "Avec **soin**." in answer.text or "source" in wrong, "what was typed comes back"


def test_words_are_changed_and_the_history_says_who_and_what(
    client: FlaskClient, desk: Desk
) -> None:
    address = f"{TEXT}/passages/{desk.first.key}"
    assert WORDS in client.get(f"{address}/texte").text
    new = WORDS.replace("refuser", "dire non")
    form = {"title": "Un droit de refuser", "source": new, "base": "1"}
    assert client.post(f"{address}/texte", data=form).location == f"{TEXT}#b-{desk.first.key}"
    line = at(desk.opinion, desk.first)
    assert (line.words.source, line.words.number, line.words.base) == (new, 2, 1)
    page = client.get(f"{address}/historique").text
    assert "dire non</ins>" in page
    assert "refuser</del>" in page
    assert line.words.author is not None
    assert line.words.author.name in page
    same = client.post(f"{address}/texte", data={**form, "base": "2"})
    assert same.status_code == 303
    assert at(desk.opinion, desk.first).words.number == 2, "the same words are no revision"
    back = client.post(f"{address}/retour/1", data={"base": "2"})
    assert back.location == f"{address}/historique"
    line = at(desk.opinion, desk.first)
    assert (line.words.source, line.words.cause, line.words.base) == (WORDS, Cause.RESTORED, 1)
    assert client.post(f"{address}/retour/1", data={"base": "2"}).status_code == 409
    assert client.post(f"{address}/retour/9", data={"base": "3"}).status_code == 404
    acts = session.scalars(
        select(JournalEntry.act).where(JournalEntry.subject_key == desk.first.key)
    ).all()
    assert acts == ["opinion.block_added", "opinion.block_written", "opinion.block_restored"]


def test_the_history_of_a_passage_goes_on_by_twenties(client: FlaskClient, desk: Desk) -> None:
    for number in range(1, 26):
        write_block(
            desk.opinion, desk.paragraph.key, "", f"Texte {number}", base=number, actor=desk.member
        )
    address = f"{TEXT}/passages/{desk.paragraph.key}/historique"
    page = client.get(address).text
    assert "Rédaction 26" in page
    assert "Rédaction 6<" not in page
    older = client.get(f"{address}?avant=7").text
    assert "Rédaction 6<" in older
    assert "Rédaction 1<" in older
    assert client.get(f"{address}?avant=zut").status_code == 200
    assert len(history_of(desk.paragraph.id, 27, 50)) == 26


def test_passages_move_are_raised_removed_and_put_back(client: FlaskClient, desk: Desk) -> None:
    part, paragraph, first, second = desk.order()

    def act(key: str, word: str) -> None:
        answer = client.post(f"{TEXT}/passages/{key}/place", data={"act": word})
        assert answer.location == f"{TEXT}/plan#b-{key}"

    act(second, "up")
    assert desk.order() == [part, paragraph, second, first]
    act(part, "up")
    assert desk.order() == [part, paragraph, second, first], "the first stays first"
    act(paragraph, "remove")
    assert desk.order() == [part, second, first]
    assert [line.block.key for line in removed_lines(desk.opinion.id)] == [paragraph]
    assert "Le comité a entendu la Cnil" in client.get(f"{TEXT}/plan").text
    act(second, "up")
    act(paragraph, "back")
    assert desk.order() == [second, part, paragraph, first], "it stands where it stood"
    act(part, "level-2")
    assert at(desk.opinion, desk.part).block.level == 2
    assert client.post(f"{TEXT}/passages/{part}/place", data={"act": "zut"}).status_code == 400
    answer = client.post(f"{TEXT}/passages/{first}/place", data={"act": "level-2"})
    assert answer.status_code == 422, "only a heading has levels"


def test_comments_beside_the_text_are_settled_and_withdrawn_with_a_trace(
    client: FlaskClient, sign_in: SignIn, desk: Desk
) -> None:
    address = f"{TEXT}/passages/{desk.first.key}"
    assert client.post(f"{address}/remarques", data={"source": " "}).status_code == 422
    client.post(f"{address}/remarques", data={"source": "Trop *long* ?"})
    assert "Trop <em>long</em>" in client.get(TEXT).text
    note = session.scalars(select(OpinionNote)).one()
    assert at(desk.opinion, desk.first).block.note_count == 1
    sign_in(desk.rapporteur)
    follow = f"{address}/remarques/{note.key}/suite"
    assert client.post(follow, data={"act": "withdraw", **YES}).status_code == 403
    client.post(follow, data={"act": "settle"})
    assert "Trop <em>long</em>" not in client.get(TEXT).text
    assert "Trop <em>long</em>" in client.get(address).text
    client.post(follow, data={"act": "reopen"})
    assert at(desk.opinion, desk.first).block.note_count == 1
    sign_in(desk.member)
    assert "Retirer votre remarque" in client.post(follow, data={"act": "withdraw"}).text
    client.post(follow, data={"act": "withdraw", **YES})
    page = client.get(address).text
    assert "Remarque retirée" in page
    assert "Trop" not in page
    assert at(desk.opinion, desk.first).block.note_count == 0
    sign_in(desk.scene.person("observer"))
    assert client.post(f"{address}/remarques", data={"source": "Moi"}).status_code == 403


def test_when_it_is_not_open_to_all_members_amend_and_do_not_write(
    client: FlaskClient, sign_in: SignIn, desk: Desk
) -> None:
    set_opinion(desk.opinion, "Avis", is_open_to_all=False, actor=desk.chair)
    page = client.get(TEXT).text
    assert f"{desk.first.key}/texte" not in page
    assert f"{desk.first.key}/amendement" in page
    form = {"title": "Un droit", "source": "Autre", "base": "1"}
    address = f"{TEXT}/passages/{desk.first.key}/texte"
    answer = client.post(address, data=form)
    assert answer.status_code == 403
    sign_in(desk.scene.person("facilitator"))
    assert client.post(address, data=form).status_code == 303
    assert client.get(f"{TEXT}/reglages").status_code == 403, "the chair and the rapporteur alone"


@pytest.mark.parametrize("who", ["participant", "organiser", "former member", "member elsewhere"])
def test_nobody_outside_finds_any_part_of_it(
    client: FlaskClient, sign_in: SignIn, desk: Desk, who: str
) -> None:
    amendment = make_amendment(desk.opinion, desk.first, desk.member, "Autre chose.")
    note = add_note(desk.opinion, desk.first.key, "Une remarque", actor=desk.member)
    sign_in(desk.scene.person(who))
    block = f"{TEXT}/passages/{desk.first.key}"
    for address in (
        TEXT, f"{TEXT}/plan", f"{TEXT}/amendements", f"{TEXT}/opinions-minoritaires",
        f"{TEXT}/amendements/{amendment.key}", block, f"{block}/texte", f"{block}/historique",
        f"{block}/amendement", f"{TEXT}/passages/nouveau", f"{TEXT}/reglages",
    ):  # fmt: skip
        assert client.get(address).status_code == 404, address
    for address in (f"{block}/brouillon", f"{block}/remarques/{note.key}/suite", f"{block}/texte"):
        assert client.post(address, data={"source": "x", "base": "1"}).status_code == 404, address


def test_a_passage_of_another_opinion_is_not_there(
    client: FlaskClient, sign_in: SignIn, desk: Desk
) -> None:
    elsewhere: User = desk.scene.person("member elsewhere")
    other = make_opinion_elsewhere(elsewhere)
    block = make_block(other, elsewhere)
    for address in ("", "/texte", "/historique", "/amendement"):
        assert client.get(f"{TEXT}/passages/{block.key}{address}").status_code == 404
    form = {"title": "t", "source": "x", "base": "1"}
    assert client.post(f"{TEXT}/passages/{block.key}/texte", data=form).status_code == 404
    assert at(other, block).words.number == 1


def make_opinion_elsewhere(chair: User) -> Opinion:
    from consultation.committees.models.people import Committee

    committee = session.scalars(select(Committee).where(Committee.slug == "comite-autre")).one()
    return make_opinion(committee, chair)


def test_a_long_text_costs_no_more_queries_than_a_short_one(
    client: FlaskClient, desk: Desk
) -> None:
    client.get(TEXT)
    for page in (TEXT, f"{TEXT}/plan", f"{TEXT}/amendements", f"/comites/{SLUG}/espace"):
        with count_queries() as before:
            client.get(page)
        for number in range(6):
            block = make_block(desk.opinion, desk.member, title=f"Encore {number}")
            make_amendment(desk.opinion, block, desk.member, "Autre chose.")
            add_note(desk.opinion, block.key, "Une remarque", actor=desk.member)
        with count_queries() as after:
            client.get(page)
        assert len(after) <= len(before) + 1, page
        assert len(after) <= 22
