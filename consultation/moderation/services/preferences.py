"""What a team tells itself: digests, and the share that is read twice."""

from datetime import datetime, timedelta

from sqlalchemy import update

from consultation.accounts.models import User
from consultation.consultations.models import Consultation
from consultation.consultations.queries import roles_of
from consultation.core import journal
from consultation.core.clock import PARIS
from consultation.core.db import insert_missing, session, transaction
from consultation.core.errors import DomainError, require
from consultation.core.i18n import _
from consultation.moderation.desk import DeskPreference, Digest
from consultation.moderation.permissions import is_moderator

DIGEST_HOUR = 8
"""In Paris: a day's digest is there when work begins."""
SAMPLE_MOST = 50


def choose_digest(consultation: Consultation, digest: Digest, *, actor: User) -> None:
    """How often `actor` is written to about this consultation."""
    require(is_moderator(actor, roles_of(actor, consultation.id)))
    with transaction():
        preference = preference_of(consultation.id, actor.id)
        preference.digest = digest
        preference.next_at = None


def choose_sample(consultation: Consultation, percent: int, *, actor: User) -> None:
    """How many decisions of a hundred a second moderator reads too."""
    require(is_moderator(actor, roles_of(actor, consultation.id)))
    if not 0 <= percent <= SAMPLE_MOST:
        raise DomainError(_("Choisissez une part de 0 à %(most)s %%.", most=SAMPLE_MOST))
    with transaction() as current:
        current.execute(
            update(Consultation)
            .where(Consultation.id == consultation.id)
            .values(sample_percent=percent)
        )
        journal.record(
            "moderation.sample_changed", consultation, actor_id=actor.id, percent=percent
        )


def preference_of(consultation_id: int, user_id: int) -> DeskPreference:
    """The row of somebody, made with what everybody begins with. Inside a transaction."""
    identity = {"consultation_id": consultation_id, "user_id": user_id}
    insert_missing(DeskPreference, digest=Digest.DAILY, **identity)
    return session.get_one(DeskPreference, (consultation_id, user_id), populate_existing=True)


def next_digest(digest: Digest, moment: datetime) -> datetime:
    """When the next digest is due after one at `moment`."""
    if digest is Digest.HOURLY:
        return moment + timedelta(hours=1)
    local = moment.astimezone(PARIS)
    due = local.replace(hour=DIGEST_HOUR, minute=0, second=0, microsecond=0)
    return due if due > local else due + timedelta(days=1)
