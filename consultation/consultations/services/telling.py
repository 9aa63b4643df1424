"""One mail to each person who contributed."""

from collections.abc import Callable

from sqlalchemy import select

from consultation.accounts.models import User
from consultation.consultations.models import Consultation, Participant
from consultation.core import mail
from consultation.core.db import session, transaction
from consultation.core.i18n import LANGUAGES


def tell_contributors(consultation: Consultation, written_in: Callable[[str], mail.Email]) -> int:
    """Queue `written_in(language)` once for each living account that contributed; how many."""
    count = 0
    with transaction():
        for language in LANGUAGES:
            to = session.scalars(
                select(User.email)
                .join(Participant, Participant.user_id == User.id)
                .where(
                    Participant.consultation_id == consultation.id,
                    Participant.contribution_count > 0,
                    User.language == language,
                    User.email.is_not(None),
                    User.deleted_at.is_(None),
                    User.suspended_at.is_(None),
                )
                .order_by(User.id)
            ).all()
            addresses = [address for address in to if address]
            if addresses:
                mail.queue_for_each(written_in(language), addresses)
            count += len(addresses)
    return count
