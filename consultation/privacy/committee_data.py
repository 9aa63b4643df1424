"""What somebody said, voted and wrote in the committees where they sit, or sat."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute

from consultation.accounts.models import User
from consultation.committees.models.ballots import Ballot, OpenVote
from consultation.committees.models.contesting import (
    Amendment,
    MinorityStatement,
    StatementSignature,
)
from consultation.committees.models.files import Attachment
from consultation.committees.models.meetings import Attendance, Meeting
from consultation.committees.models.opinion import (
    Opinion,
    OpinionBlock,
    OpinionNote,
    OpinionRevision,
)
from consultation.committees.models.people import Committee, CommitteeMember
from consultation.committees.models.threads import Thread, ThreadMessage

Asked = tuple[tuple[str, ...], Any]
"""The names of the fields, and the query that gives their values."""


def committee_queries(user: User) -> dict[str, Asked]:
    """By subject, what to ask. A secret vote is nobody's: what was voted is not in it."""
    return {**_talk(user), **_votes(user), **_opinion(user)}


def _theirs(user: User, query: Any, member: InstrumentedAttribute[Any]) -> Any:
    """What that member did, of `query`."""
    seat = CommitteeMember.id == member
    return query.join(CommitteeMember, seat).where(CommitteeMember.user_id == user.id)


def _talk(user: User) -> dict[str, Asked]:
    messages = (
        select(Committee.title, Thread.subject, ThreadMessage.created_at, ThreadMessage.body_source)
        .select_from(ThreadMessage)
        .join(Thread, Thread.id == ThreadMessage.thread_id)
        .join(Committee, Committee.id == Thread.committee_id)
        .where(ThreadMessage.removed_at.is_(None))
        .order_by(ThreadMessage.id)
    )
    files = (
        select(Committee.title, Attachment.name, Attachment.size, Attachment.added_at)
        .select_from(Attachment)
        .join(Committee, Committee.id == Attachment.committee_id)
        .where(Attachment.removed_at.is_(None))
        .order_by(Attachment.id)
    )
    presence = (
        select(Committee.title, Meeting.title, Meeting.starts_at, Attendance.presence)
        .select_from(Attendance)
        .join(Meeting, Meeting.id == Attendance.meeting_id)
        .join(Committee, Committee.id == Meeting.committee_id)
        .order_by(Meeting.id)
    )
    return {
        "committee_messages": (
            ("committee", "thread", "at", "text"),
            _theirs(user, messages, ThreadMessage.author_id),
        ),
        "committee_files": (
            ("committee", "name", "size", "at"),
            _theirs(user, files, Attachment.added_by_id),
        ),
        "committee_attendance": (
            ("committee", "session", "starts_at", "presence"),
            _theirs(user, presence, Attendance.member_id),
        ),
    }


def _votes(user: User) -> dict[str, Asked]:
    votes = (
        select(Committee.title, Ballot.title, OpenVote.choice, OpenVote.reason)
        .select_from(OpenVote)
        .join(Ballot, Ballot.id == OpenVote.ballot_id)
        .join(Committee, Committee.id == Ballot.committee_id)
        .order_by(Ballot.id)
    )
    return {
        "committee_votes": (
            ("committee", "ballot", "choice", "reason"),
            _theirs(user, votes, OpenVote.member_id),
        )
    }


def _opinion(user: User) -> dict[str, Asked]:
    wordings = (
        select(Committee.title, OpinionRevision.at, OpinionRevision.title, OpinionRevision.source)
        .select_from(OpinionRevision)
        .join(OpinionBlock, OpinionBlock.id == OpinionRevision.block_id)
        .join(Opinion, Opinion.id == OpinionBlock.opinion_id)
        .join(Committee, Committee.id == Opinion.committee_id)
        .order_by(OpinionRevision.block_id, OpinionRevision.number)
    )
    amendments = (
        select(Committee.title, Amendment.number, Amendment.source, Amendment.reason)
        .select_from(Amendment)
        .join(Opinion, Opinion.id == Amendment.opinion_id)
        .join(Committee, Committee.id == Opinion.committee_id)
        .order_by(Amendment.id)
    )
    remarks = (
        select(Committee.title, OpinionNote.at, OpinionNote.source)
        .select_from(OpinionNote)
        .join(OpinionBlock, OpinionBlock.id == OpinionNote.block_id)
        .join(Opinion, Opinion.id == OpinionBlock.opinion_id)
        .join(Committee, Committee.id == Opinion.committee_id)
        .order_by(OpinionNote.id)
    )
    statements = (
        select(
            Committee.title,
            MinorityStatement.source,
            StatementSignature.signed_at,
            StatementSignature.withdrawn_at,
        )
        .select_from(StatementSignature)
        .join(MinorityStatement, MinorityStatement.id == StatementSignature.statement_id)
        .join(Opinion, Opinion.id == MinorityStatement.opinion_id)
        .join(Committee, Committee.id == Opinion.committee_id)
        .order_by(MinorityStatement.id)
    )
    return {
        "committee_wordings": (
            ("committee", "at", "subject", "text"),
            _theirs(user, wordings, OpinionRevision.author_id),
        ),
        "committee_amendments": (
            ("committee", "number", "text", "reason"),
            _theirs(user, amendments, Amendment.author_id),
        ),
        "committee_remarks": (
            ("committee", "at", "text"),
            _theirs(user, remarks, OpinionNote.author_id),
        ),
        "minority_statements": (
            ("committee", "text", "signed_at", "withdrawn_at"),
            _theirs(user, statements, StatementSignature.member_id),
        ),
    }
