"""Finding what an address names, for the person who asks; for anybody else it is a 404."""

from dataclasses import dataclass

from flask import abort
from sqlalchemy import select

from consultation.accounts.models import User
from consultation.consultations.models import Consultation
from consultation.consultations.permissions import Roles
from consultation.consultations.queries import roles_of
from consultation.core.db import session
from consultation.exports.models import Export
from consultation.exports.permissions import can_export, can_export_names
from consultation.exports.queries.requests import find_export


@dataclass(frozen=True)
class Place:
    """The consultation whose corpus is taken away, and what the person may do."""

    consultation: Consultation
    roles: Roles


def place_of(person: User, slug: str) -> Place:
    """A consultation in whose team `person` is at this moment, or 404."""
    row = session.scalars(select(Consultation).where(Consultation.slug == slug)).one_or_none()
    roles = roles_of(person, row.id) if row else frozenset()
    if row is None or not can_export(roles):
        abort(404)
    return Place(row, roles)


def export_of(person: User, place: Place, key: str) -> Export:
    """One's own export there; one with names only as long as the person may have names."""
    row = find_export(person, place.consultation, key)
    if row is None or (row.has_names and not can_export_names(place.roles)):
        abort(404)
    return row
