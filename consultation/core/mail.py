"""Mail: rows in the transaction of what they tell, sent by the worker.

A rolled-back transaction unsends its mail; a killed worker sends it again, never loses it.
"""

import smtplib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from email.message import EmailMessage
from email.utils import formatdate
from urllib.parse import unquote, urlsplit

from flask import current_app
from sqlalchemy import insert
from sqlalchemy.orm import Mapped, mapped_column

from consultation.core import work
from consultation.core.clock import now
from consultation.core.db import Id, partial_index, session
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

    def completed(self, mark: str, words: str) -> "Email":
        """The same with `words` wherever `mark` stands: what was not known when it was written."""
        return replace(
            self,
            subject=self.subject.replace(mark, words),
            text=self.text.replace(mark, words),
            html=self.html.replace(mark, words),
        )


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
    common = {
        "subject": " ".join(email.subject.split()),
        "text": email.text,
        "html": email.html,
        "kind": email.kind,
        "language": email.language,
        "run_at": now(),
    }
    rows = [{**common, "to": to, "key": new_key()} for to in addresses]
    if rows:
        session().connection().execute(_INSERT, rows)


_INSERT = insert(OutgoingMail)


def send_next() -> bool:
    """Send the mail that has waited longest. False when none waits."""
    row = work.claim(OutgoingMail)
    if row is None:
        return False
    try:
        deliver(row, current_app.config["SETTINGS"])
    except (OSError, smtplib.SMTPException) as error:
        work.postpone(row, error)
    else:
        work.finish(row)
    return True


def message(row: OutgoingMail, settings: Settings) -> EmailMessage:
    """The MIME message: plain text first, HTML beside it."""
    mime = EmailMessage()
    mime["Subject"] = row.subject
    mime["From"] = settings.mail_from
    mime["To"] = row.to
    mime["Date"] = formatdate(row.run_at.timestamp())
    # The same identifier at each try: a mailbox that got it twice shows it once.
    mime["Message-ID"] = f"<{row.key}@{urlsplit(settings.base_url).hostname}>"
    mime["Auto-Submitted"] = "auto-generated"
    mime["Content-Language"] = row.language
    mime.set_content(row.text)
    mime.add_alternative(row.html, subtype="html")
    return mime


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
