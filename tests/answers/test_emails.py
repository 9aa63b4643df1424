"""What answers write to people, word for word."""

from datetime import date

import pytest

from consultation.accounts.models import User
from consultation.answers import emails
from consultation.answers.emails import Told
from consultation.answers.models import (
    Answer,
    AnswerVersion,
    Milestone,
    MilestoneReport,
    Outcome,
)
from consultation.answers.queries.cards import About, Card
from consultation.answers.queries.concerned import Reader
from consultation.answers.queries.news import EditionOut, News
from consultation.answers.queries.opinions import Recommendation
from consultation.answers.subjects import Kind
from consultation.consultations.models import Consultation
from tests.support.snapshots import assert_is_kept


def card(number: int, outcome: Outcome, about: About, note: str = "") -> Card:
    version = AnswerVersion(
        number=2 if note else 1, outcome=outcome, html="<p>Le texte dira <em>huit heures</em>.</p>",
        change_note=note,
    )  # fmt: skip
    return Card(Answer(id=number, key=f"abcdefg{number}"), version, about, None, "parc")


CARDS = [
    card(2, Outcome.PARTLY, About(Kind.THEME, "Horaires")),
    card(3, Outcome.REJECTED, About(Kind.CONTRIBUTION, number=12, key="23456789"), "L’heure."),
]


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("is_own", [True, False])
def test_answers_that_came_out(database: None, language: str, is_own: bool) -> None:
    consultation = Consultation(slug="parc", title="Un parc au bord de la rivière", short_title="")
    person = User(language=language, email="odile@example.org")
    said = {7: "Huit heures, c’est trop tôt.", 12: "Et le dimanche ?"}
    reader = Reader(person, {2: [7, 12], 3: [12]}, said) if is_own else Reader(person)
    mail = emails.answers_published(consultation, "odile@example.org", reader, Told(CARDS))
    name = f"answers/published-{'own' if is_own else 'followed'}-{language}"
    assert_is_kept(f"{name}.txt", f"{mail.subject}\n\n{mail.text}")
    assert_is_kept(f"{name}.html", mail.html)


def test_a_long_list_says_how_many_are_left(database: None) -> None:
    consultation = Consultation(slug="parc", title="Un parc", short_title="")
    many = [card(2, Outcome.ACCEPTED, About(Kind.CAMPAIGN, members=3)) for _each in range(11)]
    reader = Reader(User(language="fr", email="odile@example.org"))
    mail = emails.answers_published(consultation, "odile@example.org", reader, Told(many))
    assert "Et 3 autres réponses" in mail.text


def news() -> tuple[News, dict[int, Card]]:
    kept = Milestone(answer_id=2, position=1, what="Planter un tilleul", due_on=date(2026, 3, 1))
    moved = Milestone(answer_id=3, position=1, what="Ouvrir à sept heures")
    reports = [
        (MilestoneReport(words="Il est planté.", is_done=True), kept),
        (MilestoneReport(words="Il manque un gardien.", due_after=date(2026, 9, 1)), moved),
    ]
    edition = EditionOut("Pour le parc", 1, 1, "comite", "Comité du parc")
    return News([edition], reports), {each.answer.id: each for each in CARDS}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_an_opinion_came_out_and_promises_were_reported_on(database: None, language: str) -> None:
    consultation = Consultation(slug="parc", title="Un parc au bord de la rivière", short_title="")
    reader = Reader(User(language=language, email="odile@example.org"))
    mail = emails.answers_published(consultation, "odile@example.org", reader, Told((), *news()))
    assert_is_kept(f"answers/news-{language}.txt", f"{mail.subject}\n\n{mail.text}")
    assert_is_kept(f"answers/news-{language}.html", mail.html)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_promises_made_in_answer_to_what_one_wrote(database: None, language: str) -> None:
    consultation = Consultation(slug="parc", title="Un parc au bord de la rivière", short_title="")
    reports, cards = news()
    person = User(language=language, email="odile@example.org")
    reader = Reader(person, reported={2: [7, 12]}, follows=False)
    told = Told((), reports.about(reader.reported), cards)
    mail = emails.answers_published(consultation, "odile@example.org", reader, told)
    assert_is_kept(f"answers/promises-{language}.txt", f"{mail.subject}\n\n{mail.text}")
    assert_is_kept(f"answers/promises-{language}.html", mail.html)


def test_reports_alone_are_what_the_subject_says(database: None) -> None:
    consultation = Consultation(slug="parc", title="Un parc", short_title="")
    told, cards = news()
    reader = Reader(User(language="fr", email="odile@example.org"))
    mail = emails.answers_published(
        consultation, "odile@example.org", reader, Told((), News(reports=told.reports), cards)
    )
    assert mail.subject.replace("\u00a0", " ") == (
        "L’institution rend compte de 2 engagements : Un parc"
    )


@pytest.mark.parametrize("language", ["fr", "en"])
def test_what_is_late(database: None, language: str) -> None:
    consultation = Consultation(
        slug="parc", title="Un parc au bord de la rivière", short_title="",
        answer_due_on=date(2026, 2, 1),
    )  # fmt: skip
    promise = Milestone(answer_id=2, position=1, what="Planter un tilleul")
    promise.due_on = date(2026, 3, 1)
    asked = [Recommendation(1, "abcdefgh", "Ouvrir tôt", "<p>Tôt.</p>", 1)]
    person = User(language=language, email="ines@example.org")
    mail = emails.answers_late(consultation, person, [(promise, CARDS[0].answer)], asked)
    assert_is_kept(f"answers/late-{language}.txt", f"{mail.subject}\n\n{mail.text}")
    assert_is_kept(f"answers/late-{language}.html", mail.html)
