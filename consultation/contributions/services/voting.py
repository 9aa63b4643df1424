"""Voting on what others said: one vote a person and contribution, changed in place."""

from consultation.accounts.models import User
from consultation.consultations.models import Consultation, Participant
from consultation.consultations.permissions import belongs_to_audience, phase_at
from consultation.consultations.queries import participation_of
from consultation.consultations.services.participation import participant_for
from consultation.contributions.models import Contribution, Vote, VoteValue
from consultation.contributions.permissions import can_vote
from consultation.contributions.queries.addresses import heirs_of
from consultation.contributions.queries.places import Subject, consultation_of
from consultation.contributions.services.counting import (
    count_for_heirs,
    count_in_consultation,
    count_in_document,
    count_who_takes_part,
    raise_page,
    score,
)
from consultation.contributions.services.showing import hold_in_place
from consultation.contributions.services.submitting import require_open
from consultation.contributions.services.suspended import require_not_suspended
from consultation.core.clock import now
from consultation.core.db import lock, session, transaction
from consultation.core.errors import require
from consultation.core.i18n import _

COUNTS = {
    VoteValue.AGREE: "agree_count",
    VoteValue.DISAGREE: "disagree_count",
    VoteValue.PASS: "pass_count",
}


def vote(contribution: Contribution, value: VoteValue | None, *, actor: User) -> None:
    """Make `value` the actor's vote on the contribution; None takes the vote back.

    The contribution's row is held, so its counts always equal the votes there are, however many
    requests come at once.
    """
    consultation = consultation_of(contribution)
    phase = phase_at(consultation, now())
    require_open(actor, phase)
    require(can_vote(actor, contribution, value, phase), _("Vous ne pouvez pas voter ainsi ici."))
    with transaction():
        hold_in_place(contribution)
        require(
            can_vote(actor, contribution, value, phase), _("Vous ne pouvez pas voter ainsi ici.")
        )
        subject = Subject.of(contribution.discussion)
        count_in_document(subject, 0)
        participant = _voter(actor, consultation, is_counted=value is not None)
        require_not_suspended(participant)
        held = session.get(Vote, (contribution.id, participant.id), populate_existing=True)
        before = held.value if held else None
        if before is value:
            return
        _write(contribution, participant.id, held, value)
        for moved, by in ((before, -1), (value, 1)):
            if moved is not None:
                name = COUNTS[moved]
                setattr(contribution, name, getattr(contribution, name) + by)
        score(contribution)
        added = int(value is not None) - int(before is not None)
        if added:
            count_in_consultation(consultation.id, vote_count=added)
            count_who_takes_part(participant.id)
        raise_page(subject)
        if contribution.version_id != contribution.discussion.document.current_version_id:
            count_for_heirs(heirs_of(subject, contribution.version_id), {})


def _voter(actor: User, consultation: Consultation, *, is_counted: bool) -> Participant:
    """The participant; the consultation is held for who is none yet."""
    known = participation_of(actor.id, consultation.id)
    if known and belongs_to_audience(consultation, known):
        return known
    if known is None:
        lock(consultation)
    return participant_for(actor, consultation, is_new=known is None, is_counted=is_counted)


def _write(
    contribution: Contribution, participant_id: int, held: Vote | None, value: VoteValue | None
) -> None:
    if value is None:
        session.delete(held)
    elif held is None:
        session.add(
            Vote(contribution_id=contribution.id, participant_id=participant_id, value=value)
        )
    else:
        held.value = value
        held.at = now()
