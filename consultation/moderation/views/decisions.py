"""One decision with its reasons: for whom it concerns, and for the team."""

from flask import abort, render_template
from flask.typing import ResponseReturnValue

from consultation.accounts.access import signed_in
from consultation.accounts.models import User
from consultation.contributions.queries.places import place_of
from consultation.moderation.queries.decisions import decided_contribution, find_decision
from consultation.moderation.views import bp


@bp.get("/decisions/<key>")
@signed_in
def decision(person: User, key: str) -> ResponseReturnValue:
    """What was decided, on what rule and which facts, and how to contest it."""
    found = find_decision(person, key)
    contribution = decided_contribution(found) if found else None
    if found is None or contribution is None:
        abort(404)
    return render_template(
        "moderation/decision.html",
        decision=found,
        contribution=contribution,
        place=place_of(contribution),
        is_own=found.participant.user_id == person.id,
    )
