"""Reading ballots: the list, one ballot with its rules, its vote or its result, its record."""

from flask import Response, abort
from flask.typing import ResponseReturnValue

from consultation.accounts.access import signed_in
from consultation.accounts.models import User
from consultation.committees.ballot_words import (
    FEW,
    has_majority,
    majority_sentence,
    quorum_sentence,
    rules_of,
    secrecy_sentence,
)
from consultation.committees.charts import result_chart
from consultation.committees.counting import tally_of
from consultation.committees.forms.ballots import VoteForm, vote_form
from consultation.committees.models.ballots import Ballot
from consultation.committees.permissions import (
    can_hold_ballot,
    can_prepare_ballot,
    can_vote,
    has_vote,
    is_counted,
    state_at,
)
from consultation.committees.queries.ballots import (
    open_votes,
    own_vote,
    roll_of,
    visible_ballots,
    voter_of,
)
from consultation.committees.queries.people import members_of
from consultation.committees.views import bp
from consultation.committees.views.loading import Entered, ballot_named, entered
from consultation.committees.views.shown import (
    BALLOT_WORDS,
    ballot_lines,
    left_of,
    workspace_page,
)
from consultation.committees.views.voted import voted_text
from consultation.core.clock import now
from consultation.core.db import session


@bp.get("/comites/<slug>/espace/scrutins")
@signed_in
def ballots(person: User, slug: str) -> ResponseReturnValue:
    """Every ballot of the committee, newest first."""
    place = entered(person, slug)
    rows = list(session.scalars(visible_ballots(place.committee.id, place.standing)))
    return workspace_page(
        place,
        "committees/ballots.html",
        lines=ballot_lines(place, rows),
        can_prepare=can_prepare_ballot(place.standing),
        time_left=left_of,
        **BALLOT_WORDS,
    )


@bp.get("/comites/<slug>/espace/scrutins/<key>")
@signed_in
def ballot(person: User, slug: str, key: str) -> ResponseReturnValue:
    """One ballot: what is asked, the rules, and one's vote or the result."""
    place = entered(person, slug)
    return ballot_page(place, ballot_named(place, key))


@bp.get("/comites/<slug>/espace/scrutins/<key>/proces-verbal.json")
@signed_in
def record(person: User, slug: str, key: str) -> ResponseReturnValue:
    """The record: the very bytes that the hash is of."""
    row = ballot_named(entered(person, slug), key)
    if not is_counted(row):
        abort(404)
    response = Response(row.record.encode(), content_type="application/json; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="scrutin-{row.key}.json"'
    return response


def ballot_page(place: Entered, row: Ballot, form: VoteForm | None = None) -> ResponseReturnValue:
    """The page of a ballot; `form` is a vote that is to be corrected."""
    state = state_at(row, now())
    voter = voter_of(row, place.member)
    has_voted = voter is not None and voter.has_voted
    may_vote = can_vote(row, now(), is_elector=voter is not None, has_voted=has_voted)
    mine = own_vote(row, place.member) if has_voted and not row.is_secret else None
    if may_vote and form is None:
        form = vote_form(row, is_empty=True)
        if mine is not None:
            form.fill(mine.choice, mine.reason)
    tally = tally_of(row.result) if is_counted(row) else None
    entitled = row.elector_count or _would_vote(place)
    page = workspace_page(
        place,
        "committees/ballot.html",
        ballot=row,
        voted=voted_text(place, row),
        state=state,
        is_elector=voter is not None,
        has_voted=has_voted,
        mine=mine,
        may_vote=may_vote,
        form=form,
        tally=tally,
        chart=result_chart(row, tally) if tally else None,
        roll=roll_of(row) if row.opened_at else (),
        votes=open_votes(row) if tally and not row.is_secret else (),
        entitled=entitled,
        is_few=row.is_secret and (tally.voted if tally else entitled) < FEW,
        rules=[
            secrecy_sentence(row),
            quorum_sentence(row.quorum, entitled),
            majority_sentence(rules_of(row)),
        ],
        has_majority=has_majority(row.method),
        can_prepare=can_prepare_ballot(place.standing),
        can_hold=can_hold_ballot(place.standing),
        time_left=left_of,
        few=FEW,
        **BALLOT_WORDS,
    )
    return page, form.status if form is not None else 200


def _would_vote(place: Entered) -> int:
    """How large the electorate would be if the ballot opened now."""
    members = session.scalars(members_of(place.committee.id))
    return sum(has_vote(member.seat) for member in members)
