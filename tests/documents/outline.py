"""A draft to correct, and the buttons and forms that correct it."""

from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from consultation.core.db import session
from consultation.documents.models import Heading, Version
from consultation.documents.parsing.blocks import Block, BlockKind
from consultation.documents.queries import entries_of
from consultation.documents.services.correcting import key_of
from tests.factories import heading, paragraph

BASE = "/espace/parc/textes/texte"
BLOCKS = (
    heading("Le parc"),
    paragraph("Un."),
    paragraph("Deux."),
    heading("Les arbres", 2),
    paragraph("Trois."),
    Block(BlockKind.LIST, 0, "<ul><li>a</li><li>b</li></ul>", "a\nb"),
    heading("Les bancs", 2),
    paragraph("Quatre."),
)


def lines(version: int) -> list[str]:
    """« 1 Le parc » for a heading, its words for a passage."""
    session.rollback()
    return [
        f"{entry.level} {entry.text}" if isinstance(entry, Heading) else entry.text
        for entry in entries_of(version)
    ]


def key(version: int, text: str) -> str:
    return next(key_of(entry) for entry in entries_of(version) if entry.text == text)


def seen(version: int) -> int:
    session.rollback()
    return session.scalars(select(Version.edit_count).where(Version.id == version)).one()


def press(client: FlaskClient, version: int, act: str, text: str) -> TestResponse:
    """A button of the outline."""
    return client.post(
        f"{BASE}/corrections", data={"seen": seen(version), "act": f"{act}:{key(version, text)}"}
    )


def fill(client: FlaskClient, version: int, act: str, text: str, **fields: object) -> TestResponse:
    """A form of one passage's page."""
    data = {f"{act}-{name}": value for name, value in fields.items()}
    return client.post(
        f"{BASE}/passages/{key(version, text)}/{act}",
        data={f"{act}-seen": seen(version), **data},
    )


def undo(client: FlaskClient, version: int) -> TestResponse:
    return client.post(f"{BASE}/annulation", data={"seen": seen(version)})
