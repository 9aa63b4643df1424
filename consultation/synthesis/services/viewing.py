"""Filters of the queue that coders keep under a name."""

from sqlalchemy import select

from consultation.accounts.models import User
from consultation.consultations.models import Consultation
from consultation.consultations.queries import roles_of
from consultation.core.db import session, transaction
from consultation.core.errors import DomainError, NotFoundError, require
from consultation.core.i18n import _
from consultation.core.text import is_blank, one_line
from consultation.synthesis.models import SavedView
from consultation.synthesis.permissions import can_code
from consultation.synthesis.queue import Filters

MAX_NAME = 60
MOST = 50


def save_view(
    consultation: Consultation, name: str, filters: Filters, *, is_shared: bool, actor: User
) -> None:
    """Keep filters under a name; under a name that one has already, they replace those."""
    require(can_code(roles_of(actor, consultation.id)))
    name = one_line(name)
    if is_blank(name) or len(name) > MAX_NAME:
        raise DomainError(_("Nommez cette vue, en %(most)s caractères au plus.", most=MAX_NAME))
    with transaction() as current:
        own = list(
            current.scalars(
                select(SavedView)
                .where(SavedView.consultation_id == consultation.id, SavedView.owner_id == actor.id)
                .with_for_update()
            )
        )
        row = next((each for each in own if each.name == name), None)
        if row is None and len(own) >= MOST:
            raise DomainError(_("Vous avez déjà %(most)s vues : retirez-en une.", most=MOST))
        if row is None:
            row = SavedView(consultation_id=consultation.id, owner_id=actor.id, name=name)
            current.add(row)
        row.filters, row.is_shared = filters.arguments(), is_shared


def drop_view(consultation: Consultation, key: str, *, actor: User) -> None:
    """Take back a view of one's own."""
    with transaction() as current:
        row = session.scalars(
            select(SavedView).where(
                SavedView.consultation_id == consultation.id,
                SavedView.key == key,
                SavedView.owner_id == actor.id,
            )
        ).one_or_none()
        if row is None:
            raise NotFoundError(_("Cette vue n’existe plus."))
        current.delete(row)
