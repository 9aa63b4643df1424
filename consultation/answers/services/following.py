"""Following the answers of a consultation: asked for by the person, taken back as easily."""

from sqlalchemy import delete

from consultation.accounts.models import User
from consultation.answers.models import AnswerFollower
from consultation.answers.permissions import can_follow
from consultation.consultations.models import Consultation
from consultation.core.db import insert_missing, transaction
from consultation.core.errors import require


def follow_answers(consultation: Consultation, *, actor: User) -> None:
    """Tell `actor` of each answer published here from now on."""
    require(can_follow(actor, consultation.phase))
    with transaction():
        insert_missing(AnswerFollower, consultation_id=consultation.id, user_id=actor.id)


def unfollow_answers(consultation: Consultation, *, actor: User) -> None:
    """Tell them no more."""
    with transaction() as current:
        current.execute(
            delete(AnswerFollower).where(
                AnswerFollower.consultation_id == consultation.id,
                AnswerFollower.user_id == actor.id,
            )
        )


def forget_following(person: User) -> None:
    """Whoever leaves follows nothing any more."""
    with transaction() as current:
        current.execute(delete(AnswerFollower).where(AnswerFollower.user_id == person.id))
