"""Who has which contribution open: colleagues do not judge the same one at once."""

from datetime import timedelta

from sqlalchemy import bindparam, delete, update

from consultation.accounts.models import User
from consultation.core.clock import now
from consultation.core.db import connection, session, transaction
from consultation.core.errors import ConflictError
from consultation.core.i18n import _, _n
from consultation.core.rows import insert_if_missing
from consultation.moderation.desk import ReviewClaim
from consultation.moderation.queries.item import Claimed, claim_of

LEASE = timedelta(minutes=5)
"""Longer than one looks at a contribution; the page renews it while it is open."""


class HeldError(ConflictError):
    """A colleague has it open."""


def take(contribution_id: int, consultation_id: int, *, actor: User) -> Claimed | None:
    """Open the contribution for `actor`, and leave what they had open here.

    None when it is theirs now; else who has it. What a colleague left open too long is taken over.
    """
    moment = now()
    values = {"moderator_id": actor.id, "taken_at": moment, "until": moment + LEASE}
    with transaction():
        connection().execute(
            _LEAVE_OTHERS,
            {"actor_id": actor.id, "consultation": consultation_id, "row_id": contribution_id},
        )
        is_free = insert_if_missing(
            ReviewClaim, contribution_id=contribution_id, consultation_id=consultation_id, **values
        )
        if is_free or renew(contribution_id, actor=actor):
            return None
        taken_over = session.scalar(
            update(ReviewClaim)
            .where(ReviewClaim.contribution_id == contribution_id, ReviewClaim.until <= moment)
            .values(**values)
            .returning(ReviewClaim.contribution_id)
        )
        return None if taken_over else claim_of(contribution_id, moment)


_LEAVE_OTHERS = delete(ReviewClaim).where(
    ReviewClaim.moderator_id == bindparam("actor_id"),
    ReviewClaim.consultation_id == bindparam("consultation"),
    ReviewClaim.contribution_id != bindparam("row_id"),
)


def renew(contribution_id: int, *, actor: User) -> bool:
    """It is still open there. False when it is no longer theirs."""
    with transaction():
        kept = session.scalar(
            update(ReviewClaim)
            .where(
                ReviewClaim.contribution_id == contribution_id, ReviewClaim.moderator_id == actor.id
            )
            .values(until=now() + LEASE)
            .returning(ReviewClaim.contribution_id)
        )
    return kept is not None


def release(contribution_id: int, *, actor: User) -> None:
    """Leave it to whoever comes next."""
    with transaction():
        session.execute(
            delete(ReviewClaim).where(
                ReviewClaim.contribution_id == contribution_id,
                ReviewClaim.moderator_id == actor.id,
            )
        )


def require_free(contribution_id: int, *, actor: User) -> None:
    """Stop where a colleague has it open."""
    held = claim_of(contribution_id, now())
    if held is not None and held.moderator_id != actor.id:
        raise HeldError(held_words(held))


def held_words(held: Claimed) -> str:
    """« Camille l’examine depuis 3 minutes. »"""
    minutes = int((now() - held.since).total_seconds() // 60)
    if minutes < 1:
        return _("%(name)s l’examine depuis un instant.", name=held.name)
    return _n(
        "%(name)s l’examine depuis %(num)s minute.",
        "%(name)s l’examine depuis %(num)s minutes.",
        minutes,
        name=held.name,
    )
