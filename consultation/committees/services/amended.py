"""Telling members of amendments: what was proposed and decided within a while makes one mail."""

from datetime import timedelta

from sqlalchemy import func, or_, select

from consultation.accounts.models import User
from consultation.committees import emails
from consultation.committees.models.contesting import Amendment, AmendmentTelling
from consultation.committees.models.opinion import Opinion
from consultation.committees.models.people import Committee, CommitteeMember
from consultation.committees.models.threads import Telling, ThreadNotice
from consultation.committees.queries.contesting import AmendmentLine, amendment_lines
from consultation.committees.queries.people import members_of
from consultation.core import mail
from consultation.core.clock import now
from consultation.core.db import lock, session, transaction

WINDOW = timedelta(minutes=30)
"""What happens within it goes in one mail."""
TOLD_OF_ALL = frozenset({Telling.SOON, Telling.DAILY})


def note_amendments(opinion: Opinion) -> None:
    """Something is about to happen to an amendment: members are told soon. The opinion is locked
    by then, so that whoever tells sees all that was noted before."""
    waits = session.scalar(
        select(AmendmentTelling.id)
        .where(
            AmendmentTelling.opinion_id == opinion.id,
            AmendmentTelling.done_at.is_(None),
            AmendmentTelling.gave_up_at.is_(None),
            AmendmentTelling.attempts == 0,
        )
        .limit(1)
    )
    if waits is None:
        session.add(AmendmentTelling(opinion_id=opinion.id, run_at=now() + WINDOW))
        session.flush()


def tell_amendments(telling: AmendmentTelling) -> None:
    """Write to each member what the others proposed, and what was decided."""
    with transaction() as current:
        lock(telling)
        opinion = lock(current.get_one(Opinion, telling.opinion_id))
        committee = current.get_one(Committee, opinion.committee_id)
        keys = current.scalars(
            select(Amendment.key).where(
                Amendment.opinion_id == opinion.id,
                or_(Amendment.created_at >= telling.since, Amendment.decided_at >= telling.since),
            )
        ).all()
        lines = amendment_lines(opinion.id, keys=keys) if keys else []
        for member, person, chosen in _readers(committee):
            told = [each for each in lines if _is_news(each, member, chosen)]
            if told and person.email:
                mail.queue(emails.amendments(committee, told, person.email, person.language))
        telling.done_at, telling.lease_until = now(), None


def _readers(committee: Committee) -> list[tuple[CommitteeMember, User, Telling]]:
    """Who sits and can be written to, with what they chose to be told of."""
    rows = session.execute(
        members_of(committee.id)
        .join(User, User.id == CommitteeMember.user_id)
        .outerjoin(ThreadNotice, ThreadNotice.member_id == CommitteeMember.id)
        .where(User.email.is_not(None), User.deleted_at.is_(None), User.suspended_at.is_(None))
        .add_columns(User, func.coalesce(ThreadNotice.telling, Telling.SOON))
    )
    return [(member, person, Telling(chosen)) for member, person, chosen in rows]


def _is_news(each: AmendmentLine, member: CommitteeMember, chosen: Telling) -> bool:
    """One is told what others propose, if one asked for all; of one's own, what is decided."""
    row = each.amendment
    if row.author_id == member.id:
        return (
            row.decided_at is not None
            and row.decided_by_id != member.id
            and (chosen is not Telling.NEVER)
        )
    return chosen in TOLD_OF_ALL and row.decided_by_id != member.id
