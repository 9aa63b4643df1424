"""Voting, from a discussion or from the page of one vote."""

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from consultation.accounts.access import next_url, signed_in
from consultation.accounts.forms import PlainForm
from consultation.accounts.models import User
from consultation.consultations.models import Phase
from consultation.consultations.permissions import phase_at
from consultation.contributions.models import Contribution, VoteValue
from consultation.contributions.permissions import can_read, can_vote
from consultation.contributions.queries.mine import revision_of, vote_of
from consultation.contributions.queries.places import (
    consultation_of,
    find_contribution,
    place_of,
)
from consultation.contributions.queries.standing import no_vote
from consultation.contributions.services.voting import vote as cast_vote
from consultation.contributions.views import bp
from consultation.core.clock import now
from consultation.core.errors import DomainError
from consultation.core.i18n import _
from consultation.core.limits import WRITES

NO_VOTE = "none"


@bp.get("/contributions/<key>/vote")
@signed_in
def vote_page(person: User, key: str) -> ResponseReturnValue:
    """The page where one votes on one contribution."""
    contribution = _contribution(person, key)
    consultation = consultation_of(contribution)
    phase = phase_at(consultation, now())
    return render_template(
        "contributions/vote.html",
        contribution=contribution,
        place=place_of(contribution),
        revision=revision_of(contribution),
        form=PlainForm(),
        held=vote_of(person, contribution),
        is_open=can_vote(person, contribution, VoteValue.AGREE, phase),
        barred=no_vote(person, consultation) if phase is Phase.OPEN else None,
        suite=next_url(""),
    )


@bp.post("/contributions/<key>/vote")
@WRITES
@signed_in
def vote(person: User, key: str) -> ResponseReturnValue:
    """Vote, change the vote or take it back; then back to where one was."""
    contribution = _contribution(person, key)
    asked = request.form.get("value", "")
    if asked not in {*VoteValue, NO_VOTE}:
        raise DomainError(_("Choisissez un vote parmi ceux qui sont proposés."))
    cast_vote(contribution, None if asked == NO_VOTE else VoteValue(asked), actor=person)
    return redirect(next_url(url_for("contributions.permalink", key=key)), 303)


def _contribution(person: User, key: str) -> Contribution:
    """A published contribution, or 404: votes on others are not for anybody to know of."""
    contribution = find_contribution(person, key)
    if contribution is None or not can_read(contribution, None, frozenset()):
        abort(404)
    return contribution
