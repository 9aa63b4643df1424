"""Several people write one synthesis in the same instant: no word of anybody is lost."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import func, select

from consultation.accounts.models import User
from consultation.consultations.models import Consultation, TeamMember
from consultation.core.db import session
from consultation.core.errors import DomainError
from consultation.synthesis.models import (
    Chapter,
    Citation,
    Coding,
    Edition,
    Statement,
    StatementVersion,
)
from consultation.synthesis.models.writing import ChapterKind
from consultation.synthesis.queries.outline import text_of, versions_of
from consultation.synthesis.services.arranging import DOWN, step
from consultation.synthesis.services.citing import cite, quote
from consultation.synthesis.services.codebook import add_theme
from consultation.synthesis.services.opening import note_empty
from consultation.synthesis.services.publication import publish
from consultation.synthesis.services.writing import WrittenMeanwhileError, add_statement, write
from consultation.synthesis.wording import ThemeWords
from tests.contributions.steps import make_parc
from tests.factories import make_user
from tests.synthesis.desk import colleague
from tests.synthesis.pen import Pen

TEXTS = [f"Le temps manque, dit la plume {number}." for number in range(6)]
Act = Callable[[Consultation, Statement, User, int], object]


@pytest.fixture
def statement(real_app: Flask) -> int:
    """A statement that two writers have open, in a synthesis of one chapter with sources."""
    with real_app.app_context():
        writer = make_user()
        parc = make_parc(moderator=writer)
        add_theme(parc.consultation, ThemeWords("Temps"), actor=writer)
        colleague(parc)
        pen = Pen.begin(parc, writer)
        made = pen.add("Le temps manque.")
        for _each in range(3):
            pen.coded()
        return made.id


def at_once(app: Flask, statement: int, act: Act, times: int = len(TEXTS)) -> list[object]:
    """What each of so many people gets who act in one instant; two persons in turn."""
    barrier = Barrier(times)

    def one(number: int) -> object:
        with app.app_context():
            found = session.get_one(Statement, statement)
            people = session.scalars(select(User).where(User.id.in_(writers())).order_by(User.id))
            person = list(people)[number % 2]
            consultation = session.scalars(select(Consultation)).one()
            barrier.wait(30)
            try:
                return act(consultation, found, person, number)
            except DomainError as error:
                return error

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(one, range(times)))


def writers() -> list[int]:
    return list(session.scalars(select(TeamMember.user_id).distinct()))


def test_of_writers_at_one_instant_one_writes_and_the_others_merge(
    real_app: Flask, statement: int
) -> None:
    def typed(consultation: Consultation, found: Statement, person: User, number: int) -> int:
        write(consultation, found, TEXTS[number], actor=person, base=1)
        return number

    answers = at_once(real_app, statement, typed)
    (winner,) = [each for each in answers if isinstance(each, int)]
    told = [each for each in answers if isinstance(each, WrittenMeanwhileError)]
    assert len(told) == len(TEXTS) - 1
    assert {each.number for each in told} == {2}
    with real_app.app_context():
        found = session.get_one(Statement, statement)
        assert text_of(found) == TEXTS[winner]
        merged = f"{TEXTS[winner]} Et aussi le soir."
        write(session.scalars(select(Consultation)).one(), found, merged, base=2,
              actor=session.get_one(User, writers()[1]))  # fmt: skip
        assert [each.source for each in versions_of(found)] == [
            merged, TEXTS[winner], "Le temps manque.",
        ]  # fmt: skip


def test_statements_added_at_one_instant_all_stand_in_one_order(
    real_app: Flask, statement: int
) -> None:
    def added(consultation: Consultation, found: Statement, person: User, number: int) -> str:
        chapter = session.get_one(Chapter, found.chapter_id)
        return add_statement(consultation, chapter, TEXTS[number], actor=person).key

    keys = at_once(real_app, statement, added)
    assert len({each for each in keys if isinstance(each, str)}) == len(TEXTS)
    with real_app.app_context():
        places = list(session.scalars(select(Statement.position)))
        assert sorted(places) == list(range(len(TEXTS) + 1))


def test_sources_cited_at_one_instant_are_cited_once(real_app: Flask, statement: int) -> None:
    def cited(consultation: Consultation, found: Statement, person: User, number: int) -> bool:
        keys = list(session.scalars(select(Coding.key).order_by(Coding.id)))
        if number % 3:
            cite(consultation, found, keys, actor=person)
        else:
            quote(consultation, found, keys[0], actor=person)
        return True

    assert at_once(real_app, statement, cited) == [True] * len(TEXTS)
    with real_app.app_context():
        assert session.scalar(select(func.count()).select_from(Citation)) == 3


def test_the_order_survives_those_who_move_at_one_instant(real_app: Flask, statement: int) -> None:
    with real_app.app_context():
        found = session.get_one(Statement, statement)
        chapter = session.get_one(Chapter, found.chapter_id)
        person = session.get_one(User, writers()[0])
        for text in TEXTS[:3]:
            add_statement(session.scalars(select(Consultation)).one(), chapter, text, actor=person)

    def moved(consultation: Consultation, found: Statement, person: User, _number: int) -> bool:
        step(consultation, found, DOWN, actor=person)
        return True

    assert at_once(real_app, statement, moved, 4) == [True] * 4
    with real_app.app_context():
        assert sorted(session.scalars(select(Statement.position))) == [0, 1, 2, 3]
        assert session.get_one(Statement, statement).position == 3


def test_two_who_publish_at_one_instant_make_two_editions_in_order(
    real_app: Flask, statement: int
) -> None:
    with real_app.app_context():
        row, found = (
            session.scalars(select(Consultation)).one(),
            session.get_one(Statement, statement),
        )
        person = session.get_one(User, writers()[0])
        for chapter in session.scalars(select(Chapter)).all():
            if chapter.kind not in {ChapterKind.SECTION, ChapterKind.THEME}:
                note_empty(row, chapter, "Rien de tel.", actor=person)
        cite(row, found, [session.scalars(select(Coding.key).limit(1)).one()], actor=person)

    def published(consultation: Consultation, _found: Statement, person: User, _number: int) -> int:
        return publish(consultation, "Une virgule.", actor=person).number

    assert sorted(map(str, at_once(real_app, statement, published, 2))) == ["1", "2"]
    with real_app.app_context():
        assert list(session.scalars(select(Edition.number).order_by(Edition.id))) == [1, 2]
        assert session.scalar(select(func.count()).select_from(StatementVersion)) == 1
