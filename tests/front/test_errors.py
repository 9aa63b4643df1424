"""Error pages say what happened, what to do, and give a way back."""

import re
from collections.abc import Callable
from types import SimpleNamespace

import pytest
from flask import Flask, abort
from flask.testing import FlaskClient
from flask_limiter import RateLimitExceeded
from limits import parse
from sqlalchemy.exc import OperationalError

from consultation.accounts import sessions
from consultation.core.errors import ConflictError, TooManyError
from consultation.core.routing import Number
from consultation.pages import errors
from tests.conftest import SignIn
from tests.factories import make_user


@pytest.fixture
def failing(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Callable[[object], None]:
    """Make the home page raise, or abort with a status."""

    def fail(how: object) -> None:
        def view(**_arguments: object) -> str:
            if isinstance(how, int):
                abort(how)
            assert isinstance(how, Exception)
            raise how

        monkeypatch.setitem(app.view_functions, "pages.home", view)

    return fail


@pytest.mark.parametrize("status", sorted(errors.DRAWN - {500}))
def test_every_status_has_its_page(
    client: FlaskClient, failing: Callable[[object], None], status: int
) -> None:
    failing(status)
    response = client.get("/")
    assert response.status_code == status
    assert f"Erreur {status}" in response.text
    assert 'class="button button--main"' in response.text
    assert "no-store" in response.headers["Cache-Control"]


def test_one_goes_back_to_where_one_came_from_but_nowhere_else(client: FlaskClient) -> None:
    ours = client.get("/nulle-part", headers={"Referer": "http://localhost/charte"})
    theirs = client.get("/nulle-part", headers={"Referer": "http://elsewhere.example/"})
    assert 'href="http://localhost/charte"' in ours.text
    assert "elsewhere" not in theirs.text


def test_a_failure_gives_a_reference_and_tells_nothing(
    client: FlaskClient, failing: Callable[[object], None], caplog: pytest.LogCaptureFixture
) -> None:
    failing(RuntimeError("a secret"))
    response = client.get("/")
    found = re.search(r"<code>([0-9a-f]{8})</code>", response.text)
    assert response.status_code == 500
    assert found is not None
    assert found[1] in caplog.text
    assert "a secret" not in response.text


def test_a_failure_of_the_page_itself_is_told_all_the_same(
    client: FlaskClient, failing: Callable[[object], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    def unreadable() -> None:
        raise OperationalError("select", {}, Exception("gone"))

    failing(OperationalError("select", {}, Exception("gone")))
    monkeypatch.setattr(sessions, "current_person", unreadable)
    response = client.get("/")
    assert response.status_code == 503
    assert "Le service a rencontré une panne" in response.text
    assert re.search(r"<code>[0-9a-f]{8}</code>", response.text)


@pytest.mark.parametrize(
    ("seconds", "words"), [(30, "dans une minute"), (600, "dans 10 minutes"), (601, "11 minutes")]
)
def test_too_often_says_when_to_try_again(
    client: FlaskClient, failing: Callable[[object], None], seconds: int, words: str
) -> None:
    failing(TooManyError("Trop d’essais.", retry_after=seconds))
    response = client.get("/")
    assert response.status_code == 429
    assert response.headers["Retry-After"] == str(seconds)
    assert words in response.text
    assert "Trop d’essais." in response.text


def test_what_was_typed_is_given_back_and_no_password_is(
    client: FlaskClient, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(**_arguments: object) -> str:
        raise TooManyError("Trop d’essais.", retry_after=30)

    monkeypatch.setitem(app.view_functions, "accounts.sign_in", refuse)
    words = "Huit heures,\n<b>c’est tard</b>."
    sent = {"body": words, "proposed_text": " ", "password": "une phrase secrète"}
    page = client.post("/connexion", data=sent)
    assert page.status_code == 429
    assert page.text.count("<textarea") == 1
    assert "Huit heures,\n&lt;b&gt;c’est tard&lt;/b&gt;." in page.text
    assert "secrète" not in page.text


def test_too_many_writes_from_one_address_say_how_long_to_wait(
    client: FlaskClient, failing: Callable[[object], None]
) -> None:
    limit = SimpleNamespace(limit=parse("600 per hour"), error_message=None)
    failing(RateLimitExceeded(limit))  # type: ignore[arg-type]  # what the page reads of it
    response = client.get("/")
    assert response.status_code == 429
    assert response.headers["Retry-After"] == "3600"
    assert "dans 60 minutes" in response.text


def test_a_conflict_says_that_nothing_was_stored(
    client: FlaskClient, failing: Callable[[object], None]
) -> None:
    failing(ConflictError("Camille a changé ce terme."))
    response = client.get("/")
    assert response.status_code == 409
    assert "Camille a changé ce terme." in response.text
    assert "Rien n’a été enregistré" in response.text


def test_an_error_speaks_the_language_of_its_address(client: FlaskClient) -> None:
    assert '<html lang="en">' in client.get("/en/nowhere").text
    assert '<html lang="fr">' in client.get("/nulle-part").text


def test_a_number_that_no_database_holds_is_a_page_that_is_not_there(
    app: Flask, client: FlaskClient, sign_in: SignIn
) -> None:
    sign_in(make_user())
    asked = 0
    for rule in app.url_map.iter_rules():
        if not any(isinstance(kind, Number) for kind in rule._converters.values()):
            continue
        method = "GET" if "GET" in (rule.methods or set()) else "POST"
        for number in (2**31, 2**63, 10**40):
            address = re.sub(r"<\w+>", "x", re.sub(r"<int:\w+>", str(number), rule.rule))
            assert client.open(address, method=method).status_code == 404, address
            asked += 1
    assert asked > 6
