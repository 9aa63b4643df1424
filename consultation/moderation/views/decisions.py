"""One decision with its reasons: for whom it concerns, and for the team."""

from dataclasses import dataclass
from datetime import date

from flask import abort, render_template
from flask.typing import ResponseReturnValue

from consultation.accounts.access import signed_in
from consultation.accounts.models import User
from consultation.contributions.queries.places import find_contribution, place_of
from consultation.core.clock import now
from consultation.moderation.models import Decision
from consultation.moderation.periods import last_day_to_appeal
from consultation.moderation.queries.appeals import appeal_of
from consultation.moderation.queries.decisions import decided_contribution, find_decision
from consultation.moderation.reports import Appeal, Side
from consultation.moderation.rights import CONTESTED_BY_AUTHOR, can_appeal
from consultation.moderation.views import bp


@dataclass(frozen=True)
class Contest:
    """An appeal that was formed, or until when one may be."""

    appeal: Appeal | None
    is_open: bool
    last_day: date


@bp.get("/decisions/<key>")
@signed_in
def decision(person: User, key: str) -> ResponseReturnValue:
    """What was decided, on what rule and which facts, and how to contest it."""
    found = find_decision(person, key)
    contribution = decided_contribution(found) if found else None
    if contribution is not None:
        # Nothing is read of a consultation that is not the person's to see.
        contribution = find_contribution(person, contribution.key)
    if found is None or contribution is None:
        abort(404)
    return render_template(
        "moderation/decision.html",
        decision=found,
        contribution=contribution,
        place=place_of(contribution),
        is_own=found.participant.user_id == person.id,
        contest=_contest(person, found),
    )


def _contest(person: User, found: Decision) -> Contest | None:
    """What its author may do about it, or has done; nothing for anybody else."""
    if found.participant.user_id != person.id or found.measure not in CONTESTED_BY_AUTHOR:
        return None
    appeal = appeal_of(person, found)
    is_open = appeal is None and can_appeal(person, found, Side.AUTHOR, None, now())
    return Contest(appeal, is_open, last_day_to_appeal(found.decided_at))
