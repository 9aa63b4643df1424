"""A published synthesis is taken as a file by everybody, and never says more than may be read."""

import io
import json
import zipfile
from datetime import timedelta

import fastjsonschema  # type: ignore[import-untyped]
import pytest
from flask import Flask
from openpyxl import load_workbook  # type: ignore[import-untyped]
from sqlalchemy import select
from werkzeug.test import TestResponse

from consultation.accounts.models import User
from consultation.consultations.models import Phase
from consultation.contributions.models import Contribution
from consultation.contributions.services.withdrawing import withdraw
from consultation.core import clock, files
from consultation.core.clock import now
from consultation.core.db import session, transaction
from consultation.core.files import StoredFile
from consultation.exports.models import EditionFile
from consultation.exports.services import for_everybody
from consultation.exports.tasks import check_next_edition_file, make_next_edition_file
from consultation.synthesis.models import Edition
from consultation.synthesis.services.opinions import cite_opinions
from consultation.synthesis.services.publication import publish
from tests.conftest import count_queries
from tests.contributions.steps import Parc, known, say
from tests.exports.pen import Pen
from tests.exports.steps import other_request
from tests.exports.test_synthesis import published
from tests.factories import fresh, make_user
from tests.synthesis.asked import make_asked

PAGE = "/consultations/parc/synthese"
KINDS = ("pdf", "docx", "odt", "html", "xlsx", "json")
WORDS = "Ravenelle demande dix minutes de plus."


def address(kind: str, number: int = 1) -> str:
    return f"{PAGE}/editions/{number}/synthese.{kind}"


def let_work() -> None:
    while make_next_edition_file():
        pass
    session.remove()
    other_request()


class Visitor:
    """Somebody without an account, in the one context where the tests stand."""

    def __init__(self, app: Flask) -> None:
        self.client = app.test_client()

    def get(self, path: str) -> TestResponse:
        """What they read there."""
        other_request()
        return self.client.get(path)


@pytest.fixture
def visitor(app: Flask, database: None) -> Visitor:
    return Visitor(app)


@pytest.fixture
def said(parc: Parc) -> Contribution:
    return say(parc, text=WORDS, author=make_user(name="Zoé Quenneville"))


@pytest.fixture
def edition(parc: Parc, moderator: User, said: Contribution) -> Edition:
    """One statement that rests on one contribution and on a recommendation."""
    pen = Pen(parc, moderator)
    statement = pen.say("=1+1 : le temps manque.", [said])
    pen.quote(statement, said, WORDS, "dix minutes")
    asked = make_asked(parc)
    asked.publish()
    cite_opinions(parc.consultation, statement, [asked.recommendation], actor=moderator)
    return published(pen)


def test_the_page_offers_each_format_once_it_is_written(visitor: Visitor, edition: Edition) -> None:
    page = visitor.get(PAGE).text
    assert page.count("en préparation") == len(KINDS)
    waits = visitor.get(address("pdf"))
    assert waits.status_code == 503
    assert waits.headers["Retry-After"]
    let_work()
    with count_queries() as statements:
        page = visitor.get(PAGE).text
    assert "en préparation" not in page
    assert len(statements) <= 8, "\n".join(statements)
    for kind in KINDS:
        assert f'href="{address(kind)}"' in page
        answer = visitor.get(address(kind))
        assert answer.status_code == 200
        assert f"synthese-parc-1.{kind}" in answer.headers["Content-Disposition"]
        assert b"Quenneville" not in answer.data
    assert not make_next_edition_file(), "once is enough"


def test_data_holds_its_schema_and_names_opinions_apart(visitor: Visitor, edition: Edition) -> None:
    let_work()
    package = zipfile.ZipFile(io.BytesIO(visitor.get(address("json")).data))
    held = json.loads(package.read("synthesis.json"))
    fastjsonschema.compile(json.loads(package.read("synthesis.schema.json")))(held)
    statement = held["chapters"][0]["statements"][0]
    assert statement["sources"] == [1]
    assert statement["quotes"] == [{"contribution": 1, "words": "dix minutes"}]
    assert [each["name"] for each in statement["opinions"]] == ["Recommandation 1. Ouvrir tôt"]
    assert held["coverage"]["published"] == 1
    assert held["sources"][0]["text"] == WORDS
    book = load_workbook(io.BytesIO(visitor.get(address("xlsx")).data))
    assert book.sheetnames == [
        "statements", "cited", "opinions", "sources", "information", "dictionary",
    ]  # fmt: skip
    first = book["statements"]["C2"]
    assert first.value == "=1+1 : le temps manque."
    assert first.data_type == "s", "no formula"
    assert first.quotePrefix
    assert book["opinions"]["B2"].value == "Recommandation 1. Ouvrir tôt"


def test_what_is_taken_back_is_in_no_file_from_that_moment(
    visitor: Visitor, edition: Edition, said: Contribution
) -> None:
    let_work()
    assert WORDS.encode() in visitor.get(address("html")).data
    withdraw(known(said), actor=session.get_one(User, known(said).author.user_id))
    kept = {each.key for each in session.scalars(select(StoredFile))}
    answer = visitor.get(address("html"))
    assert answer.status_code == 503
    assert WORDS not in answer.text
    let_work()
    again = visitor.get(address("html"))
    assert again.status_code == 200
    assert WORDS.encode() not in again.data
    assert visitor.get(address("pdf")).status_code == 503, "each file is looked at"
    assert sum(files.path_of(key).exists() for key in kept) < len(kept), "the old bytes are gone"


def test_files_are_looked_at_again_each_hour_even_when_nobody_asks(
    visitor: Visitor, edition: Edition, said: Contribution
) -> None:
    let_work()
    assert not check_next_edition_file()
    withdraw(known(said), actor=session.get_one(User, known(said).author.user_id))
    with clock.travel(now() + for_everybody.CHECKED_EVERY + timedelta(seconds=1)):
        while check_next_edition_file():
            pass
        assert not session.scalars(select(StoredFile.id)).all()
        let_work()
    assert visitor.get(address("odt")).status_code == 200


def test_a_correction_takes_the_files_of_the_edition_before(
    visitor: Visitor, parc: Parc, moderator: User, edition: Edition
) -> None:
    let_work()
    publish(fresh(parc.consultation), "Un mot.", actor=moderator)
    assert visitor.get(address("html")).status_code == 404
    while check_next_edition_file():
        pass
    assert not session.scalars(select(StoredFile.id)).all()
    let_work()
    assert visitor.get(address("html", 2)).status_code == 200


def test_who_may_not_see_the_consultation_finds_no_file(
    visitor: Visitor, parc: Parc, edition: Edition
) -> None:
    let_work()
    with transaction():
        parc.consultation.phase = Phase.DRAFT
    for kind in KINDS:
        assert visitor.get(address(kind)).status_code == 404
    with transaction():
        parc.consultation.phase = Phase.OPEN
    for wrong in (address("csv"), address("pdf", 2), address("pdf", 0), address("")):
        assert visitor.get(wrong).status_code == 404


def test_something_taken_back_while_it_is_written_begins_it_again(
    edition: Edition, said: Contribution, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = for_everybody.write_file

    def meanwhile(*given: object) -> None:
        written(*given)  # type: ignore[arg-type]  # whatever it is given
        withdraw(known(said), actor=session.get_one(User, known(said).author.user_id))

    monkeypatch.setattr(for_everybody, "write_file", meanwhile)
    assert make_next_edition_file(), "the rows"
    assert make_next_edition_file(), "the first file"
    row = session.scalars(select(EditionFile).order_by(EditionFile.id).limit(1)).one()
    assert row.file_id is None
    assert row.done_at is None
    assert "TakenBack" in row.last_error
