"""Contesting a decision: who may, until when, who judges, and what it changes."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from consultation.core.clock import now, travel
from consultation.core.db import session
from consultation.core.errors import NotAllowedError
from consultation.core.mail import OutgoingMail
from consultation.moderation.models import Measure
from consultation.moderation.periods import is_still_open, last_day_to_appeal
from consultation.moderation.reports import Appeal, Notice, Side
from consultation.moderation.services.appealing import appeal_as_notifier
from tests.conftest import SignIn
from tests.factories import make_user
from tests.moderation.reporting import (
    EMAIL,
    WHY,
    appealed,
    fields,
    flagged,
    hidden,
    in_app,
    judged,
    kept,
    noticed,
    say,
    token_of,
)
from tests.moderation.steps import add_moderator, make_desk

Outbox = Callable[[], list[OutgoingMail]]
pytestmark = pytest.mark.usefixtures("acting")


@pytest.mark.parametrize(
    ("told", "last"),
    [
        (datetime(2026, 1, 31, 12, tzinfo=UTC), date(2026, 7, 31)),
        (datetime(2026, 8, 31, 12, tzinfo=UTC), date(2027, 2, 28)),
        (datetime(2027, 8, 30, 12, tzinfo=UTC), date(2028, 2, 29)),
        (datetime(2026, 3, 15, 23, 30, tzinfo=UTC), date(2026, 9, 16)),
    ],
)
def test_six_months_are_months_of_the_calendar_in_paris(told: datetime, last: date) -> None:
    assert last_day_to_appeal(told) == last
    assert is_still_open(told, datetime(last.year, last.month, last.day, 20, tzinfo=UTC))
    assert not is_still_open(told, datetime(last.year, last.month, last.day, 23, tzinfo=UTC))


def test_an_author_contests_from_the_decision_page_and_is_acknowledged(
    client: FlaskClient, sign_in: SignIn, outbox: Outbox
) -> None:
    parc, moderator = make_desk()
    add_moderator(parc)
    author = make_user(name="Aude L.")
    _row, decision = hidden(parc, moderator, author)
    sign_in(author)
    address = f"/decisions/{decision.key}/recours"
    assert f'href="{address}"' in client.get(f"/decisions/{decision.key}").text
    page = client.get(address)
    answer = client.post(address, data={**fields(page), "text": WHY})
    assert answer.status_code == 303
    appeal = session.scalars(select(Appeal)).one()
    assert (appeal.side, appeal.text, appeal.appellant_id) == (Side.AUTHOR, WHY, author.id)
    mail = outbox()[-1]
    assert (mail.to, mail.kind) == (author.email, "moderation.appeal_received")
    assert appeal.key in mail.subject
    assert WHY not in mail.text
    own = client.get(answer.headers["Location"])
    assert WHY in own.text
    assert client.get(address).headers["Location"].endswith(f"/recours/{appeal.key}")


def test_a_reporter_contests_a_decision_to_do_nothing(client: FlaskClient, sign_in: SignIn) -> None:
    parc, moderator = make_desk()
    row, reader = say(parc), make_user()
    flagged(row, reader)
    decision = kept(row, moderator)
    sign_in(reader)
    assert f"/decisions/{decision.key}/recours" in client.get("/compte/signalements").text
    address = f"/decisions/{decision.key}/recours"
    assert (
        client.post(address, data={**fields(client.get(address)), "text": WHY}).status_code == 303
    )
    assert session.scalars(select(Appeal)).one().side is Side.REPORTER


def test_whoever_holds_a_notices_address_contests_without_an_account(
    client: FlaskClient, outbox: Outbox
) -> None:
    parc, moderator = make_desk()
    add_moderator(parc)
    row = say(parc)
    notice = noticed(row)
    address = f"/notifications/{token_of(notice.key)}/recours"
    assert client.get(address).status_code == 404, "nothing was decided yet"
    kept(row, moderator)
    page = client.get(address)
    for _twice in range(2):
        answer = client.post(address, data={**fields(page), "text": WHY})
        assert answer.status_code == 303
    appeal = session.scalars(select(Appeal)).one()
    assert (appeal.notice_id, appeal.appellant_id, appeal.side) == (
        notice.id, None, Side.REPORTER,
    )  # fmt: skip
    assert [m.to for m in outbox() if m.kind == "moderation.appeal_received"] == [EMAIL]
    assert "En cours d’examen" in client.get(f"/notifications/{token_of(notice.key)}").text


def test_one_appeal_a_decision_and_person(client: FlaskClient) -> None:
    parc, moderator = make_desk()
    author = make_user()
    _row, decision = hidden(parc, moderator, author)
    first = appealed(decision, author)
    assert appealed(decision, author, "Autre chose.").id == first.id
    assert session.scalar(select(func.count()).select_from(Appeal)) == 1


def test_nobody_else_contests_nor_sees_that_there_is_something_to_contest(
    client: FlaskClient, sign_in: SignIn
) -> None:
    parc, moderator = make_desk()
    author = make_user()
    _row, decision = hidden(parc, moderator, author)
    contest = appealed(decision, author)
    for person in (make_user(), moderator, make_user(is_administrator=True)):
        with pytest.raises(NotAllowedError):
            appealed(decision, person)
        sign_in(person)
        assert client.get(f"/decisions/{decision.key}/recours").status_code == 404
        assert client.get(f"/recours/{contest.key}").status_code == 404


def test_after_six_months_or_once_taken_back_there_is_no_appeal(
    client: FlaskClient, sign_in: SignIn
) -> None:
    parc, moderator = make_desk()
    author = make_user()
    _row, decision = hidden(parc, moderator, author)
    with travel(now() + timedelta(days=185)):
        with pytest.raises(NotAllowedError):
            appealed(decision, author)
        sign_in(author)
        page = client.get(f"/decisions/{decision.key}/recours")
        assert "ne peut plus faire l’objet" in page.text
        assert "<textarea" not in page.text
    row, other = hidden(parc, moderator, author)
    judged(row, Measure.RESTORE, moderator)
    with pytest.raises(NotAllowedError):
        appealed(other, author)


@pytest.mark.parametrize("text", ["", " \u200b ", "x" * 4001])
def test_an_empty_or_endless_appeal_is_given_back(
    client: FlaskClient, sign_in: SignIn, text: str
) -> None:
    parc, moderator = make_desk()
    author = make_user()
    _row, decision = hidden(parc, moderator, author)
    sign_in(author)
    address = f"/decisions/{decision.key}/recours"
    answer = client.post(address, data={**fields(client.get(address)), "text": text})
    assert answer.status_code == 422
    assert fields(answer)["text"] == text.strip(" \u200b")
    assert not session.scalars(select(Appeal)).all()


def test_what_was_typed_survives_an_ended_session_and_a_spent_token(
    app: Flask, client: FlaskClient, sign_in: SignIn
) -> None:
    parc, moderator = make_desk()
    author = make_user()
    _row, decision = hidden(parc, moderator, author)
    address = f"/decisions/{decision.key}/recours"
    answer = client.post(address, data={"text": WHY})
    assert answer.status_code == 403
    assert fields(answer)["text"] == WHY
    sign_in(author)
    assert 'data-module="draft"' in client.get(address).text
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        refused = client.post(address, data={"text": WHY, "csrf_token": "x"})
        assert refused.status_code == 400
        assert fields(refused)["text"] == WHY
    finally:
        app.config["WTF_CSRF_ENABLED"] = False
    assert not session.scalars(select(Appeal)).all()


def test_the_form_of_a_notifier_refuses_what_was_not_answered_by_that_decision(
    client: FlaskClient,
) -> None:
    parc, moderator = make_desk()
    author = make_user()
    notice = noticed(say(parc))
    _row, decision = hidden(parc, moderator, author)
    with pytest.raises(NotAllowedError):
        in_app(lambda: appeal_as_notifier(session.get_one(Notice, notice.id), decision, WHY))()
