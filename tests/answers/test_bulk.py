"""One answer for many: what is answered is seen first, counted, and can be taken back."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from consultation.accounts.models import User
from consultation.answers.models import Answer, AnswerBatch, Milestone
from consultation.answers.services import bulk
from consultation.contributions.models import Stance
from consultation.core.db import session
from tests.conftest import SignIn
from tests.contributions.steps import Parc, say

DESK = "/espace/parc/reponses"
FILTER = {"objet": "contributions", "etat": "a-repondre", "lesquels": "filtre"}
TYPED = {"outcome": "rejected", "source": "Le parc ferme la nuit.", "what": "Le dire à l’entrée"}


def answers() -> list[Answer]:
    session.expire_all()
    return list(session.scalars(select(Answer).order_by(Answer.id)))


def test_what_a_filter_keeps_is_seen_and_counted_before_it_is_answered(
    client: FlaskClient, sign_in: SignIn, parc: Parc, organiser: User
) -> None:
    for index in range(12):
        say(parc, text=f"Trop tard {index}.", stance=Stance.FOR if index else Stance.AGAINST)
    sign_in(organiser)
    asked = {**FILTER, "position": "for"}
    page = client.post(f"{DESK}/lot", data=asked).text
    assert "Une réponse pour 11 sujets" in page
    assert "Trop tard 1." in page
    assert "Et 1 autre" in page
    assert not answers()
    done = client.post(f"{DESK}/lot", data={**asked, **TYPED, "combien": "11"})
    assert done.status_code == 303
    assert len(answers()) == 11
    assert len(session.scalars(select(Milestone)).all()) == 11
    assert "11 brouillons" in client.get(done.location).text


def test_a_list_that_changed_meanwhile_is_shown_again(
    client: FlaskClient, sign_in: SignIn, parc: Parc, organiser: User
) -> None:
    say(parc)
    say(parc)
    sign_in(organiser)
    page = client.post(f"{DESK}/lot", data={**FILTER, **TYPED, "combien": "1"})
    assert page.status_code == 422
    assert "La liste a changé" in page.text
    assert "Le parc ferme la nuit." in page.text
    assert not answers()


def test_what_is_ticked_alone_is_answered(
    client: FlaskClient, sign_in: SignIn, parc: Parc, organiser: User
) -> None:
    keys = [say(parc).key for _each in range(3)]
    sign_in(organiser)
    asked = {"objet": "contributions", "s": keys[:2]}
    client.post(f"{DESK}/lot", data={**asked, **TYPED, "combien": "2"})
    assert len(answers()) == 2
    assert client.post(f"{DESK}/lot", data={"objet": "contributions"}).status_code == 303


def test_a_batch_is_taken_back_but_for_what_was_changed_or_published(
    client: FlaskClient, sign_in: SignIn, parc: Parc, organiser: User
) -> None:
    for _each in range(3):
        say(parc)
    sign_in(organiser)
    client.post(f"{DESK}/lot", data={**FILTER, **TYPED, "combien": "3"})
    first, second, _third = (each.key for each in answers())
    batch = session.scalars(select(AnswerBatch)).one().key
    changed = {"outcome": "partly", "source": "À part.", "edition": "1"}
    client.post(f"{DESK}/{first}", data=changed)
    client.post(f"{DESK}/publication", data={"r": second, "confirmed": "1"})
    client.post(f"{DESK}/lots/{batch}/annuler")
    assert [each.key for each in answers()] == [first, second]
    assert "Ce lot a été défait" in client.get(f"{DESK}/lots/{batch}").text


def test_a_batch_is_published_whole_once_asked_about(
    client: FlaskClient, sign_in: SignIn, parc: Parc, organiser: User
) -> None:
    say(parc)
    say(parc)
    sign_in(organiser)
    client.post(f"{DESK}/lot", data={**FILTER, **TYPED, "combien": "2"})
    batch = session.scalars(select(AnswerBatch)).one().key
    assert "Publier ces 2 réponses" in client.post(f"{DESK}/publication", data={"lot": batch}).text
    client.post(f"{DESK}/publication", data={"lot": batch, "confirmed": "1"})
    assert all(each.published_version for each in answers())


def test_a_batch_has_a_limit(
    client: FlaskClient, sign_in: SignIn, parc: Parc, organiser: User,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    from consultation.answers.views import bulk as view

    monkeypatch.setattr(bulk, "MOST", 1)
    monkeypatch.setattr(view, "MOST", 1)
    say(parc)
    say(parc)
    sign_in(organiser)
    assert client.post(f"{DESK}/lot", data={**FILTER, **TYPED}).status_code == 303
    assert not answers()
