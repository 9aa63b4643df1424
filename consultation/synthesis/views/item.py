"""One contribution on the coding desk: read, coded, set aside, annotated."""

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from consultation.accounts.access import strongly_signed_in
from consultation.accounts.models import User
from consultation.core.db import session
from consultation.core.errors import DomainError
from consultation.core.i18n import _
from consultation.synthesis import words
from consultation.synthesis.forms.coding import Ticked, names_of
from consultation.synthesis.models.coding import SetAside
from consultation.synthesis.queries.codebook import tree_of
from consultation.synthesis.queries.item import Item
from consultation.synthesis.queries.queue import kept_by, key_of, neighbour, queue_page
from consultation.synthesis.services.coding import (
    ReadMeanwhileError,
    claim,
    code,
    note,
    set_aside,
)
from consultation.synthesis.views import bp
from consultation.synthesis.views.coding import address_of
from consultation.synthesis.views.loading import (
    Desk,
    coders_desk,
    desk_of,
    filters_asked,
    item_of,
)

FIELDS = ("source", "proposed_text")
KEYS_MOST = 9
GRID_MOST = 60
"""Themes beyond which the grid has no choice of position beside each: the page would be heavy."""


@bp.get("/espace/<slug>/synthese/<key>")
@strongly_signed_in
def item(person: User, slug: str, key: str) -> ResponseReturnValue:
    """A contribution with its codings, and the form that codes it."""
    desk = desk_of(person, slug)
    return _page(desk, person, item_of(desk, key, person))


@bp.post("/espace/<slug>/synthese/<key>")
@strongly_signed_in
def code_item(person: User, slug: str, key: str) -> ResponseReturnValue:
    """Code it; then the next one, or the same again."""
    desk = coders_desk(person, slug)
    found = item_of(desk, key, person)
    ticked = Ticked.of(request.form)
    branches = tree_of(desk.consultation.id)
    then = request.form.get("then", "")
    try:
        code(
            found.contribution,
            ticked.wanted(branches, {field: found.text(field) for field in FIELDS}),
            actor=person, seen=ticked.seen, to_return=then == "return",
        )  # fmt: skip
    except DomainError as error:
        return _again(desk, person, key, error, ticked)
    if then == "stay":
        return redirect(address_of(desk, key, filters_asked()), 303)
    flash(_("n° %(number)s : c’est enregistré.", number=found.contribution.number))
    return _onward(desk, person, found)


@bp.post("/espace/<slug>/synthese/<key>/mise-a-l-ecart")
@strongly_signed_in
def put_aside(person: User, slug: str, key: str) -> ResponseReturnValue:
    """Set it aside with a reason; then the next one."""
    desk = coders_desk(person, slug)
    found = item_of(desk, key, person)
    asked = request.form.get("reason", "")
    said = request.form.get("words", "")
    try:
        if asked not in set(SetAside):
            raise DomainError(_("Choisissez le motif."))
        set_aside(
            found.contribution, SetAside(asked), said, actor=person,
            seen=Ticked.of(request.form).seen,
        )  # fmt: skip
    except DomainError as error:
        return _again(desk, person, key, error, None, reason=asked, said=said)
    flash(_("n° %(number)s : écartée.", number=found.contribution.number))
    return _onward(desk, person, found)


@bp.post("/espace/<slug>/synthese/<key>/note")
@strongly_signed_in
def leave_note(person: User, slug: str, key: str) -> ResponseReturnValue:
    """A word to colleagues."""
    desk = coders_desk(person, slug)
    found = item_of(desk, key, person)
    text = request.form.get("text", "")
    try:
        note(found.contribution, text, actor=person)
    except DomainError as error:
        return _again(desk, person, key, error, None, noted=text)
    return redirect(f"{address_of(desk, key, filters_asked())}#notes", 303)


@bp.get("/espace/<slug>/synthese/<key>/suite")
@strongly_signed_in
def onward(person: User, slug: str, key: str) -> ResponseReturnValue:
    """Leave it as it is: to the next, or to the one before (`sens=avant`)."""
    desk = desk_of(person, slug)
    found = item_of(desk, key, person)
    following = neighbour(
        desk.consultation, filters_asked(), person, found.contribution.id,
        is_before=request.args.get("sens") == "avant",
    )  # fmt: skip
    return redirect(address_of(desk, following or key, filters_asked()), 303)


def _onward(desk: Desk, person: User, found: Item) -> ResponseReturnValue:
    """The next one under the filter; what is to be read is taken for oneself first."""
    filters = filters_asked()
    if filters.waits:
        taken = claim(desk.consultation, kept_by(desk.consultation, filters, person), actor=person)
        later = [each for each in taken if each > found.contribution.id] or taken
        following = key_of(later[0]) if later else ""
    else:
        following = neighbour(desk.consultation, filters, person, found.contribution.id) or ""
    if not following:
        flash(_("Rien de plus n’est libre avec ce filtre."))
    return redirect(address_of(desk, following, filters), 303)


def _again(
    desk: Desk, person: User, key: str, error: DomainError, ticked: Ticked | None, *,
    reason: str = "", said: str = "", noted: str = "",
) -> ResponseReturnValue:  # fmt: skip
    """The page with what is wrong, and everything that was ticked and typed."""
    session.rollback()
    session.expire_all()
    found = item_of(desk, key, person)
    is_conflict = isinstance(error, ReadMeanwhileError)
    page = _page(
        desk, person, found, ticked, str(error), is_conflict=is_conflict, reason=reason, said=said,
        noted=noted,
    )  # fmt: skip
    return page, int(error.status)


def _page(
    desk: Desk, person: User, found: Item, ticked: Ticked | None = None, error: str = "", *,
    is_conflict: bool = False, reason: str = "", said: str = "", noted: str = "",
) -> str:  # fmt: skip
    filters = filters_asked()
    branches = tree_of(desk.consultation.id)
    return render_template(
        "synthesis/coding_item.html",
        consultation=desk.consultation, is_coder=desk.is_coder, filters=filters, item=found,
        contribution=found.contribution, place=found.place, revision=found.revision,
        branches=branches, names=names_of(branches), ticked=ticked, error=error,
        is_conflict=is_conflict, reason=reason, said=said, noted=noted, words=words,
        page=queue_page(desk.consultation, filters, person, ""), keys_most=KEYS_MOST,
        grid_most=GRID_MOST,
        address=address_of(desk, found.contribution.key, filters),
    )  # fmt: skip
