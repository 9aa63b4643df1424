"""The language of the interface: French in the sources, English in the catalogue.

A page's language is in its address (`/…` French, `/en/…` English), so that what is shared is the
same for everybody. `EnglishPrefix` turns that prefix into SCRIPT_NAME before Flask routes, and so
every `url_for` of an English page gives an English address.
"""

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from functools import cache, lru_cache
from io import BytesIO
from typing import TYPE_CHECKING, Any

import flask_babel
from babel import Locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask import Flask, has_request_context, request
from flask_babel import Babel, Domain, force_locale
from jinja2.runtime import Context
from jinja2.utils import pass_context
from markupsafe import Markup

from consultation.core.paths import TRANSLATIONS

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

LANGUAGES = ("fr", "en")
DEFAULT_LANGUAGE = "fr"
TIME_ZONE = "Europe/Paris"
_forced: ContextVar[str] = ContextVar("forced language", default="")
"""What `in_language` asks for; empty for the page's."""
_asked: ContextVar[str] = ContextVar("language of the address", default="")
"""The page's while its request is answered: every text asks it, hundreds of times a page."""


def _(text: str, **values: object) -> str:
    """`text` in the language of the page, `%(name)s` filled in."""
    words = _words(current_language(), text)
    return words % values if values else words


@lru_cache(maxsize=8192)
def _words(language: str, text: str) -> str:
    return catalogue(language).gettext(text)


@pass_context
def shown(place: Context, text: str, /, **values: object) -> str:
    """The same in a template: values are escaped where the template escapes."""
    words = _markup(current_language(), text) if place.eval_ctx.autoescape else _(text)
    return words % values if "%" in words else words


@cache
def _markup(language: str, text: str) -> Markup:
    return Markup(catalogue(language).gettext(text))  # noqa: S704  # our own words


def _n(one: str, many: str, num: int, **values: object) -> str:
    """The same, agreeing with `num`, which fills `%(num)s` as `figures` writes it."""
    words = plural(one, many, num)
    return words % {"num": figures(num), **values}


def plural(one: str, many: str, count: int) -> str:
    """Which of the two agrees with `count`, translated, nothing filled in."""
    return catalogue(current_language()).ngettext(one, many, count)


def figures(value: int) -> str:
    """A whole number, parted by thousands: 3 482 with narrow no-break spaces; in English 3,482."""
    return f"{value:,}".replace(",", "\u202f" if current_language() == "fr" else ",")


def _l(text: str, **values: object) -> Any:
    """The same, put off until it is shown: for the labels of forms."""
    return flask_babel.lazy_gettext(text, **values)


class EnglishPrefix:
    """WSGI: `/en/x` is `/x` read in English."""

    def __init__(self, app: "WSGIApplication") -> None:
        self.app = app

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        language = DEFAULT_LANGUAGE
        if path == "/en" or path.startswith("/en/"):
            environ["SCRIPT_NAME"] = environ.get("SCRIPT_NAME", "") + "/en"
            environ["PATH_INFO"] = path[3:] or "/"
            environ["consultation.language"] = language = "en"
        before = _asked.set(language)
        try:
            return self.app(environ, start_response)
        finally:
            _asked.reset(before)


class CatalogueDomain(Domain):  # type: ignore[misc]  # an untyped library
    """Reads the `.po` files themselves, so that there is no compiled copy to forget."""

    def get_translations(self) -> NullTranslations:
        return catalogue(current_language())


class CatalogueBabel(Babel):  # type: ignore[misc]  # an untyped library
    """Flask-Babel, reading our catalogues."""

    @property
    def domain_instance(self) -> CatalogueDomain:
        """Where translations come from."""
        return CatalogueDomain()


class FrenchSources(NullTranslations):
    """The sources are French, where nothing counts as one: « 0 contribution »."""

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """The singular below two."""
        return msgid1 if abs(n) < 2 else msgid2

    ungettext = ngettext


class Compiled(Translations):
    """A catalogue that also finds a text which stands first of a pair: some Pythons do not look."""

    def gettext(self, message: str) -> str:
        """The translation; else that of the pair's first form."""
        found = super().gettext(message)
        return self.ngettext(message, message, 1) if found == message else found

    ugettext = gettext


@cache
def catalogue(language: str) -> NullTranslations:
    """The translations into `language`; French, the language of the sources, has none to make."""
    path = TRANSLATIONS / language / "LC_MESSAGES" / "messages.po"
    if not path.exists():
        return FrenchSources()
    compiled = BytesIO()
    with path.open("rb") as file:
        write_mo(compiled, read_po(file, locale=Locale.parse(language)))
    compiled.seek(0)
    return Compiled(compiled)


def page_language() -> str:
    """The language that the address asks for."""
    if has_request_context():
        return str(request.environ.get("consultation.language", DEFAULT_LANGUAGE))
    return DEFAULT_LANGUAGE


def current_language() -> str:
    """The language being written now: the page's, or the one forced for a mail."""
    return _forced.get() or _asked.get() or page_language()


def in_language(language: str) -> AbstractContextManager[None]:
    """Write what follows in `language`: a mail goes out in its reader's."""
    wanted = language if language in LANGUAGES else DEFAULT_LANGUAGE
    return nullcontext() if wanted == current_language() else _forcing(wanted)


@contextmanager
def _forcing(language: str) -> Iterator[None]:
    """Texts in `language`, and the dates and numbers of Flask-Babel."""
    before = _forced.set(language)
    try:
        with force_locale(language):
            yield
    finally:
        _forced.reset(before)


def init_app(app: Flask) -> None:
    """Wire the languages into `app`."""
    app.wsgi_app = EnglishPrefix(app.wsgi_app)  # type: ignore[method-assign]
    app.config.setdefault("BABEL_DEFAULT_LOCALE", DEFAULT_LANGUAGE)
    app.config.setdefault("BABEL_DEFAULT_TIMEZONE", TIME_ZONE)
    CatalogueBabel(app, locale_selector=page_language)
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]  # by its extension
        gettext=_, ngettext=plural, newstyle=True
    )
    app.jinja_env.globals["_"] = app.jinja_env.filters["_"] = shown
