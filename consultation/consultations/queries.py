"""What is read of consultations."""

from sqlalchemy import Select, or_, select

from consultation.accounts.models import User
from consultation.consultations.models import Consultation, Phase, Role, TeamMember
from consultation.consultations.permissions import NO_ROLE, Roles
from consultation.core.db import session


def visible_consultations(viewer: User | None) -> Select[Consultation]:
    """Public ones, and the drafts of the viewer's own teams."""
    public = Consultation.phase != Phase.DRAFT
    if viewer is None:
        return select(Consultation).where(public)
    own = select(TeamMember.consultation_id).where(TeamMember.user_id == viewer.id)
    return select(Consultation).where(or_(public, Consultation.id.in_(own)))


def roles_of(person: User | None, consultation_id: int) -> Roles:
    """The roles that `person` holds in the consultation."""
    if person is None:
        return NO_ROLE
    rows = session.scalars(
        select(TeamMember.role).where(
            TeamMember.consultation_id == consultation_id, TeamMember.user_id == person.id
        )
    )
    return frozenset(Role(role) for role in rows)


def organised_by(person: User) -> Select[Consultation]:
    """Consultations that `person` organises, newest first."""
    own = select(TeamMember.consultation_id).where(
        TeamMember.user_id == person.id, TeamMember.role == Role.ORGANISER
    )
    return select(Consultation).where(Consultation.id.in_(own)).order_by(Consultation.id.desc())
