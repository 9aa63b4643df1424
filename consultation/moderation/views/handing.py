"""Leaving a choice of contributions to a colleague: to whom, then done."""

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from consultation.accounts.access import strongly_signed_in
from consultation.accounts.models import User
from consultation.core.clock import now
from consultation.core.errors import DomainError
from consultation.core.i18n import _, _n
from consultation.moderation.durations import in_words
from consultation.moderation.queries.appeals import moderators_of
from consultation.moderation.queries.queue import rows_of
from consultation.moderation.services.handing import HANDED_MOST, hand_over
from consultation.moderation.views import bp
from consultation.moderation.views.bulk import SHOWN, chosen, subjects_of
from consultation.moderation.views.loading import filters_asked, moderated
from consultation.moderation.views.presenting import address_of

EVERYBODY = "tous"
"""In the choice of a colleague: whoever comes next, as before."""


@bp.post("/espace/<slug>/moderation/confier")
@strongly_signed_in
def hand(person: User, slug: str) -> ResponseReturnValue:
    """Ask to whom; once said, leave them to that person. Handing them to everybody undoes it."""
    desk = moderated(person, slug)
    keys = chosen()
    subjects = subjects_of(person, desk, keys)
    team = {each.key: each for each in moderators_of(desk.consultation.id)}
    to = request.form.get("to")
    error = ""
    if subjects and to is not None:
        try:
            if to not in {*team, EVERYBODY}:
                raise DomainError(_("Choisissez une personne de la modération."))
            count = hand_over(desk.consultation, subjects, team.get(to), actor=person)
        except DomainError as refused:
            error = str(refused)
        else:
            flash(_said(count, len(subjects) - count))
            return redirect(address_of(desk, ""), 303)
    moment = now()
    page = render_template(
        "moderation/handing.html",
        desk=desk,
        consultation=desk.consultation,
        count=len(subjects),
        most=HANDED_MOST,
        sample=rows_of(subjects[:SHOWN], desk.consultation, person, moment),
        team=[(each.key, each.display_name) for each in team.values()],
        everybody=EVERYBODY,
        to=to or "",
        me=person,
        keys=keys,
        filters=filters_asked(),
        error=error,
        ago=lambda since: in_words(moment - since),
    )
    return page, 422 if error or not subjects else 200


def _said(count: int, left_out: int) -> str:
    said = _n("%(num)s contribution confiée.", "%(num)s contributions confiées.", count)
    if not left_out:
        return said
    return f"{said} " + _n(
        "%(num)s est laissée de côté\u00a0: cette personne ne peut pas la juger.",
        "%(num)s sont laissées de côté\u00a0: cette personne ne peut pas les juger.",
        left_out,
    )
