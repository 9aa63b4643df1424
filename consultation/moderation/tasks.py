"""What the clock does for moderators: batches, digests, delays told, reports, what is forgotten."""

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import joinedload

from consultation.accounts.models import User
from consultation.consultations.models import Consultation, Phase, Role, TeamMember
from consultation.contributions.models import Contribution
from consultation.core import mail, work
from consultation.core.clock import PARIS, now
from consultation.core.db import session, transaction
from consultation.moderation import digests
from consultation.moderation.desk import BulkRun, DeskPreference, Digest
from consultation.moderation.queries.figures import brief, left_to
from consultation.moderation.services.bulk import advance
from consultation.moderation.services.preferences import next_digest, preference_of
from consultation.moderation.services.retention import (
    answer_next_withdrawn,
    erase_next_notifier,
    forget_next_words,
)

__all__ = [
    "advance_next_batch", "answer_next_withdrawn", "erase_next_notifier", "forget_next_words",
    "send_next_digest", "tell_next_delay",
]  # fmt: skip
REVIEWED_IN = (Phase.OPEN, Phase.CLOSED)


def advance_next_batch() -> bool:
    """Take the next contributions of one batch that is at work."""
    run = work.claim(BulkRun)
    if run is None:
        return False
    try:
        advance(run)
    except Exception as error:
        work.postpone(run, type(error).__name__)
        raise
    return True


def send_next_digest() -> bool:
    """Tell one moderator whose digest is due what waits; nothing waits, nothing is written."""
    moment = now()
    with transaction():
        row = session.execute(
            select(TeamMember, Consultation, User)
            .join(Consultation, Consultation.id == TeamMember.consultation_id)
            .join(User, User.id == TeamMember.user_id)
            .outerjoin(
                DeskPreference,
                and_(
                    DeskPreference.consultation_id == TeamMember.consultation_id,
                    DeskPreference.user_id == TeamMember.user_id,
                ),
            )
            .where(
                TeamMember.role == Role.MODERATOR,
                Consultation.phase.in_(REVIEWED_IN),
                User.email.is_not(None),
                User.deleted_at.is_(None),
                User.suspended_at.is_(None),
                or_(
                    DeskPreference.user_id.is_(None),
                    and_(
                        DeskPreference.digest != Digest.NONE,
                        or_(DeskPreference.next_at.is_(None), DeskPreference.next_at <= moment),
                    ),
                ),
            )
            .order_by(TeamMember.consultation_id, TeamMember.user_id)
            .limit(1)
        ).one_or_none()
        if row is None:
            return False
        _member, consultation, person = row
        preference = preference_of(consultation.id, person.id)
        is_first = preference.next_at is None
        preference.next_at = next_digest(preference.digest, moment)
        if is_first:
            # Somebody who has just joined the team, or chosen anew, is told at the next hour set.
            return True
        found = brief(consultation.id)
        left = left_to(person.id, consultation.id)
        is_due = found.urgent
        if preference.digest is not Digest.HOURLY:
            is_due = found.count + left.appeals
        if is_due and person.email:
            mail.queue(
                digests.digest(consultation, person.email, person.language, found, moment, left)
            )
    return True


def tell_next_delay() -> bool:
    """Tell one organiser, once a day, that something waits longer than was promised."""
    moment = now()
    today = moment.astimezone(PARIS).date()
    with transaction():
        rows = session.execute(
            select(TeamMember, Consultation)
            .join(Consultation, Consultation.id == TeamMember.consultation_id)
            .join(User, User.id == TeamMember.user_id)
            .outerjoin(
                DeskPreference,
                and_(
                    DeskPreference.consultation_id == TeamMember.consultation_id,
                    DeskPreference.user_id == TeamMember.user_id,
                ),
            )
            .where(
                TeamMember.role == Role.ORGANISER,
                Consultation.phase.in_(REVIEWED_IN),
                User.email.is_not(None),
                User.deleted_at.is_(None),
                User.suspended_at.is_(None),
                or_(DeskPreference.told_late_on.is_(None), DeskPreference.told_late_on < today),
                select(Contribution.id)
                .where(
                    Contribution.consultation_id == TeamMember.consultation_id,
                    Contribution.review_since.is_not(None),
                )
                .exists(),
            )
            .options(joinedload(TeamMember.user))
            .order_by(TeamMember.consultation_id, TeamMember.user_id)
        ).all()
        for member, consultation in rows:
            found = brief(consultation.id)
            limit = 3600 * consultation.review_hours
            if found.oldest is None or (moment - found.oldest).total_seconds() <= limit:
                continue
            preference_of(consultation.id, member.user_id).told_late_on = today
            mail.queue(
                digests.late(
                    consultation, member.user.email or "", member.user.language, found, moment
                )
            )
            return True
    return False
