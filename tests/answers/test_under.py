"""What the institution answered, on the public page of the synthesis."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from consultation.accounts.models import User
from consultation.answers.models import Outcome
from consultation.answers.subjects import Kind
from consultation.consultations.models import Role, TeamMember
from consultation.contributions.models import Contribution
from consultation.core.db import session, transaction
from consultation.synthesis.models import Chapter, Statement, Synthesis, Theme
from consultation.synthesis.models.writing import ChapterKind, Outline
from consultation.synthesis.services.citing import cite, quote
from consultation.synthesis.services.codebook import add_theme
from consultation.synthesis.services.opening import note_empty
from consultation.synthesis.services.publication import publish
from consultation.synthesis.wording import ThemeWords
from tests.answers.steps import answered
from tests.conftest import count_queries
from tests.contributions.steps import Parc
from tests.factories import saved
from tests.synthesis.pen import Pen

PAGE = "/consultations/parc/synthese"


@pytest.fixture
def pen(parc: Parc, organiser: User) -> Pen:
    """A synthesis of one statement about a theme, ready to come out."""
    saved(
        TeamMember(
            consultation_id=parc.consultation_id, user_id=organiser.id, role=Role.MODERATOR
        )
    )  # fmt: skip
    add_theme(parc.consultation, ThemeWords("Temps"), actor=organiser)
    pen = Pen.begin(parc, organiser)
    for kind in (ChapterKind.CITED_ONCE, ChapterKind.OBJECTIONS, ChapterKind.OUT_OF_SCOPE):
        note_empty(parc.consultation, pen.chapter(kind), "Rien de tel.", actor=organiser)
    pen.add("Deux personnes ont lu.", ChapterKind.METHOD)
    return pen


def said(pen: Pen, words: str = "Dix minutes de trop.") -> Statement:
    statement = pen.add(words)
    coding = pen.coded(author=None)
    cite(pen.parc.consultation, statement, [coding.key], actor=pen.writer)
    return statement


def publish_it(pen: Pen) -> None:
    publish(pen.parc.consultation, "", actor=pen.writer)


def test_an_answer_stands_under_the_statement_that_it_answers(
    client: FlaskClient, pen: Pen, parc: Parc, organiser: User
) -> None:
    statement, other = said(pen), said(pen, "Autre chose.")
    publish_it(pen)
    key = answered(
        parc,
        Kind.STATEMENT,
        statement.id,
        by=organiser,
        outcome=Outcome.PARTLY,
        words="Deux minutes suffiront.",
    ).key
    answered(parc, Kind.STATEMENT, other.id, by=organiser, words="Brouillon.", is_published=False)
    page = client.get(PAGE).text
    assert f'href="/consultations/parc/reponses/{key}"' in page
    assert page.index("Dix minutes de trop") < page.index("Deux minutes suffiront")
    assert page.index("Deux minutes suffiront") < page.index("Autre chose")
    assert "Retenu en partie" in page
    assert "Brouillon" not in page


def test_an_answer_to_a_theme_stands_in_the_chapter_about_it(
    client: FlaskClient, pen: Pen, parc: Parc, organiser: User
) -> None:
    statement = said(pen)
    theme = session.query(Theme).one()
    with transaction():
        chapter = session.get_one(Chapter, statement.chapter_id)
        chapter.kind, chapter.theme_id, chapter.section_id = ChapterKind.THEME, theme.id, None
        session.query(Synthesis).update({"outline": Outline.THEMES})
    publish_it(pen)
    answered(parc, Kind.THEME, theme.id, by=organiser, words="Le thème est entendu.")
    assert "Le thème est entendu." in client.get(PAGE).text


def test_many_answers_leave_the_page_small_and_cost_no_question_more(
    app: Flask, client: FlaskClient, pen: Pen, parc: Parc, organiser: User
) -> None:
    coding = pen.coded()
    for number in range(40):
        statement = pen.add(f"Énoncé {number}.")
        cite(parc.consultation, statement, [coding.key], actor=organiser)
        if number % 4 == 0:
            quote(parc.consultation, statement, coding.key, actor=organiser)
        answered(parc, Kind.STATEMENT, statement.id, by=organiser, words="Oui, " * 400)
    publish_it(pen)
    visitor = app.test_client()
    visitor.get(PAGE)
    first = session.query(Statement).order_by(Statement.id).offset(1).limit(1).one()
    with count_queries() as asked:
        page = visitor.get(f"{PAGE}?enonce={first.key}")
    assert len(asked) <= 8, "\n".join(asked)
    assert page.text.count("Lire la réponse de l’institution") > 1, "the outcome alone"
    assert len(re.findall(r"<[a-z]", page.text)) < 600


def test_an_answer_to_a_contribution_is_told_there_and_not_here(
    client: FlaskClient, pen: Pen, parc: Parc, organiser: User
) -> None:
    said(pen)
    publish_it(pen)
    contribution = session.query(Contribution).one()
    answered(parc, Kind.CONTRIBUTION, contribution.id, by=organiser, words="À elle seule.")
    assert "À elle seule." not in client.get(PAGE).text
