"""What was typed survives: no account, an ended session, a closed consultation, personal data."""

import html
import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from consultation.consultations.models import Consultation, Phase
from consultation.contributions.models import Contribution, Draft, Kind, Stance
from consultation.contributions.services.submitting import ClosedError, Sent, submit
from consultation.contributions.tasks import drop_next_expired_draft
from consultation.contributions.writing import Written
from consultation.core.clock import now, travel
from consultation.core.db import session
from tests.conftest import SignIn
from tests.contributions.steps import (
    Parc,
    fields_of,
    make_parc,
    publish_second_version,
    say,
    write,
)
from tests.factories import make_user

TEXT = "Je tiens à <dire> ceci & cela."


def drafts() -> list[Draft]:
    return list(session.scalars(select(Draft).execution_options(populate_existing=True)))


def contributions() -> list[Contribution]:
    return list(session.scalars(select(Contribution).order_by(Contribution.id)))


def test_typed_first_account_after_nothing_retyped(client: FlaskClient, sign_in: SignIn) -> None:
    parc = make_parc()
    address = f"{parc.writing}?p={parc.paragraph_keys()[1]}"
    answer = write(client, address, body=TEXT, stance="mixed")
    assert answer.status_code == 303
    [draft] = drafts()
    assert answer.location == f"/brouillons/{draft.key}"
    assert (len(draft.key), draft.user_id) == (24, None)
    assert timedelta(days=6, hours=23) < draft.expires_at - now() <= timedelta(days=7)
    assert contributions() == []
    page = client.get(answer.location).get_data(as_text=True)
    assert html.escape(TEXT, quote=False) in page
    assert f"/connexion?suite=/brouillons/{draft.key}" in page
    assert f"/inscription?suite=/brouillons/{draft.key}" in page
    sign_in(make_user())
    page = client.get(answer.location)
    form = {name: html.unescape(value) for name, value in fields_of(page).items()}
    assert (form["body"], form["stance"]) == (TEXT, "mixed")
    [draft] = drafts()
    assert draft.user_id is None, "looking at it changes nothing"
    assert client.post(f"{answer.location}/garder").location == answer.location
    assert html.escape(TEXT, quote=False) in client.get("/mes-contributions").text, "it is theirs"
    [draft] = drafts()
    assert draft.expires_at - draft.saved_at == timedelta(days=90)
    stranger = client.application.test_client()
    assert stranger.get(f"/brouillons/{draft.key}").status_code == 404
    sent = client.post(address, data=form)
    assert sent.status_code == 303
    [row] = contributions()
    assert row.passage_id == parc.passages()[1].id
    [draft] = drafts()
    assert (draft.sent_as_id, draft.form) == (row.id, {})
    again = client.get(f"/brouillons/{draft.key}")
    assert (again.status_code, again.location) == (302, f"/contributions/{row.key}")
    assert client.post(address, data=form).status_code == 303
    assert len(contributions()) == 1


def test_a_draft_is_kept_found_changed_and_sent(client: FlaskClient, sign_in: SignIn) -> None:
    parc = make_parc()
    address = f"{parc.writing}?p={parc.paragraph_keys()[0]}&forme=redaction"
    sign_in(make_user())
    typed = {"proposed_text": "Le parc ouvre", "stance": "for", "draft": "1", "body": ""}
    answer = write(client, address, **typed)
    where = answer.location
    assert "Le parc ouvre" in client.get("/mes-contributions?filtre=brouillons").get_data(
        as_text=True
    )
    page = client.get(where)
    assert fields_of(page)["proposed_text"] == "Le parc ouvre"
    client.post(address, data={**fields_of(page), "draft": "1", "proposed_text": "Le parc ferme"})
    assert [draft.form["proposed_text"] for draft in drafts()] == ["Le parc ferme"]
    text = client.get(f"{where}.txt")
    assert text.mimetype == "text/plain"
    assert "attachment" in text.headers["Content-Disposition"]
    assert "Le parc ferme" in text.get_data(as_text=True)
    sent = client.post(address, data=fields_of(client.get(where)))
    assert sent.status_code == 303
    assert [row.kind for row in contributions()] == [Kind.AMENDMENT]
    assert "Brouillons (" not in client.get("/mes-contributions").get_data(as_text=True)


def test_a_draft_is_its_owners_alone(client: FlaskClient, sign_in: SignIn) -> None:
    parc = make_parc()
    sign_in(make_user())
    where = write(client, parc.writing, body="À moi.", draft="1").location
    other = client.application.test_client()
    sign_in(make_user(), browser=other)
    for browser in (other, client.application.test_client()):
        assert browser.get(where).status_code == 404
        assert browser.get(f"{where}.txt").status_code == 404
        assert browser.post(f"{where}/supprimer").status_code == 404
    token = where.rsplit("/", 1)[-1]
    form = {
        **fields_of(other.get(parc.writing)),
        "form_token": token,
        "draft": "1",
        "body": "Pris.",
    }
    assert other.post(parc.writing, data=form).status_code == 303
    assert sorted(draft.form["body"] for draft in drafts()) == ["Pris.", "À moi."]
    assert "Supprimer ce brouillon" in client.post(f"{where}/supprimer").text, "one is asked first"
    assert client.get(where).status_code == 200
    assert client.post(f"{where}/supprimer", data={"confirmed": "1"}).status_code == 303
    assert client.get(where).status_code == 404
    assert [draft.form["body"] for draft in drafts()] == ["Pris."]


def test_a_draft_is_forgotten_after_its_days(client: FlaskClient, app: Flask) -> None:
    parc = make_parc()
    where = write(client, parc.writing, body="Plus tard.").location
    with travel(now() + timedelta(days=7, seconds=1)):
        assert client.get(where).status_code == 404
        with app.app_context():
            assert drop_next_expired_draft()
            assert not drop_next_expired_draft()
    assert drafts() == []


def test_a_draft_too_long_to_keep_is_given_back(client: FlaskClient) -> None:
    parc = make_parc()
    answer = write(client, parc.writing, body="a" * 20_001, draft="1")
    assert answer.status_code == 422
    assert "a" * 20_001 in answer.get_data(as_text=True)
    assert drafts() == []


@pytest.mark.parametrize("late", [timedelta(seconds=0), timedelta(seconds=1), timedelta(days=9)])
def test_case_13_past_the_closing_the_text_is_given_back_and_downloadable(
    client: FlaskClient, sign_in: SignIn, late: timedelta
) -> None:
    parc = make_parc()
    person = make_user()
    sign_in(person)
    form = {**fields_of(client.get(parc.writing)), "body": TEXT}
    closes_at = parc.consultation.closes_at
    assert closes_at is not None
    with travel(closes_at + late):
        sign_in(person)
        answer = client.post(parc.writing, data=form)
        page = answer.get_data(as_text=True)
        assert answer.status_code == 403
        assert html.escape(TEXT, quote=False) in html.unescape(page) or TEXT in html.unescape(page)
        file = re.search(r"/brouillons/\w+\.txt", page)
        assert file is not None
        assert TEXT in client.get(file.group()).get_data(as_text=True)
        assert "La consultation est close" in client.get(parc.writing).get_data(as_text=True)
        assert "reste lisible" in client.get(file.group()[:-4]).get_data(as_text=True)
    with travel(closes_at - timedelta(seconds=1)):
        sign_in(person)
        assert client.post(parc.writing, data=form).status_code == 303
    assert len(contributions()) == 1


def test_case_13_a_closing_that_comes_while_one_types_decides(database: None) -> None:
    parc = make_parc()
    place = parc.place()
    say(parc)
    consultation = place.consultation
    stored = Parc(parc.consultation_id, parc.document_id).consultation
    assert stored.phase is Phase.OPEN
    session.execute(
        update(Consultation)
        .values(closes_at=now() - timedelta(seconds=1))
        .execution_options(synchronize_session=False)
    )
    session.commit()
    assert consultation.closes_at is not None
    assert consultation.closes_at > now()
    sent = Sent(Written(Kind.COMMENT, Stance.NONE, "Trop tard."), "t" * 24)
    with pytest.raises(ClosedError):
        submit(place, sent, actor=make_user())
    assert len(contributions()) == 1
    assert parc.consultation.last_number == 1


def test_case_14_what_is_said_stays_on_the_version_that_was_read(
    client: FlaskClient, sign_in: SignIn
) -> None:
    parc = make_parc()
    key = parc.paragraph_keys()[0]
    read = parc.passages()[0]
    address = f"{parc.writing}?p={key}"
    sign_in(make_user())
    form = {**fields_of(client.get(address)), "body": "Trop tard, huit heures."}
    publish_second_version(parc, key)
    assert client.post(address, data=form).status_code == 303
    [row] = contributions()
    assert row.passage_id == read.id
    assert row.version_id == read.version_id != parc.document.current_version_id
    page = client.get("/mes-contributions").get_data(as_text=True)
    assert "Elle porte sur la version 1, que vous lisiez." in page
    assert write(client, address, body="Neuf heures, bien.").status_code == 303
    assert contributions()[1].version_id == parc.document.current_version_id


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Appelez-moi au 06 12 34 56 78.", "un numéro de téléphone"),
        ("Mon numéro : 1 85 05 78 006 084 91.", "un numéro de sécurité sociale"),
        ("Écrivez à odile@example.org.", "une adresse électronique"),
        ("IBAN FR14 2004 1010 0505 0001 3M02 606", "un numéro de compte bancaire (IBAN)"),
        ("Mon fils est né le 3 mai 2011.", "une date de naissance"),
    ],
)
def test_case_34_personal_data_is_asked_about_before_anything_is_stored(
    client: FlaskClient, sign_in: SignIn, text: str, said: str
) -> None:
    parc = make_parc()
    address = f"{parc.writing}?p={parc.paragraph_keys()[0]}"
    for signed_in in (False, True):
        if signed_in:
            sign_in(make_user())
        answer = write(client, address, body=text, stance="for")
        page = answer.get_data(as_text=True)
        assert answer.status_code == 200
        assert said in page
        assert contributions() == drafts() == []
        given = {name: html.unescape(value) for name, value in fields_of(answer).items()}
        assert (given["body"], given["stance"]) == (text, "for")
        fixed = client.post(address, data={**given, "fix": "1"})
        assert fixed.status_code == 200
        assert html.unescape(fields_of(fixed)["body"]) == text
        assert 'id="body-error"' not in fixed.get_data(as_text=True)
    sent = client.post(address, data={**given, "confirm_personal_data": "1"})
    assert sent.status_code == 303
    assert len(contributions()) == 1


def test_a_text_without_personal_data_is_not_asked_about(
    client: FlaskClient, sign_in: SignIn
) -> None:
    parc = make_parc()
    sign_in(make_user())
    text = "L’article 12 de la loi n° 2021-1017 du 2 août 2021 coûte 12 345 678,90 euros."
    assert write(client, parc.writing, body=text).status_code == 303
