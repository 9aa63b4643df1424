"""Publishing a text, its settings, its original, its images, its removal."""

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from consultation.consultations.models import Consultation, GlossaryTerm
from consultation.core.db import session
from consultation.core.files import StoredFile, path_of
from consultation.core.journal import JournalEntry
from consultation.documents.models import (
    Document,
    DraftCorrection,
    Heading,
    Import,
    Page,
    Paragraph,
    Passage,
    Picture,
    Section,
    Version,
    VersionState,
)
from consultation.documents.parsing.blocks import Block, BlockKind, ParsedDocument
from consultation.documents.parsing.blocks import Picture as ParsedPicture
from consultation.documents.services.importing import import_at_once
from tests.conftest import SignIn
from tests.documents.outline import BASE, key, press, seen
from tests.factories import heading, make_consultation, make_document, make_user, paragraph, saved

SETTINGS = {
    "title": "Le parc", "slug": "texte", "summary": "", "language": "fr", "place": "1",
}  # fmt: skip


def test_publishing_numbers_the_text_and_ends_its_corrections(
    client: FlaskClient, draft: int
) -> None:
    press(client, draft, "down", "Un.")
    page = client.get(f"{BASE}/publication").text
    assert "5 paragraphes, 3 titres" in page
    assert "l’équipe seule la lit" in page

    answer = client.post(f"{BASE}/publication", data={"seen": seen(draft)})

    assert answer.location == "/espace/parc"
    version = session.get_one(Version, draft)
    assert version.state is VersionState.PUBLISHED
    assert len(version.sha256) == 64
    texts = session.execute(select(Passage.number, Passage.text).order_by(Passage.number)).all()
    assert [tuple(row) for row in texts][:2] == [(1, "Deux."), (2, "Un.")]
    assert session.scalar(select(func.count()).select_from(DraftCorrection)) == 0
    assert session.scalar(select(func.count()).select_from(Page)) == 1
    document = session.scalars(select(Document)).one()
    assert document.current_version_id == draft
    assert session.scalars(select(Consultation.revision)).one() == 2
    assert "Publié" in client.get("/espace/parc").text
    assert client.post(f"{BASE}/publication", data={"seen": 1}).status_code == 404
    acts = session.scalars(select(JournalEntry.act)).all()
    assert "version.published" in acts
    assert client.get("/consultations/parc/texte").status_code == 200


def test_a_text_that_changed_meanwhile_is_not_published(client: FlaskClient, draft: int) -> None:
    press(client, draft, "down", "Un.")
    page = client.post(f"{BASE}/publication", data={"seen": 0})
    assert page.status_code == 422
    assert "relisez-le" in page.text
    assert session.get_one(Version, draft).state is VersionState.DRAFT


def test_a_text_without_a_paragraph_is_not_published(client: FlaskClient, sign_in: SignIn) -> None:
    organiser = make_user()
    row = make_consultation(slug="parc", organiser=organiser)
    make_document(row, blocks=(heading("Seul"),), is_published=False)
    sign_in(organiser)
    page = client.post(f"{BASE}/publication", data={"seen": 0})
    assert page.status_code == 422
    assert "aucun paragraphe" in page.text


def test_a_later_version_is_published_on_its_own_page(client: FlaskClient, draft: int) -> None:
    client.post(f"{BASE}/publication", data={"seen": 0})
    document = session.scalars(select(Document)).one()
    saved(Version(document_id=document.id, number=2, report=[]))
    page = client.post(f"{BASE}/publication", data={"seen": 0})
    assert page.location == f"{BASE}/publier-version"
    assert client.get(f"{BASE}/publication").location == f"{BASE}/publier-version"


def test_the_preview_reads_as_the_public_will(client: FlaskClient, draft: int) -> None:
    consultation_id = session.scalars(select(Consultation.id)).one()
    saved(GlossaryTerm(consultation_id=consultation_id, term="Trois", definition="Un nombre"))
    page = client.get(f"{BASE}/apercu").text
    assert "¶ 5" in page
    assert "Définition\u00a0: Trois" in page
    assert 'class="term"' in page
    assert "L’équipe seule voit cette page" in page


def test_the_report_counts_what_was_recognised(client: FlaskClient, draft: int) -> None:
    version = session.get_one(Version, draft)
    version.report = [
        {"code": "equation", "place": "Le parc › Un.", "count": 2, "detail": "x<2"},
        {"code": "comment", "place": "", "count": 1, "detail": ""},
    ]
    session.commit()
    page = client.get(f"{BASE}/rapport").text
    for words in ("Équation", "2 fois", "Le parc › Un.", "x&lt;2", "Commentaire", "paragraphe"):
        assert words in page
    assert "1 point du fichier" in client.get(BASE).text


def test_settings_of_a_text(client: FlaskClient, draft: int) -> None:
    make_document(session.scalars(select(Consultation)).one(), slug="annexe")
    client.get(f"{BASE}/reglages")

    page = client.post(
        f"{BASE}/reglages",
        data={**SETTINGS, "title": "Autre", "slug": "autre", "place": "2", "offers_original": "y"},
    )

    assert page.location == "/espace/parc/textes/autre"
    order = session.scalars(select(Document.slug).order_by(Document.position)).all()
    assert order == ["annexe", "autre"]
    for wrong, message in (
        ({"slug": "annexe"}, "déjà prise"), ({"slug": "lexique"}, "déjà prise"),
        ({"slug": "É"}, "lettres sans accent"), ({"title": ""}, "Donnez un titre"),
        ({"place": "0"}, "premier rang"), ({"language": "xx"}, "Choisissez dans la liste"),
    ):  # fmt: skip
        refused = client.post("/espace/parc/textes/autre/reglages", data={**SETTINGS, **wrong})
        assert refused.status_code == 422
        assert message in refused.text


def test_the_address_of_a_published_text_stays(client: FlaskClient, draft: int) -> None:
    client.post(f"{BASE}/publication", data={"seen": 0})
    client.post(f"{BASE}/reglages", data={**SETTINGS, "slug": "autre", "title": "Neuf"})
    document = session.scalars(select(Document)).one()
    assert (document.slug, document.title) == ("texte", "Neuf")


@pytest.fixture
def imported(client: FlaskClient, sign_in: SignIn) -> Document:
    """A text read from a file with a picture."""
    organiser = make_user()
    row = make_consultation(slug="parc", organiser=organiser)
    parsed = ParsedDocument(
        title="Texte",
        language="fr",
        blocks=(
            heading("Texte"),
            paragraph("Un."),
            Block(BlockKind.IMAGE, 0, '<figure><img src="/images/abc.png" alt=""></figure>', ""),
        ),
        pictures=(ParsedPicture("abc.png", b"\x89PNG", 1, 1),),
    )
    with client.application.app_context():
        document = import_at_once(row, parsed, 'a"b\r\n<script>.html', b"<h1>Texte</h1>")
        session.remove()
    sign_in(organiser)
    return document


def test_the_original_is_offered_only_when_it_is(client: FlaskClient, imported: Document) -> None:
    stranger = client.application.test_client()
    address = "/consultations/parc/texte/original"
    assert stranger.get(address).status_code == 404
    client.post("/espace/parc/textes/texte/publication", data={"seen": 0})
    assert stranger.get(address).status_code == 404
    client.post("/espace/parc/textes/texte/reglages", data={**SETTINGS, "offers_original": "y"})

    answer = stranger.get(address)

    assert answer.status_code == 200
    assert answer.data == b"<h1>Texte</h1>"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="texte-v1.html"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert "script" not in answer.headers["Content-Disposition"]
    assert "Set-Cookie" not in answer.headers


def test_an_image_is_public_and_never_changes(client: FlaskClient, imported: Document) -> None:
    answer = client.application.test_client().get("/images/abc.png")
    assert answer.data == b"\x89PNG"
    assert answer.mimetype == "image/png"
    assert "immutable" in answer.headers["Cache-Control"]
    etag = answer.headers["ETag"]
    assert client.get("/images/abc.png", headers={"If-None-Match": etag}).status_code == 304
    for name in ("xyz.png", "..%2f..%2fsecret-key", "abc"):
        assert client.get(f"/images/{name}").status_code == 404


def test_one_image_of_two_texts_is_stored_once(app: Flask, imported: Document) -> None:
    with app.app_context():
        row = session.scalars(select(Consultation)).one()
        parsed = ParsedDocument(
            "Deux", None, (heading("Deux"),), (), (ParsedPicture("abc.png", b"\x89PNG", 1, 1),)
        )
        import_at_once(row, parsed, "deux.md", b"# Deux")
        assert session.scalar(select(func.count()).select_from(Picture)) == 1
        session.remove()


def test_deleting_a_draft_leaves_nothing_of_it(client: FlaskClient, imported: Document) -> None:
    with client.application.app_context():
        kept = session.scalars(select(StoredFile).where(StoredFile.name.like("%.html"))).one()
        path: Path = path_of(kept.key)
        session.remove()
    assert path.exists()
    press_key = session.scalars(select(Version.id)).one()
    press(client, press_key, "remove", "Un.")
    assert "effacés" in client.get("/espace/parc/textes/texte/suppression").text

    page = client.post("/espace/parc/textes/texte/suppression")

    assert page.location == "/espace/parc"
    for table in (Document, Version, Heading, Passage, Section, Paragraph, DraftCorrection, Import):
        assert session.scalar(select(func.count()).select_from(table)) == 0
    assert not path.exists()
    assert "document.deleted" in session.scalars(select(JournalEntry.act)).all()


def test_a_published_text_is_not_deleted(client: FlaskClient, draft: int) -> None:
    assert key(draft, "Un.")
    client.post(f"{BASE}/publication", data={"seen": 0})
    assert client.post(f"{BASE}/suppression").status_code == 404
    assert session.scalar(select(func.count()).select_from(Document)) == 1
