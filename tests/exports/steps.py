"""What the tests of exports do over and over."""

import csv
import io
import json
import zipfile
from typing import Any

from flask import g
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from consultation.core.db import session
from consultation.exports.models import Export
from consultation.exports.tasks import make_next_export
from tests.factories import fresh

HOME = "/espace/parc/exports"


def ask(client: FlaskClient, form: str = "csv", **more: str) -> str:
    """Ask for an export through the door; its key."""
    page = client.post(HOME, data={"format": form, "separator": "semicolon", **more})
    assert page.status_code == 303, page.text
    return page.headers["Location"].rsplit("/", 1)[1]


def made(client: FlaskClient, form: str = "csv", **more: str) -> bytes:
    """Ask, let the worker work, and download."""
    key = ask(client, form, **more)
    work()
    answer = taken(client, key)
    assert answer.status_code == 200
    return answer.data


def work() -> None:
    """Let the worker do all that waits."""
    while make_next_export():
        pass
    session.remove()
    other_request()


def other_request() -> None:
    """What a request remembers is forgotten, though the tests stand in one context."""
    g.pop("_login_user", None)


def taken(client: FlaskClient, key: str) -> TestResponse:
    """The answer to a download."""
    return client.get(f"{HOME}/{key}/fichier")


def export(key: str) -> Export:
    """The row of that key, as it is now."""
    return fresh(session.scalars(select(Export).where(Export.key == key)).one())


def members(content: bytes) -> dict[str, str]:
    """The texts of a package."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name).decode() for name in package.namelist()}


def lines(content: bytes, name: str = "contributions.csv", sign: str = ";") -> list[dict[str, str]]:
    """A table of a package, as a spreadsheet reads it."""
    text = members(content)[name].removeprefix("\ufeff")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=sign))


def rows(content: bytes) -> list[dict[str, Any]]:
    """The contributions of a JSON package."""
    found: list[dict[str, Any]] = json.loads(members(content)["contributions.json"])[
        "contributions"
    ]
    return found
