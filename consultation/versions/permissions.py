"""Who may prepare the next version of a text."""

from consultation.consultations.models import Role
from consultation.consultations.permissions import Roles


def can_prepare_version(roles: Roles) -> bool:
    """Write it, correct what becomes of paragraphs, publish: the consultation's organisers."""
    return Role.ORGANISER in roles
