"""What is masked, and who leaves, once a synthesis is published: every page and file follows."""

import io
import json
import zipfile

import pypdf
import pytest
from flask.testing import FlaskClient

from consultation.accounts.models import User
from consultation.contributions.models import Contribution
from consultation.core.db import session
from consultation.exports.tasks import make_next_edition_file
from consultation.moderation.models import Measure
from consultation.privacy.services import delete_account
from consultation.synthesis.models import Edition
from consultation.synthesis.queries.editions import archived, known_of
from consultation.synthesis.verifying import differences
from tests.contributions.steps import Parc, known, say
from tests.exports.pen import Pen
from tests.exports.steps import made as made_corpus
from tests.exports.steps import other_request
from tests.exports.test_public_files import address
from tests.exports.test_synthesis import made as made_paper
from tests.exports.test_synthesis import published
from tests.factories import make_user
from tests.moderation.steps import judged, span

PAGE = "/consultations/parc/synthese"
NAME = "Quenneville"
WORDS = "Ravenelle demande dix minutes de plus."
PAPERS = ("pdf", "docx", "odt", "html", "paper_xlsx", "paper_json")
CORPUS = ("csv", "json", "xlsx", "qdpx")


@pytest.fixture
def author(database: None) -> User:
    return make_user(name=f"Zoé {NAME}")


@pytest.fixture
def said(parc: Parc, author: User) -> Contribution:
    return say(parc, text=WORDS, author=author)


@pytest.fixture
def edition(parc: Parc, moderator: User, said: Contribution) -> Edition:
    """A statement that cites what was said, and quotes it; another contribution stays."""
    pen = Pen(parc, moderator)
    statement = pen.say("Le temps manque.", [said, say(parc, text="Quinze suffiraient.")])
    pen.quote(statement, said, WORDS, "Ravenelle demande dix minutes")
    return published(pen)


def words_in(kind: str, content: bytes) -> str:
    """Everything that a file says."""
    if kind == "pdf":
        return " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)
    if kind == "html":
        return content.decode()
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return " ".join(package.read(name).decode(errors="replace") for name in package.namelist())


def everything(client: FlaskClient, edition: Edition) -> dict[str, str]:
    """Every page and every file that holds something of the synthesis, by its name."""
    key = edition.text["chapters"][0]["statements"][0]["key"]
    pages = {
        "page": PAGE, "sources": f"{PAGE}?enonce={key}",
        "list": f"{PAGE}/couverture?liste=publiees",
        "archive": f"{PAGE}/editions/1/archive.json",
    }  # fmt: skip
    found = {name: client.get(path).text for name, path in pages.items()}
    for kind in PAPERS:
        found[kind] = words_in(kind, made_paper(client, kind))
    for kind in CORPUS:
        found[f"corpus {kind}"] = words_in(kind, made_corpus(client, kind))
    while make_next_edition_file():
        pass
    session.remove()
    other_request()
    for kind in ("pdf", "docx", "odt", "html", "xlsx", "json"):
        answer = client.get(address(kind))
        assert answer.status_code == 200, kind
        found[f"public {kind}"] = words_in(kind, answer.data)
    return found


def verified(parc: Parc, edition: Edition) -> list[str]:
    row = session.get_one(Edition, edition.id)
    return list(differences(archived(row), row.sha256, known_of(parc.consultation, row)))


def test_before_it_is_everywhere_but_in_the_archive(
    client: FlaskClient, parc: Parc, edition: Edition
) -> None:
    found = everything(client, edition)
    silent = {name for name, text in found.items() if "Ravenelle" not in text}
    assert silent == {"archive"}, "it holds identifiers and quotes by reference"
    assert not [name for name, text in found.items() if NAME in text], "no name anywhere"
    assert verified(parc, edition) == []


def test_a_mask_covers_the_words_in_every_page_and_file(
    client: FlaskClient, parc: Parc, moderator: User, said: Contribution, edition: Edition
) -> None:
    judged(said, Measure.MASK, moderator, spans=(span(WORDS, "Ravenelle"),))
    for name, text in everything(client, edition).items():
        assert "Ravenelle" not in text, name
        assert name == "archive" or "dix minutes" in text, name
    assert verified(parc, edition) == []


def test_an_account_that_leaves_its_words_leaves_no_name(
    client: FlaskClient, parc: Parc, author: User, edition: Edition
) -> None:
    key = author.key
    delete_account(author, withdraws=False)
    found = everything(client, edition)
    for name, text in found.items():
        assert NAME not in text, name
        assert key not in text, name
    assert "Ravenelle" in found["sources"], "what they said stays"
    assert verified(parc, edition) == []


def test_an_account_that_takes_its_words_leaves_a_trace_and_the_numbers_of_the_day(
    client: FlaskClient, parc: Parc, author: User, said: Contribution, edition: Edition
) -> None:
    delete_account(author, withdraws=True)
    found = everything(client, edition)
    for name, text in found.items():
        assert "Ravenelle" not in text, name
        assert NAME not in text, name
        assert "dix minutes" not in text, name
    assert "retirée par la personne" in found["sources"]
    held = json.loads(found["archive"])
    assert held["archive"]["coverage"]["published"] == 2
    assert known(said).number == 1
    assert verified(parc, edition) == []
