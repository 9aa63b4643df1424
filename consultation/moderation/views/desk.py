"""The queue: what waits, by risk and age, and where to begin."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from consultation.accounts.access import strongly_signed_in
from consultation.accounts.models import User
from consultation.core.clock import now
from consultation.moderation.durations import in_words
from consultation.moderation.queries.figures import waiting, week
from consultation.moderation.queries.places import places_of
from consultation.moderation.queries.queue import queue_page
from consultation.moderation.views import bp
from consultation.moderation.views.loading import cursor_asked, filters_asked, team_desk
from consultation.moderation.views.presenting import last_done
from consultation.screening.signals import SignalKind
from consultation.screening.telling import kind_label


@bp.get("/espace/<slug>/moderation")
@strongly_signed_in
def desk(person: User, slug: str) -> ResponseReturnValue:
    """The queue, twenty at a time; an organiser who does not moderate is shown the figures."""
    found = team_desk(person, slug)
    if not found.can_judge:
        return redirect(url_for("moderation.figures", slug=slug), 303)
    moment = now()
    filters, cursor = filters_asked(), cursor_asked()
    counted = waiting(found.consultation.id)
    return render_template(
        "moderation/desk.html",
        desk=found,
        consultation=found.consultation,
        page=queue_page(found.consultation, person, filters, cursor, moment),
        is_first=cursor is None,
        filters=filters,
        waiting=counted,
        week=week(found.consultation.id, moment),
        places=places_of(found.consultation.id),
        last=last_done(found.consultation, person),
        kinds=[(kind, kind_label(kind)) for kind in SignalKind],
        ago=lambda since: in_words(moment - since),
        in_words=in_words,
    )
