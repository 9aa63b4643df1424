"""What a codebook of 500 themes, odd texts and many hands at once make of the coding desk."""

import re
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, insert, select

from consultation.accounts.models import User
from consultation.consultations.models import Role, TeamMember
from consultation.contributions.queries.places import find_contribution
from consultation.core.db import session, transaction
from consultation.core.errors import DomainError
from consultation.core.keys import new_key
from consultation.synthesis.models import Coding, Reading, Theme
from consultation.synthesis.models.coding import ReadingState
from consultation.synthesis.queries.queue import kept_by, key_of
from consultation.synthesis.queue import Filters
from consultation.synthesis.services.codebook import add_theme, merge_themes, retire_theme
from consultation.synthesis.services.coding import Wanted, claim, code
from consultation.synthesis.suggesting import Suggester, propose
from consultation.synthesis.wording import ThemeWords
from tests.contributions.steps import Parc, make_parc
from tests.factories import make_user, saved
from tests.synthesis.desk import DESK, names, said, theme

THEMES = 500
ODD = {
    "right to left": "لا أريد أن تُنقل بياناتي الصحية دون موافقتي",
    "one long word": "a" * 5_000,
    "emoji": "👩🏽‍⚕️👨‍👩‍👧‍👦 " * 40,
    "one letter": "x",
    "markup": "<script>alert(1)</script> <b>gras</b> {{ 7 * 7 }}",
    "combining": "é" * 300 + "\u200b\u202e suite",
}


@pytest.fixture
def large(parc: Parc) -> Parc:
    """A codebook of 500 themes."""
    with transaction() as current:
        current.execute(
            insert(Theme),
            [
                {
                    "key": new_key(), "consultation_id": parc.consultation_id, "position": place,
                    "name": f"Thème {place:03}", "definition": "", "example": "", "colour": "",
                    "is_out_of_scope": False, "coding_count": 0,
                }
                for place in range(2, THEMES)
            ],
        )  # fmt: skip
    return parc


def test_a_codebook_of_500_themes_can_be_read_typed_and_coded_with(
    client: FlaskClient, large: Parc
) -> None:
    contribution = said(large)
    page = client.get(f"{DESK}/{contribution.key}")
    assert page.status_code == 200
    assert page.text.count('name="give"') == THEMES
    data = {"other": "Thème 499", "give": theme("Thème 250").key, "seen": 1, "then": "next"}
    assert client.post(f"{DESK}/{contribution.key}", data=data).status_code == 303
    assert names(contribution) == {"Thème 250", "Thème 499"}
    for address in (DESK, f"{DESK}/grille", f"{DESK}/accord", f"{DESK}/propositions"):
        assert client.get(address).status_code == 200, address
    qdc = client.get(f"{DESK}/grille.qdc")
    assert qdc.text.count("<Code ") == THEMES


def test_more_themes_than_one_contribution_may_have_are_refused_with_a_sentence(
    client: FlaskClient, large: Parc
) -> None:
    contribution = said(large)
    keys = session.scalars(select(Theme.key).limit(100)).all()
    answer = client.post(f"{DESK}/{contribution.key}", data={"give": keys, "seen": 1})
    assert answer.status_code in {400, 422}
    assert "codages au plus par contribution" in answer.text
    assert answer.text.count("checked") >= 100, "what was ticked stays"


@pytest.mark.parametrize("text", ODD.values(), ids=ODD.keys())
def test_whatever_people_write_can_be_read_and_coded(
    client: FlaskClient, parc: Parc, text: str
) -> None:
    contribution = said(parc, text)
    page = client.get(f"{DESK}/{contribution.key}")
    assert page.status_code == 200
    assert "<script>alert" not in page.text
    data = {"give": theme("Temps").key, "seen": 1, "passage": text[:40].strip(),
            "passage_theme": theme("Forme").key, "then": "stay"}  # fmt: skip
    assert client.post(f"{DESK}/{contribution.key}", data=data).status_code == 303
    assert names(contribution) == {"Temps", "Forme"}
    assert client.get(DESK).status_code == 200
    assert client.get(f"{DESK}/{contribution.key}").status_code == 200


def test_odd_texts_are_learnt_from_and_grouped_without_harm() -> None:
    texts = [*ODD.values(), *ODD.values()]
    suggester = Suggester.learn([(text, ["a" if i % 2 else "b"]) for i, text in enumerate(texts)])
    if suggester:
        assert len(suggester.suggest(texts)) == len(texts)
    assert isinstance(propose(texts), list)
    assert propose([]) == []
    assert propose(["une seule contribution"]) == []


def test_an_empty_corpus_has_a_sentence_on_each_page(client: FlaskClient, parc: Parc) -> None:
    for address in ("", "/campagnes", "/accord", "/propositions", "/groupes"):
        page = client.get(f"{DESK}{address}")
        assert page.status_code == 200
        assert 'class="empty"' in page.text or "form" in page.text, address


def test_several_coders_at_once_share_the_queue_and_overwrite_nobody(real_app: Flask) -> None:
    """Four people take and code what there is; each contribution is read by one of them alone."""
    with real_app.app_context():
        first = make_user()
        parc = make_parc(moderator=first)
        people = [first.id]
        for _each in range(3):
            person = make_user()
            saved(
                TeamMember(
                    consultation_id=parc.consultation_id, user_id=person.id, role=Role.MODERATOR
                )
            )
            people.append(person.id)
        for name in ("Temps", "Forme"):
            add_theme(parc.consultation, ThemeWords(name), actor=first)
        keys = {said(parc, f"Avis {number}.").key for number in range(24)}
        consultation_id = parc.consultation_id
        theme_keys = [theme("Temps").key, theme("Forme").key]

    def work(place: int) -> int:
        done = 0
        with real_app.app_context():
            actor = session.get_one(User, people[place])
            consultation = Parc(consultation_id, 0).consultation
            which = kept_by(consultation, Filters(), actor)
            while taken := claim(consultation, which, actor=actor):
                for each in taken:
                    row = session.get_one(Reading, each, populate_existing=True)
                    found = find_contribution(None, key_of(each))
                    assert found is not None
                    wanted = [Wanted(theme_keys[place % 2])]
                    try:
                        code(found, wanted, actor=actor, seen=row.edition)
                    except DomainError:
                        continue
                    done += 1
        return done

    with ThreadPoolExecutor(4) as pool:
        done = sum(pool.map(work, range(4)))
    with real_app.app_context():
        rows = session.scalars(select(Reading)).all()
        assert {row.state for row in rows} == {ReadingState.CODED}
        assert done == len(rows) == len(keys)
        standing = session.execute(
            select(Coding.contribution_id, func.count())
            .where(Coding.removed_at.is_(None))
            .group_by(Coding.contribution_id)
        ).all()
        assert {count for _each, count in standing} == {1}
        counts = dict(session.execute(select(Theme.name, Theme.coding_count)).all())
        assert sum(counts.values()) == len(keys)


def test_a_theme_merged_while_others_code_with_it_keeps_no_coding(real_app: Flask) -> None:
    """Six people give a theme in the instant in which it is merged: all of it is the other's."""
    with real_app.app_context():
        first = make_user()
        parc = make_parc(moderator=first)
        for name in ("Temps", "Forme"):
            add_theme(parc.consultation, ThemeWords(name), actor=first)
        keys = [said(parc, f"Avis {number}.").key for number in range(6)]
        old, new = theme("Forme").key, theme("Temps").key
        person, consultation_id = first.id, parc.consultation_id
    barrier = Barrier(7)

    def merged() -> None:
        merge_themes(Parc(consultation_id, 0).consultation, old, new, actor=actor())

    def actor() -> User:
        return session.get_one(User, person)

    def coded(key: str) -> None:
        found = find_contribution(None, key)
        assert found is not None
        code(found, [Wanted(old), Wanted(new)], actor=actor(), seen=1)

    def at_once(key: str) -> bool:
        with real_app.app_context():
            barrier.wait(30)
            merged() if key == "merge" else coded(key)
        return True

    with ThreadPoolExecutor(7) as pool:
        assert all(pool.map(at_once, [*keys[:3], "merge", *keys[3:]]))
    with real_app.app_context():
        counts = dict(session.execute(select(Theme.name, Theme.coding_count)).all())
        assert counts == {"Temps": 6, "Forme": 0}
        standing = select(Coding.theme_id).where(Coding.removed_at.is_(None))
        assert set(session.scalars(standing)) == {theme("Temps").id}


def test_what_was_ticked_before_a_merge_is_given_as_what_it_became(
    client: FlaskClient, parc: Parc, moderator: User
) -> None:
    contribution, key = said(parc), theme("Forme").key
    merge_themes(parc.consultation, key, theme("Temps").key, actor=moderator)
    data = {"give": key, "seen": 1, "then": "next"}
    assert client.post(f"{DESK}/{contribution.key}", data=data).status_code == 303
    assert names(contribution) == {"Temps"}


def test_what_was_ticked_before_a_theme_was_retired_is_given_back_with_the_reason(
    client: FlaskClient, parc: Parc, moderator: User
) -> None:
    contribution, key = said(parc), theme("Forme").key
    retire_theme(parc.consultation, key, actor=moderator)
    data = {"give": [key, theme("Temps").key], "seen": 1, "then": "next"}
    page = client.post(f"{DESK}/{contribution.key}", data=data)
    assert page.status_code in {409, 422}
    assert "plus dans la grille" in page.text
    assert re.search(rf'value="{theme("Temps").key}" checked', page.text)
    assert names(contribution) == set()


def test_a_page_of_500_themes_has_no_choice_of_position_for_each(
    client: FlaskClient, large: Parc
) -> None:
    contribution = said(large)
    page = client.get(f"{DESK}/{contribution.key}")
    assert page.text.count("<select") < 10
    client.post(f"{DESK}/{contribution.key}", data={"give": theme("Temps").key, "seen": 1})
    given = client.get(f"{DESK}/{contribution.key}")
    assert f'name="stance-{theme("Temps").key}"' in given.text
