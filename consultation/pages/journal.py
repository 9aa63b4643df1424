"""The journal: for administrators its rows, for everybody the seal of each day."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from http import HTTPStatus
from typing import Any

from flask import Response, abort, render_template, request, stream_with_context
from flask.typing import ResponseReturnValue
from sqlalchemy import Select, false, select

from consultation.accounts.access import administrator, public
from consultation.accounts.forms import PlainForm
from consultation.accounts.models import User
from consultation.accounts.queries import user_by_email
from consultation.core import journal
from consultation.core.clock import PARIS, today
from consultation.core.db import session, transaction
from consultation.core.i18n import _
from consultation.core.journal import JournalEntry
from consultation.core.journal_check import JournalSeal, entries, seals
from consultation.core.journal_files import FORMATS, MIMETYPES
from consultation.core.public_cache import shared
from consultation.pages.journal_subjects import actors_of, subjects_of
from consultation.pages.journal_words import ACTS, SUBJECTS, act_words, subject_words
from consultation.pages.views import bp

PAGE = 50
DAYS = 60
CLOCK = "horloge"


@dataclass(frozen=True)
class Asked:
    """What the filters say, as they were typed."""

    act: str = ""
    actor: str = ""
    subject: str = ""
    since: str = ""
    until: str = ""

    @property
    def values(self) -> dict[str, str]:
        """As an address carries them."""
        named = {
            "acte": self.act, "qui": self.actor, "sujet": self.subject, "du": self.since,
            "au": self.until,
        }  # fmt: skip
        return {name: value for name, value in named.items() if value}


def _asked() -> Asked:
    names = ("acte", "qui", "sujet", "du", "au")
    return Asked(*(request.values.get(name, "").strip()[:120] for name in names))


class FilterError(ValueError):
    """A filter that cannot be read; `str()` says how to write it."""


@bp.get("/administration/journal")
@administrator
def admin_journal(_person: User) -> ResponseReturnValue:
    """Who decided what, filtered."""
    wanted, error, rows = _asked(), "", []
    try:
        query = _kept(wanted).order_by(JournalEntry.id.desc()).limit(PAGE + 1)
        before = request.args.get("avant", "")
        if before.isdecimal() and len(before) < 18:
            query = query.where(JournalEntry.id < int(before))
        rows = list(session.scalars(query))
    except FilterError as wrong:
        error = str(wrong)
    shown = rows[:PAGE]
    page = render_template(
        "pages/admin_journal.html", rows=shown, has_more=len(rows) > PAGE, wanted=wanted,
        error=error, actors=actors_of(shown), subjects=subjects_of(shown), acts=ACTS,
        act_words=act_words, subject_words=subject_words,
    )  # fmt: skip
    return page, HTTPStatus.UNPROCESSABLE_ENTITY if error else HTTPStatus.OK


@bp.post("/administration/journal/export")
@administrator
def export_journal(person: User) -> ResponseReturnValue:
    """The rows that the filters keep, as a file; that it was taken is an act too."""
    form = request.form.get("format", "")
    if form not in FORMATS or not PlainForm().validate_on_submit():
        abort(400)
    try:
        kept = _kept(_asked())
    except FilterError:
        abort(422)
    with transaction():
        journal.record("journal.exported", person, actor_id=person.id, format=form)
    lines = FORMATS[form](entries(kept))
    response = Response(stream_with_context(lines), content_type=MIMETYPES[form])
    name = f"journal-{today().isoformat()}.{form}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _kept(wanted: Asked) -> Select[Any]:
    """The rows that the filters keep."""
    query = select(JournalEntry)
    if wanted.act in ACTS:
        query = query.where(JournalEntry.act == wanted.act)
    elif wanted.act:
        query = query.where(JournalEntry.act.startswith(wanted.act, autoescape=True))
    if wanted.actor:
        query = query.where(_actor_is(wanted.actor))
    if wanted.subject:
        kind, _colon, key = wanted.subject.rpartition(":")
        kinds = [kind] if kind else list(SUBJECTS)
        query = query.where(JournalEntry.subject_type.in_(kinds), JournalEntry.subject_key == key)
    if wanted.since:
        query = query.where(JournalEntry.at >= _midnight(wanted.since, 0))
    if wanted.until:
        query = query.where(JournalEntry.at < _midnight(wanted.until, 1))
    return query


def _actor_is(text: str) -> Any:
    if text == CLOCK:
        return JournalEntry.actor_id.is_(None)
    if text.isdecimal() and len(text) < 18:
        return JournalEntry.actor_id == int(text)
    if "@" not in text:
        raise FilterError(
            _("Écrivez une adresse électronique, un numéro de compte, ou « horloge ».")
        )
    person = user_by_email(text)
    return JournalEntry.actor_id == person.id if person else false()


def _midnight(text: str, later: int) -> datetime:
    try:
        day = date.fromisoformat(text) + timedelta(days=later)
        return datetime.combine(day, time(), tzinfo=PARIS).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise FilterError(_("Écrivez le jour, par exemple 2026-11-30.")) from error


@bp.get("/journal")
@public
def public_journal(viewer: User | None) -> ResponseReturnValue:
    """How many acts each day, and the hash that seals them: no act, no name."""
    rows = seals(_before(), DAYS + 1)

    def render() -> str:
        return render_template(
            "pages/public_journal.html", rows=rows[:DAYS], has_more=len(rows) > DAYS
        )

    if viewer is not None:
        return render()
    return shared(("journal", _before(), rows[0].hash if rows else "", len(rows)), render)


@bp.get("/journal.json")
@public
def public_journal_json(_viewer: User | None) -> ResponseReturnValue:
    """The same for machines: `before` asks for earlier days."""
    rows = seals(_before(), DAYS + 1)
    return {
        "days": [_told(row) for row in rows[:DAYS]],
        "before": rows[DAYS - 1].day.isoformat() if len(rows) > DAYS else None,
    }


def _told(row: JournalSeal) -> dict[str, Any]:
    return {
        "day": row.day.isoformat(), "acts": row.act_count, "acts_so_far": row.total,
        "last_row": row.last_id, "hash": row.hash,
    }  # fmt: skip


def _before() -> date | None:
    try:
        return date.fromisoformat(request.args.get("avant", ""))
    except ValueError:
        return None
