"""Writing a ballot, opening it, closing it before its hour, giving it up."""

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from consultation.accounts.access import strongly_signed_in
from consultation.accounts.models import User
from consultation.committees.forms.ballots import CancelForm
from consultation.committees.forms.people import PlainForm
from consultation.committees.forms.questions import QuestionForm, values_of
from consultation.committees.models.ballots import Ballot, BallotState
from consultation.committees.permissions import can_hold_ballot, can_prepare_ballot
from consultation.committees.services.holding import cancel_ballot, close_ballot, open_ballot
from consultation.committees.services.preparing import (
    WrongQuestionError,
    edit_ballot,
    prepare_ballot,
)
from consultation.committees.views import bp
from consultation.committees.views.loading import Entered, ballot_named, entered
from consultation.committees.views.shown import workspace_page
from consultation.committees.views.voted import subjects_in
from consultation.core.confirming import ask_first
from consultation.core.errors import DomainError
from consultation.core.i18n import _


@bp.route("/comites/<slug>/espace/scrutins/nouveau", methods=["GET", "POST"])
@strongly_signed_in
def new_ballot(person: User, slug: str) -> ResponseReturnValue:
    """Prepare a ballot."""
    place = _preparing(person, slug)
    form = QuestionForm(subject=request.args.get("sur", "")[:80] or None)
    form.offer(subjects_in(place))
    if form.validate_on_submit():
        try:
            made = prepare_ballot(place.committee, form.question(), actor=person)
        except WrongQuestionError as error:
            form[error.field].errors = [str(error)]
        else:
            flash(_("Le scrutin est préparé. Relisez-le comme les membres le liront."))
            return redirect(url_for("committees.ballot", slug=slug, key=made.key), 303)
    return workspace_page(place, "committees/question.html", form=form, ballot=None), form.status


@bp.route("/comites/<slug>/espace/scrutins/<key>/modifier", methods=["GET", "POST"])
@strongly_signed_in
def change_ballot(person: User, slug: str, key: str) -> ResponseReturnValue:
    """Change a ballot that is not open."""
    place = _preparing(person, slug)
    ballot = ballot_named(place, key)
    if ballot.state not in {BallotState.DRAFT, BallotState.SCHEDULED}:
        abort(404)
    form = QuestionForm(obj=ballot, **values_of(ballot))
    form.offer(subjects_in(place, ballot))
    if form.validate_on_submit():
        try:
            edit_ballot(ballot, form.question(), actor=person, seen=form.edit_seen())
        except WrongQuestionError as error:
            form[error.field].errors = [str(error)]
            form.seen.data = str(ballot.edit_count)
        else:
            flash(_("Le scrutin est enregistré. Il reste en préparation."))
            return redirect(url_for("committees.ballot", slug=slug, key=key), 303)
    page = workspace_page(place, "committees/question.html", form=form, ballot=ballot)
    return page, form.status


@bp.post("/comites/<slug>/espace/scrutins/<key>/ouverture")
@strongly_signed_in
def open_it(person: User, slug: str, key: str) -> ResponseReturnValue:
    """Open the ballot, now or at its hour."""
    place, ballot = _held(person, slug, key)
    page = ask_first(
        _("Ouvrir ce scrutin ?"),
        _("La liste électorale est figée à l’ouverture, et publiée au comité."),
        _("Le texte, la méthode et les règles ne changent plus. Chaque votant reçoit un courriel."),
        verb=_("Ouvrir le scrutin"),
        back=url_for("committees.ballot", slug=slug, key=key),
    )
    if page is not None:
        return page
    open_ballot(ballot, actor=person)
    if ballot.state is BallotState.SCHEDULED:
        flash(_("Le scrutin est programmé : il s’ouvre de lui-même à son heure."))
    else:
        flash(_("Le scrutin est ouvert."))
    return redirect(url_for("committees.ballot", slug=place.committee.slug, key=key), 303)


@bp.post("/comites/<slug>/espace/scrutins/<key>/cloture")
@strongly_signed_in
def close_it(person: User, slug: str, key: str) -> ResponseReturnValue:
    """Close the ballot before its hour, and count."""
    place, ballot = _held(person, slug, key)
    page = ask_first(
        _("Clore ce scrutin avant son heure ?"),
        _("Plus personne ne vote. Les votes sont comptés, et le procès-verbal est écrit."),
        verb=_("Clore et compter"),
        back=url_for("committees.ballot", slug=slug, key=key),
    )
    if page is not None:
        return page
    close_ballot(ballot, actor=person)
    flash(_("Le scrutin est clos, les votes sont comptés."))
    return redirect(url_for("committees.ballot", slug=place.committee.slug, key=key), 303)


@bp.route("/comites/<slug>/espace/scrutins/<key>/annulation", methods=["GET", "POST"])
@strongly_signed_in
def give_up_ballot(person: User, slug: str, key: str) -> ResponseReturnValue:
    """Give a ballot up, with a reason: this page is what asks first."""
    place = entered(person, slug)
    ballot = ballot_named(place, key)
    if not can_hold_ballot(place.standing) or ballot.state in {
        BallotState.CLOSED, BallotState.CANCELLED,
    }:  # fmt: skip
        abort(404)
    form = CancelForm()
    if form.validate_on_submit():
        try:
            cancel_ballot(ballot, form.reason.data or "", actor=person)
        except DomainError as error:
            form.reason.errors = [str(error)]
        else:
            flash(_("Le scrutin est annulé."))
            return redirect(url_for("committees.ballot", slug=slug, key=key), 303)
    page = workspace_page(place, "committees/cancel.html", form=form, ballot=ballot)
    return page, form.status


def _preparing(person: User, slug: str) -> Entered:
    """The workspace, for those who prepare ballots."""
    place = entered(person, slug)
    if not can_prepare_ballot(place.standing):
        abort(404)
    return place


def _held(person: User, slug: str, key: str) -> tuple[Entered, Ballot]:
    """A ballot, for those who open and close; what was posted is a deliberate act."""
    place = entered(person, slug)
    ballot = ballot_named(place, key)
    if not can_hold_ballot(place.standing):
        abort(404)
    if not PlainForm().validate_on_submit():
        abort(400)
    return place, ballot
