"""What members are told in one mail: what was said in threads, what became of amendments."""

from sqlalchemy import select, update

from consultation.accounts.models import User
from consultation.committees import thread_emails
from consultation.committees.models.contesting import AmendmentTelling
from consultation.committees.models.people import Committee, CommitteeMember
from consultation.committees.models.threads import MessageMention, ThreadNotice
from consultation.committees.queries.threads import last_message_id, news_for
from consultation.committees.services.amended import tell_amendments
from consultation.core import mail, work
from consultation.core.clock import now
from consultation.core.db import session, transaction


def tell_next() -> bool:
    """Write the one mail of a member to whom it is due; nothing if they have read it all."""
    with transaction() as current:
        found = current.scalars(
            select(ThreadNotice)
            .where(ThreadNotice.due_at <= now())
            .order_by(ThreadNotice.due_at, ThreadNotice.member_id)
            .limit(1)
            .with_for_update(skip_locked=True)
        ).one_or_none()
        if found is None:
            return False
        found.due_at = None
        member = current.get_one(CommitteeMember, found.member_id)
        if member.left_at is None:
            _tell(member, found)
        found.told_id = max(found.told_id, last_message_id())
    return True


def tell_next_amendments() -> bool:
    """Tell the members of one committee what became of amendments."""
    return work.do_next(AmendmentTelling, tell_amendments)


def _tell(member: CommitteeMember, notice: ThreadNotice) -> None:
    person = session.get_one(User, member.user_id)
    if not person.email or person.deleted_at or person.suspended_at:
        return
    news = news_for(member, notice)
    if news:
        committee = session.get_one(Committee, member.committee_id)
        mail.queue(thread_emails.thread_news(committee, news, person.email, person.language))
    session.execute(
        update(MessageMention)
        .where(MessageMention.member_id == member.id)
        .values(is_told=True)
        .execution_options(synchronize_session=False)
    )
