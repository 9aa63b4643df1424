"""Telling members by mail of what is said: many messages make one mail, as each has chosen."""

from datetime import datetime, time, timedelta

from sqlalchemy import select, update

from consultation.committees.models.people import Committee, CommitteeMember
from consultation.committees.models.threads import Telling, ThreadMessage, ThreadNotice
from consultation.committees.queries.people import members_of
from consultation.committees.queries.threads import last_message_id
from consultation.core.clock import PARIS, now
from consultation.core.db import insert_missing, lock, session, transaction

WINDOW = timedelta(minutes=30)
"""What is said within it goes in one mail."""
SHORT_WINDOW = timedelta(minutes=5)
"""Of whoever is named."""
MORNING = time(8)


def note_message(
    committee: Committee, message: ThreadMessage, named: list[int], *, is_new: bool = True
) -> None:
    """Something was said: say when the mail is due to each of the others. Committee is locked."""
    _know(committee, message.id)
    moment = now()
    others = [
        member.id
        for member in session.scalars(members_of(committee.id))
        if member.id != message.author_id
    ]
    if is_new:
        _due(others, Telling.SOON, moment + WINDOW)
        _due(others, Telling.DAILY, next_morning(moment))
    called = [member_id for member_id in named if member_id != message.author_id]
    for telling in (Telling.SOON, Telling.DAILY, Telling.NAMED):
        _due(called, telling, moment + SHORT_WINDOW)


def _due(members: list[int], telling: Telling, moment: datetime) -> None:
    """At that moment, unless a mail is due earlier."""
    if members:
        session.execute(
            update(ThreadNotice)
            .where(
                ThreadNotice.member_id.in_(members),
                ThreadNotice.telling == telling,
                ThreadNotice.due_at.is_(None) | (ThreadNotice.due_at > moment),
            )
            .values(due_at=moment)
            .execution_options(synchronize_session=False)
        )


def _know(committee: Committee, message_id: int) -> None:
    """Everybody in the committee has a row of their own; whoever is new is told from now on."""
    known = select(ThreadNotice.member_id)
    rows = session.scalars(members_of(committee.id).where(CommitteeMember.id.not_in(known)))
    session.add_all(
        ThreadNotice(member_id=member.id, told_id=message_id - 1) for member in rows.all()
    )
    session.flush()


def next_morning(moment: datetime) -> datetime:
    """The next eight o'clock in Paris."""
    local = moment.astimezone(PARIS)
    found = datetime.combine(local.date(), MORNING, tzinfo=PARIS)
    return (
        found
        if found > local
        else datetime.combine(local.date() + timedelta(days=1), MORNING, tzinfo=PARIS)
    )


def choose_telling(member: CommitteeMember, telling: Telling) -> None:
    """Choose when one is told. What was said so far is not told again."""
    with transaction():
        insert_missing(ThreadNotice, member_id=member.id, told_id=last_message_id())
        row = lock(session.get_one(ThreadNotice, member.id))
        row.telling = telling
        row.due_at = None
