"""Pages of administrators: accounts, sent mail."""

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
from consultation.core.confirming import ask_first
from consultation.core.db import session
from consultation.core.i18n import _, _l
from consultation.core.text import number_in

PAGE = 50
ACTS = {
    "suspendre": (
        _l("Suspendre"),
        _l("La personne est déconnectée partout et ne peut plus entrer. Ce qu’elle a écrit reste."),
    ),
    "retablir": (_l("Lever la suspension"), _l("La personne peut entrer de nouveau.")),
    "nommer": (
        _l("Confier l’administration"),
        _l("La personne verra tous les comptes et tous les courriels, et pourra nommer d’autres."),
    ),
    "demettre": (_l("Retirer l’administration"), _l("La personne est déconnectée partout.")),
    "second-facteur": (
        _l("Retirer le second facteur"),
        _l("À faire quand la personne a perdu son téléphone, et que vous savez que c’est elle."),
    ),
}
"""What can be done to an account, and what it means."""


def before_id() -> int | None:
    """The keyset cursor of an administrator's list."""
    return number_in(request.args.get("avant"), 17)


@bp.get("/administration")
@administrator
def admin_home(person: User) -> ResponseReturnValue:
    """Accounts, searched and paged."""
    words = request.args.get("q", "")[:100]
    rows = session.scalars(accounts(words, before_id()).limit(PAGE + 1)).all()
    return render_template(
        "accounts/admin/accounts.html",
        rows=rows[:PAGE], has_more=len(rows) > PAGE, words=words, form=PlainForm(), me=person,
        acts=ACTS,
    )  # fmt: skip


@bp.post("/administration/comptes/<key>/<act>")
@administrator
def admin_act(person: User, key: str, act: str) -> ResponseReturnValue:
    """Act on one account, once it was asked about."""
    user = user_by_key(key)
    if act not in ACTS:
        abort(404)
    back = url_for("accounts.admin_home", q=request.form.get("q") or None)
    verb, what = ACTS[act]
    page = ask_first(
        _("%(verb)s : %(name)s ?", verb=verb, name=user.display_name),
        str(what),
        _("L’acte est inscrit au journal."),
        verb=str(verb),
        back=back,
    )
    if page is not None:
        return page
    _do(act, user, person)
    flash(_("C’est fait, et inscrit au journal."))
    return redirect(back, 303)


def _do(act: str, user: User, person: User) -> None:
    if act == "suspendre":
        set_suspended(user, True, actor=person)
    elif act == "retablir":
        set_suspended(user, False, actor=person)
    elif act == "nommer":
        set_administrator(user, True, actor=person)
    elif act == "demettre":
        set_administrator(user, False, actor=person)
    else:
        drop_second_factor(user, actor=person)


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
    """One mail, and what became of it. What it says is its reader's alone, but in the demo."""
    row = session.scalars(select(mail.OutgoingMail).where(mail.OutgoingMail.key == key)).first()
    if row is None:
        abort(404)
    return render_template("accounts/admin/mail.html", row=row)
