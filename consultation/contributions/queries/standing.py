"""Whether somebody may vote where votes are taken, and if not, why."""

from dataclasses import dataclass
from datetime import datetime

from consultation.accounts.models import User
from consultation.consultations.models import Audience, Consultation, Participant
from consultation.consultations.permissions import belongs_to_audience, is_suspended
from consultation.consultations.queries import participation_of
from consultation.core.clock import now


@dataclass(frozen=True)
class NoVote:
    """Why a person may not vote: one of the three."""

    is_unconfirmed: bool = False
    suspended_until: datetime | None = None
    needs_organisation: bool = False


def no_vote(person: User, consultation: Consultation) -> NoVote | None:
    """Why `person` may not vote in an open consultation; None for whoever may."""
    return no_vote_as(participation_of(person.id, consultation.id), person, consultation)


def no_vote_as(
    participant: Participant | None, person: User, consultation: Consultation
) -> NoVote | None:
    """The same, of somebody whose participation is at hand."""
    if not person.is_confirmed:
        return NoVote(is_unconfirmed=True)
    if participant is None:
        asked = consultation.audience is Audience.ORGANISATIONS
        return NoVote(needs_organisation=True) if asked else None
    if is_suspended(participant, now()):
        return NoVote(suspended_until=participant.suspended_until)
    if not belongs_to_audience(consultation, participant):
        return NoVote(needs_organisation=True)
    return None
