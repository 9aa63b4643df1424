"""A published synthesis is frozen and counted again; what leaves the public leaves it too."""

import json
import re
from copy import deepcopy
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from consultation.accounts.models import User
from consultation.consultations.models import Consultation, Phase, Role
from consultation.core.db import session
from consultation.core.errors import DomainError, NotAllowedError
from consultation.core.journal import JournalEntry
from consultation.synthesis.cli import verify
from consultation.synthesis.models import Edition, EditionSource, Statement
from consultation.synthesis.queries.editions import archived, known_of
from consultation.synthesis.services.citing import cite, quote
from consultation.synthesis.services.publication import publish
from consultation.synthesis.verifying import differences
from tests.conftest import SignIn, count_queries
from tests.contributions.steps import Parc
from tests.factories import make_user
from tests.synthesis.desk import colleague
from tests.synthesis.pen import Pen
from tests.synthesis.test_writing_pages import words_of

PUBLIC = "/consultations/parc/synthese"
PUBLISH = "/espace/parc/synthese/publication"


def faults(edition: Edition) -> list[str]:
    """What `verify` finds, with the database at hand."""
    row = session.scalars(select(Consultation)).first()
    assert row is not None
    return list(differences(archived(edition), edition.sha256, known_of(row, edition)))


def test_publishing_asks_first_is_journalled_and_opens_to_everybody(
    client: FlaskClient, finished: Pen
) -> None:
    assert client.get(PUBLIC).status_code == 404
    asked = client.post(PUBLISH)
    assert asked.status_code == 200
    assert "contribution publiée n’est pas lue" in words_of(asked.text)
    assert not session.scalars(select(Edition.id)).all()
    assert client.post(PUBLISH, data={"confirmed": "1"}).status_code == 303
    assert client.get(PUBLIC).status_code == 200
    entry = session.scalars(
        select(JournalEntry).where(JournalEntry.act == "synthesis.published")
    ).one()
    assert entry.details["sha256"] == session.scalars(select(Edition.sha256)).one()


def test_the_first_line_says_how_many_were_not_read(client: FlaskClient, edition: Edition) -> None:
    page = words_of(client.get(PUBLIC).text)
    assert "1 contribution publiée sur 6 n’a pas été lue pour cette synthèse." in page
    assert "Trois contributions sur 4 le disent." in page
    assert "100 % de la seule personne qui s’est exprimée sur « Forme »" in page
    assert "« Dix minutes »" in page, "the verbatim, between quotation marks"


def test_each_statement_opens_its_sources(client: FlaskClient, edition: Edition) -> None:
    key = edition.text["chapters"][0]["statements"][0]["key"]
    page = words_of(client.get(f"{PUBLIC}?enonce={key}").text)
    assert "Sources de l’énoncé" in page
    assert page.count("« Dix minutes »") == 4
    assert "1 à 4 sur 4" in page
    assert "¶ 1, version 1" in page
    assert "Il n’y a plus rien après." in client.get(f"{PUBLIC}?enonce={key}&apres=4").text
    assert client.get(f"{PUBLIC}?enonce=rien").status_code == 200
    assert client.get(f"{PUBLIC}?partie=7").status_code == 404


def test_everything_counted_again_from_the_archive_holds(edition: Edition) -> None:
    assert faults(edition) == []
    archive = archived(edition)
    assert archive["coverage"] == {
        "published": 6, "read": 5, "coded": 5, "cited": 5, "set_aside": {}, "to_read": 1,
        "persons": 6,
    }  # fmt: skip
    text = json.dumps(archive, ensure_ascii=False)
    assert "trop long" not in text, "no word that a person wrote"
    for person in session.scalars(select(User)):
        assert person.key not in text
        assert person.display_name not in text


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda a: a["inputs"].pop(), "inputs"),
        (lambda a: a["codings"].pop(0), "coding"),
        (lambda a: a["coverage"].update(cited=9), "coverage"),
        (lambda a: a["chapters"][0]["statements"][0]["pieces"][0].__setitem__(0, "Tous"), "pieces"),
        (lambda a: a["chapters"][0]["statements"][0]["fields"][0].update(value=7), "fields"),
        (lambda a: a["chapters"][0]["statements"][0]["citations"].clear(), "rests on nothing"),
        (lambda a: a["positions"][0]["numbers"].__setitem__(0, 40), "positions"),
        (lambda a: a.update(form=9), "form"),
    ],
)
def test_whatever_is_changed_in_an_archive_is_found(
    edition: Edition, change: object, told: str
) -> None:
    archive = deepcopy(archived(edition))
    change(archive)  # type: ignore[operator]  # a function of the table above
    found = list(differences(archive, edition.sha256))
    assert any(told in each for each in found), found


def test_verify_exits_1_when_something_differs_and_says_what(
    app: Flask, client: FlaskClient, edition: Edition, tmp_path: Path
) -> None:
    file = tmp_path / "archive.json"
    file.write_bytes(client.get(f"{PUBLIC}/editions/1/archive.json").data)
    run = CliRunner()
    for what in ("parc", str(file)):
        good = run.invoke(verify, [what], obj=lambda: app)
        assert good.exit_code == 0, good.output
        assert "Everything holds." in good.output
    held = json.loads(file.read_text())
    held["archive"]["coverage"]["read"] = 999
    file.write_text(json.dumps(held))
    bad = run.invoke(verify, [str(file)], obj=lambda: app)
    assert bad.exit_code == 1
    assert "coverage" in bad.output
    file.write_text("{}")
    assert run.invoke(verify, [str(file)], obj=lambda: app).exit_code == 2
    assert run.invoke(verify, ["ailleurs"], obj=lambda: app).exit_code == 2
    row = session.scalars(select(EditionSource)).first()
    assert row is not None
    session.delete(row)
    session.commit()
    broken = run.invoke(verify, ["parc"], obj=lambda: app)
    assert broken.exit_code == 1
    assert "other sources" in broken.output


def test_nothing_is_published_without_sources_or_with_a_required_place_empty(
    client: FlaskClient, parc: Parc, moderator: User
) -> None:
    finished = Pen.begin(parc, moderator)
    with pytest.raises(DomainError):
        publish(parc.consultation, "", actor=moderator)
    finished.add("Nu.")
    page = words_of(client.get(PUBLISH).text)
    assert "n’a pas de source" in page
    assert page.count("est obligatoire") == 8, "each with its link"
    assert client.post(PUBLISH, data={"confirmed": "1"}).status_code == 422
    statement = session.scalars(select(Statement)).one()
    cite(parc.consultation, statement, [finished.coded().key], actor=moderator)
    with pytest.raises(DomainError):
        publish(parc.consultation, "", actor=moderator)
    assert not session.scalars(select(Edition.id)).all()


def test_the_preview_is_the_page_that_the_public_would_read(
    client: FlaskClient, finished: Pen
) -> None:
    page = words_of(client.get("/espace/parc/synthese/apercu").text)
    assert "Aperçu du brouillon" in page
    assert "Trois contributions sur 4 le disent." in page


def test_moderators_alone_publish(client: FlaskClient, finished: Pen, sign_in: SignIn) -> None:
    organiser = colleague(finished.parc, Role.ORGANISER)
    with pytest.raises(NotAllowedError):
        publish(finished.parc.consultation, "", actor=organiser)
    sign_in(organiser)
    assert client.get(PUBLISH).status_code == 404
    assert client.post(PUBLISH, data={"confirmed": "1"}).status_code == 404


def test_a_draft_consultations_synthesis_is_its_teams(
    client: FlaskClient, finished: Pen, edition: Edition, sign_in: SignIn
) -> None:
    row = finished.parc.consultation
    row.phase = Phase.DRAFT
    session.commit()
    sign_in(make_user())
    for address in ("", "/couverture", "/editions/1", "/editions/1/archive.json"):
        assert client.get(PUBLIC + address).status_code == 404


def test_the_public_page_asks_eight_questions_at_most_and_stays_small(
    client: FlaskClient, finished: Pen, app: Flask
) -> None:
    row = finished.parc.consultation
    codings = [finished.coded() for _each in range(22)]
    for number in range(40):
        each = finished.add(f"Énoncé {number} : {{{{contributions | sources}}}}.")
        cite(row, each, [coding.key for coding in codings], actor=finished.writer)
        if number % 4 == 0:
            quote(row, each, codings[number % 22].key, actor=finished.writer)
    edition = publish(row, "", actor=finished.writer)
    key = edition.text["chapters"][0]["statements"][0]["key"]
    visitor = app.test_client()
    visitor.get(PUBLIC)
    with count_queries() as asked:
        page = visitor.get(f"{PUBLIC}?enonce={key}")
    assert page.status_code == 200
    assert len(asked) <= 8, asked
    assert len(re.findall(r"<[a-z]", page.text)) < 600
    assert len(page.data) < 200_000
    last = edition.text["chapters"][0]["statements"][-1]["key"]
    there = visitor.get(f"{PUBLIC}?enonce={last}").text
    assert f'id="s-{last}"' in there, "the part where it stands"
    assert "1 à 20 sur 22" in there
    assert "Voir la suite" in there
    rest = visitor.get(f"{PUBLIC}?enonce={last}&apres=20").text
    assert "21 à 22 sur 22" in rest
    assert "Revenir au début" in rest
