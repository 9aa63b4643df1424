"""From an uploaded file to a draft: the worker reads it, all or nothing."""

import io
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from consultation.consultations.models import Consultation, Phase
from consultation.core import work
from consultation.core.clock import now, travel
from consultation.core.db import session
from consultation.core.journal import JournalEntry
from consultation.core.mail import OutgoingMail
from consultation.documents import tasks
from consultation.documents.models import (
    Document,
    Heading,
    Import,
    ImportState,
    Passage,
    Picture,
    Version,
    VersionState,
)
from consultation.documents.services import importing
from tests.conftest import SignIn
from tests.factories import make_consultation, make_document, make_user

Outbox = Callable[[], list[OutgoingMail]]
MARKDOWN = """# Un parc

Le parc *ouvre* à huit heures.

- des arbres
- des bancs

## Les règles

Pas de vélo.
"""


@pytest.fixture
def parc(client: FlaskClient, sign_in: SignIn) -> None:
    organiser = make_user()
    make_consultation(slug="parc", organiser=organiser, phase=Phase.DRAFT)
    sign_in(organiser)


def upload(
    client: FlaskClient, content: bytes = MARKDOWN.encode(), name: str = "parc.md", **fields: str
) -> str:
    """Send a file; the address of its progress page."""
    page = client.post(
        "/espace/parc/textes/importer", data={"file": (io.BytesIO(content), name), **fields}
    )
    assert page.status_code == 303, page.text
    return page.location or ""


def read(client: FlaskClient) -> bool:
    with client.application.app_context():
        try:
            return tasks.read_next_import()
        finally:
            session.remove()


def count(table: type[Document] | type[Passage] | type[Version] | type[Picture]) -> int:
    return session.scalar(select(func.count()).select_from(table)) or 0


def test_a_file_waits_is_read_and_becomes_a_draft(
    client: FlaskClient, parc: None, outbox: Outbox
) -> None:
    assert "20\u00a0Mo au plus" in client.get("/espace/parc/textes/importer").text
    address = upload(client)
    waiting = client.get(address).text
    assert 'data-module="progress"' in waiting
    assert "Actualiser" in waiting
    assert "http-equiv" not in waiting
    assert "parc.md" in client.get("/espace/parc").text

    assert read(client)

    done = client.get(address).text
    assert "Fichier lu" in done
    assert "data-module" not in done
    document = session.scalars(select(Document)).one()
    assert (document.title, document.slug, document.language) == ("Un parc", "un-parc", "fr")
    assert document.current_version_id is None
    version = session.scalars(select(Version)).one()
    assert version.state is VersionState.DRAFT
    assert version.original_id is not None
    texts = session.scalars(select(Passage.text).order_by(Passage.position)).all()
    assert texts == ["Le parc ouvre à huit heures.", "des arbres\ndes bancs", "Pas de vélo."]
    assert session.scalars(select(Heading.level).order_by(Heading.position)).all() == [1, 2]
    assert [mail.kind for mail in outbox()] == ["documents.import_read"]
    acts = session.scalars(select(JournalEntry.act).order_by(JournalEntry.id)).all()
    assert acts == ["import.asked", "document.created"]
    assert not read(client)


def test_the_organiser_chooses_the_title_and_to_split_the_lists(
    client: FlaskClient, parc: None
) -> None:
    upload(client, title="Notre parc", splits_lists="1", offers_original="y")
    read(client)
    document = session.scalars(select(Document)).one()
    assert (document.title, document.slug) == ("Notre parc", "notre-parc")
    assert document.offers_original
    texts = session.scalars(select(Passage.text).order_by(Passage.position)).all()
    assert texts[1:3] == ["des arbres", "des bancs"]


def test_the_public_sees_nothing_of_a_draft(client: FlaskClient, parc: None) -> None:
    upload(client)
    read(client)
    session.scalars(select(Consultation)).one().phase = Phase.OPEN
    session.commit()
    stranger = client.application.test_client()
    assert "Un parc</a>" not in stranger.get("/consultations/parc").text
    for rest in ("", "/texte", "/original"):
        assert stranger.get(f"/consultations/parc/un-parc{rest}").status_code == 404


def test_a_refused_file_says_why_and_leaves_nothing(
    client: FlaskClient, parc: None, outbox: Outbox
) -> None:
    address = upload(client, b"PK\x03\x04 not a zip", "texte.docx")
    assert read(client)
    page = client.get(address).text
    assert "Fichier refusé" in page
    assert "recommencez" in page
    assert "Choisir un autre fichier" in page
    assert count(Document) == 0
    assert "pas pu être repris" in outbox()[0].text
    assert session.scalars(select(Import.state)).one() is ImportState.REFUSED
    assert "refusé" in client.get("/espace/parc").text


@pytest.mark.parametrize(
    ("content", "name", "message"),
    [
        (b"", "vide.md", "vide"),
        (b"x" * (20 * 1024 * 1024 + 1), "gros.md", "20\u00a0Mo"),
        (b"MZ", "programme.exe", "pas reconnu"),
        (b"{\\rtf1", "texte.doc", "pas reconnu"),
    ],
)
def test_what_can_be_refused_at_once_is(
    client: FlaskClient, parc: None, content: bytes, name: str, message: str
) -> None:
    page = client.post(
        "/espace/parc/textes/importer",
        data={"file": (io.BytesIO(content), name), "title": "Gardé"},
    )
    assert page.status_code == 422
    assert message in page.text
    assert "Gardé" in page.text
    assert session.scalars(select(Import)).first() is None
    nothing = client.post("/espace/parc/textes/importer", data={})
    assert "Choisissez un fichier" in nothing.text


def test_a_body_past_the_limit_is_413(client: FlaskClient, parc: None) -> None:
    page = client.post(
        "/espace/parc/textes/importer",
        data={"file": (io.BytesIO(b"x" * (22 * 1024 * 1024)), "gros.md")},
    )
    assert page.status_code == 413


def test_a_name_with_a_path_is_shown_without_it_and_never_used(
    client: FlaskClient, parc: None
) -> None:
    address = upload(client, name="../../etc/<b>passwd.md")
    page = client.get(address).text
    assert "&lt;b&gt;passwd.md" in page
    assert "etc/" not in page


def test_the_import_of_a_killed_worker_is_read_by_another_once(
    client: FlaskClient, parc: None
) -> None:
    address = upload(client)
    with client.application.app_context():
        row = work.claim(Import)
        assert row is not None
        importing.start_reading(row)
        session.remove()
    assert "Lecture en cours" in client.get(address).text
    assert not read(client)
    with travel(now() + timedelta(minutes=3)):
        assert read(client)
        assert not read(client)
    assert count(Document) == 1


def test_two_workers_that_both_read_it_make_one_draft(client: FlaskClient, parc: None) -> None:
    from consultation.documents.parsing import Options, parse_file

    upload(client)
    with client.application.app_context():
        row = work.claim(Import)
        assert row is not None
        path = importing.files.path_of(session.scalars(select(importing.StoredFile.key)).one())
        parsed = parse_file(path, "parc.md", Options())
        assert importing.keep_parsed(row, parsed) is not None
        assert importing.keep_parsed(row, parsed) is None
        session.remove()
    assert count(Document) == 1


def test_a_crash_in_the_middle_leaves_nothing_and_is_tried_again(
    client: FlaskClient, parc: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = upload(client)

    def crash(*_args: object, **_more: object) -> None:
        raise RuntimeError("the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(importing.journal, "record", crash)
        with pytest.raises(RuntimeError):
            read(client)
    assert count(Document) == count(Passage) == count(Version) == 0
    assert "recommence d’elle-même" in client.get(address).text
    with travel(now() + timedelta(minutes=5)):
        assert read(client)
    assert count(Document) == 1


def test_a_reading_that_fails_eight_times_is_given_up_plainly(
    client: FlaskClient, parc: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = upload(client)

    def crash(*_args: object, **_more: object) -> None:
        raise RuntimeError("always")

    monkeypatch.setattr(tasks, "keep_parsed", crash)
    moment = now()
    for _time in range(work.MAX_ATTEMPTS):
        moment += timedelta(hours=3)
        with travel(moment), pytest.raises(RuntimeError):
            read(client)
    page = client.get(address).text
    assert "n’a pas abouti" in page
    assert "data-module" not in page


def test_an_archived_consultation_takes_no_more_texts(client: FlaskClient, parc: None) -> None:
    session.scalars(select(Consultation)).one().phase = Phase.ARCHIVED
    session.commit()
    page = client.post("/espace/parc/textes/importer", data={"file": (io.BytesIO(b"# x"), "x.md")})
    assert page.status_code == 422
    assert "archivée" in page.text


def test_a_published_text_leads_to_its_next_version(client: FlaskClient, parc: None) -> None:
    make_document(session.scalars(select(Consultation)).one())
    page = client.get("/espace/parc/textes/texte").text
    assert "/espace/parc/textes/texte/version-suivante" in page
    for rest in ("/apercu", "/rapport", "/publication", "/suppression"):
        assert client.get(f"/espace/parc/textes/texte{rest}").status_code == 404
    assert "version suivante" in client.get("/espace/parc/textes/importer").text
