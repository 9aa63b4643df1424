"""Notices that are forged, repeated or sent by a machine."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from consultation.core.clock import now, travel
from consultation.core.db import session
from consultation.core.errors import TooManyError
from consultation.core.journal import JournalEntry
from consultation.core.mail import OutgoingMail
from consultation.moderation.reports import Notice
from consultation.moderation.services.noticing import FROM_ONE_ADDRESS, TO_ONE_MAILBOX
from tests.moderation.reporting import (
    EMAIL,
    ILLEGAL,
    NAME,
    fields,
    key_in,
    notice_typed,
    noticed,
    say,
    send,
    token_of,
)
from tests.moderation.steps import make_desk

Outbox = Callable[[], list[OutgoingMail]]
pytestmark = pytest.mark.usefixtures("acting")
NOTIFY = "/contributions/{}/signaler/contenu-illicite"


def notices() -> list[Notice]:
    return list(session.scalars(select(Notice).order_by(Notice.id)))


def test_case_33_no_header_is_injected_by_a_name_or_a_reference(
    client: FlaskClient, outbox: Outbox
) -> None:
    parc, _moderator = make_desk()
    row = say(parc)
    answer = send(
        client,
        NOTIFY.format(row.key),
        **notice_typed(name="Maud\r\nBcc: tous@example.org", legal_ref="art. 1\nSubject: autre"),
    )
    assert answer.status_code == 303
    (notice,) = notices()
    assert notice.name == "Maud Bcc: tous@example.org"
    assert "\n" not in notice.legal_ref
    mail = outbox()[-1]
    assert mail.to == EMAIL
    assert "\n" not in mail.subject
    assert "Bcc" not in mail.subject


def test_case_12_one_form_makes_one_notice_however_often_it_is_sent(
    client: FlaskClient, outbox: Outbox
) -> None:
    parc, _moderator = make_desk()
    row = say(parc)
    form = {**fields(client.get(NOTIFY.format(row.key))), **notice_typed()}
    first = client.post(NOTIFY.format(row.key), data=form)
    mails = len(outbox())
    second = client.post(NOTIFY.format(row.key), data=form)
    assert first.headers["Location"] == second.headers["Location"]
    assert len(notices()) == 1
    assert len(outbox()) == mails


def test_case_20_signed_out_too_a_forged_form_is_refused_and_gives_the_text_back(
    app: Flask, client: FlaskClient
) -> None:
    parc, _moderator = make_desk()
    row = say(parc)
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        page = client.get(NOTIFY.format(row.key))
        form = {**fields(page), **notice_typed()}
        for forged in (
            {**form, "csrf_token": "x"},
            {name: value for name, value in form.items() if name != "csrf_token"},
        ):
            answer = client.post(NOTIFY.format(row.key), data=forged)
            assert answer.status_code == 400
            assert fields(answer)["explanation"] == ILLEGAL
            assert not notices()
        other = app.test_client()
        assert other.post(NOTIFY.format(row.key), data=form).status_code == 400
        assert client.post(NOTIFY.format(row.key), data=form).status_code == 303
    finally:
        app.config["WTF_CSRF_ENABLED"] = False
    assert len(notices()) == 1


def test_case_22_limits_slow_a_machine_and_let_an_office_through(client: FlaskClient) -> None:
    parc, _moderator = make_desk()
    row = say(parc)
    with travel(now().replace(minute=0, second=1)):
        for number in range(FROM_ONE_ADDRESS):
            noticed(row, email=f"personne-{number}@example.org")
        with pytest.raises(TooManyError):
            noticed(row, email="une-autre@example.org")
    assert FROM_ONE_ADDRESS >= 30


def test_a_refusal_for_its_number_gives_everything_back(client: FlaskClient) -> None:
    parc, _moderator = make_desk()
    row = say(parc)
    with travel(now().replace(hour=1, minute=0, second=1)):
        for _each in range(TO_ONE_MAILBOX):
            noticed(row)
        answer = send(client, NOTIFY.format(row.key), **notice_typed())
        assert answer.status_code == 429
        assert fields(answer)["explanation"] == ILLEGAL


def test_the_address_that_follows_a_notice_is_not_to_be_guessed(client: FlaskClient) -> None:
    parc, _moderator = make_desk()
    notice = noticed(say(parc))
    token = token_of(notice.key)
    assert key_in(token) == notice.key
    assert len(token) > 40
    changed = token[:-1] + ("0" if token[-1] != "0" else "1")
    for forged in (notice.key, f"{notice.key}-", changed, "x" * 43, f"autre-{token[11:]}"):
        for page in (f"/notifications/{forged}", f"/notifications/{forged}/recours"):
            assert client.get(page).status_code == 404


def test_nobody_learns_who_notified_from_the_journal(client: FlaskClient) -> None:
    parc, _moderator = make_desk()
    noticed(say(parc))
    entry = session.scalars(select(JournalEntry).where(JournalEntry.act == "notice.received")).one()
    assert NAME not in str(vars(entry))
    assert EMAIL not in str(vars(entry))
