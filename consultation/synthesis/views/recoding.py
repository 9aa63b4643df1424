"""Giving ticked contributions another theme: what is done after a theme was split."""

from flask import abort, flash, redirect, request
from flask.typing import ResponseReturnValue

from consultation.accounts.access import strongly_signed_in
from consultation.accounts.models import User
from consultation.core.errors import DomainError
from consultation.core.i18n import _, _n
from consultation.synthesis.queries.codebook import find_theme
from consultation.synthesis.services.recoding import move_codings
from consultation.synthesis.views import bp
from consultation.synthesis.views.coding import address_of
from consultation.synthesis.views.loading import coders_desk, filters_asked


@bp.post("/espace/<slug>/synthese/repartition")
@strongly_signed_in
def move_to_theme(person: User, slug: str) -> ResponseReturnValue:
    """The ticked contributions have the chosen theme in the place of the one that is filtered by.

    Moving them back undoes it.
    """
    desk = coders_desk(person, slug)
    filters = filters_asked()
    theme = find_theme(desk.consultation.id, filters.theme)
    into = find_theme(desk.consultation.id, request.form.get("into", ""))
    if theme is None:
        abort(404)
    try:
        if into is None:
            raise DomainError(_("Choisissez le thème qui reçoit ces codages."))
        moved = move_codings(
            desk.consultation, theme, into, request.form.getlist("c"), actor=person
        )
    except DomainError as error:
        flash(str(error), "error")
    else:
        flash(
            _n(
                "%(num)s codage est passé à « %(name)s ».",
                "%(num)s codages sont passés à « %(name)s ».", moved, name=into.name,
            )
        )  # fmt: skip
    return redirect(address_of(desk, "", filters), 303)
