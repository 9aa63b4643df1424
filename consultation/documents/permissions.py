"""Who may prepare and publish texts."""

from consultation.consultations.models import Role
from consultation.consultations.permissions import Roles


def can_prepare(roles: Roles) -> bool:
    """Import, correct and publish: the consultation's organisers."""
    return Role.ORGANISER in roles
