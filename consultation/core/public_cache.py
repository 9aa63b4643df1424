"""Public pages, kept compressed under the revision that they show.

A view reads the revision (one query), then asks here. The strong ETag is the same key, so a repeat
visit is a 304 without a body. Nothing is ever purged: a new revision is a new key, and the oldest
bytes leave when the room is full.
"""

import gzip
import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable

from flask import Flask, Response, current_app, request

from consultation.core.i18n import page_language

EXTENSION = "public_cache"
HEADERS = {"Cache-Control": "public, max-age=0, s-maxage=10", "Vary": "Accept-Encoding, Cookie"}


class PublicCache:
    """The least recently read pages leave first, once `capacity` bytes are held."""

    def __init__(self, capacity: int, build: str) -> None:
        self.capacity = capacity
        self.build = build
        self._held = 0
        self._pages: OrderedDict[str, bytes] = OrderedDict()
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
            self._held = 0

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


def init_app(app: Flask, build: str) -> None:
    """`build` names the code, templates and translations that make the pages."""
    app.extensions[EXTENSION] = PublicCache(app.config["SETTINGS"].public_cache_bytes, build)


def shared(key: tuple[Hashable, ...], render: Callable[[], str]) -> Response:
    """The page of `key`, from memory when it is there; `render` makes it otherwise.

    `key` must name everything that the page shows, except its language, which is added here.
    """
    cache: PublicCache = current_app.extensions[EXTENSION]
    name = hashlib.blake2b(
        repr((cache.build, page_language(), key)).encode(), digest_size=16
    ).hexdigest()
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
        return Response(
            page, content_type="text/html; charset=utf-8", headers={"Content-Encoding": "gzip"}
        )
    return Response(gzip.decompress(page), content_type="text/html; charset=utf-8")
