"""Fixtures that every test may use."""

import gc
import gzip
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, event, select
from werkzeug.test import TestResponse

from consultation.accounts.charter import forget_charters
from consultation.accounts.models import LoginSession, User
from consultation.app import create_app
from consultation.core import clock, db, public_cache
from consultation.core.keys import new_token, token_hash
from consultation.core.mail import OutgoingMail, write_now
from consultation.core.settings import Settings
from consultation.moderation.queries import transparency
from consultation.reading import section
from consultation.screening.queries import forget_insults
from consultation.versions.queries import comparing
from consultation.worker import WRITERS
from tests.support.databases import address_in, fresh_database
from tests.support.pages import faults

SignIn = Callable[..., None]
SECRET = "a secret long enough for the tests, and for nothing else"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--every-state", action="store_true", help="every width and theme in the browser"
    )
    parser.addoption(
        "--site",
        default="",
        help="in the browser, a demo that runs already; its folder is $CONSULTATION_VAR",
    )


def pytest_collection_finish() -> None:
    """What was imported stays: it is not walked again each time that garbage is collected."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


ON_A_DATABASE = {"settings", "real_app"}
"""The fixtures that every test on a database stands on."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL only what depends on the engine runs: the rest gave its answer on SQLite."""
    from tests.support.databases import is_postgresql

    if not is_postgresql():
        return
    kept, left = [], []
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        is_kept = bool(fixtures & ON_A_DATABASE) or item.get_closest_marker("engine") is not None
        is_kept &= item.get_closest_marker("any_engine") is None
        (kept if is_kept else left).append(item)
    config.hook.pytest_deselected(items=left)
    items[:] = kept


def pytest_report_header() -> str:
    from tests.support.databases import is_postgresql

    return f"database: {'PostgreSQL' if is_postgresql() else 'SQLite'}"


@pytest.fixture(scope="session", autouse=True)
def no_network() -> Iterator[None]:
    """Sockets reach this machine alone."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        host = address[0] if isinstance(address, tuple) else "localhost"
        if host not in {"127.0.0.1", "::1", "localhost"}:
            raise AssertionError(f"a connection to {host}")
        connect(self, address)

    socket.socket.connect = guarded  # type: ignore[method-assign]
    yield
    socket.socket.connect = connect  # type: ignore[method-assign]


@pytest.fixture(scope="session")
def worker_database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The database of this worker."""
    url = address_in(tmp_path_factory.mktemp("database"))
    with fresh_database(url):
        yield url


@pytest.fixture(scope="session")
def settings(worker_database: str, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The settings of the tests."""
    return test_settings(worker_database, tmp_path_factory.mktemp("var"))


def test_settings(url: str, var: Path, **changes: Any) -> Settings:
    """Settings for a database and a folder."""
    base = {"is_test": True, "rate_limits": False, "base_url": "http://localhost"}
    return Settings(database_url=url, var=var, secret_key=SECRET, **{**base, **changes})


test_settings.__test__ = False  # type: ignore[attr-defined]  # its name is for readers


class CheckingClient(FlaskClient):
    """A browser without script that looks at every page it opens."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        response = super().open(*args, **kwargs)
        page = ""
        if response.mimetype == "text/html" and response.data:
            is_packed = response.headers.get("Content-Encoding") == "gzip"
            page = (gzip.decompress(response.data) if is_packed else response.data).decode()
        if page.startswith("<!doctype"):
            found = faults(page)
            assert not found, "\n".join([str(args), *found])
        return response


@pytest.fixture(scope="session")
def worker_app(settings: Settings) -> Flask:
    """The application of this worker, whose client checks its pages."""
    app = create_app(settings)
    app.test_client_class = CheckingClient
    app.config["WTF_CSRF_ENABLED"] = False
    app.config["PROPAGATE_EXCEPTIONS"] = False
    return app


@pytest.fixture(scope="session")
def worker_engine(worker_app: Flask) -> Iterator[Engine]:
    """One engine for every test of this worker: it remembers the statements that it compiled."""
    engine = db.make_engine(worker_app.config["SETTINGS"].database_url)
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def own_engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """The same for the databases of their own: each stands where the last one did."""
    engine = db.make_engine(address_in(tmp_path_factory.mktemp("own")))
    yield engine
    engine.dispose()


def forget(app: Flask) -> None:
    """What the application remembers of a database is not said of the next one."""
    section.forget_texts()
    transparency.forget_reports()
    comparing.forget_comparisons()
    forget_charters()
    forget_insults()
    app.extensions[public_cache.EXTENSION].forget()


@pytest.fixture
def app(worker_app: Flask, worker_engine: Engine) -> Iterator[Flask]:
    """The application, on a database that forgets what the test wrote.

    What services commit is committed to a savepoint of one outer transaction: a forgotten commit
    is lost at the end of the request, as in real life.
    """
    forget(worker_app)
    connection = worker_engine.connect()
    outer = connection.begin()
    db.session.remove()
    db.sessions.configure(bind=connection, join_transaction_mode="create_savepoint")
    with worker_app.app_context():
        pass
    yield worker_app
    db.session.remove()
    outer.rollback()
    connection.close()


@pytest.fixture
def database(app: Flask) -> Iterator[None]:
    """The same for a test that opens no page: an application context is there."""
    with app.app_context():
        yield


@pytest.fixture
def real_app(worker_app: Flask, own_engine: Engine, tmp_path: Path) -> Iterator[Flask]:
    """The application on a database of its own, where commits are real: for several threads."""
    usual = worker_app.config["SETTINGS"]
    url = own_engine.url.render_as_string(False)
    with fresh_database(url):
        forget(worker_app)
        worker_app.config["SETTINGS"] = test_settings(url, tmp_path)
        db.session.remove()
        db.sessions.configure(bind=own_engine, join_transaction_mode="conditional_savepoint")
        yield worker_app
        db.session.remove()
        own_engine.dispose()
        worker_app.config["SETTINGS"] = usual


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Somebody's browser, signed out."""
    return app.test_client()


@pytest.fixture
def sign_in(client: FlaskClient) -> SignIn:
    """Sign somebody in on `client`, or on another browser."""

    def sign(user: User, *, second_factor: bool = True, browser: FlaskClient | None = None) -> None:
        token = new_token()
        at = clock.now()
        with db.transaction() as session:
            session.add(
                LoginSession(
                    token_hash=token_hash(token),
                    user_id=user.id,
                    second_factor_at=at if second_factor else None,
                )
            )
        db.session.remove()
        with (browser or client).session_transaction() as cookie:
            cookie["_user_id"] = token
            cookie["_fresh"] = True

    return sign


@pytest.fixture
def outbox(app: Flask) -> Callable[[], list[OutgoingMail]]:
    """The mails that were queued, in the words that they are sent in, oldest first."""

    def mails() -> list[OutgoingMail]:
        with app.app_context(), db.transaction() as session:
            rows = list(session.scalars(select(OutgoingMail).order_by(OutgoingMail.id)))
            for row in rows:
                if row.about is not None:
                    write_now(row, WRITERS)
        return rows

    return mails


@contextmanager
def count_queries() -> Iterator[list[str]]:
    """The statements sent to the database inside the block; savepoints are the tests' own."""
    statements: list[str] = []

    def note(_conn: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.upper().startswith(("SAVEPOINT", "RELEASE", "ROLLBACK TO", "BEGIN")):
            statements.append(statement)

    bind = db.sessions.kw["bind"]
    event.listen(bind, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(bind, "before_cursor_execute", note)
