"""What somebody said in this consultation, and what was decided about it."""

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue

from consultation.accounts.access import strongly_signed_in
from consultation.accounts.models import User
from consultation.contributions.queries.places import place_of
from consultation.contributions.views.mine import summary
from consultation.core.text import plain_text
from consultation.moderation.queries.person import participant_named, said_by
from consultation.moderation.views import bp
from consultation.moderation.views.loading import KEY_MOST, moderated


@bp.get("/espace/<slug>/moderation/personnes/<participant>")
@strongly_signed_in
def person(who: User, slug: str, participant: str) -> ResponseReturnValue:
    """The history of one participant here; nothing of other consultations."""
    desk = moderated(who, slug)
    found = participant_named(desk.consultation, participant)
    if found is None:
        abort(404)
    said = said_by(found, request.args.get("apres", "")[:KEY_MOST])
    return render_template(
        "moderation/person.html",
        desk=desk,
        consultation=desk.consultation,
        participant=found,
        said=said,
        lines=[
            (row, place_of(row), summary(plain_text(revision.html)) if revision else "")
            for row, revision in said.rows
        ],
    )
