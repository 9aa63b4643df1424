"""Mail: rows in the transaction of what they tell, sent by the worker.

A rolled-back transaction unsends its mail; a killed worker sends it again, never loses it. A
message is written at once, or its row names what it is about and the worker writes it when it is
sent: what a person waits for should not wait for words that nobody reads yet.
"""

import smtplib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import formatdate
from typing import Any
from urllib.parse import unquote, urlsplit

from email_validator import EmailNotValidError, validate_email
from flask import current_app
from sqlalchemy import JSON, insert, select, update
from sqlalchemy.orm import Mapped, mapped_column

from consultation.core import work
from consultation.core.clock import now
from consultation.core.db import Id, connection, partial_index, session
from consultation.core.i18n import in_language
from consultation.core.keys import new_key
from consultation.core.settings import Settings


@dataclass(frozen=True)
class Email:
    """One message to one person, already written in that person's language."""

    to: str
    subject: str
    text: str
    html: str
    kind: str
    language: str = "fr"
    calendar: str = ""
    """A calendar file that goes with it."""


@dataclass(frozen=True)
class Unwritten:
    """One message to one person, whose words are made when it is sent. `about` names of what."""

    to: str
    subject: str
    kind: str
    language: str
    about: Mapping[str, Any]


Writer = Callable[[Mapping[str, Any]], Email | None]
"""Writes the message on what a row is about; None when there is nothing to tell any more."""


class OutgoingMail(work.WaitingRow):
    """A message that waits to be sent, or was."""

    __tablename__ = "outgoing_mail"
    __table_args__ = (partial_index("ix_outgoing_mail_waiting", "run_at", where="done_at is null"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    key: Mapped[str] = mapped_column(unique=True, default=new_key)
    to: Mapped[str]
    subject: Mapped[str]
    text: Mapped[str]
    html: Mapped[str]
    kind: Mapped[str]
    language: Mapped[str]
    about: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    """Of a message that is not written yet: its text is empty, and made from this."""
    calendar: Mapped[str] = mapped_column(default="", server_default="")


def write(
    kind: str, to: str, language: str, subject: Callable[[], str], **context: object
) -> Email:
    """Write the message `<feature>/email/<message>` in `language`; `kind` is "feature.message"."""
    feature, message = kind.split(".")
    with in_language(language):
        context = {**context, "subject": subject(), "mail_language": language}
        return Email(
            to=to,
            subject=str(context["subject"]),
            text=_render(f"{feature}/email/{message}.txt", context).strip() + "\n",
            html=_render(f"{feature}/email/{message}.html", context),
            kind=kind,
            language=language,
        )


def _render(name: str, context: dict[str, object]) -> str:
    """A mail knows its own context alone: nothing of whoever's request wrote it."""
    return current_app.jinja_env.get_template(name).render(context)


def queue(email: Email) -> None:
    """Send `email` once the transaction is committed."""
    queue_for_each(email, [email.to])


def queue_for_each(email: Email, addresses: Sequence[str]) -> None:
    """Send the same words to each address, one message each, once the transaction is committed."""
    words = {"text": email.text, "html": email.html, "calendar": email.calendar, "about": None}
    rows = [{**_envelope(email, to), **words} for to in addresses]
    if rows:
        connection().execute(_INSERT, rows)


def queue_unwritten(email: Unwritten) -> None:
    """Write and send `email` once the transaction is committed."""
    words = {"text": "", "html": "", "calendar": "", "about": dict(email.about)}
    connection().execute(_INSERT, {**_envelope(email, email.to), **words})


def _envelope(email: Email | Unwritten, to: str) -> dict[str, Any]:
    return {
        "key": new_key(),
        "to": to,
        "subject": _in_one_line(email.subject),
        "kind": email.kind,
        "language": email.language,
        "run_at": now(),
    }


_INSERT = insert(OutgoingMail)


def _in_one_line(subject: str) -> str:
    return " ".join(subject.split())


def queue_later(email: Email, at: datetime) -> str:
    """Send `email` from that moment on; the key by which it may still be unsent."""
    envelope = _envelope(email, email.to)
    words = {"text": email.text, "html": email.html, "calendar": email.calendar, "about": None}
    connection().execute(_INSERT, {**envelope, **words, "run_at": at})
    return str(envelope["key"])


def unsend(key: str) -> bool:
    """Take back a message that nobody has begun to send. False when it may have left."""
    row = session.scalars(
        select(OutgoingMail)
        .where(
            OutgoingMail.key == key,
            OutgoingMail.done_at.is_(None),
            OutgoingMail.lease_until.is_(None),
        )
        .with_for_update()
    ).one_or_none()
    if row is not None:
        session.delete(row)
    return row is not None


def forget_sent(kind: str, address: str) -> None:
    """Forget the words of messages of that kind which have left, and which name `address`."""
    session().execute(
        update(OutgoingMail)
        .where(
            OutgoingMail.kind == kind,
            OutgoingMail.done_at.is_not(None),
            OutgoingMail.text.contains(address, autoescape=True),
        )
        .values(text="", html="")
        .execution_options(synchronize_session=False)
    )


def send_next(writers: Mapping[str, Writer]) -> bool:
    """Send the mail that has waited longest. False when none waits.

    `writers` make the words of what is not written yet, by kind.
    """
    row = work.claim(OutgoingMail)
    if row is None:
        return False
    if row.about is not None and not write_now(row, writers):
        work.finish(row)
        return True
    try:
        deliver(row, current_app.config["SETTINGS"])
    except (OSError, smtplib.SMTPException) as error:
        work.postpone(row, error)
    else:
        work.finish(row)
    return True


def write_now(row: OutgoingMail, writers: Mapping[str, Writer]) -> bool:
    """Give a message that is not written its words. False when there is nothing to tell."""
    email = None if row.about is None else writers[row.kind](row.about)
    if email is not None:
        row.subject, row.language = _in_one_line(email.subject), email.language
        row.text, row.html, row.about = email.text, email.html, None
    return email is not None


def message(row: OutgoingMail, settings: Settings) -> EmailMessage:
    """The MIME message: plain text first, HTML beside it."""
    mime = EmailMessage()
    mime["Subject"] = row.subject
    mime["From"] = settings.mail_from
    mime["To"] = _mailbox(row.to)
    mime["Date"] = formatdate(row.run_at.timestamp())
    # The same identifier at each try: a mailbox that got it twice shows it once.
    mime["Message-ID"] = f"<{row.key}@{urlsplit(settings.base_url).hostname}>"
    mime["Auto-Submitted"] = "auto-generated"
    mime.set_content(row.text)
    mime.add_alternative(row.html, subtype="html")
    if row.calendar:
        mime.add_attachment(
            row.calendar.encode(), maintype="text", subtype="calendar", filename="seance.ics",
            params={"charset": "utf-8", "method": _method(row.calendar)},
        )  # fmt: skip
    # Last: each of the calls above begins with a clean slate of what is said of the content.
    mime["Content-Language"] = row.language
    return mime


def _mailbox(address: str) -> str:
    """The address with its domain as any server reads it: accents of a domain are for people."""
    if address.isascii():
        return address
    try:
        found = validate_email(address, check_deliverability=False)
    except EmailNotValidError:
        return address
    return f"{found.local_part}@{found.ascii_domain}"


def _method(calendar: str) -> str:
    """What the file asks of a calendar: to show, or to strike out."""
    return "CANCEL" if "\r\nMETHOD:CANCEL\r\n" in calendar else "PUBLISH"


def deliver(row: OutgoingMail, settings: Settings) -> None:
    """Hand the message to the SMTP server; without one (the demo), put it in the mail folder."""
    mime = message(row, settings)
    if not settings.smtp_url:
        folder = settings.var / "mail"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{row.key}.eml").write_bytes(bytes(mime))
        return
    url = urlsplit(settings.smtp_url)
    kind = smtplib.SMTP_SSL if url.scheme == "smtps" else smtplib.SMTP
    with kind(url.hostname or "localhost", url.port or 25, timeout=20) as server:
        if url.scheme == "smtp+starttls":
            server.starttls()
        if url.username:
            server.login(unquote(url.username), unquote(url.password or ""))
        server.send_message(mime)
