"""What nobody would look after if somebody left: it is handed over first."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import aliased

from consultation.accounts.models import User
from consultation.consultations.models import Consultation, Role, TeamMember
from consultation.core.db import session


@dataclass(frozen=True)
class HeldAlone:
    """What one person alone looks after; false when that is nothing."""

    consultations: Sequence[Consultation]
    is_last_administrator: bool

    def __bool__(self) -> bool:
        return bool(self.consultations) or self.is_last_administrator


def held_alone(user: User) -> HeldAlone:
    """The consultations that nobody else organises, and whether nobody else administers."""
    other = aliased(TeamMember)
    somebody_else = (
        select(other.user_id)
        .join(User, User.id == other.user_id)
        .where(
            other.consultation_id == TeamMember.consultation_id,
            other.role == Role.ORGANISER,
            other.user_id != user.id,
            *_lives(),
        )
        .correlate(TeamMember)
        .exists()
    )
    alone = (
        select(Consultation)
        .join(TeamMember, TeamMember.consultation_id == Consultation.id)
        .where(TeamMember.user_id == user.id, TeamMember.role == Role.ORGANISER, ~somebody_else)
        .order_by(Consultation.title)
    )
    return HeldAlone(session.scalars(alone).all(), _is_last_administrator(user))


def _is_last_administrator(user: User) -> bool:
    if not user.is_administrator:
        return False
    others = select(User.id).where(User.is_administrator, User.id != user.id, *_lives()).limit(1)
    return session.scalar(others) is None


def _lives() -> tuple[ColumnElement[bool], ...]:
    return User.deleted_at.is_(None), User.suspended_at.is_(None)
