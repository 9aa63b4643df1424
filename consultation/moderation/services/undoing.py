"""Taking back one's decision within ten minutes: everything is what it was before."""

from datetime import datetime

from sqlalchemy import update

from consultation.accounts.models import User
from consultation.contributions.models import Contribution
from consultation.core import journal
from consultation.core.clock import now
from consultation.core.db import lock, session, transaction
from consultation.core.errors import ConflictError, NotFoundError, require
from consultation.core.i18n import _
from consultation.moderation.models import Decision, Source
from consultation.moderation.permissions import can_undo
from consultation.moderation.queries.appeals import was_judged
from consultation.moderation.queries.decisions import decided_contribution, last_decision_on
from consultation.moderation.services.answering import reopen_reports
from consultation.moderation.services.effects import hold, put_back
from consultation.moderation.services.masks import was_erased
from consultation.moderation.services.telling import unsay


def undo(decision: Decision, *, actor: User, asked_at: datetime | None = None) -> Decision:
    """Put back what was before `decision`, and unsend its letter. Undone twice, it is once.

    `asked_at` is when somebody asked for it, where a worker does it later.
    """
    contribution = decided_contribution(decision)
    if contribution is None:
        raise NotFoundError
    with transaction():
        hold(contribution, decision.measure)
        lock(decision)
        if decision.undone_at is not None and decision.decided_by_id == actor.id:
            return decision
        require(
            can_undo(actor, decision, asked_at or now()),
            _("Une décision s’annule dans les dix minutes, par qui l’a prise."),
        )
        if decision.source is Source.APPEAL:
            raise ConflictError(
                _("Un recours est jugé : sa réponse est partie, elle ne s’annule pas.")
            )
        if was_judged(decision):
            raise ConflictError(
                _("Un recours contre cette décision est jugé : elle ne s’annule plus.")
            )
        _require_untouched(contribution, decision)
        put_back(contribution, decision)
        decision.undone_at = now()
        if decision.details.get("reverses_first"):
            session.execute(
                update(Decision).where(Decision.id == decision.reverses_id).values(reversed_at=None)
            )
        unsay(contribution, decision)
        reopen_reports(decision)
        journal.record(
            "moderation.undone", decision, actor_id=actor.id, contribution=contribution.key
        )
    return decision


def _require_untouched(contribution: Contribution, decision: Decision) -> None:
    """Nobody decided, wrote or erased anything since."""
    last = last_decision_on(contribution)
    if (
        last is None
        or last.id != decision.id
        or contribution.revision != decision.revision
        or contribution.state is not decision.state_after
        or was_erased(contribution, decision.decided_at)
    ):
        raise ConflictError(
            _("La contribution a changé depuis : décidez de nouveau plutôt que d’annuler.")
        )
