"""Proposing to the committee a passage to add, or one to take out."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from consultation.accounts.access import signed_in
from consultation.accounts.models import User
from consultation.committees.forms.opinion import AdditionForm, RemovalForm
from consultation.committees.models.contesting import Amendment
from consultation.committees.models.opinion import BlockType
from consultation.committees.permissions import can_amend
from consultation.committees.queries.opinion import lines_of
from consultation.committees.services.proposing import propose_addition, propose_removal
from consultation.committees.views import bp
from consultation.committees.views.opened import (
    OPINION_WORDS,
    named,
    opened,
    rights_in,
    text_line_at,
)
from consultation.committees.views.shown import workspace_page
from consultation.core.errors import DomainError, require
from consultation.core.i18n import _


@bp.route("/comites/<slug>/espace/avis/amendements/ajout", methods=["GET", "POST"])
@signed_in
def propose_new(person: User, slug: str) -> ResponseReturnValue:
    """A passage that the text should have."""
    found = opened(person, slug)
    require(can_amend(found.place.standing))
    form = AdditionForm()
    form.offer((line.block.key, named(line)) for line in lines_of(found.opinion.id))
    if form.validate_on_submit():
        try:
            made = propose_addition(
                found.opinion, BlockType(form.type.data), form.title.data or "",
                form.source.data or "", after=form.after.data or "",
                reason=form.reason.data or "", actor=person,
            )  # fmt: skip
        except DomainError as error:
            form.source.errors = [str(error)]
        else:
            return _proposed(slug, made)
    page = workspace_page(
        found.place, "committees/propose_new.html", opinion=found.opinion, form=form,
        **rights_in(found),
    )  # fmt: skip
    return page, form.status


@bp.route("/comites/<slug>/espace/avis/passages/<key>/retrait", methods=["GET", "POST"])
@signed_in
def propose_out(person: User, slug: str, key: str) -> ResponseReturnValue:
    """A passage that should leave the text."""
    found = opened(person, slug)
    line = text_line_at(found, key)
    require(can_amend(found.place.standing))
    form = RemovalForm()
    if form.validate_on_submit():
        try:
            made = propose_removal(found.opinion, key, reason=form.reason.data or "", actor=person)
        except DomainError as error:
            form.reason.errors = [str(error)]
        else:
            return _proposed(slug, made)
    page = workspace_page(
        found.place, "committees/propose_out.html", opinion=found.opinion, form=form, line=line,
        **rights_in(found), **OPINION_WORDS,
    )  # fmt: skip
    return page, form.status


def _proposed(slug: str, made: Amendment) -> ResponseReturnValue:
    flash(_("Votre amendement n° %(number)s est déposé.", number=made.number))
    return redirect(url_for("committees.amendment", slug=slug, key=made.key), 303)
