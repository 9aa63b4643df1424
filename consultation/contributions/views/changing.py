"""Changing and taking back what one said."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from consultation.accounts.access import public, signed_in
from consultation.accounts.forms import PlainForm
from consultation.accounts.models import User
from consultation.consultations.permissions import phase_at
from consultation.contributions.forms.composer import ComposerForm, Mode
from consultation.contributions.forms.making import bound_form, dressed
from consultation.contributions.models import Contribution, Revision
from consultation.contributions.permissions import (
    can_edit,
    can_withdraw,
    is_edited_freely,
    is_own,
)
from consultation.contributions.queries.mine import revision_of
from consultation.contributions.queries.places import (
    consultation_of,
    find_contribution,
    place_of,
)
from consultation.contributions.services.drafts import drop_sent_edit
from consultation.contributions.services.editing import edit as change
from consultation.contributions.services.submitting import ClosedError
from consultation.contributions.services.withdrawing import withdraw as take_back
from consultation.contributions.views import bp
from consultation.contributions.views.composing import (
    announce_receipt,
    answer_before_storing,
    closed,
    keep,
    page_of,
)
from consultation.core.clock import now
from consultation.core.csrf import csrf
from consultation.core.errors import DomainError
from consultation.core.i18n import _
from consultation.core.limits import WRITES


@bp.get("/contributions/<key>/modifier")
@signed_in
def manage(person: User, key: str) -> ResponseReturnValue:
    """Correct one's contribution, or go on to withdrawing it."""
    contribution = _own(person, key)
    revision = revision_of(contribution)
    form = None
    if can_edit(person, contribution, phase_at(consultation_of(contribution), now())):
        form = _form(contribution, _values(contribution, revision))
    return _page(contribution, revision, form, person)


@bp.post("/contributions/<key>/modifier")
@WRITES
@public
def edit(viewer: User | None, key: str) -> ResponseReturnValue:
    """Store the change; signed out meanwhile, keep it until one has signed in again."""
    contribution = find_contribution(viewer, key)
    if contribution is None or (viewer is not None and not is_own(viewer, contribution)):
        abort(404)
    form = _form(contribution, None)
    answer = answer_before_storing(form, viewer, form.validate())
    if answer is not None:
        return answer
    if viewer is None:
        return keep(form, None)
    try:
        change(contribution, form.written(), actor=viewer)
    except ClosedError:
        return closed(form, viewer)
    except DomainError as error:
        return page_of(form, viewer, error=str(error)), int(error.status)
    drop_sent_edit(form.form_token.data, actor=viewer)
    announce_receipt(form, contribution)
    return redirect(url_for("contributions.permalink", key=key), 303)


# The form checks its own token, so that a spent one gives the text back.
csrf.exempt(edit)


@bp.route("/contributions/<key>/retirer", methods=["GET", "POST"])
@WRITES
@signed_in
def withdraw(person: User, key: str) -> ResponseReturnValue:
    """Say what withdrawing does, then do it."""
    contribution = _own(person, key)
    form = PlainForm()
    if form.validate_on_submit():
        take_back(contribution, actor=person)
        flash(_("Votre contribution n° %(number)s est retirée.", number=contribution.number))
        return redirect(url_for("contributions.mine"), 303)
    return render_template(
        "contributions/withdraw.html",
        contribution=contribution,
        place=place_of(contribution),
        revision=revision_of(contribution),
        form=form,
        can_withdraw=can_withdraw(person, contribution),
    ), form.status


def _own(person: User, key: str) -> Contribution:
    contribution = find_contribution(person, key)
    if contribution is None or not is_own(person, contribution):
        abort(404)
    return contribution


def _form(contribution: Contribution, values: dict[str, str] | None) -> ComposerForm:
    return bound_form(place_of(contribution), Mode.EDIT, edited=contribution, values=values)


def _values(contribution: Contribution, revision: Revision) -> dict[str, str]:
    return {
        "stance": contribution.stance.value,
        "body": revision.source,
        "proposed_text": revision.proposed_text or "",
    }


def _page(
    contribution: Contribution,
    revision: Revision,
    form: ComposerForm | None,
    person: User,
) -> str:
    return render_template(
        "contributions/manage.html",
        contribution=contribution,
        place=place_of(contribution),
        revision=revision,
        form=dressed(form, person) if form else None,
        is_free=is_edited_freely(contribution, now()),
        can_withdraw=can_withdraw(person, contribution),
    )
