"""« Signaler »: two ways, kept apart. This one is for a breach of the charter."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from consultation.accounts.access import public, signed_in
from consultation.accounts.forms import PlainForm
from consultation.accounts.models import User
from consultation.consultations.charter import clauses_in_force
from consultation.contributions.models import Contribution
from consultation.contributions.permissions import is_own
from consultation.core.clock import now
from consultation.core.csrf import csrf
from consultation.core.errors import DomainError
from consultation.core.i18n import _
from consultation.core.limits import WRITES
from consultation.moderation.forms.reporting import FlagForm
from consultation.moderation.queries.reports import flag_of, standing_of
from consultation.moderation.reports import Flag
from consultation.moderation.rights import can_change_flag, is_limited
from consultation.moderation.services.flagging import MAX_WORDS, flag, withdraw_flag
from consultation.moderation.views import bp
from consultation.moderation.views.answering import (
    about,
    is_shown,
    nothing_to_report,
    reportable,
    signed_out,
    spent,
    status_of,
    to_sign_in,
)


@bp.get("/contributions/<key>/signaler")
@public
def report(viewer: User | None, key: str) -> ResponseReturnValue:
    """What one may report, and what follows: the page before either form."""
    contribution = reportable(viewer, key)
    if not is_shown(contribution):
        return nothing_to_report(contribution)
    return render_template(
        "moderation/report.html",
        **about(contribution),
        is_mine=is_own(viewer, contribution),
        held=flag_of(viewer, contribution) if viewer else None,
    )


@bp.get("/contributions/<key>/signaler/charte")
@public
def flag_page(viewer: User | None, key: str) -> ResponseReturnValue:
    """Which rule, and a few words; or what one has said already."""
    contribution = reportable(viewer, key)
    held = flag_of(viewer, contribution) if viewer else None
    if not is_shown(contribution) and held is None:
        return nothing_to_report(contribution)
    if viewer is None:
        return to_sign_in()
    data = {"clause": held.clause, "words": held.words} if held else {}
    return _page(contribution, viewer, _form(contribution, data), held)


@bp.post("/contributions/<key>/signaler/charte", endpoint="flag")
@WRITES
@public
def send_flag(viewer: User | None, key: str) -> ResponseReturnValue:
    """Record it, or give back what was typed."""
    contribution = reportable(viewer, key)
    form = _form(contribution)
    held = flag_of(viewer, contribution) if viewer else None
    is_valid = form.validate()
    if expired := spent(form):
        return _page(contribution, viewer, form, held, expired), 400
    if viewer is None:
        return _page(contribution, None, form, None, signed_out(form)), 403
    if not is_valid:
        return _page(contribution, viewer, form, held), 422
    try:
        flag(contribution, form.clause.data, form.words.data, actor=viewer)
    except DomainError as error:
        return _page(contribution, viewer, form, held, str(error)), status_of(error)
    flash(
        Markup('{}<span data-draft-clear="flag-{}"></span>').format(
            _("Votre signalement est reçu. Une personne va l’examiner."), key
        )
    )
    return redirect(url_for("moderation.flag_page", key=key), 303)


# The form checks its own token, so that a spent one gives the text back.
csrf.exempt(send_flag)


@bp.post("/contributions/<key>/signaler/retirer")
@WRITES
@signed_in
def take_flag_back(person: User, key: str) -> ResponseReturnValue:
    """Withdraw one's flag; it can be sent again."""
    contribution = reportable(person, key)
    held = flag_of(person, contribution)
    form = PlainForm()
    if held is not None and form.validate_on_submit():
        try:
            withdraw_flag(held, actor=person)
        except DomainError as error:
            flash(str(error), "error")
        else:
            flash(_("Votre signalement est retiré. Vous pouvez le refaire."))
    return redirect(url_for("moderation.flag_page", key=key), 303)


def _form(contribution: Contribution, data: dict[str, str] | None = None) -> FlagForm:
    form = FlagForm(formdata=None, data=data) if data is not None else FlagForm()
    form.offer(clauses_in_force(contribution.consultation_id))
    return form


def _page(
    contribution: Contribution, viewer: User | None, form: FlagForm, held: Flag | None,
    error: str = "",
) -> str:  # fmt: skip
    standing = standing_of(viewer.id, contribution.consultation_id) if viewer else None
    return render_template(
        "moderation/flag.html",
        **about(contribution),
        form=form,
        error=error,
        held=held,
        is_mine=is_own(viewer, contribution),
        standing=standing if is_limited(standing, now()) else None,
        can_change=is_shown(contribution)
        and (held is None or (viewer is not None and can_change_flag(viewer, held))),
        plain=PlainForm(formdata=None),
        most=MAX_WORDS,
    )
