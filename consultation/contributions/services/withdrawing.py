"""Taking back what one said: a neutral trace stays, and what others answered."""

from consultation.accounts.models import User
from consultation.contributions import emails
from consultation.contributions.models import Contribution, ContributionState, Kind
from consultation.contributions.permissions import can_withdraw
from consultation.contributions.queries.addresses import heirs_of
from consultation.contributions.queries.places import Subject, consultation_of
from consultation.contributions.services.counting import (
    count_for_author,
    count_for_heirs,
    count_in_consultation,
    count_in_discussion,
    count_in_document,
    raise_page,
    score,
    shares,
)
from consultation.core import mail
from consultation.core.clock import now
from consultation.core.db import lock, session, transaction
from consultation.core.errors import require
from consultation.core.i18n import _


def withdraw(contribution: Contribution, *, actor: User) -> None:
    """Show the contribution no more. Its votes and its revisions stay in storage."""
    require(can_withdraw(actor, contribution), _("Cette contribution n’est plus publiée."))
    consultation = consultation_of(contribution)
    subject = Subject.of(contribution.discussion)
    with transaction():
        lock(contribution)
        if contribution.state is ContributionState.WITHDRAWN:
            return
        was_published = contribution.state is ContributionState.PUBLISHED
        contribution.state = ContributionState.WITHDRAWN
        contribution.withdrawn_at = now()
        if was_published:
            _uncount(contribution, consultation.id, subject)
        if actor.email:
            mail.queue(emails.withdrawn(actor, actor.email, consultation, contribution))


def _uncount(contribution: Contribution, consultation_id: int, subject: Subject) -> None:
    is_reply = contribution.parent_id is not None
    if is_reply:
        thread = lock(session.get_one(Contribution, contribution.parent_id))
        thread.reply_count -= 1
        score(thread)
    count_in_document(subject, 0 if is_reply else -1)
    if not is_reply:
        changes = {"contribution_count": -1}
        if contribution.kind is Kind.AMENDMENT:
            changes["amendment_count"] = -1
        count_in_consultation(consultation_id, **changes)
    count_for_author(contribution.author_id, -1)
    changes = shares(contribution.kind, contribution.stance, is_reply=is_reply, by=-1)
    count_in_discussion(subject, changes)
    raise_page(subject, 0 if is_reply else -1)
    count_for_heirs(heirs_of(subject, contribution.version_id), changes)
