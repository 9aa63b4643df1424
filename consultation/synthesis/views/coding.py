"""The coding desk: the queue with its filters, the team's progress, batches, saved views."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from consultation.accounts.access import strongly_signed_in
from consultation.accounts.models import User
from consultation.consultations.queries import categories_of
from consultation.core.db import session
from consultation.core.errors import DomainError
from consultation.core.i18n import _
from consultation.moderation.queries.places import places_of
from consultation.synthesis import words
from consultation.synthesis.forms.coding import names_of
from consultation.synthesis.queries.codebook import find_theme, tree_of
from consultation.synthesis.queries.queue import (
    MOST,
    coders_of,
    how_many,
    kept_by,
    key_of,
    progress_of,
    queue_page,
    saved_views_of,
)
from consultation.synthesis.queue import NO_THEME, Filters
from consultation.synthesis.services.coding import acceptance, claim, release
from consultation.synthesis.services.viewing import drop_view, save_view
from consultation.synthesis.views import bp
from consultation.synthesis.views.loading import (
    Desk,
    coders_desk,
    desk_of,
    filters_asked,
    filters_of,
)


@bp.get("/espace/<slug>/synthese")
@strongly_signed_in
def coding(person: User, slug: str) -> ResponseReturnValue:
    """What is to be read, twenty at a time."""
    desk = desk_of(person, slug)
    return _page(desk, person)


def _page(desk: Desk, person: User, error: str = "", name: str = "") -> str:
    consultation, filters = desk.consultation, filters_asked()
    branches = tree_of(consultation.id)
    after = request.args.get("apres", "")
    theme = _theme(desk, filters)
    progress = progress_of(consultation.id, person)
    count = progress.kept_by(filters)
    return render_template(
        "synthesis/coding.html",
        consultation=consultation, is_coder=desk.is_coder, filters=filters, branches=branches,
        page=queue_page(consultation, filters, person, after), is_first=not after,
        count=how_many(consultation, filters, person) if count is None else count,
        most=MOST, theme=theme,
        progress=progress, accepted=acceptance(consultation.id),
        places=places_of(consultation.id), coders=coders_of(consultation.id), words=words,
        categories=session.scalars(categories_of(consultation.id)).all(),
        views=[
            (each, filters_of(each.filters)) for each in saved_views_of(consultation.id, person)
        ],
        names=names_of(branches), error=error, name=name, me=person.id,
    )  # fmt: skip


def _theme(desk: Desk, filters: Filters) -> Any:
    if not filters.theme or filters.theme == NO_THEME:
        return None
    return find_theme(desk.consultation.id, filters.theme)


def address_of(desk: Desk, key: str, filters: Filters) -> str:
    """The page of a contribution, or the queue, with the filters in place."""
    values: dict[str, Any] = {"slug": desk.consultation.slug, **filters.arguments()}
    if key:
        return url_for("synthesis.item", key=key, **values)
    return url_for("synthesis.coding", **values)


@bp.post("/espace/<slug>/synthese/lot")
@strongly_signed_in
def take_batch(person: User, slug: str) -> ResponseReturnValue:
    """Take twenty, and open the first."""
    desk = coders_desk(person, slug)
    filters = filters_asked()
    taken = claim(desk.consultation, kept_by(desk.consultation, filters, person), actor=person)
    if not taken:
        flash(_("Rien n’est libre avec ce filtre : vos collègues ont pris le reste."))
        return redirect(address_of(desk, "", filters), 303)
    return redirect(address_of(desk, key_of(taken[0]), filters), 303)


@bp.post("/espace/<slug>/synthese/lot/retour")
@strongly_signed_in
def give_back(person: User, slug: str) -> ResponseReturnValue:
    """Leave to colleagues what one took and did not read."""
    desk = coders_desk(person, slug)
    release(desk.consultation, actor=person)
    flash(_("Votre lot est rendu : vos collègues peuvent le lire."))
    return redirect(address_of(desk, "", Filters()), 303)


@bp.post("/espace/<slug>/synthese/vues")
@strongly_signed_in
def new_view(person: User, slug: str) -> ResponseReturnValue:
    """Keep these filters under a name."""
    desk = coders_desk(person, slug)
    name = request.form.get("name", "")
    try:
        save_view(
            desk.consultation, name, filters_asked(), is_shared=bool(request.form.get("shared")),
            actor=person,
        )  # fmt: skip
    except DomainError as error:
        return _page(desk, person, str(error), name), int(error.status)
    flash(_("La vue « %(name)s » est enregistrée.", name=" ".join(name.split())))
    return redirect(address_of(desk, "", filters_asked()), 303)


@bp.post("/espace/<slug>/synthese/vues/<key>/retrait")
@strongly_signed_in
def remove_view(person: User, slug: str, key: str) -> ResponseReturnValue:
    """Take back a view."""
    desk = coders_desk(person, slug)
    drop_view(desk.consultation, key, actor=person)
    flash(_("La vue est retirée."))
    return redirect(address_of(desk, "", filters_asked()), 303)
