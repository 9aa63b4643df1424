"""What is erased for good is nowhere in the database any more, receipts that have left included."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from consultation.core import mail
from consultation.core.db import Base, session
from consultation.moderation.models import Measure
from consultation.worker import WRITERS
from tests.conftest import SignIn
from tests.factories import make_user
from tests.moderation.reporting import judged, say
from tests.moderation.steps import SAID, SECRET, make_desk, span

pytestmark = pytest.mark.usefixtures("acting")


def places_of(words: str) -> set[str]:
    """The columns in which these words stand, in any row."""
    return {
        f"{table.name}.{name}"
        for table in Base.metadata.sorted_tables
        for row in session.execute(select(table)).mappings()
        for name, value in row.items()
        if words in (value.decode(errors="ignore") if isinstance(value, bytes) else str(value))
    }


def send_all(app: Flask) -> None:
    """Everything that waits leaves."""
    with app.app_context():
        while mail.send_next(WRITERS):
            pass


def test_no_column_keeps_words_that_were_erased_for_good(
    app: Flask, client: FlaskClient, sign_in: SignIn
) -> None:
    parc, moderator = make_desk()
    author = make_user()
    row = say(parc, author=author, text=SAID)
    other = say(parc, author=author, text="Un autre texte.")
    send_all(app)
    assert "outgoing_mail.text" in places_of(SECRET)
    decision = judged(row, Measure.MASK, moderator, spans=(span(SAID, SECRET),))
    assert "masked_original.source" in places_of(SECRET)
    sign_in(author)
    asked = client.post(f"/decisions/{decision.key}/effacer")
    assert "Effacer pour de bon" in asked.text
    assert "masked_original.source" in places_of(SECRET)
    client.post(f"/decisions/{decision.key}/effacer", data={"confirmed": "1"})
    session.expire_all()
    assert places_of(SECRET) == set()
    assert f"/contributions/{other.key}" in "".join(session.scalars(select(mail.OutgoingMail.text)))
