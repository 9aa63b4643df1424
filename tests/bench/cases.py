"""What is measured: each case gives the raw requests of one kind of visit."""

import http.client
import itertools
import os
import re
import urllib.parse
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.bench.desk import (
    Desk,
    prepared_chapter,
    prepared_desk,
    prepared_queue,
    signed_in,
)
from tests.bench.load import Request

WRITERS = 200


@dataclass(frozen=True)
class Site:
    """What the cases need to know of a loaded demo."""

    size: int
    section_paths: list[str]
    paragraph_paths: list[str]
    inherited_paths: list[str]
    """Discussions that also show what was written on the words of a version before."""
    compose_path: str
    fields: dict[str, str]
    cookies: list[tuple[str, str]]
    """Of people signed in: their cookie, and a CSRF token made for it."""
    desk: Desk
    coding_path: str
    to_code: list[str]
    """Contributions that are to be read, by key."""
    chapter: str
    """The key of a chapter that counts among all of them."""


@dataclass(frozen=True)
class Case:
    """One kind of visit."""

    name: str
    status: int
    requests: Callable[[Site, int], Request]


def _get(path: str, *headers: str) -> bytes:
    lines = [f"GET {path} HTTP/1.1", "Host: bench", "Accept-Encoding: gzip", *headers]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def _cycle(requests: list[bytes]) -> Request:
    turn = itertools.cycle(requests)
    return lambda: next(turn)


def section(site: Site, _port: int) -> Request:
    """Sections of the text, signed out."""
    return _cycle([_get(path) for path in site.section_paths])


def section_304(site: Site, port: int) -> Request:
    """The same sections, by somebody who has them."""
    return _cycle(
        [_get(path, f"If-None-Match: {_etag(port, path)}") for path in site.section_paths]
    )


def _etag(port: int, path: str) -> str:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
    etag = connection.getresponse().getheader("ETag", "")
    connection.close()
    return etag


def discussion(site: Site, _port: int) -> Request:
    """Discussions of paragraphs, signed out."""
    return _cycle([_get(path) for path in site.paragraph_paths])


def inherited(site: Site, _port: int) -> Request:
    """Discussions of a later version, with what was written on the one before, signed out."""
    return _cycle([_get(path) for path in site.inherited_paths])


def post(site: Site, _port: int) -> Request:
    """A comment published by one of many people."""
    people = itertools.cycle(site.cookies)
    number = itertools.count()

    def request() -> bytes:
        cookie, csrf = next(people)
        sent = {
            **site.fields,
            "csrf_token": csrf,
            "form_token": _token(next(number)),
            "body": f"Un avis de plus, le {next(number)}, sur ce que dit ce paragraphe.",
        }
        body = urllib.parse.urlencode(sent)
        lines = [
            f"POST {site.compose_path} HTTP/1.1", "Host: bench", f"Cookie: {cookie}",
            "Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}",
        ]  # fmt: skip
        return ("\r\n".join(lines) + "\r\n\r\n" + body).encode()

    return request


def decision(site: Site, _port: int) -> Request:
    """A contribution kept by a moderator, whose answer is the next one to examine."""
    keys = itertools.cycle(site.desk.keys)
    cookie, csrf = site.desk.cookie
    body = urllib.parse.urlencode(
        {"csrf_token": csrf, "measure": "keep", "revision": "1", "then": "next"}
    )

    def request() -> bytes:
        lines = [
            f"POST {site.desk.path}/{next(keys)} HTTP/1.1", "Host: bench", f"Cookie: {cookie}",
            "Accept-Encoding: gzip", "X-Fragment: item",
            "Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}",
        ]  # fmt: skip
        return ("\r\n".join(lines) + "\r\n\r\n" + body).encode()

    return request


def _read_by_a_coder(site: Site, addresses: list[str]) -> Request:
    paths = itertools.cycle(addresses)
    cookie, _csrf = site.desk.cookie

    def request() -> bytes:
        lines = [
            f"GET {next(paths)} HTTP/1.1", "Host: bench", f"Cookie: {cookie}",
            "Accept-Encoding: gzip",
        ]  # fmt: skip
        return ("\r\n".join(lines) + "\r\n\r\n").encode()

    return request


def queue(site: Site, _port: int) -> Request:
    """The coders' queue with its filters and its progress."""
    return _read_by_a_coder(site, [site.coding_path])


def item(site: Site, _port: int) -> Request:
    """One contribution on the coders' desk."""
    return _read_by_a_coder(site, [f"{site.coding_path}/{key}" for key in site.to_code])


def chapter(site: Site, _port: int) -> Request:
    """The synthesis being written: outline, coverage, a chapter that counts as one writes."""
    return _read_by_a_coder(site, [f"{site.coding_path}/redaction?chapitre={site.chapter}"])


CASES = (
    Case("section", 200, section),
    Case("section_304", 304, section_304),
    Case("discussion", 200, discussion),
    Case("inherited", 200, inherited),
    Case("post", 303, post),
    Case("queue", 200, queue),
    Case("item", 200, item),
    Case("chapter", 200, chapter),
    Case("decision", 200, decision),
)


def _token(number: int) -> str:
    from consultation.contributions.services.drafts import TOKEN_LENGTH
    from consultation.core.keys import new_key

    del number
    return new_key(TOKEN_LENGTH)


def prepared(environ: dict[str, str]) -> Site:
    """Read a loaded demo, and sign `WRITERS` of its people in."""
    from consultation.app import create_app
    from consultation.core.settings import Settings
    from consultation.reading.section import forget_texts

    # The texts of the size before have the same ids, and other keys.
    forget_texts()
    app = create_app(Settings.from_env({**os.environ, **environ}))
    client = app.test_client()
    home = client.get("/").get_data(as_text=True)
    slug = _found(home, r'id="une"[^>]*><a href="/consultations/([\w-]+)"')
    page = client.get(f"/consultations/{slug}").get_data(as_text=True)
    sections: list[str] = []
    for first in dict.fromkeys(re.findall(rf"/consultations/{slug}/[\w-]+/s/\w+", page)):
        text = client.get(first).get_data(as_text=True)
        document = first.rsplit("/s/", 1)[0]
        sections += re.findall(rf'<a href="({document}/s/\w+(?:/\d+)?)"', text)
    sections = list(dict.fromkeys(sections))
    paragraphs = [
        f"{path}?p={key}"
        for path in sections
        for key in re.findall(r'id="p-(\w+)"', client.get(path).get_data(as_text=True))
    ]
    document, key = paragraphs[0].split("/s/")[0], paragraphs[0].split("?p=")[1]
    with app.app_context():
        size, version, cookies = _people(app, slug, document.rsplit("/", 1)[1])
        desk = prepared_desk(app, slug)
        to_code = prepared_queue(slug)
        chapter = prepared_chapter(slug)
        heirs = _heirs()
    return Site(
        size=size,
        section_paths=sections,
        paragraph_paths=paragraphs[:40],
        inherited_paths=[_followed(client, address) for address in heirs],
        compose_path=f"{document}/ecrire?p={key}",
        fields={"stance": "for", "version": version, "category": ""},
        cookies=cookies,
        desk=desk,
        coding_path=f"/espace/{slug}/synthese",
        to_code=to_code,
        chapter=chapter,
    )


def _found(text: str, pattern: str) -> str:
    match = re.search(pattern, text)
    if match is None:
        raise SystemExit(f"the demo shows no {pattern}")
    return match.group(1)


def _heirs() -> list[str]:
    """The permanent addresses of today's paragraphs where something older was said."""
    from sqlalchemy import or_, select

    from consultation.consultations.models import Consultation
    from consultation.contributions.models import Contribution, Discussion
    from consultation.core.db import session
    from consultation.documents.models import Document, Paragraph, Passage

    rows = session.execute(
        select(Consultation.slug, Document.slug, Paragraph.key)
        .join(Document, Document.consultation_id == Consultation.id)
        .join(Passage, Passage.version_id == Document.current_version_id)
        .join(Paragraph, Paragraph.id == Passage.paragraph_id)
        .join(Discussion, Discussion.paragraph_id == Paragraph.id)
        .join(Contribution, Contribution.discussion_id == Discussion.id)
        .where(
            or_(Discussion.inherits, Contribution.version_id != Document.current_version_id),
            Contribution.parent_id.is_(None),
        )
        .distinct()
    )
    return [f"/consultations/{slug}/{document}/p/{key}" for slug, document, key in rows]


def _followed(client: Any, address: str) -> str:
    """Where a permanent address leads, as a browser asks for it."""
    found: str = client.get(address).location
    return found.split("#")[0]


def _people(app: Any, slug: str, document: str) -> tuple[int, str, list[tuple[str, str]]]:
    from sqlalchemy import func, select

    from consultation.accounts.models import User
    from consultation.consultations.models import Consultation, Participant
    from consultation.contributions.models import Contribution
    from consultation.core.db import session
    from consultation.documents.models import Document, Version

    row = session.scalars(select(Consultation).where(Consultation.slug == slug)).one()
    size = session.scalar(
        select(func.count(Contribution.id)).where(Contribution.consultation_id == row.id)
    )
    version = session.scalars(
        select(Version)
        .join(Document, Document.current_version_id == Version.id)
        .where(Document.slug == document, Document.consultation_id == row.id)
    ).one()
    people = session.scalars(
        select(User)
        .join(Participant, Participant.user_id == User.id)
        .where(Participant.consultation_id == row.id, User.confirmed_at.is_not(None))
        .limit(WRITERS)
    ).all()
    return size or 0, version.key, [signed_in(app, person.id) for person in people]
