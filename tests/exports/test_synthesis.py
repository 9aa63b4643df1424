"""The synthesis as a document: every statement with its sources, nothing that was taken back."""

import io
import re
import zipfile
from pathlib import Path

import docx
import page
import pypdf
import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from consultation.accounts.models import User
from consultation.consultations.models import Consultation
from consultation.contributions.services.withdrawing import withdraw
from consultation.core import files
from consultation.core.db import session, transaction
from consultation.core.files import StoredFile
from consultation.exports.models import Export, ExportState
from consultation.exports.services import making
from consultation.moderation.models import Measure
from consultation.privacy.services import delete_account
from consultation.publishing.writers.pdf import TypesettingError
from consultation.synthesis.models import Chapter, Edition, Synthesis
from consultation.synthesis.services.opening import LAST_PLACES, required_titles
from consultation.synthesis.services.publication import publish
from tests.contributions.steps import Parc, known, say
from tests.exports.pen import Pen
from tests.exports.steps import HOME, export, taken, work
from tests.factories import make_user, saved
from tests.moderation.steps import judged, span
from tests.publishing.test_template import template

ASK = f"{HOME}/synthese"
WORDS = "Ravenelle demande dix minutes 😀 de plus."


def asked(client: FlaskClient, form: str = "html", given: bytes | None = None, **more: str) -> str:
    """Ask for the synthesis through the door; the export's key."""
    data: dict[str, object] = {"paper": form, "with_annex": "y", **more}
    if given is not None:
        data["template"] = (io.BytesIO(given), "modele.docx")
    answer = client.post(ASK, data=data)
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"].rsplit("/", 1)[1]


def made(client: FlaskClient, form: str = "html", given: bytes | None = None, **more: str) -> bytes:
    """Ask, let the worker work, and download."""
    key = asked(client, form, given, **more)
    work()
    answer = taken(client, key)
    assert answer.status_code == 200, (export(key).failure, export(key).last_error)
    return answer.data


def text_of(content: bytes) -> str:
    """The words of an HTML file, without markup."""
    body = content.decode().split("</style>")[1]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body))


@pytest.fixture
def pen(parc: Parc, moderator: User) -> Pen:
    return Pen(parc, moderator)


def test_each_statement_has_its_sources_and_the_first_page_says_what_is_left(
    client: FlaskClient, parc: Parc, pen: Pen
) -> None:
    first, second = say(parc, text="Dix minutes."), say(parc, text="Quinze.")
    say(parc, text="Autre chose.")
    pen.say("Le temps manque.", [first, second])
    text = text_of(made(client))
    assert "Projet de synthèse, non publié" in text
    assert "3 contributions publiées n’ont pas été lues" in text
    assert "Le temps manque. 1" in text
    assert "Sources : contributions n° 1 , 2 ." in text
    assert "Dix minutes." in text
    assert "Autre chose." not in text
    assert text.index("Reçues") < text.index("Sommaire") < text.index("Le temps manque.")


@pytest.mark.parametrize("form", ["pdf", "docx", "odt", "html"])
def test_the_same_day_gives_the_same_bytes_and_one_job(
    client: FlaskClient, parc: Parc, pen: Pen, form: str
) -> None:
    pen.say("Le temps manque.", [say(parc)])
    key = asked(client, form)
    assert asked(client, form) == key
    work()
    first = taken(client, key).data
    with transaction():
        session.get_one(Export, export(key).id).fingerprint = None
    assert asked(client, form) != key
    assert made(client, form) == first


def test_another_word_is_another_file(client: FlaskClient, parc: Parc, pen: Pen) -> None:
    pen.say("Le temps manque.", [say(parc)])
    key = asked(client)
    pen.say("Et la place.")
    assert asked(client) != key
    assert asked(client, with_annex="") != key


def published(pen: Pen) -> Edition:
    """The first edition of what is written."""
    row = session.get_one(Consultation, pen.parc.consultation_id)
    synthesis = session.get_one(Synthesis, pen.synthesis.id)
    for kind, title in required_titles("fr").items():
        saved(
            Chapter(
                synthesis_id=synthesis.id, kind=kind, title=title, position=LAST_PLACES,
                empty_note="Rien à dire.",
            )
        )  # fmt: skip
    return publish(row, "", actor=pen.writer)


def test_a_published_edition_is_exported_as_it_was_and_the_draft_on_request(
    client: FlaskClient, parc: Parc, pen: Pen
) -> None:
    said = say(parc, text=WORDS)
    pen.quote(pen.say("{{personnes | sources}} demandent du temps.", [said]), said, WORDS, "dix")
    edition = published(pen)
    pen.say("Une phrase de plus.", [said])
    say(parc, text="Trop tard.")
    text = text_of(made(client))
    assert edition.number == 1
    assert "Édition 1" in text
    assert "Projet de synthèse" not in text
    assert "Une personne sur 1 demandent du temps." in text
    assert "parmi : " in text.replace("\u00a0", " ")
    assert "Une phrase de plus." not in text
    assert "« dix »" in text.replace("\u00a0", " ")
    draft = text_of(made(client, is_draft="y"))
    assert "Une phrase de plus." in draft
    assert "Projet de synthèse" in draft


def test_a_pdf_of_a_synthesis_holds_to_both_standards(
    client: FlaskClient, parc: Parc, pen: Pen, tmp_path: Path
) -> None:
    said = say(parc, text=WORDS)
    pen.quote(pen.say("Le temps manque.", [said]), said, WORDS, "dix minutes")
    path = tmp_path / "synthese.pdf"
    path.write_bytes(made(client, "pdf"))
    for profile in (page.ValidationProfile.PDF_UA_1, page.ValidationProfile.PDF_A_3A):
        assert page.validate_pdf(str(path), profile=profile).is_compliant
    text = "".join(each.extract_text() for each in pypdf.PdfReader(path).pages)
    assert "«\u00a0dix minutes\u00a0»" in text
    assert "À propos de ce fichier" in text
    assert "Licence Ouverte" in text.replace("\n", " ")


def test_case_38_masked_and_withdrawn_words_are_nowhere(
    client: FlaskClient, parc: Parc, pen: Pen, moderator: User
) -> None:
    author = make_user()
    masked, gone = say(parc, text=WORDS), say(parc, text="Secret de Zoé.", author=author)
    statement = pen.say("Le temps manque.", [masked, gone])
    pen.quote(statement, masked, WORDS, "Ravenelle demande")
    pen.quote(statement, gone, "Secret de Zoé.", "Secret")
    judged(masked, Measure.MASK, moderator, spans=(span(WORDS, "Ravenelle"),))
    withdraw(known(gone), actor=author)
    for form in ("html", "docx", "odt"):
        content = made(client, form)
        if form != "html":
            with zipfile.ZipFile(io.BytesIO(content)) as package:
                content = b"".join(package.read(name) for name in package.namelist())
        assert b"Ravenelle" not in content
        assert b"Secret" not in content
    text = text_of(made(client))
    assert "demande" in text
    assert "n° 2 n’est plus publique" in text
    assert "Ces mots ne sont plus publics" in text


def test_a_download_is_refused_once_a_source_is_withdrawn(
    client: FlaskClient, parc: Parc, pen: Pen, moderator: User
) -> None:
    said = say(parc)
    pen.say("Le temps manque.", [said])
    key = asked(client)
    work()
    judged(said, Measure.HIDE, moderator)
    assert taken(client, key).status_code == 410


def test_deleted_authors_have_no_name(client: FlaskClient, parc: Parc, pen: Pen) -> None:
    author = make_user(name="Zoé Quenneville")
    pen.say("Le temps manque.", [say(parc, author=author)])
    delete_account(author, withdraws=False)
    assert "Quenneville" not in made(client).decode()


@pytest.mark.parametrize("form", ["pdf", "docx", "odt", "html"])
@pytest.mark.parametrize("case", ["empty", "one", "hard"])
def test_bad_corpora_give_a_document(
    client: FlaskClient, parc: Parc, pen: Pen, case: str, form: str
) -> None:
    hard = (
        "שלום, הפארק",
        "x" * 5000,
        "👩‍👩‍👧‍👦 🇫🇷",
        "a\u0301\u202eretourné",
        "# titre\n\n> > cité",
    )
    texts = {"empty": (), "one": ("Une seule.",), "hard": hard}[case]
    for text in texts:
        pen.say(text[:3000], [say(parc, text=text)])
    content = made(client, form)
    if form == "html":
        assert ("aucun énoncé" in text_of(content)) is (case == "empty")
        assert ("Aucune contribution n’est publiée" in text_of(content)) is (case == "empty")


def test_a_synthesis_that_is_not_begun_is_said_to_be_so(client: FlaskClient, parc: Parc) -> None:
    assert "La synthèse n’est pas encore commencée" in client.get(HOME).text
    answer = client.post(ASK, data={"paper": "pdf"})
    assert answer.status_code == 422
    assert "La synthèse n’est pas encore commencée" in answer.text


def test_an_institutions_template_is_filled_and_destroyed_with_the_job(
    client: FlaskClient, parc: Parc, pen: Pen
) -> None:
    pen.say("Le temps manque.", [say(parc)])
    given = template("{{ titre }}, {{ recues }} reçue", "{{ synthese }}", "{{ information }}")
    paper = docx.Document(io.BytesIO(made(client, "docx", given)))
    lines = [each.text for each in paper.paragraphs]
    title = session.get_one(Consultation, parc.consultation_id).title
    assert lines[0] == f"{title}, 1 reçue"
    assert "Le temps manque." in lines
    assert [each.name for each in session.scalars(select(StoredFile))] == [
        f"parc-{session.scalars(select(Export.as_of)).one().isoformat()}.docx"
    ]


def test_a_cancelled_job_keeps_no_template(client: FlaskClient, parc: Parc, pen: Pen) -> None:
    key = asked(client, "docx", template("{{ titre }}"))
    kept = session.scalars(select(StoredFile)).one()
    path = files.path_of(kept.key)
    assert path.exists()
    client.post(f"{HOME}/{key}/annuler")
    assert not path.exists()


@pytest.mark.parametrize(
    ("given", "form", "words"),
    [
        (template("{{ titre }} {{ auteur }}"), "docx", "repère inconnu : {{ auteur }}"),
        (template("{{ un }} {{ deux }}"), "docx", "repères inconnus : {{ un }}, {{ deux }}"),
        (template("Voici {{ synthese }}"), "docx", "se place seul dans un paragraphe"),
        (template("Rien"), "docx", "ne contient aucun repère"),
        (b"PK nonsense", "docx", "ne s’ouvre pas comme un DOCX"),
        (template("{{ titre }}"), "pdf", "ne sert qu’au format DOCX"),
    ],
    ids=["one", "two", "misplaced", "none", "broken", "pdf"],
)
def test_a_template_that_cannot_be_filled_is_told_why(
    client: FlaskClient, parc: Parc, pen: Pen, given: bytes, form: str, words: str
) -> None:
    data = {"paper": form, "template": (io.BytesIO(given), "modele.docx")}
    answer = client.post(ASK, data=data)
    assert answer.status_code == 422
    assert words in answer.text.replace("\u00a0", " ")
    assert not session.scalars(select(Export)).all()


def test_a_failure_of_typesetting_says_so(
    client: FlaskClient, parc: Parc, pen: Pen, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_given: object) -> None:
        raise TypesettingError("no")

    monkeypatch.setattr(making, "write_file", refused)
    monkeypatch.setattr(making, "MOST_TRIES", 1)
    key = asked(client, "pdf")
    work()
    assert (export(key).state, export(key).failure) == (ExportState.FAILED, "typesetting")
    assert "Le PDF n’a pas pu être composé" in client.get(f"{HOME}/{key}").text
