"""Pages of administrators: accounts, sent mail, journal."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from consultation.accounts.access import administrator
from consultation.accounts.forms import PlainForm
from consultation.accounts.models import User
from consultation.accounts.queries import accounts
from consultation.accounts.services.changing import (
    set_administrator,
    set_suspended,
    user_by_key,
)
from consultation.accounts.services.signing_in import drop_second_factor
from consultation.accounts.views import bp
from consultation.core import mail
from consultation.core.db import session
from consultation.core.i18n import _
from consultation.core.journal import JournalEntry

PAGE = 50


def before_id() -> int | None:
    """The keyset cursor of an administrator's list."""
    text = request.args.get("avant", "")
    return int(text) if text.isdigit() and len(text) < 18 else None


@bp.get("/administration")
@administrator
def admin_home(person: User) -> ResponseReturnValue:
    """Accounts, searched and paged."""
    words = request.args.get("q", "")[:100]
    rows = session.scalars(accounts(words, before_id()).limit(PAGE + 1)).all()
    return render_template(
        "accounts/admin/accounts.html",
        rows=rows[:PAGE], has_more=len(rows) > PAGE, words=words, form=PlainForm(), me=person,
    )  # fmt: skip


@bp.post("/administration/comptes/<key>/<act>")
@administrator
def admin_act(person: User, key: str, act: str) -> ResponseReturnValue:
    """Act on one account."""
    user = user_by_key(key)
    if act == "suspendre":
        set_suspended(user, True, actor=person)
    elif act == "retablir":
        set_suspended(user, False, actor=person)
    elif act == "nommer":
        set_administrator(user, True, actor=person)
    elif act == "demettre":
        set_administrator(user, False, actor=person)
    elif act == "second-facteur":
        drop_second_factor(user, actor=person)
    else:
        abort(404)
    flash(_("C’est fait, et inscrit au journal."))
    return redirect(url_for("accounts.admin_home", q=request.form.get("q") or None), 303)


@bp.get("/administration/courriels")
@administrator
def admin_mails(_person: User) -> ResponseReturnValue:
    """What was mailed, and what waits."""
    query = select(mail.OutgoingMail).order_by(mail.OutgoingMail.id.desc())
    before = before_id()
    if before:
        query = query.where(mail.OutgoingMail.id < before)
    rows = session.scalars(query.limit(PAGE + 1)).all()
    return render_template("accounts/admin/mails.html", rows=rows[:PAGE], has_more=len(rows) > PAGE)


@bp.get("/administration/courriels/<key>")
@administrator
def admin_mail(_person: User, key: str) -> ResponseReturnValue:
    """One mail, as plain text."""
    row = session.scalars(select(mail.OutgoingMail).where(mail.OutgoingMail.key == key)).first()
    if row is None:
        abort(404)
    return render_template("accounts/admin/mail.html", row=row)


@bp.get("/administration/journal")
@administrator
def admin_journal(_person: User) -> ResponseReturnValue:
    """Who decided what."""
    act = request.args.get("acte", "")[:60]
    query = select(JournalEntry).order_by(JournalEntry.id.desc())
    if act:
        query = query.where(JournalEntry.act.startswith(act, autoescape=True))
    before = before_id()
    if before:
        query = query.where(JournalEntry.id < before)
    rows = session.scalars(query.limit(PAGE + 1)).all()
    return render_template(
        "accounts/admin/journal.html", rows=rows[:PAGE], has_more=len(rows) > PAGE, act=act
    )
