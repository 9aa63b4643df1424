"""Mail reaches a real SMTP server, once; a server that is away is tried again, later and later."""

import socket
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from flask import Flask
from sqlalchemy import select

from consultation.core import clock, mail, work
from consultation.core.clock import travel
from consultation.core.db import session, transaction
from consultation.core.mail import Email, OutgoingMail


class Mailbox:
    """What the server received."""

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []
        self.refusals = 0

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        if self.refusals:
            self.refusals -= 1
            return "451 try again later"
        self.messages.append(message_from_bytes(envelope.content, policy=policy.default))  # type: ignore[arg-type]
        return "250 OK"


@pytest.fixture
def mailbox(app: Flask) -> Iterator[Mailbox]:
    """A real SMTP server that the application sends to."""
    box = Mailbox()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    settings = app.config["SETTINGS"]
    app.config["SETTINGS"] = replace(settings, smtp_url=f"smtp://127.0.0.1:{port}")
    yield box
    app.config["SETTINGS"] = settings
    controller.stop()


def waiting(subject: str = "Un fait : la consultation") -> OutgoingMail:
    with transaction() as session:
        mail.queue(
            Email(
                "odile@example.org", subject, "Bonjour, élève.\n", "<p>Bonjour, élève.</p>", "a.b"
            )
        )
        return session.scalars(select(OutgoingMail).order_by(OutgoingMail.id.desc())).first()


def test_a_mail_is_plain_text_first_with_its_html_beside(app: Flask, mailbox: Mailbox) -> None:
    with app.app_context():
        waiting()
        assert mail.send_next({})
        assert not mail.send_next({}), "once"
    (message,) = mailbox.messages
    assert message["To"] == "odile@example.org"
    assert message["Subject"] == "Un fait : la consultation"
    plain, html = message.iter_parts()
    assert plain.get_content().strip() == "Bonjour, élève."
    assert html.get_content_type() == "text/html"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Content-Language"] == "fr"


def test_a_line_end_in_a_subject_makes_no_header(app: Flask, mailbox: Mailbox) -> None:
    with app.app_context():
        waiting("Un fait\r\nBcc: tous@example.org")
        mail.send_next({})
    (message,) = mailbox.messages
    assert message["Bcc"] is None
    assert message["Subject"] == "Un fait Bcc: tous@example.org"


def test_a_server_that_refuses_is_tried_again_later_and_later(app: Flask, mailbox: Mailbox) -> None:
    mailbox.refusals = 2
    with app.app_context():
        row_id = waiting().id
        delays = []
        at = clock.now()
        for _try in range(2):
            with travel(at):
                assert mail.send_next({})
                assert not mail.send_next({}), "not before its time"
            row = session.get_one(OutgoingMail, row_id, populate_existing=True)
            assert "451" in row.last_error
            delays.append(row.run_at - at)
            at = row.run_at
        assert delays == [timedelta(seconds=30), timedelta(seconds=60)]
        with travel(at):
            assert mail.send_next({})
        row = session.get_one(OutgoingMail, row_id, populate_existing=True)
        assert row.done_at is not None
    assert len(mailbox.messages) == 1


def test_a_mail_that_never_goes_is_set_aside_and_holds_up_no_other(
    app: Flask, mailbox: Mailbox
) -> None:
    mailbox.refusals = work.MAX_ATTEMPTS
    with app.app_context():
        waiting("perdu")
        at = clock.now()
        for _try in range(work.MAX_ATTEMPTS):
            with travel(at):
                mail.send_next({})
            at += timedelta(hours=3)
        row = session.scalars(select(OutgoingMail)).one()
        assert row.gave_up_at is not None
        with travel(at):
            waiting("suivant")
            assert mail.send_next({})
    assert [message["Subject"] for message in mailbox.messages] == ["suivant"]


def test_a_worker_that_died_holding_a_mail_loses_its_lease(app: Flask, mailbox: Mailbox) -> None:
    with app.app_context():
        waiting()
        start = clock.now()
        with travel(start):
            assert work.claim(OutgoingMail) is not None
            assert work.claim(OutgoingMail) is None, "taken"
        with travel(start + work.LEASE + timedelta(seconds=1)):
            assert mail.send_next({})
    assert len(mailbox.messages) == 1


def test_a_rolled_back_act_unsends_its_mail(app: Flask) -> None:
    with app.app_context():
        with pytest.raises(ZeroDivisionError):
            fail_after_queueing()
        assert session.scalars(select(OutgoingMail)).all() == []


def fail_after_queueing() -> None:
    with transaction():
        mail.queue(Email("odile@example.org", "s", "t", "h", "a.b"))
        raise ZeroDivisionError


@pytest.mark.usefixtures("database")
def test_a_domain_with_accents_is_written_as_any_server_reads_it(mailbox: Mailbox) -> None:
    with transaction():
        mail.queue(Email("odile@socété.fr", "Un fait", "Bonjour.", "<p>Bonjour.</p>", "a.b"))
    assert mail.send_next({})
    assert [each["To"] for each in mailbox.messages] == ["odile@xn--soct-dpab.fr"]
