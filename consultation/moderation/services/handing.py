"""Leaving contributions and appeals that wait to one colleague, or to everybody again."""

from collections.abc import Sequence

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import joinedload

from consultation.accounts.models import User
from consultation.consultations.models import Consultation
from consultation.consultations.queries import roles_of
from consultation.contributions.models import Contribution
from consultation.core import journal
from consultation.core.clock import now
from consultation.core.db import lock, session, transaction
from consultation.core.errors import ConflictError, DomainError, require
from consultation.core.i18n import _
from consultation.moderation.desk import AppealHandover, Handover
from consultation.moderation.models import Decision
from consultation.moderation.permissions import can_be_handed, can_moderate, is_moderator
from consultation.moderation.queries.reports import reporters_of
from consultation.moderation.reports import Appeal
from consultation.moderation.rights import can_judge

HANDED_MOST = 200
"""At once: as much as one person reads in an hour."""


def hand_over(
    consultation: Consultation, subjects: Sequence[int], colleague: User | None, *, actor: User
) -> int:
    """Leave these contributions to `colleague`, to everybody when None; how many were.

    What the colleague may not judge is left out, and what the actor wrote: nobody chooses who
    judges them. Handed again, it is the last one's.
    """
    roles = roles_of(actor, consultation.id)
    require(is_moderator(actor, roles))
    theirs = roles_of(colleague, consultation.id) if colleague else roles
    with transaction() as current:
        rows = [
            row
            for row in _waiting(consultation, subjects)
            if can_moderate(actor, roles, row)
            and (colleague is None or can_be_handed(colleague, theirs, row, _contested(row)))
        ]
        if not rows:
            raise DomainError(
                _("Cette personne ne peut juger aucune de ces contributions, ou rien n’attend.")
            )
        ids = [row.id for row in rows]
        current.execute(delete(Handover).where(Handover.contribution_id.in_(ids)))
        if colleague is not None:
            current.execute(
                insert(Handover),
                [
                    {
                        "contribution_id": row_id,
                        "consultation_id": consultation.id,
                        "colleague_id": colleague.id,
                        "handed_by_id": actor.id,
                        "handed_at": now(),
                    }
                    for row_id in ids
                ],
            )
        for row in rows:
            if colleague is None:
                journal.record("moderation.handed_back", row, actor_id=actor.id)
            else:
                journal.record("moderation.handed", row, actor_id=actor.id, person=colleague.id)
    return len(rows)


def _waiting(consultation: Consultation, subjects: Sequence[int]) -> Sequence[Contribution]:
    """Those that wait, held in the order of their ids."""
    return session.scalars(
        select(Contribution)
        .where(
            Contribution.id.in_(subjects[:HANDED_MOST]),
            Contribution.consultation_id == consultation.id,
            Contribution.review_since.is_not(None),
        )
        .options(joinedload(Contribution.author))
        .order_by(Contribution.id)
        .with_for_update(of=Contribution)
    ).all()


def _contested(contribution: Contribution) -> Sequence[int]:
    """Who decided on it what an appeal that waits is against."""
    return session.scalars(
        select(Decision.decided_by_id)
        .join(Appeal, Appeal.decision_id == Decision.id)
        .where(Decision.contribution_id == contribution.id, Appeal.judged_at.is_(None))
    ).all()


def hand_appeal_over(appeal: Appeal, colleague: User | None, *, actor: User) -> None:
    """Leave the appeal to `colleague`, to everybody who may judge it when None.

    To nobody who is a party to it; and nobody who is one chooses who judges it. The appeal comes
    from `appeal_of_key`.
    """
    reporters = reporters_of(appeal.decision.contribution_id)
    with transaction() as current:
        if lock(appeal).judged_at is not None:
            raise ConflictError(_("Ce recours a déjà été jugé."))
        roles = roles_of(actor, appeal.consultation_id)
        require(can_judge(actor, roles, appeal, reporters))
        current.execute(delete(AppealHandover).where(AppealHandover.appeal_id == appeal.id))
        if colleague is None:
            journal.record("appeal.handed_back", appeal, actor_id=actor.id)
            return
        theirs = roles_of(colleague, appeal.consultation_id)
        if not is_moderator(colleague, theirs) or not can_judge(
            colleague, theirs, appeal, reporters
        ):
            raise DomainError(_("Cette personne ne peut pas juger ce recours."))
        current.add(
            AppealHandover(appeal_id=appeal.id, colleague_id=colleague.id, handed_by_id=actor.id)
        )
        journal.record("appeal.handed", appeal, actor_id=actor.id, person=colleague.id)
