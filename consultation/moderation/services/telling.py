"""Telling the author what was decided, when it takes effect; unsaying it in time."""

from datetime import timedelta

from consultation.accounts.models import User
from consultation.contributions.models import Contribution, ContributionState
from consultation.contributions.queries.places import consultation_of
from consultation.core import mail
from consultation.core.clock import now
from consultation.moderation import emails
from consultation.moderation.models import Decision, Measure
from consultation.moderation.permissions import UNDO_WITHIN

TOLD_AFTER = UNDO_WITHIN + timedelta(seconds=30)
"""A batch is told once nobody can undo it."""


def tell(contribution: Contribution, decision: Decision) -> None:
    """Mail the statement of reasons: at once, or once a batch can be undone no more.

    To keep what is published changes nothing for its author: that is not mailed. Nor is anything to
    an account that is gone.
    """
    person: User = contribution.author.user
    if not is_told(decision) or not person.email or person.deleted_at is not None:
        return
    letter = emails.decided(
        person, person.email, consultation_of(contribution), contribution, decision
    )
    delay = TOLD_AFTER if decision.batch_id is not None else timedelta(0)
    decision.mail_key = mail.queue_later(letter, now() + delay)


def is_told(decision: Decision) -> bool:
    """Everything that changes something for the author."""
    return not (
        decision.measure is Measure.KEEP and decision.state_before is ContributionState.PUBLISHED
    )


def unsay(contribution: Contribution, decision: Decision) -> None:
    """The decision is undone: its letter is not sent; where it has left, another one follows."""
    if not decision.mail_key or mail.unsend(decision.mail_key):
        return
    person: User = contribution.author.user
    if person.email and person.deleted_at is None:
        mail.queue(
            emails.undone(
                person, person.email, consultation_of(contribution), contribution, decision
            )
        )
