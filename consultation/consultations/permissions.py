"""Who may do what in a consultation. Pure: roles, phase and moment come in from outside."""

from datetime import datetime

from consultation.accounts.models import User
from consultation.consultations.models import Audience, Consultation, Participant, Phase, Role

Roles = frozenset[Role]
NO_ROLE: Roles = frozenset()
PUBLIC_PHASES = frozenset(Phase) - {Phase.DRAFT}


def phase_at(consultation: Consultation, moment: datetime) -> Phase:
    """The phase that the calendar says, whether or not the worker has come by yet."""
    return phase_by_clock(consultation.phase, consultation.opens_at, consultation.closes_at, moment)


def phase_by_clock(
    phase: Phase, opens_at: datetime | None, closes_at: datetime | None, moment: datetime
) -> Phase:
    """The same, from the stored phase and dates alone."""
    if phase is Phase.UPCOMING and opens_at and opens_at <= moment:
        phase = Phase.OPEN
    if phase is Phase.OPEN and closes_at and closes_at <= moment:
        phase = Phase.CLOSED
    return phase


def can_see(consultation: Consultation, roles: Roles) -> bool:
    """A draft is its team's; everything later is everybody's."""
    return consultation.phase in PUBLIC_PHASES or bool(roles)


def can_organise(roles: Roles) -> bool:
    """Change the consultation, its calendar, team, glossary and texts."""
    return Role.ORGANISER in roles


def can_take_part(consultation: Consultation, moment: datetime) -> bool:
    """Contribute, reply and vote: only while the consultation is open, by the server's clock."""
    return phase_at(consultation, moment) is Phase.OPEN


def can_create(person: User, organised_count: int) -> bool:
    """Prepare a new consultation: administrators, and whoever organises one already."""
    return person.is_administrator or organised_count > 0


def can_name_organisers(person: User, roles: Roles) -> bool:
    """An administrator names organisers, also where none is left; organisers name theirs."""
    return person.is_administrator or can_organise(roles)


def can_name(person: User, roles: Roles, role: Role) -> bool:
    """Give or take `role`: everything for the organisers, organisers alone for an administrator."""
    return can_organise(roles) or (role is Role.ORGANISER and can_name_organisers(person, roles))


def can_edit_dates(consultation: Consultation, moment: datetime) -> bool:
    """Plain changes of opening and closing end with the opening; later ones need a reason."""
    return phase_at(consultation, moment) in {Phase.DRAFT, Phase.UPCOMING}


def is_suspended(participant: Participant, moment: datetime) -> bool:
    """A moderator suspended them, and the term is not over."""
    return participant.suspended_until is not None and participant.suspended_until > moment


def belongs_to_audience(consultation: Consultation, participant: Participant) -> bool:
    """Where only organisations are asked, a participant speaks once theirs is confirmed."""
    if consultation.audience is Audience.EVERYBODY:
        return True
    return participant.organisation_confirmed_at is not None
