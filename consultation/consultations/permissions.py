"""Who may do what in a consultation. Pure: roles, phase and moment come in from outside."""

from datetime import datetime

from consultation.consultations.models import Consultation, Phase, Role

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
