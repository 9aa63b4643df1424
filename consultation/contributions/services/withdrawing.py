"""Taking back what one said: a neutral trace stays, and what others answered."""

from consultation.accounts.models import User
from consultation.contributions import emails
from consultation.contributions.models import Contribution, ContributionState
from consultation.contributions.permissions import can_withdraw
from consultation.contributions.queries.places import consultation_of
from consultation.contributions.services.showing import (
    change_state,
    hold_counts,
    hold_in_place,
)
from consultation.core import mail
from consultation.core.clock import now
from consultation.core.db import transaction
from consultation.core.errors import require
from consultation.core.i18n import _


def withdraw(contribution: Contribution, *, actor: User) -> None:
    """Show the contribution no more. Its votes and its revisions stay in storage."""
    require(can_withdraw(actor, contribution), _("Cette contribution n’est plus publiée."))
    consultation = consultation_of(contribution)
    with transaction():
        hold_in_place(contribution)
        if contribution.state is ContributionState.WITHDRAWN:
            return
        require(can_withdraw(actor, contribution), _("Cette contribution n’est plus publiée."))
        hold_counts(contribution)
        contribution.withdrawn_at = now()
        contribution.review_since = None
        change_state(contribution, ContributionState.WITHDRAWN)
        if actor.email:
            mail.queue(emails.withdrawn(actor, actor.email, consultation, contribution))
