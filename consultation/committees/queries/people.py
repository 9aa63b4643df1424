"""Who is what in a committee, and which committees somebody may see."""

from collections.abc import Collection, Sequence

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import joinedload

from consultation.accounts.models import MailToken, TokenPurpose, User
from consultation.committees.models.people import (
    Committee,
    CommitteeLink,
    CommitteeMember,
    ReservePerson,
    Seat,
)
from consultation.committees.permissions import NOBODY, Standing
from consultation.consultations.models import Consultation, Role, TeamMember
from consultation.consultations.queries import visible_consultations
from consultation.core.clock import now
from consultation.core.db import session


def member_of(person: User | None, committee_id: int) -> CommitteeMember | None:
    """The living seat of `person`."""
    if person is None:
        return None
    return session.scalars(
        select(CommitteeMember).where(
            CommitteeMember.committee_id == committee_id,
            CommitteeMember.user_id == person.id,
            CommitteeMember.left_at.is_(None),
        )
    ).one_or_none()


def is_run_by(person: User, committee_id: int) -> bool:
    """`person` organises a consultation that the committee is linked to."""
    return bool(
        session.scalar(
            select(TeamMember.user_id)
            .join(CommitteeLink, CommitteeLink.consultation_id == TeamMember.consultation_id)
            .where(
                CommitteeLink.committee_id == committee_id,
                TeamMember.user_id == person.id,
                TeamMember.role == Role.ORGANISER,
            )
            .limit(1)
        )
    )


def seat_in(person: User, slug: str) -> tuple[Committee, CommitteeMember] | None:
    """The committee of that address with the living seat of `person` in it."""
    row = session.execute(
        select(Committee, CommitteeMember)
        .join(CommitteeMember, CommitteeMember.committee_id == Committee.id)
        .where(
            Committee.slug == slug,
            CommitteeMember.user_id == person.id,
            CommitteeMember.left_at.is_(None),
        )
    ).one_or_none()
    return None if row is None else (row[0], row[1])


def standing_of(person: User | None, committee_id: int) -> Standing:
    """What `person` is to the committee, read anew at each request."""
    if person is None:
        return NOBODY
    member = member_of(person, committee_id)
    return Standing(member.seat if member else None, is_run_by(person, committee_id))


def visible_committees(viewer: User | None) -> Select[Committee]:
    """Announced ones, and those that the viewer runs or sits in."""
    public = Committee.announced_at.is_not(None)
    if viewer is None:
        return select(Committee).where(public)
    seats = select(CommitteeMember.committee_id).where(
        CommitteeMember.user_id == viewer.id, CommitteeMember.left_at.is_(None)
    )
    run = (
        select(CommitteeLink.committee_id)
        .join(TeamMember, TeamMember.consultation_id == CommitteeLink.consultation_id)
        .where(TeamMember.user_id == viewer.id, TeamMember.role == Role.ORGANISER)
    )
    return select(Committee).where(or_(public, Committee.id.in_(seats), Committee.id.in_(run)))


def seats_of(person: User) -> dict[int, Seat]:
    """The living seats of `person`, by committee."""
    rows = session.execute(
        select(CommitteeMember.committee_id, CommitteeMember.seat).where(
            CommitteeMember.user_id == person.id, CommitteeMember.left_at.is_(None)
        )
    )
    return {committee_id: Seat(seat) for committee_id, seat in rows}


def members_of(committee_id: int) -> Select[CommitteeMember]:
    """Living seats, in the order in which they were taken."""
    return (
        select(CommitteeMember)
        .where(CommitteeMember.committee_id == committee_id, CommitteeMember.left_at.is_(None))
        .order_by(CommitteeMember.id)
    )


def sitting(committee_id: int) -> set[str]:
    """The addresses of everybody with a seat."""
    return {row.user.email or "" for row in session.scalars(members_with_accounts(committee_id))}


def names_beside(member: CommitteeMember) -> Sequence[str]:
    """What the others of the committee are called, by their names."""
    rows = session.scalars(
        members_of(member.committee_id)
        .where(CommitteeMember.id != member.id)
        .with_only_columns(CommitteeMember.name)
    ).all()
    return sorted(set(rows), key=str.casefold)


def members_with_accounts(committee_id: int) -> Select[CommitteeMember]:
    """The same with their accounts."""
    return members_of(committee_id).options(joinedload(CommitteeMember.user))


def former_members(committee_id: int) -> Select[CommitteeMember]:
    """Seats that came to their end, last first."""
    return (
        select(CommitteeMember)
        .where(CommitteeMember.committee_id == committee_id, CommitteeMember.left_at.is_not(None))
        .order_by(CommitteeMember.left_at.desc(), CommitteeMember.id)
    )


def people_to_tell(committee_id: int, seats: Collection[Seat]) -> Select[str | None, str]:
    """(address, language) of everybody who holds one of these seats."""
    return _reachable(
        select(User.email, User.language)
        .join(CommitteeMember, CommitteeMember.user_id == User.id)
        .where(
            CommitteeMember.committee_id == committee_id,
            CommitteeMember.left_at.is_(None),
            CommitteeMember.seat.in_(seats),
        )
    )


def organisers_to_tell(committee_id: int) -> Select[str | None, str]:
    """(address, language) of everybody who runs the committee."""
    run = (
        select(TeamMember.user_id)
        .join(CommitteeLink, CommitteeLink.consultation_id == TeamMember.consultation_id)
        .where(CommitteeLink.committee_id == committee_id, TeamMember.role == Role.ORGANISER)
    )
    return _reachable(select(User.email, User.language).where(User.id.in_(run)))


def _reachable(query: Select[str | None, str]) -> Select[str | None, str]:
    return query.where(
        User.email.is_not(None), User.deleted_at.is_(None), User.suspended_at.is_(None)
    ).order_by(User.id)


def linked_consultations(committee_id: int, viewer: User | None) -> Sequence[Consultation]:
    """The consultations of the committee that the viewer may see."""
    linked = select(CommitteeLink.consultation_id).where(CommitteeLink.committee_id == committee_id)
    return session.scalars(
        visible_consultations(viewer).where(Consultation.id.in_(linked)).order_by(Consultation.id)
    ).all()


def committees_linked_to(consultation_id: int) -> Select[Committee]:
    """Every committee of a consultation, those in preparation too."""
    return (
        select(Committee)
        .join(CommitteeLink, CommitteeLink.committee_id == Committee.id)
        .where(CommitteeLink.consultation_id == consultation_id)
        .order_by(Committee.id)
    )


def invitations_to(committee: Committee) -> Sequence[MailToken]:
    """Invitations that can still be accepted, oldest first."""
    return session.scalars(
        select(MailToken)
        .where(
            MailToken.purpose == TokenPurpose.COMMITTEE,
            MailToken.details["committee"].as_string() == committee.key,
            MailToken.used_at.is_(None),
            MailToken.revoked_at.is_(None),
            MailToken.expires_at > now(),
        )
        .order_by(MailToken.id)
    ).all()


def reserve_of(committee_id: int) -> Select[ReservePerson]:
    """The whole reserve in its order, those already called too."""
    return (
        select(ReservePerson)
        .where(ReservePerson.committee_id == committee_id)
        .order_by(ReservePerson.position, ReservePerson.id)
    )


def public_state() -> tuple[int, int]:
    """How many committees are announced, and their revisions together: the key of their list."""
    count, revisions = session.execute(
        select(func.count(Committee.id), func.coalesce(func.sum(Committee.revision), 0)).where(
            Committee.announced_at.is_not(None)
        )
    ).one()
    return int(count), int(revisions)
