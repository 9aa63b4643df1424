"""The clock of ballots: each is opened, reminded of and closed exactly once."""

from consultation.committees.models.ballots import Ballot, BallotState
from consultation.committees.models.people import Committee
from consultation.committees.queries.ballots import due_ballots
from consultation.committees.services.holding import begin, end, give_up, remind
from consultation.core.clock import now
from consultation.core.db import lock, transaction
from consultation.core.errors import DomainError
from consultation.core.i18n import _, in_language


def do_next_due_ballot() -> bool:
    """Do what the clock says for one ballot. Whether it was late changes nothing of the result:
    no vote is taken after the closing hour."""
    with transaction() as current:
        found = current.scalars(due_ballots().limit(1)).one_or_none()
        if found is None:
            return False
        committee = lock(current.get_one(Committee, found.committee_id))
        ballot = lock(found)
        moment = now()
        if ballot.state is BallotState.SCHEDULED:
            _open(ballot, committee)
        elif ballot.state is BallotState.OPEN and ballot.closes_at and ballot.closes_at <= moment:
            end(ballot, committee, actor_id=None)
        elif ballot.state is BallotState.OPEN and ballot.reminded_at is None:
            remind(ballot, committee)
    return True


def _open(ballot: Ballot, committee: Committee) -> None:
    """Open what was scheduled; what could not be opened before its closing is given up."""
    with in_language(committee.language):
        late = _("Le scrutin n’a pas pu s’ouvrir avant son heure de clôture.")
    if ballot.closes_at is None or ballot.closes_at <= now():
        give_up(ballot, committee, late, actor_id=None)
        return
    try:
        begin(ballot, committee, ballot.closes_at, actor_id=None)
    except DomainError as error:
        give_up(ballot, committee, str(error), actor_id=None)
