"""The reserve: who takes a seat when one falls free."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from consultation.accounts.access import strongly_signed_in
from consultation.accounts.models import User
from consultation.committees.forms.people import PlainForm, ReserveForm
from consultation.committees.models.people import Committee
from consultation.committees.queries.lots import lot_of
from consultation.committees.queries.people import reserve_of
from consultation.committees.services.reserve import (
    add_to_reserve,
    call_next,
    drop_from_reserve,
)
from consultation.committees.views import bp
from consultation.committees.views.loading import run_by
from consultation.core.confirming import ask_first
from consultation.core.db import session
from consultation.core.errors import DomainError
from consultation.core.i18n import _


@bp.route("/comites/<slug>/organisation/reserve", methods=["GET", "POST"])
@strongly_signed_in
def reserve(person: User, slug: str) -> ResponseReturnValue:
    """The reserve in its order, and the form that adds to it."""
    committee = run_by(person, slug)
    form = ReserveForm()
    if form.validate_on_submit():
        try:
            add_to_reserve(committee, form.email.data, form.origin.data or "", actor=person)
        except DomainError as error:
            form.email.errors = [str(error)]
        else:
            flash(_("Cette personne est dans la réserve."))
            return redirect(url_for("committees.reserve", slug=slug), 303)
    return _page(committee, form)


@bp.post("/comites/<slug>/organisation/reserve/appel")
@strongly_signed_in
def call(person: User, slug: str) -> ResponseReturnValue:
    """Invite the next person."""
    committee = run_by(person, slug)
    if not PlainForm().validate_on_submit():
        abort(400)
    page = ask_first(
        _("Appeler la personne suivante de la réserve ?"),
        _("Elle reçoit une invitation par courriel, pour une place de membre."),
        verb=_("Envoyer l’invitation"),
        back=url_for("committees.reserve", slug=slug),
    )
    if page is not None:
        return page
    address = call_next(committee, actor=person)
    flash(_("L’invitation est envoyée à %(address)s.", address=address))
    return redirect(url_for("committees.reserve", slug=slug), 303)


@bp.post("/comites/<slug>/organisation/reserve/retrait")
@strongly_signed_in
def unreserve(person: User, slug: str) -> ResponseReturnValue:
    """Somebody no longer waits."""
    committee = run_by(person, slug)
    if not PlainForm().validate_on_submit():
        abort(400)
    page = ask_first(
        _("Retirer cette personne de la réserve ?"),
        _("Les suivantes avancent d’un rang."),
        verb=_("Retirer"),
        back=url_for("committees.reserve", slug=slug),
    )
    if page is not None:
        return page
    drop_from_reserve(committee, request.form.get("person", ""), actor=person)
    flash(_("Cette personne n’est plus dans la réserve."))
    return redirect(url_for("committees.reserve", slug=slug), 303)


def _page(committee: Committee, form: ReserveForm) -> ResponseReturnValue:
    rows = session.scalars(reserve_of(committee.id)).all()
    lot = lot_of(committee.id)
    page = render_template(
        "committees/reserve.html",
        committee=committee,
        rows=rows,
        is_empty=all(row.called_at for row in rows),
        form=form,
        keeps_targets=lot is not None and lot.record is not None and lot.forgotten_at is None,
    )
    return page, form.status
