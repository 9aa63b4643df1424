"""A page that was shown is answered before Flask, as long as it is still that page."""

import gzip
from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask, request, request_started
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from consultation.consultations.models import Consultation, Phase
from consultation.core.clock import now
from consultation.core.db import session
from consultation.core.public_cache import MOST_ADDRESSES, Known, PublicCache
from consultation.documents.models import Page
from consultation.reading import views
from tests.conftest import SignIn
from tests.factories import make_consultation, make_document, make_user
from tests.reading.test_section_page import section_address

GZIP = {"Accept-Encoding": "gzip, br"}


@pytest.fixture
def reached(app: Flask) -> Iterator[list[str]]:
    """The addresses that came as far as Flask."""
    found: list[str] = []

    def note(_app: Flask, **_more: object) -> None:
        found.append(request.full_path)

    with request_started.connected_to(note, sender=app):
        yield found


@pytest.fixture
def address(client: FlaskClient, reached: list[str]) -> str:
    """A section that was shown once."""
    make_document(make_consultation(slug="parc"))
    found = section_address("parc")
    client.get(found, headers=GZIP)
    reached.clear()
    return found


def test_the_second_visit_is_the_same_answer_without_flask(
    client: FlaskClient, address: str, reached: list[str]
) -> None:
    short = client.get(address, headers=GZIP)
    assert reached == []
    with client.application.app_context():
        client.application.extensions["public_cache"]._addresses.clear()
    long = client.get(address, headers=GZIP)
    assert len(reached) == 1
    assert short.data == long.data
    assert "Le parc ouvre" in gzip.decompress(short.data).decode()
    assert dict(short.headers) == dict(long.headers)


def test_whoever_has_the_page_is_told_so(
    client: FlaskClient, address: str, reached: list[str]
) -> None:
    etag = client.get(address, headers=GZIP).headers["ETag"]
    for sent in (etag, f"W/{etag}", f'"other", {etag}'):
        again = client.get(address, headers={**GZIP, "If-None-Match": sent})
        assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", etag)
        assert "Content-Security-Policy" in again.headers
    assert reached == []


def test_what_changes_the_page_is_seen_at_once(
    client: FlaskClient, address: str, reached: list[str]
) -> None:
    etag = client.get(address, headers=GZIP).headers["ETag"]
    session.scalars(select(Page)).one().revision += 1
    session.commit()
    fresh = client.get(address, headers={**GZIP, "If-None-Match": etag})
    assert fresh.status_code == 200
    assert fresh.headers["ETag"] != etag
    assert len(reached) == 1


@pytest.mark.parametrize("phase", [Phase.DRAFT, None])
def test_what_is_not_to_be_seen_any_more_is_not(
    client: FlaskClient, address: str, phase: Phase | None
) -> None:
    row = session.scalars(select(Consultation)).one()
    if phase:
        row.phase = phase
    else:
        row.slug = "autre"
    session.commit()
    assert client.get(address, headers=GZIP).status_code == 404


def test_the_end_of_the_consultation_needs_no_worker(client: FlaskClient, address: str) -> None:
    etag = client.get(address, headers=GZIP).headers["ETag"]
    session.scalars(select(Consultation)).one().closes_at = now() - timedelta(seconds=1)
    session.commit()
    assert client.get(address, headers=GZIP).headers["ETag"] != etag


def test_each_language_and_each_question_has_its_own(client: FlaskClient, address: str) -> None:
    for path in (f"/en{address}", f"{address}?tri=recentes"):
        client.get(path, headers=GZIP)
    pages = {
        client.get(path, headers=GZIP).headers["ETag"]
        for path in (address, f"/en{address}", f"{address}?tri=recentes")
    }
    assert len(pages) == 3
    english = gzip.decompress(client.get(f"/en{address}", headers=GZIP).data).decode()
    assert '<html lang="en"' in english


@pytest.mark.parametrize("accepted", ["", "br", "gzip;q=0", "identity"])
def test_whoever_reads_no_gzip_gets_plain_text(
    client: FlaskClient, address: str, accepted: str
) -> None:
    page = client.get(address, headers={"Accept-Encoding": accepted})
    assert "Content-Encoding" not in page.headers
    assert "Le parc ouvre" in page.text


def test_somebody_signed_in_gets_a_page_of_their_own(
    client: FlaskClient, address: str, sign_in: SignIn, reached: list[str]
) -> None:
    sign_in(make_user())
    page = client.get(address, headers=GZIP)
    assert page.headers["Cache-Control"] == "no-store"
    assert len(reached) == 1


def test_only_reading_is_answered_so(client: FlaskClient, address: str, reached: list[str]) -> None:
    assert client.post(address, headers=GZIP).status_code == 405
    assert client.head(address, headers=GZIP).data == b""
    assert len(reached) == 2


def test_a_database_that_fails_is_told_by_flask(
    client: FlaskClient, address: str, monkeypatch: pytest.MonkeyPatch, reached: list[str]
) -> None:
    def fails(*_asked: object) -> None:
        raise OperationalError("select", {}, Exception("gone"))

    for read in ("page_state", "page_head"):
        monkeypatch.setattr(views, read, fails)
    assert client.get(address, headers=GZIP).status_code == 503
    assert len(reached) == 1


def test_addresses_are_not_remembered_without_end() -> None:
    cache = PublicCache(1000, "build")
    known = Known("fr", lambda: None)
    for number in range(MOST_ADDRESSES + 5):
        cache.remember(f"/{number}", known)
    assert cache.known("/0") is None
    assert cache.known(f"/{MOST_ADDRESSES + 4}") is known
