"""Who takes the corpus away. Pure: roles come in from outside."""

from consultation.consultations.models import Role
from consultation.consultations.permissions import Roles


def can_export(roles: Roles) -> bool:
    """Take what everybody may read, under pseudonyms: the consultation's team."""
    return bool(roles)


def can_export_names(roles: Roles) -> bool:
    """Take it with the names: those who organise."""
    return Role.ORGANISER in roles
