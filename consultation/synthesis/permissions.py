"""Who works on the synthesis. Pure: roles come in from outside."""

from consultation.consultations.models import Role
from consultation.consultations.permissions import Roles


def can_read_desk(roles: Roles) -> bool:
    """See the codebook, the codings and the draft: the consultation's team."""
    return bool(roles)


def can_code(roles: Roles) -> bool:
    """Change the codebook, code contributions, write the synthesis: its moderators."""
    return Role.MODERATOR in roles


def can_answer(roles: Roles) -> bool:
    """Write and publish the institution's answers: those who organise."""
    return Role.ORGANISER in roles
