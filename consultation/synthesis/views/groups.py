"""Opinion groups: for the team, and for everybody once published and stable."""

from flask import Response, abort, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from consultation.accounts.access import public, strongly_signed_in
from consultation.accounts.models import User
from consultation.core.clock import now
from consultation.core.errors import DomainError
from consultation.core.i18n import _
from consultation.moderation.views.register import shareable, visible
from consultation.synthesis.permissions import can_answer
from consultation.synthesis.queries.groupings import (
    find_grouping,
    latest_grouping,
    published_grouping,
    shown,
)
from consultation.synthesis.services.grouping import ask_for_grouping, publish, unpublish
from consultation.synthesis.views import bp
from consultation.synthesis.views.loading import desk_of


@bp.get("/espace/<slug>/synthese/groupes")
@strongly_signed_in
def groups(person: User, slug: str) -> ResponseReturnValue:
    """The latest calculation: its groups, or why there are none."""
    desk = desk_of(person, slug)
    row = latest_grouping(desk.consultation.id)
    public_row = published_grouping(desk.consultation.id)
    return render_template(
        "synthesis/groups.html",
        consultation=desk.consultation, is_coder=desk.is_coder, row=row,
        found=shown(row) if row and row.done_at else None, can_publish=can_answer(desk.roles),
        public_key=public_row.key if public_row else "", moment=now(),
    )  # fmt: skip


@bp.post("/espace/<slug>/synthese/groupes")
@strongly_signed_in
def calculate_groups(person: User, slug: str) -> ResponseReturnValue:
    """Ask the worker for them."""
    desk = desk_of(person, slug)
    ask_for_grouping(desk.consultation, actor=person)
    return redirect(url_for("synthesis.groups", slug=slug), 303)


@bp.post("/espace/<slug>/synthese/groupes/<key>")
@strongly_signed_in
def show_groups(person: User, slug: str, key: str) -> ResponseReturnValue:
    """Publish them, or take them back (`act=hide`)."""
    desk = desk_of(person, slug)
    row = find_grouping(desk.consultation.id, key)
    if row is None or not can_answer(desk.roles):
        abort(404)
    hides = request.form.get("act") == "hide"
    try:
        (unpublish if hides else publish)(desk.consultation, row, actor=person)
    except DomainError as error:
        flash(str(error), "error")
    else:
        flash(_("Les groupes ne sont plus publics.") if hides else _("Les groupes sont publics."))
    return redirect(url_for("synthesis.groups", slug=slug), 303)


@bp.get("/consultations/<slug>/groupes")
@public
def public_groups(viewer: User | None, slug: str) -> ResponseReturnValue:
    """The groups that organisers chose to show, if they are stable; else there is no such page."""
    consultation = visible(viewer, slug)
    row = published_grouping(consultation.id)
    if row is None:
        abort(404)
    page = render_template(
        "synthesis/public_groups.html", consultation=consultation, found=shown(row)
    )
    response: Response = make_response(page)
    return shareable(viewer, response)
