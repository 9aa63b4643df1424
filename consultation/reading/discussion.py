"""The open discussion of a page: its counts, a slice of its contributions, one expanded thread."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, select

from consultation.consultations.models import Participant
from consultation.contributions.models import Contribution, Discussion, Vote, VoteValue
from consultation.contributions.queries.listing import (
    SHOWN,
    Line,
    Order,
    lines,
    next_slice,
    read,
    replies_to,
)
from consultation.core.db import session
from consultation.reading.asked import Asked


@dataclass(frozen=True)
class Subject:
    """What a discussion is about."""

    key: str
    text: str
    number: int | None
    paragraph_id: int | None = None
    section_id: int | None = None
    document_id: int | None = None
    is_open: bool = True


@dataclass(frozen=True)
class OpenDiscussion:
    """All that the discussion's template shows."""

    subject: Subject
    counts: Discussion | None
    lines: Sequence[Line]
    order: Order
    following: str | None
    thread_id: int | None
    replies: Sequence[Line]
    pinned: Line | None
    """The contribution that the address names, when the slice does not hold it."""
    votes: dict[int, VoteValue]

    @property
    def total(self) -> int:
        """Contributions, replies left out."""
        return self.counts.contribution_count if self.counts else 0

    @property
    def lengths(self) -> list[int]:
        """About how many characters each contribution shows."""
        return [len(line.html) + len(line.redline_html or "") for line in self.lines]


def open_discussion(
    subject: Subject, asked: Asked, day: date, viewer_id: int | None
) -> OpenDiscussion:
    """Read the discussion of `subject` as the address asks."""
    counts = session.scalars(_discussion(subject)).one_or_none()
    if counts is None:
        return OpenDiscussion(subject, None, (), asked.order, None, None, (), None, {})
    part = next_slice(counts.id, counts.contribution_count, asked.order, day, asked.cursor())
    named = _named(counts.id, asked)
    thread_id = (named.parent_id or named.id) if named else None
    replies = replies_to(thread_id) if thread_id else []
    pinned = None
    if thread_id and all(line.id != thread_id for line in part.lines):
        pinned = next(iter(read(lines().where(Contribution.id == thread_id, SHOWN))), None)
    shown = [line.id for line in (*part.lines, *replies, *([pinned] if pinned else []))]
    return OpenDiscussion(
        subject=subject,
        counts=counts,
        lines=part.lines,
        order=asked.order,
        following=part.following,
        thread_id=thread_id,
        replies=replies,
        pinned=pinned,
        votes=votes_of(viewer_id, shown) if viewer_id else {},
    )


def _discussion(subject: Subject) -> Select[Discussion]:
    if subject.paragraph_id:
        return select(Discussion).where(Discussion.paragraph_id == subject.paragraph_id)
    if subject.section_id:
        return select(Discussion).where(Discussion.section_id == subject.section_id)
    return select(Discussion).where(
        Discussion.document_id == subject.document_id,
        Discussion.paragraph_id.is_(None),
        Discussion.section_id.is_(None),
    )


def _named(discussion_id: int, asked: Asked) -> Contribution | None:
    key = asked.contribution or asked.thread
    if not key:
        return None
    return session.scalars(
        select(Contribution).where(
            Contribution.key == key, Contribution.discussion_id == discussion_id, SHOWN
        )
    ).one_or_none()


def votes_of(user_id: int, contribution_ids: Sequence[int]) -> dict[int, VoteValue]:
    """What this person voted on these contributions."""
    rows = session.execute(
        select(Vote.contribution_id, Vote.value)
        .join(Participant, Participant.id == Vote.participant_id)
        .where(Participant.user_id == user_id, Vote.contribution_id.in_(contribution_ids))
    )
    return {contribution_id: VoteValue(value) for contribution_id, value in rows}
