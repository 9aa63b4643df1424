"""Opening, closing and cancelling a ballot: the electorate frozen, the votes counted, the record.

What the clock does alone (`tasks`) and what a person decides go through the same functions.
"""

from datetime import datetime, timedelta

from sqlalchemy import delete

from consultation.accounts.models import User
from consultation.committees import emails
from consultation.committees.ballot_words import rules_of
from consultation.committees.counting import count
from consultation.committees.models.ballots import Ballot, BallotState, BallotVoter, OpenVote
from consultation.committees.models.people import Committee
from consultation.committees.permissions import can_hold_ballot, has_vote
from consultation.committees.queries.ballots import votes_in
from consultation.committees.queries.people import members_of, standing_of
from consultation.committees.services.putting import freeze_subject, settle_subject
from consultation.committees.services.recording import fingerprint, record_of
from consultation.committees.services.telling import tell_electors
from consultation.committees.services.urn import burn, stir
from consultation.core import journal
from consultation.core.clock import now
from consultation.core.db import lock, session, transaction
from consultation.core.errors import ConflictError, DomainError, require
from consultation.core.i18n import _
from consultation.core.text import is_blank, tidy

MAX_REASON = 500
LAST_CALL = timedelta(hours=24)
"""Those who have not voted are reminded so long before the closing, or at two thirds of the way."""


def open_ballot(ballot: Ballot, *, actor: User) -> None:
    """Open it now, or let the clock open it at its hour."""
    require(can_hold_ballot(standing_of(actor, ballot.committee_id)))
    with transaction() as current:
        committee = lock(current.get_one(Committee, ballot.committee_id))
        lock(ballot)
        if ballot.state is not BallotState.DRAFT:
            raise ConflictError(_("Ce scrutin n’est plus en préparation."))
        moment = now()
        if ballot.closes_at is None:
            raise DomainError(_("Fixez d’abord l’heure de clôture."))
        if ballot.closes_at <= moment:
            raise DomainError(_("L’heure de clôture est passée : choisissez-en une autre."))
        if ballot.opens_at is not None and ballot.opens_at > moment:
            ballot.state = BallotState.SCHEDULED
            journal.record(
                "ballot.scheduled", ballot, actor_id=actor.id,
                opens_at=ballot.opens_at.isoformat(),
            )  # fmt: skip
            return
        begin(ballot, committee, ballot.closes_at, actor_id=actor.id)


def begin(
    ballot: Ballot, committee: Committee, closes_at: datetime, *, actor_id: int | None
) -> None:
    """Freeze the electorate and the words, let it vote. Committee and ballot are locked by then."""
    electors = [
        member for member in session.scalars(members_of(committee.id)) if has_vote(member.seat)
    ]
    if not electors:
        raise DomainError(_("Personne n’a le droit de vote dans ce comité."))
    freeze_subject(ballot)
    session.add_all(BallotVoter(ballot_id=ballot.id, member_id=member.id) for member in electors)
    moment = now()
    ballot.state = BallotState.OPEN
    ballot.opened_at = moment
    ballot.elector_count = len(electors)
    ballot.remind_at = closes_at - min(LAST_CALL, (closes_at - moment) / 3)
    session.flush()
    journal.record("ballot.opened", ballot, actor_id=actor_id, electors=len(electors))
    tell_electors(ballot, committee, emails.ballot_opened)


def close_ballot(ballot: Ballot, *, actor: User) -> None:
    """Close it before its hour, or count at once what the clock has closed."""
    require(can_hold_ballot(standing_of(actor, ballot.committee_id)))
    with transaction() as current:
        committee = lock(current.get_one(Committee, ballot.committee_id))
        lock(ballot)
        if ballot.state is not BallotState.OPEN:
            raise ConflictError(_("Ce scrutin n’est pas ouvert."))
        end(ballot, committee, actor_id=actor.id)


def end(ballot: Ballot, committee: Committee, *, actor_id: int | None) -> None:
    """Count, write the record, tell. Committee and ballot are locked by then."""
    moment = now()
    ballot.closed_at = min(moment, ballot.closes_at or moment)
    ballot.state = BallotState.CLOSED
    if ballot.is_secret:
        stir(ballot)
    tally = count(rules_of(ballot), votes_in(ballot), ballot.elector_count)
    ballot.result = tally.stored()
    ballot.record = record_of(ballot, committee, tally)
    ballot.record_hash = fingerprint(ballot.record)
    settle_subject(ballot, tally)
    journal.record("ballot.closed", ballot, actor_id=actor_id, record=ballot.record_hash)
    tell_electors(ballot, committee, emails.ballot_result)


def cancel_ballot(ballot: Ballot, reason: str, *, actor: User) -> None:
    """Give a ballot up, for a reason that everybody there reads; its votes are destroyed."""
    require(can_hold_ballot(standing_of(actor, ballot.committee_id)))
    reason = tidy(reason)[:MAX_REASON]
    if is_blank(reason):
        raise DomainError(_("Donnez la raison : le comité la lit."))
    with transaction() as current:
        committee = lock(current.get_one(Committee, ballot.committee_id))
        lock(ballot)
        if ballot.state in {BallotState.CLOSED, BallotState.CANCELLED}:
            raise ConflictError(_("Ce scrutin est déjà terminé."))
        give_up(ballot, committee, reason, actor_id=actor.id)


def give_up(ballot: Ballot, committee: Committee, reason: str, *, actor_id: int | None) -> None:
    """Cancel it. Committee and ballot are locked by then."""
    was_open = ballot.state is BallotState.OPEN
    ballot.state = BallotState.CANCELLED
    ballot.closed_at = now()
    ballot.cancel_reason = reason
    burn(ballot)
    session.execute(delete(OpenVote).where(OpenVote.ballot_id == ballot.id))
    journal.record("ballot.cancelled", ballot, actor_id=actor_id)
    if was_open:
        tell_electors(ballot, committee, emails.ballot_cancelled)


def remind(ballot: Ballot, committee: Committee) -> None:
    """Write once to those who have not voted."""
    ballot.reminded_at = now()
    tell_electors(ballot, committee, emails.ballot_reminder, has_not_voted=True)
