"""The glossary: words one by one, or many from a CSV file, all or none."""

import io

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from werkzeug.test import TestResponse

from consultation.consultations.models import Consultation, GlossaryTerm
from consultation.consultations.services.glossary import Fate, read_glossary
from consultation.core.db import session
from consultation.core.errors import DomainError
from consultation.core.journal import JournalEntry
from tests.conftest import SignIn
from tests.factories import make_consultation, make_user

ADDRESS = "/espace/parc/lexique"


@pytest.fixture
def parc(client: FlaskClient, sign_in: SignIn) -> None:
    organiser = make_user()
    make_consultation(slug="parc", organiser=organiser)
    sign_in(organiser)


def terms() -> dict[str, str]:
    rows = session.execute(select(GlossaryTerm.term, GlossaryTerm.definition))
    return {term: definition for term, definition in rows}  # noqa: C416


def send(client: FlaskClient, content: bytes) -> TestResponse:
    return client.post(f"{ADDRESS}/import", data={"file": (io.BytesIO(content), "lexique.csv")})


def test_a_word_is_added_changed_and_deleted(client: FlaskClient, parc: None) -> None:
    client.post(ADDRESS, data={"term": " ARS ", "definition": "Agence  régionale de santé"})
    row = session.scalars(select(GlossaryTerm)).one()
    assert terms() == {"ARS": "Agence régionale de santé"}
    assert "1 mot expliqué" in client.get(ADDRESS).text
    assert "Agence régionale" in client.get("/consultations/parc/lexique").text
    assert client.get(f"{ADDRESS}/{row.key}").status_code == 200

    client.post(f"{ADDRESS}/{row.key}", data={"term": "ARS", "definition": "Agence."})
    assert terms() == {"ARS": "Agence."}
    assert "Supprimer «\u00a0ARS\u00a0»" in client.post(f"{ADDRESS}/{row.key}/suppression").text
    assert terms() == {"ARS": "Agence."}, "one is asked first"
    client.post(f"{ADDRESS}/{row.key}/suppression", data={"confirmed": "1"})

    assert terms() == {}
    assert session.scalars(select(Consultation.revision)).one() == 4
    acts = session.scalars(select(JournalEntry.act).order_by(JournalEntry.id)).all()
    assert acts == ["glossary.added", "glossary.edited", "glossary.deleted"]
    assert client.post(f"{ADDRESS}/{row.key}/suppression").status_code == 404


def test_the_same_word_twice_is_refused_and_what_was_typed_kept(
    client: FlaskClient, parc: None
) -> None:
    data = {"term": "ARS", "definition": "Agence"}
    client.post(ADDRESS, data=data)
    page = client.post(ADDRESS, data={**data, "definition": "Autre <chose>"})
    assert page.status_code == 422
    assert "déjà dans le lexique" in page.text
    assert "Autre &lt;chose&gt;" in page.text
    blank = client.post(ADDRESS, data={"term": "", "definition": "​"})
    assert "Écrivez le terme." in blank.text
    assert "Écrivez la définition." in blank.text


def test_a_file_adds_changes_and_keeps(client: FlaskClient, parc: None) -> None:
    client.post(ADDRESS, data={"term": "ARS", "definition": "Agence"})
    client.post(ADDRESS, data={"term": "HAS", "definition": "Haute Autorité"})
    page = send(
        client,
        'Terme;Définition\r\nARS;"Agence ; régionale"\r\n\r\nHAS;Haute Autorité\r\n'
        'CNIL;"La\r\nCommission"\r\n'.encode(),
    )
    assert page.status_code == 200
    assert "1 terme ajouté, 1 changé, 1 déjà là" in page.text
    assert "Ligne 2" in page.text
    assert terms() == {
        "ARS": "Agence ; régionale", "HAS": "Haute Autorité", "CNIL": "La Commission",
    }  # fmt: skip


def test_one_wrong_line_and_nothing_is_written(client: FlaskClient, parc: None) -> None:
    content = "ARS,Agence\nHAS\nARS,Encore\n,vide\nCNIL,La,Commission\n" + "x" * 81 + ",long\n"
    page = send(client, content.encode())
    assert page.status_code == 422
    assert "5 lignes à corriger" in page.text
    for words in (
        "Ligne 2",
        "deux colonnes",
        "déjà défini plus haut",
        "Écrivez le terme",
        "80 car",
    ):
        assert words in page.text
    assert "serait ajouté" in page.text
    assert terms() == {}


def test_a_file_of_an_old_spreadsheet_is_read(client: FlaskClient, parc: None) -> None:
    send(client, "Sécurité;Définition d’été".encode("cp1252"))
    assert terms() == {"Sécurité": "Définition d’été"}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "aucune ligne"),
        (b"a,b\n" * 300_000, "1\u00a0Mo"),
        (b"".join(b"a%d,b\n" % n for n in range(2001)), "2000 lignes"),
    ],
)
def test_an_empty_or_huge_file_is_refused(
    client: FlaskClient, parc: None, content: bytes, message: str
) -> None:
    page = send(client, content)
    assert page.status_code == 422
    assert "<title>Erreur" in page.text
    assert message in page.text.replace("\u202f", "")
    assert terms() == {}


@given(st.binary(max_size=400))
def test_any_bytes_get_an_answer(content: bytes) -> None:
    try:
        report = read_glossary(content, {})
    except DomainError:
        return
    wanted = [line for line in report.lines if line.fate is Fate.ADDED]
    assert len(report.wanted) == len(wanted)
    assert all(term and definition for term, definition in report.wanted.items())


@given(
    st.dictionaries(
        st.from_regex(r"[A-Z]{2,10}", fullmatch=True),
        st.from_regex(r"[a-z]{2,10}( [a-z;,\"]{1,8}){0,4}", fullmatch=True),
        min_size=1,
        max_size=20,
    )
)
def test_what_a_spreadsheet_writes_comes_back(words: dict[str, str]) -> None:
    import csv

    output = io.StringIO()
    csv.writer(output).writerows(words.items())
    report = read_glossary(output.getvalue().encode(), {})
    assert report.is_right
    assert report.wanted == words
