"""What is read of threads: their list with what is unread, one page of messages, whom to tell."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import joinedload

from consultation.committees.models.people import CommitteeMember
from consultation.committees.models.threads import (
    MessageMention,
    MessageRevision,
    Telling,
    Thread,
    ThreadMessage,
    ThreadNotice,
    ThreadReading,
)
from consultation.core.db import session

THREADS_A_PAGE = 20
MESSAGES_A_PAGE = 20


@dataclass(frozen=True)
class ThreadLine:
    """A thread in a list, and how many of its messages the reader has not seen."""

    thread: Thread
    unread: int


def threads_of(
    member: CommitteeMember, *, before: str = "", most: int = THREADS_A_PAGE
) -> tuple[Sequence[ThreadLine], str]:
    """Threads by their last message, newest first; the key after which the next page begins."""
    read = func.coalesce(ThreadReading.number, 0)
    query = (
        select(Thread, Thread.message_count - read)
        .outerjoin(ThreadReading, _reading_of(member))
        .where(Thread.committee_id == member.committee_id)
        .options(joinedload(Thread.opened_by))
        .order_by(Thread.last_at.desc(), Thread.id.desc())
        .limit(most + 1)
    )
    mark = thread_named(member.committee_id, before) if before else None
    if mark is not None:
        is_older = (Thread.last_at == mark.last_at) & (Thread.id < mark.id)
        query = query.where((Thread.last_at < mark.last_at) | is_older)
    rows = [ThreadLine(thread, unread) for thread, unread in session.execute(query)]
    following = rows[most - 1].thread.key if len(rows) > most else ""
    return rows[:most], following


def unread_count(member: CommitteeMember) -> int:
    """How many messages of all threads the member has not seen."""
    read = func.coalesce(ThreadReading.number, 0)
    count = session.scalar(
        select(func.coalesce(func.sum(Thread.message_count - read), 0))
        .outerjoin(ThreadReading, _reading_of(member))
        .where(Thread.committee_id == member.committee_id)
    )
    return int(count or 0)


def _reading_of(member: CommitteeMember) -> ColumnElement[bool]:
    return and_(ThreadReading.thread_id == Thread.id, ThreadReading.member_id == member.id)


def thread_named(committee_id: int, key: str) -> Thread | None:
    """The thread of that key in that committee."""
    return session.scalars(
        select(Thread).where(Thread.committee_id == committee_id, Thread.key == key)
    ).one_or_none()


def message_named(thread: Thread, key: str) -> ThreadMessage | None:
    """The message of that key in that thread, with its author."""
    return session.scalars(
        select(ThreadMessage)
        .where(ThreadMessage.thread_id == thread.id, ThreadMessage.key == key)
        .options(joinedload(ThreadMessage.author))
    ).one_or_none()


def read_up_to(member: CommitteeMember, thread: Thread) -> int:
    """The number of the last message that the member saw."""
    return (
        session.scalar(
            select(ThreadReading.number).where(
                ThreadReading.member_id == member.id, ThreadReading.thread_id == thread.id
            )
        )
        or 0
    )


def messages_of(thread: Thread, first: int, most: int = MESSAGES_A_PAGE) -> Sequence[ThreadMessage]:
    """`most` messages from the number `first` on, with their authors."""
    return session.scalars(
        select(ThreadMessage)
        .where(
            ThreadMessage.thread_id == thread.id,
            ThreadMessage.number >= first,
            ThreadMessage.number < first + most,
        )
        .options(joinedload(ThreadMessage.author))
        .order_by(ThreadMessage.number)
    ).all()


def revisions_of(message: ThreadMessage) -> Sequence[MessageRevision]:
    """What it said before, oldest first."""
    return session.scalars(
        select(MessageRevision)
        .where(MessageRevision.message_id == message.id)
        .order_by(MessageRevision.number)
    ).all()


@dataclass(frozen=True)
class News:
    """What was said in one thread since a member was last told."""

    thread: Thread
    count: int
    is_named: bool


def news_for(member: CommitteeMember, notice: ThreadNotice) -> Sequence[News]:
    """What others said that the member has neither seen nor been told of, thread by thread."""
    is_new = (ThreadMessage.id > notice.told_id) & (
        ThreadMessage.number > func.coalesce(ThreadReading.number, 0)
    )
    is_mention = and_(
        MessageMention.message_id == ThreadMessage.id, MessageMention.member_id == member.id,
        MessageMention.is_told.is_(False),
    )  # fmt: skip
    named = func.count(MessageMention.member_id)
    query = (
        select(Thread, func.count(ThreadMessage.id), named)
        .join(ThreadMessage, ThreadMessage.thread_id == Thread.id)
        .outerjoin(ThreadReading, _reading_of(member))
        .outerjoin(MessageMention, is_mention)
        .where(
            Thread.committee_id == member.committee_id,
            ThreadMessage.author_id != member.id,
            ThreadMessage.removed_at.is_(None),
            is_new | MessageMention.member_id.is_not(None),
        )
        .group_by(Thread.id)
        .order_by(Thread.last_at, Thread.id)
    )
    if notice.telling is Telling.NAMED:
        query = query.having(named > 0)
    return [News(thread, count, times > 0) for thread, count, times in session.execute(query)]


def last_message_id() -> int:
    """The last message that was written anywhere."""
    return session.scalar(select(func.max(ThreadMessage.id))) or 0


def notice_of(member: CommitteeMember) -> ThreadNotice | None:
    """What the member chose, if they are known to the notices yet."""
    return session.get(ThreadNotice, member.id)
