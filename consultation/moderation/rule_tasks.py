"""What the worker does for the rules: long trials, and the mail of what was held."""

from sqlalchemy import select

from consultation.accounts.models import User
from consultation.consultations.models import Consultation, Role, TeamMember
from consultation.core import mail, work
from consultation.core.clock import now
from consultation.core.db import lock, session, transaction
from consultation.moderation.emails import held
from consultation.moderation.services.trying import read_part
from consultation.screening.models import ReviewAlert, RuleTrial, ScreeningRule


def try_next_rule() -> bool:
    """Read the next part of one trial."""
    trial = work.claim(RuleTrial)
    if trial is None:
        return False
    try:
        with transaction():
            lock(trial)
            rule = session.get_one(ScreeningRule, trial.rule_id)
            read_part(trial, rule.consultation_id)
    except Exception as error:
        work.postpone(trial, type(error).__name__)
        raise
    return True


def send_next_alert() -> bool:
    """Tell the moderators of one consultation what a rule has held, all of it in one mail."""
    alert = work.claim(ReviewAlert)
    if alert is None:
        return False
    with transaction():
        lock(alert)
        consultation = session.get_one(Consultation, alert.consultation_id)
        people = session.scalars(
            select(User)
            .join(TeamMember, TeamMember.user_id == User.id)
            .where(
                TeamMember.consultation_id == consultation.id,
                TeamMember.role == Role.MODERATOR,
                User.email.is_not(None),
                User.deleted_at.is_(None),
                User.suspended_at.is_(None),
            )
            .order_by(User.id)
        )
        for person in people:
            mail.queue(held(consultation, person.email or "", person.language, alert.held_count))
        alert.done_at = now()
        alert.lease_until = None
    return True
