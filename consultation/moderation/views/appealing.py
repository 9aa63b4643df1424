"""Contesting a decision, and what one has reported and contested oneself."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from consultation.accounts.access import public, signed_in
from consultation.accounts.models import User
from consultation.contributions.models import Contribution
from consultation.contributions.queries.places import find_contribution, place_of
from consultation.core.clock import now
from consultation.core.csrf import csrf
from consultation.core.errors import DomainError
from consultation.core.i18n import _
from consultation.core.limits import WRITES
from consultation.moderation.answers import elsewhere, reasons_for_reporters
from consultation.moderation.forms.reporting import AppealForm
from consultation.moderation.models import Decision
from consultation.moderation.periods import last_day_to_appeal
from consultation.moderation.queries.appeals import (
    appeal_of,
    appeal_of_key,
    contribution_of,
    decision_of_key,
    own_appeals,
    side_of,
)
from consultation.moderation.queries.reports import own_flags, own_notices
from consultation.moderation.reports import Side
from consultation.moderation.rights import (
    CONTESTED_BY_AUTHOR,
    can_appeal,
    can_read_appeal,
    is_open_to_appeal,
)
from consultation.moderation.services.appealing import MAX_APPEAL, appeal
from consultation.moderation.views import bp
from consultation.moderation.views.answering import (
    signed_out,
    spent,
    status_of,
    to_sign_in,
)


@bp.get("/decisions/<key>/recours")
@public
def appeal_page(viewer: User | None, key: str) -> ResponseReturnValue:
    """The form; or the appeal that was formed already."""
    if viewer is None:
        return to_sign_in()
    decision = _contested(viewer, key)
    earlier = appeal_of(viewer, decision)
    if earlier is not None:
        return redirect(url_for("moderation.own_appeal", key=earlier.key), 303)
    return _page(decision, AppealForm(formdata=None), viewer)


@bp.post("/decisions/<key>/recours", endpoint="appeal")
@WRITES
@public
def send_appeal(viewer: User | None, key: str) -> ResponseReturnValue:
    """Record it, or give back what was typed."""
    form = AppealForm()
    is_valid = form.validate()
    if viewer is None:
        # Whoever holds the text gets it back; the decision itself is not shown to nobody.
        expired = spent(form)
        return _page(None, form, None, expired or signed_out(form)), 403
    decision = _contested(viewer, key)
    if expired := spent(form):
        return _page(decision, form, viewer, expired), 400
    if not is_valid:
        return _page(decision, form, viewer), 422
    try:
        row = appeal(decision, form.text.data, actor=viewer)
    except DomainError as error:
        return _page(decision, form, viewer, str(error)), status_of(error)
    flash(
        Markup('{}<span data-draft-clear="appeal-{}"></span>').format(
            _("Votre recours est reçu. Une autre personne va réexaminer la décision."), key
        )
    )
    return redirect(url_for("moderation.own_appeal", key=row.key), 303)


# The form checks its own token, so that a spent one gives the text back.
csrf.exempt(send_appeal)


@bp.get("/recours/<key>")
@signed_in
def own_appeal(person: User, key: str) -> ResponseReturnValue:
    """What one contested, and what was answered."""
    row = appeal_of_key(key)
    contribution = _shown(person, row.decision) if row else None
    if row is None or contribution is None or not can_read_appeal(person, row):
        abort(404)
    return render_template(
        "moderation/own_appeal.html",
        appeal=row,
        decision=row.decision,
        is_author=row.side is Side.AUTHOR,
        contribution=contribution,
        place=place_of(contribution),
        elsewhere=elsewhere(),
    )


@bp.get("/compte/signalements")
@signed_in
def own_reports(person: User) -> ResponseReturnValue:
    """What one reported and contested, each with its outcome."""
    appeals = own_appeals(person)
    return render_template(
        "moderation/own_reports.html",
        flags=own_flags(person),
        notices=own_notices(person),
        appeals=appeals,
        appealed={row.decision_id: row for row in appeals},
        reasons=reasons_for_reporters,
        may_contest=lambda decision: is_open_to_appeal(decision, now()),
        last_day=lambda decision: last_day_to_appeal(decision.decided_at),
    )


def _contested(person: User, key: str) -> Decision:
    """A decision that `person` was told of; for anybody else there is none."""
    decision = decision_of_key(key)
    if decision is None or _shown(person, decision) is None or not _was_told(person, decision):
        abort(404)
    return decision


def _was_told(person: User, decision: Decision) -> bool:
    """Its author hears of a measure alone: that somebody reported in vain is not theirs to know."""
    side, _flag = side_of(decision, person)
    return side is Side.REPORTER or (
        side is Side.AUTHOR and decision.measure in CONTESTED_BY_AUTHOR
    )


def _shown(person: User, decision: Decision) -> Contribution | None:
    """What was decided on, where its consultation is the person's to see."""
    contribution = contribution_of(decision)
    return find_contribution(person, contribution.key) if contribution else None


def _is_open(decision: Decision, person: User) -> bool:
    side, flag = side_of(decision, person)
    return can_appeal(person, decision, side, flag, now())


def _page(decision: Decision | None, form: AppealForm, viewer: User | None, error: str = "") -> str:
    contribution = contribution_of(decision) if decision else None
    is_author = bool(viewer and decision and decision.participant.user_id == viewer.id)
    back = url_for("moderation.own_reports")
    if is_author and decision:
        back = url_for("moderation.decision", key=decision.key)
    return render_template(
        "moderation/appeal.html",
        form=form,
        error=error,
        decision=decision,
        contribution=contribution,
        place=place_of(contribution) if contribution else None,
        back=back,
        last_day=last_day_to_appeal(decision.decided_at) if decision else None,
        draft_key=f"appeal-{decision.key}" if decision else "",
        most=MAX_APPEAL,
        is_author=is_author,
        is_open=decision is None or viewer is None or _is_open(decision, viewer),
    )
