"""What answers write to people, word for word."""

import pytest

from consultation.accounts.models import User
from consultation.answers import emails
from consultation.answers.models import Answer, AnswerVersion, Outcome
from consultation.answers.queries.cards import About, Card
from consultation.answers.queries.concerned import Reader
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
    mail = emails.answers_published(consultation, "odile@example.org", reader, CARDS)
    name = f"answers/published-{'own' if is_own else 'followed'}-{language}"
    assert_is_kept(f"{name}.txt", f"{mail.subject}\n\n{mail.text}")
    assert_is_kept(f"{name}.html", mail.html)


def test_a_long_list_says_how_many_are_left(database: None) -> None:
    consultation = Consultation(slug="parc", title="Un parc", short_title="")
    many = [card(2, Outcome.ACCEPTED, About(Kind.CAMPAIGN, members=3)) for _each in range(11)]
    reader = Reader(User(language="fr", email="odile@example.org"))
    mail = emails.answers_published(consultation, "odile@example.org", reader, many)
    assert "Et 3 autres réponses" in mail.text
