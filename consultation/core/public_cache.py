"""Public pages, kept compressed under the revision that they show.

A view reads the revision (one query), then asks here. The strong ETag is the same key, so a repeat
visit is a 304 without a body. Nothing is ever purged: a new revision is a new key, and the oldest
bytes leave when the room is full.

An address whose view says how to ask for its key again is answered before Flask from then on, as
long as the page of that key is kept: the query is the same, and little else is left to do.
"""

import gzip
import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import Flask, Response, current_app, request
from sqlalchemy.exc import SQLAlchemyError

from consultation.core.i18n import page_language

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

EXTENSION = "public_cache"
HEADERS = {"Cache-Control": "public, max-age=0, s-maxage=10", "Vary": "Accept-Encoding, Cookie"}
HTML = "text/html; charset=utf-8"
MOST_ADDRESSES = 20_000
Key = tuple[Hashable, ...]
KeyNow = Callable[[], Key | None]
"""What names the page at this moment; None once it is not to be seen. Needs no request."""


@dataclass(frozen=True)
class Known:
    """An address that was shown, and how to ask for its key again."""

    language: str
    key_now: KeyNow


class PublicCache:
    """The least recently read pages leave first, once `capacity` bytes are held."""

    def __init__(self, capacity: int, build: str) -> None:
        self.capacity = capacity
        self.build = build
        self._held = 0
        self._pages: OrderedDict[str, bytes] = OrderedDict()
        self._addresses: OrderedDict[str, Known] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, name: str) -> bytes | None:
        """The compressed page of that name."""
        with self._lock:
            page = self._pages.get(name)
            if page is not None:
                self._pages.move_to_end(name)
            return page

    def forget(self) -> None:
        """Hold nothing: another database is behind the next page."""
        with self._lock:
            self._pages.clear()
            self._addresses.clear()
            self._held = 0

    def name(self, language: str, key: Key) -> str:
        """Under which a page is kept; its ETag."""
        whole = repr((self.build, language, key)).encode()
        return hashlib.blake2b(whole, digest_size=16).hexdigest()

    def known(self, address: str) -> Known | None:
        """What was remembered of an address."""
        return self._addresses.get(address)

    def remember(self, address: str, known: Known) -> None:
        """Answer this address before Flask from now on; the oldest is forgotten first."""
        with self._lock:
            self._addresses[address] = known
            if len(self._addresses) > MOST_ADDRESSES:
                self._addresses.popitem(last=False)

    def put(self, name: str, page: bytes) -> None:
        """Keep a compressed page."""
        with self._lock:
            if name in self._pages:
                return
            self._pages[name] = page
            self._held += len(page)
            while self._held > self.capacity:
                _name, oldest = self._pages.popitem(last=False)
                self._held -= len(oldest)


class Shortcut:
    """WSGI: a known address is answered here, for whoever brings no cookie and reads gzip."""

    def __init__(self, app: "WSGIApplication", cache: PublicCache) -> None:
        self.app = app
        self.cache = cache

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        name = self._name(environ)
        if name and f'"{name}"' in environ.get("HTTP_IF_NONE_MATCH", ""):
            start_response("304 NOT MODIFIED", _headers(name))
            return []
        page = self.cache.get(name) if name else None
        if page is None:
            return self.app(environ, start_response)
        about = [
            ("Content-Type", HTML), ("Content-Encoding", "gzip"),
            ("Content-Length", str(len(page))),
        ]  # fmt: skip
        start_response("200 OK", about + _headers(name))
        return [page]

    def _name(self, environ: "WSGIEnvironment") -> str:
        """The name of the page that the address shows now; empty where Flask is to answer."""
        if environ["REQUEST_METHOD"] != "GET" or "HTTP_COOKIE" in environ:
            return ""
        accepted = environ.get("HTTP_ACCEPT_ENCODING", "")
        known = self.cache.known(_address(environ)) if "gzip" in accepted else None
        if known is None or "q=0" in accepted:
            return ""
        try:
            key = known.key_now()
        except SQLAlchemyError:
            # It will fail again where there is a page to say so.
            return ""
        return self.cache.name(known.language, key) if key else ""


def _address(environ: Mapping[str, Any]) -> str:
    path = f"{environ.get('SCRIPT_NAME', '')}{environ.get('PATH_INFO', '')}"
    return f"{path}?{environ.get('QUERY_STRING', '')}"


def _headers(name: str) -> list[tuple[str, str]]:
    return [*HEADERS.items(), ("ETag", f'"{name}"')]


def init_app(app: Flask, build: str) -> None:
    """`build` names the code, templates and translations that make the pages."""
    cache = PublicCache(app.config["SETTINGS"].public_cache_bytes, build)
    app.extensions[EXTENSION] = cache
    app.wsgi_app = Shortcut(app.wsgi_app, cache)  # type: ignore[method-assign]


def shared(key: Key, render: Callable[[], str], key_now: KeyNow | None = None) -> Response:
    """The page of `key`, from memory when it is there; `render` makes it otherwise.

    `key` must name everything that the page shows, except its language, which is added here. With
    `key_now`, later visits of this address ask it alone, without the view.
    """
    cache: PublicCache = current_app.extensions[EXTENSION]
    language = page_language()
    name = cache.name(language, key)
    if key_now is not None:
        cache.remember(_address(request.environ), Known(language, key_now))
    if request.if_none_match.contains(name):
        response = Response(status=304)
    else:
        page = cache.get(name)
        if page is None:
            page = gzip.compress(render().encode(), compresslevel=6, mtime=0)
            cache.put(name, page)
        response = _answer(page)
    response.headers.extend(HEADERS)
    response.set_etag(name)
    return response


def _answer(page: bytes) -> Response:
    if request.accept_encodings.quality("gzip") > 0:
        return Response(page, content_type=HTML, headers={"Content-Encoding": "gzip"})
    return Response(gzip.decompress(page), content_type=HTML)
