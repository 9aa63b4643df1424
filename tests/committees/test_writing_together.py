"""Two people in one passage: the second sees the first's words, and nobody's are overwritten."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from consultation.accounts.models import User
from consultation.committees.models.opinion import (
    BlockType,
    Cause,
    Opinion,
    OpinionDraft,
    OpinionRevision,
)
from consultation.committees.models.people import Seat
from consultation.committees.queries.opinion import lines_of
from consultation.committees.services.drafting import keep_draft
from consultation.committees.services.writing import (
    WrittenMeanwhileError,
    add_block,
    move_block,
    write_block,
)
from consultation.core.db import session
from tests.committees.steps import SLUG, YES, make_committee, seated
from tests.committees.texts import Desk, at, make_block, make_opinion
from tests.conftest import SignIn
from tests.factories import make_consultation, make_user

TEXT = f"/comites/{SLUG}/espace/avis"
BASE = "Toute personne peut refuser l’usage d’un système."
THEIRS = "Toute personne soignée peut refuser l’usage d’un système."
MINE = "Toute personne peut refuser l’usage d’un système automatique."
FIGHTS = "Toute personne malade peut refuser l’usage d’un système."
BOTH = "Toute personne soignée peut refuser l’usage d’un système automatique."


@pytest.fixture
def desk(client: FlaskClient, sign_in: SignIn) -> Desk:
    """The rapporteur has written in a paragraph that the member, signed in, has open."""
    made = Desk()
    opinion = made.opinion
    write_block(opinion, made.paragraph.key, "", BASE, base=1, actor=made.chair)
    write_block(opinion, made.paragraph.key, "", THEIRS, base=2, actor=made.rapporteur)
    sign_in(made.member)
    return made


def address(desk: Desk) -> str:
    return f"{TEXT}/passages/{desk.paragraph.key}"


def test_the_second_sees_the_first_s_words_and_saves_both(client: FlaskClient, desk: Desk) -> None:
    answer = client.post(f"{address(desk)}/texte", data={"source": MINE, "base": "2"})
    assert answer.status_code == 409
    assert "a écrit ici pendant que vous écriviez" in answer.text
    assert "soignée </ins>" in answer.text or "soignée</ins>" in answer.text
    assert BOTH in answer.text, "the field holds both"
    assert 'name="base" type="hidden" value="3"' in answer.text
    assert at(desk.opinion, desk.paragraph).words.source == THEIRS, "nothing is overwritten"
    kept = session.scalars(select(OpinionDraft)).one()
    assert (kept.source, kept.base) == (MINE, 2), "what was typed is kept"
    again = client.get(f"{address(desk)}/texte").text
    assert BOTH in again, "whoever comes back later finds the same"
    form = {"source": BOTH, "base": "3", "merged": "1"}
    assert client.post(f"{address(desk)}/texte", data=form).status_code == 303
    words = at(desk.opinion, desk.paragraph).words
    assert (words.source, words.cause) == (BOTH, Cause.MERGED)
    assert session.scalars(select(OpinionDraft)).all() == []
    assert "Deux rédactions réunies" in client.get(f"{address(desk)}/historique").text


def test_where_they_changed_the_same_words_both_are_shown_and_a_person_decides(
    client: FlaskClient, desk: Desk
) -> None:
    answer = client.post(f"{address(desk)}/texte", data={"source": FIGHTS, "base": "2"})
    assert answer.status_code == 409
    assert "Vous avez changé les mêmes mots" in answer.text
    assert "soignée malade" in answer.text, "the field holds both readings"
    assert at(desk.opinion, desk.paragraph).words.source == THEIRS


def test_the_same_words_from_an_older_page_are_no_conflict(client: FlaskClient, desk: Desk) -> None:
    answer = client.post(f"{address(desk)}/texte", data={"source": THEIRS, "base": "2"})
    assert answer.status_code == 303
    assert at(desk.opinion, desk.paragraph).words.number == 3


@pytest.mark.parametrize("base", ["", "0", "99", "zut"])
def test_a_base_that_never_was_overwrites_nothing(
    client: FlaskClient, desk: Desk, base: str
) -> None:
    answer = client.post(f"{address(desk)}/texte", data={"source": MINE, "base": base})
    assert answer.status_code == 409
    assert at(desk.opinion, desk.paragraph).words.source == THEIRS
    for word in ("soignée", "automatique"):
        assert word in answer.text


def test_what_is_typed_is_saved_as_it_is_typed_for_its_author_alone(
    client: FlaskClient, sign_in: SignIn, desk: Desk
) -> None:
    typed = {"source": f"{THEIRS} Sans délai.", "base": "3"}
    answer = client.post(f"{address(desk)}/brouillon", data=typed)
    assert answer.get_json()["is_behind"] is False
    assert "Brouillon gardé" in answer.get_json()["said"]
    assert "Sans délai." in client.get(f"{address(desk)}/texte").text
    assert at(desk.opinion, desk.paragraph).words.number == 3, "the text has not changed"
    sign_in(desk.chair)
    page = client.get(TEXT).text
    assert "Sans délai." not in page
    assert "a ici un texte" in page, "that somebody writes here is said"
    assert "Sans délai." not in client.get(f"{address(desk)}/texte").text


def test_a_draft_is_told_that_the_text_moved_and_may_be_given_up(
    client: FlaskClient, desk: Desk
) -> None:
    answer = client.post(f"{address(desk)}/brouillon", data={"source": MINE, "base": "2"})
    assert answer.get_json()["is_behind"] is True
    assert "vous verrez les deux textes" in answer.get_json()["said"]
    give_up = f"{address(desk)}/brouillon/abandon"
    assert "Abandonner votre brouillon" in client.post(give_up).text
    client.post(give_up, data=YES)
    assert session.scalars(select(OpinionDraft)).all() == []
    assert MINE not in client.get(f"{address(desk)}/texte").text


def test_words_of_the_text_are_no_draft_and_too_long_ones_are_refused(
    client: FlaskClient, desk: Desk
) -> None:
    client.post(f"{address(desk)}/brouillon", data={"source": MINE, "base": "3"})
    client.post(f"{address(desk)}/brouillon", data={"source": THEIRS, "base": "3"})
    assert session.scalars(select(OpinionDraft)).all() == []
    long = client.post(f"{address(desk)}/brouillon", data={"source": "x" * 10_001, "base": "3"})
    assert long.status_code == 422
    assert "10 000" in long.get_json()["said"].replace("\u202f", " ").replace("\xa0", " ")


def room(app: Flask) -> tuple[int, str, list[int]]:
    """An opinion with one paragraph of twenty words; its writers."""
    with app.app_context():
        committee = make_committee(make_consultation(slug="parc", organiser=make_user()))
        people = [seated(committee, Seat.CHAIR), *(seated(committee) for _number in range(5))]
        opinion = make_opinion(committee, people[0])
        words = " ".join(f"mot{number}" for number in range(20))
        block = make_block(opinion, people[0], BlockType.PARAGRAPH, source=words)
        return opinion.id, block.key, [person.id for person in people]


def test_six_write_in_one_passage_at_once_and_every_word_is_there(real_app: Flask) -> None:
    opinion_id, key, people = room(real_app)
    start = Barrier(len(people))

    def write(number: int) -> None:
        """Change one word upon revision 1; merge as the page proposes, until it is saved."""
        with real_app.app_context():
            opinion = session.get_one(Opinion, opinion_id)
            actor = session.get_one(User, people[number])
            words = [f"mot{place}" for place in range(20)]
            words[3 * number] = f"neuf{number}"
            text, base, is_merged = " ".join(words), 1, False
            start.wait()
            while True:
                try:
                    write_block(opinion, key, "", text, base=base, is_merged=is_merged, actor=actor)
                except WrittenMeanwhileError as error:
                    text = error.merger.both.source  # the words do not touch: it is the merger
                    base, is_merged = error.line.words.number, True
                else:
                    return

    with ThreadPoolExecutor(len(people)) as pool:
        list(pool.map(write, range(len(people))))
    with real_app.app_context():
        line = lines_of(opinion_id)[0]
        assert line.words.number == 1 + len(people), "one revision for each"
        for number in range(len(people)):
            assert f"neuf{number}" in line.words.source
            assert f"mot{3 * number} " not in line.words.source
        bases = session.scalars(select(OpinionRevision.base).order_by(OpinionRevision.number)).all()
        assert bases == list(range(1 + len(people))), "each upon the one before"


def test_passages_added_and_moved_at_once_are_all_there_in_one_order(real_app: Flask) -> None:
    opinion_id, key, people = room(real_app)

    def act(number: int) -> None:
        with real_app.app_context():
            opinion = session.get_one(Opinion, opinion_id)
            actor = session.get_one(User, people[number % len(people)])
            if number % 3:
                add_block(opinion, BlockType.PARAGRAPH, "", f"n{number}", after=key, actor=actor)
            else:
                move_block(opinion, key, is_up=False, actor=actor)

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(act, range(12)))
    with real_app.app_context():
        lines = lines_of(opinion_id)
        assert len(lines) == 9
        positions = [line.block.position for line in lines]
        assert len(set(positions)) == len(positions)
        assert session.get_one(Opinion, opinion_id).revision >= 10


def test_a_draft_typed_in_two_windows_at_once_is_one_draft(real_app: Flask) -> None:
    opinion_id, key, people = room(real_app)

    def type_on(number: int) -> None:
        with real_app.app_context():
            opinion = session.get_one(Opinion, opinion_id)
            actor = session.get_one(User, people[1])
            keep_draft(opinion, key, "", f"frappe {number}", base=1, actor=actor)

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(type_on, range(12)))
    with real_app.app_context():
        draft = session.scalars(select(OpinionDraft)).one()
        assert draft.source.startswith("frappe ")
