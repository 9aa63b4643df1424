"""Notices of illegal content: the form for anybody, and the page where one follows it."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from consultation.accounts.access import public
from consultation.accounts.models import User
from consultation.contributions.models import Contribution
from consultation.contributions.queries.places import find_contribution, place_of
from consultation.core.clock import now
from consultation.core.csrf import csrf
from consultation.core.errors import DomainError
from consultation.core.i18n import _, page_language
from consultation.core.keys import new_key
from consultation.core.limits import WRITES
from consultation.core.links import absolute
from consultation.moderation.answers import elsewhere, reasons_for_reporters
from consultation.moderation.following import key_in, token_of
from consultation.moderation.forms.reporting import AppealForm, NoticeForm
from consultation.moderation.periods import last_day_to_appeal
from consultation.moderation.queries.appeals import appeal_of_notice, contribution_of
from consultation.moderation.queries.reports import contribution_key_of, notice_of_key
from consultation.moderation.reports import Notice
from consultation.moderation.rights import can_appeal_notice
from consultation.moderation.services.appealing import MAX_APPEAL, appeal_as_notifier
from consultation.moderation.services.noticing import MAX_EXPLANATION, notify
from consultation.moderation.views import bp
from consultation.moderation.views.answering import (
    about,
    is_shown,
    nothing_to_report,
    reportable,
    spent,
    status_of,
    whence,
)

TOKEN_LENGTH = 24


@bp.get("/contributions/<key>/signaler/contenu-illicite")
@public
def notice_page(viewer: User | None, key: str) -> ResponseReturnValue:
    """The form, for anybody."""
    contribution = reportable(viewer, key)
    if not is_shown(contribution):
        return nothing_to_report(contribution)
    data = {"form_token": new_key(TOKEN_LENGTH)}
    if viewer is not None:
        data |= {"email": viewer.email or ""}
    return _page(contribution, NoticeForm(formdata=None, data=data))


@bp.post("/contributions/<key>/signaler/contenu-illicite", endpoint="notice")
@WRITES
@public
def send_notice(viewer: User | None, key: str) -> ResponseReturnValue:
    """Record the notice and go where it is followed, or give back what was typed."""
    contribution = reportable(viewer, key)
    form = NoticeForm()
    is_valid = form.validate()
    if len(form.form_token.data or "") != TOKEN_LENGTH:
        form.form_token.data = new_key(TOKEN_LENGTH)
    if expired := spent(form):
        return _page(contribution, form, expired), 400
    if not is_valid:
        return _page(contribution, form), 422
    try:
        row = notify(contribution, form.told(), actor=viewer, whence=whence())
    except DomainError as error:
        return _page(contribution, form, str(error)), status_of(error)
    if viewer is not None:
        flash(_("Votre notification %(key)s est reçue.", key=row.key))
    return redirect(url_for("moderation.follow", token=token_of(row.key)), 303)


# The form checks its own token, so that a spent one gives the text back.
csrf.exempt(send_notice)


def _page(contribution: Contribution, form: NoticeForm, error: str = "") -> str:
    return render_template(
        "moderation/notice.html",
        **about(contribution),
        form=form,
        error=error,
        location=absolute("contributions.permalink", page_language(), key=contribution.key),
        most=MAX_EXPLANATION,
    )


@bp.get("/notifications/<token>")
@public
def follow(_viewer: User | None, token: str) -> ResponseReturnValue:
    """What became of a notice, for whoever holds its secret address."""
    return _follow(_noticed(token), token)


def _follow(notice: Notice, token: str) -> str:
    decision = notice.decision
    appeal = appeal_of_notice(notice) if decision else None
    return render_template(
        "moderation/follow.html",
        notice=notice,
        token=token,
        decision=decision,
        number_and_key=contribution_key_of(notice),
        reasons=reasons_for_reporters(decision),
        appeal=appeal,
        can_appeal=decision is not None
        and appeal is None
        and can_appeal_notice(notice, decision, now()),
        last_day=last_day_to_appeal(decision.decided_at) if decision else None,
        elsewhere=elsewhere(),
    )


@bp.get("/notifications/<token>/recours")
@public
def notifier_appeal_page(_viewer: User | None, token: str) -> ResponseReturnValue:
    """The form of an appeal, for whoever holds the notice's secret address."""
    notice = _contested(token)
    if appeal_of_notice(notice) is not None:
        return redirect(url_for("moderation.follow", token=token), 303)
    return _appeal_page(notice, token, AppealForm(formdata=None))


@bp.post("/notifications/<token>/recours", endpoint="notifier_appeal")
@WRITES
@public
def send_notifier_appeal(_viewer: User | None, token: str) -> ResponseReturnValue:
    """Record the appeal, or give back what was typed."""
    notice = _contested(token)
    form = AppealForm()
    is_valid = form.validate()
    if expired := spent(form):
        return _appeal_page(notice, token, form, expired), 400
    if not is_valid:
        return _appeal_page(notice, token, form), 422
    decision = notice.decision
    if decision is None:
        abort(404)
    try:
        appeal_as_notifier(notice, decision, form.text.data)
    except DomainError as error:
        return _appeal_page(notice, token, form, str(error)), status_of(error)
    return redirect(url_for("moderation.follow", token=token), 303)


# The form checks its own token, so that a spent one gives the text back.
csrf.exempt(send_notifier_appeal)


def _appeal_page(notice: Notice, token: str, form: AppealForm, error: str = "") -> str:
    decision = notice.decision
    contribution = contribution_of(decision) if decision else None
    return render_template(
        "moderation/appeal.html",
        form=form,
        error=error,
        decision=decision,
        contribution=contribution,
        place=place_of(contribution) if contribution else None,
        back=url_for("moderation.follow", token=token),
        last_day=last_day_to_appeal(decision.decided_at) if decision else None,
        draft_key="",
        most=MAX_APPEAL,
        is_author=False,
        is_open=True,
    )


def _noticed(token: str) -> Notice:
    key = key_in(token)
    notice = notice_of_key(key) if key else None
    if notice is None or find_contribution(None, contribution_key_of(notice)[1]) is None:
        abort(404)
    return notice


def _contested(token: str) -> Notice:
    notice = _noticed(token)
    if notice.decision is None or not can_appeal_notice(notice, notice.decision, now()):
        abort(404)
    return notice
