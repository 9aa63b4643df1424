"""Finding what an address names, for the person who asks; for anybody else it is a 404."""

from flask import abort

from consultation.accounts.models import User
from consultation.consultations.models import Consultation
from consultation.consultations.queries import organised_by
from consultation.core.db import session


def organised(person: User, slug: str) -> Consultation:
    """The consultation that `person` organises, or 404."""
    row = session.scalars(organised_by(person).where(Consultation.slug == slug)).one_or_none()
    if row is None:
        abort(404)
    return row
