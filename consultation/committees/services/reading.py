"""How far a member has read a thread."""

from sqlalchemy import select, update

from consultation.committees.models.people import CommitteeMember
from consultation.committees.models.threads import (
    MessageMention,
    Thread,
    ThreadMessage,
    ThreadReading,
)
from consultation.core.db import insert_missing, session, transaction


def mark_read(thread: Thread, member: CommitteeMember, number: int) -> None:
    """The member saw the messages up to `number`. It never goes back."""
    with transaction():
        note_read(thread, member, number)


def note_read(thread: Thread, member: CommitteeMember, number: int) -> None:
    """The same, inside the transaction of whoever writes."""
    insert_missing(ThreadReading, member_id=member.id, thread_id=thread.id, number=0)
    row = session.get_one(
        ThreadReading, (member.id, thread.id), populate_existing=True, with_for_update=True
    )
    row.number = max(row.number, number)
    seen = select(ThreadMessage.id).where(
        ThreadMessage.thread_id == thread.id, ThreadMessage.number <= number
    )
    session.execute(
        update(MessageMention)
        .where(MessageMention.member_id == member.id, MessageMention.message_id.in_(seen))
        .values(is_told=True)
        .execution_options(synchronize_session=False)
    )
