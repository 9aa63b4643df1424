"""Whether a person is written to about what becomes of what they said."""

from sqlalchemy import update

from consultation.accounts.models import User
from consultation.consultations.models import Participant
from consultation.core.clock import now
from consultation.core.db import transaction


def mute(consultation_id: int, *, actor: User) -> None:
    """No more grouped mails about this consultation; its pages tell everything still."""
    _set(consultation_id, actor, is_muted=True)


def unmute(consultation_id: int, *, actor: User) -> None:
    """Be written to again."""
    _set(consultation_id, actor, is_muted=False)


def _set(consultation_id: int, actor: User, *, is_muted: bool) -> None:
    with transaction() as current:
        current.execute(
            update(Participant)
            .where(
                Participant.consultation_id == consultation_id, Participant.user_id == actor.id
            )
            .values(muted_at=now() if is_muted else None)
        )  # fmt: skip
