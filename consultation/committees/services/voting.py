"""Casting a vote: by the server's clock, under the ballot's lock, once."""

from typing import Any

from sqlalchemy import update

from consultation.accounts.models import User
from consultation.committees.ballot_words import rules_of
from consultation.committees.counting import is_vote
from consultation.committees.models.ballots import Ballot, BallotState, BallotVoter, OpenVote
from consultation.committees.permissions import can_vote, state_at
from consultation.committees.queries.ballots import own_vote, voter_of
from consultation.committees.queries.people import member_of
from consultation.committees.services.urn import drop_paper
from consultation.core.clock import now
from consultation.core.db import lock, session, transaction
from consultation.core.errors import ConflictError, DomainError, NotFoundError, require
from consultation.core.i18n import _
from consultation.core.rows import add_to_counts
from consultation.core.text import is_blank, tidy

MAX_REASON = 2_000


def cast_vote(ballot: Ballot, choice: dict[str, Any], *, actor: User, reason: str = "") -> None:
    """Vote. A secret vote is the last word: nothing is kept by which it could be found again.

    No time, no journal, no mail: a vote leaves its row, and the roll's « has voted ».
    """
    with transaction():
        lock(ballot)
        member = member_of(actor, ballot.committee_id)
        if member is None:
            raise NotFoundError
        voter = voter_of(ballot, member)
        _check(ballot, voter)
        if not is_vote(ballot.method, rules_of(ballot).option_count, choice):
            raise DomainError(_("Choisissez une réponse"))
        if ballot.is_secret:
            _mark(ballot, member.id)
            drop_paper(ballot, choice)
        else:
            _keep_open_vote(ballot, member.id, choice, reason, own_vote(ballot, member))
            if voter is not None and not voter.has_voted:
                _mark(ballot, member.id)


def _check(ballot: Ballot, voter: BallotVoter | None) -> None:
    """Refuse what the permission does not allow, with the reason."""
    moment = now()
    has_voted = voter is not None and voter.has_voted
    if can_vote(ballot, moment, is_elector=voter is not None, has_voted=has_voted):
        return
    if state_at(ballot, moment) is not BallotState.OPEN:
        raise ConflictError(_("Ce scrutin n’est pas ouvert : votre vote n’est pas enregistré."))
    require(voter is not None, _("Vous n’êtes pas sur la liste électorale de ce scrutin."))
    raise ConflictError(
        _("Vous avez déjà voté. Un vote secret ne se change pas : le premier est compté.")
    )


def _mark(ballot: Ballot, member_id: int) -> None:
    """On the roll: has voted. The count of voters goes with it."""
    session.execute(
        update(BallotVoter)
        .where(BallotVoter.ballot_id == ballot.id, BallotVoter.member_id == member_id)
        .values(has_voted=True)
    )
    add_to_counts(Ballot, {"voted_count": 1}, id=ballot.id)


def _keep_open_vote(
    ballot: Ballot, member_id: int, choice: dict[str, Any], reason: str, before: OpenVote | None
) -> None:
    """What was voted, in place of what the same person voted before."""
    reason = tidy(reason)[:MAX_REASON]
    if choice.get("vote") == "objection" and is_blank(reason):
        raise DomainError(_("Dites la raison de votre objection : sans elle, rien ne se discute."))
    if choice.get("vote") != "objection":
        reason = ""
    if before is not None:
        before.choice, before.reason = choice, reason
        return
    session.add(OpenVote(ballot_id=ballot.id, member_id=member_id, choice=choice, reason=reason))
