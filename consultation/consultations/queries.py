"""What is read of consultations."""

from collections.abc import Sequence

from sqlalchemy import Select, bindparam, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, aliased, joinedload

from consultation.accounts.models import MailToken, TokenPurpose, User
from consultation.consultations.models import (
    CalendarChange,
    Category,
    Consultation,
    GlossaryTerm,
    Participant,
    Phase,
    Role,
    TeamMember,
)
from consultation.consultations.permissions import NO_ROLE, Roles
from consultation.core.clock import now
from consultation.core.db import connection, session


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
    asked = {"consultation_id": consultation_id, "user_id": person.id}
    session.flush()
    return frozenset(connection().execute(_ROLES, asked).scalars())


def other_organisers(
    consultation_id: int | InstrumentedAttribute[int], user_id: int
) -> Select[int]:
    """Who else, whose account lives, organises a consultation: an id, or a column of the query."""
    other = aliased(TeamMember)
    return (
        select(other.user_id)
        .join(User, User.id == other.user_id)
        .where(
            other.consultation_id == consultation_id,
            other.role == Role.ORGANISER,
            other.user_id != user_id,
            User.deleted_at.is_(None),
            User.suspended_at.is_(None),
        )
    )


_ROLES = select(TeamMember.role).where(
    TeamMember.consultation_id == bindparam("consultation_id"),
    TeamMember.user_id == bindparam("user_id"),
)


def organised_by(person: User) -> Select[Consultation]:
    """Consultations that `person` organises, newest first."""
    own = select(TeamMember.consultation_id).where(
        TeamMember.user_id == person.id, TeamMember.role == Role.ORGANISER
    )
    return select(Consultation).where(Consultation.id.in_(own)).order_by(Consultation.id.desc())


def has_role_somewhere(person: User) -> bool:
    """`person` is on some team."""
    return bool(
        session.scalar(select(TeamMember.user_id).where(TeamMember.user_id == person.id).limit(1))
    )


def organised_count(person: User) -> int:
    """How many consultations `person` organises."""
    return (
        session.scalar(
            select(func.count())
            .select_from(TeamMember)
            .where(TeamMember.user_id == person.id, TeamMember.role == Role.ORGANISER)
        )
        or 0
    )


def roles_everywhere(person: User) -> dict[int, frozenset[Role]]:
    """The roles of `person`, by consultation."""
    held: dict[int, set[Role]] = {}
    rows = session.execute(
        select(TeamMember.consultation_id, TeamMember.role).where(TeamMember.user_id == person.id)
    )
    for consultation_id, role in rows:
        held.setdefault(consultation_id, set()).add(Role(role))
    return {consultation_id: frozenset(roles) for consultation_id, roles in held.items()}


def team_of(consultation_id: int) -> Select[TeamMember]:
    """The team, organisers first, with each member's account."""
    return (
        select(TeamMember)
        .where(TeamMember.consultation_id == consultation_id)
        .options(joinedload(TeamMember.user))
        .order_by(TeamMember.role.desc(), TeamMember.since, TeamMember.user_id)
    )


def invitations_to(consultation: Consultation) -> Select[MailToken]:
    """Invitations that can still be accepted, newest first."""
    return (
        select(MailToken)
        .where(
            MailToken.purpose == TokenPurpose.INVITATION,
            MailToken.details["consultation"].as_string() == consultation.key,
            MailToken.used_at.is_(None),
            MailToken.revoked_at.is_(None),
            MailToken.expires_at > now(),
        )
        .order_by(MailToken.id.desc())
    )


def categories_of(consultation_id: int) -> Select[Category]:
    """The whole list of a consultation's categories, retired ones included, in order."""
    return (
        select(Category)
        .where(Category.consultation_id == consultation_id)
        .order_by(Category.position)
    )


def open_categories(consultation_id: int) -> Sequence[Category]:
    """The categories that a person may choose."""
    return session.scalars(
        categories_of(consultation_id).where(Category.retired_at.is_(None))
    ).all()


def glossary_terms(consultation_id: int) -> Select[GlossaryTerm]:
    """The words explained."""
    return (
        select(GlossaryTerm)
        .where(GlossaryTerm.consultation_id == consultation_id)
        .order_by(GlossaryTerm.id)
    )


def organisations_to_confirm(consultation_id: int) -> Select[Participant]:
    """Participants who say that they speak for an organisation, oldest first."""
    return (
        select(Participant)
        .where(
            Participant.consultation_id == consultation_id,
            Participant.organisation_id.is_not(None),
            Participant.organisation_confirmed_at.is_(None),
        )
        .options(joinedload(Participant.user), joinedload(Participant.organisation))
        .order_by(Participant.id)
    )


def confirmed_organisations(consultation_id: int) -> Select[Participant]:
    """Participants whose organisation was confirmed, last confirmed first."""
    return (
        select(Participant)
        .where(
            Participant.consultation_id == consultation_id,
            Participant.organisation_confirmed_at.is_not(None),
        )
        .options(joinedload(Participant.user), joinedload(Participant.organisation))
        .order_by(Participant.organisation_confirmed_at.desc(), Participant.id)
    )


def calendar_changes(consultation_id: int) -> Select[CalendarChange]:
    """What happened to the calendar, newest first."""
    return (
        select(CalendarChange)
        .where(CalendarChange.consultation_id == consultation_id)
        .order_by(CalendarChange.id.desc())
    )


def membership_of(user_id: int, consultation_id: int) -> Participant | None:
    """Their row alone, for who has no use for its category and organisation."""
    asked = {"user_id": user_id, "consultation_id": consultation_id}
    return session.scalars(_MEMBERSHIP, asked).one_or_none()


def participation_of(user_id: int, consultation_id: int) -> Participant | None:
    """The participant that a person is in a consultation, with category and organisation."""
    asked = {"user_id": user_id, "consultation_id": consultation_id}
    return session.scalars(_PARTICIPATION, asked).one_or_none()


_MEMBERSHIP = (
    select(Participant)
    .where(
        Participant.user_id == bindparam("user_id"),
        Participant.consultation_id == bindparam("consultation_id"),
    )
    .execution_options(populate_existing=True)
)
_PARTICIPATION = _MEMBERSHIP.options(
    joinedload(Participant.category), joinedload(Participant.organisation)
)
