"""The open discussion of a page: its counts, a slice of its contributions, one expanded thread."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select

from consultation.answers.queries.cards import Card, cards_here
from consultation.consultations.models import Participant, Phase
from consultation.contributions.models import (
    Contribution,
    ContributionState,
    Discussion,
    Vote,
    VoteValue,
)
from consultation.contributions.queries.listing import (
    Ancestors,
    Heard,
    Line,
    heard_in,
    lines,
    read,
)
from consultation.contributions.queries.slices import Order, next_slice, thread_of
from consultation.core.db import session
from consultation.reading.asked import Asked
from consultation.reading.former import Fates, FormerWords, former_words

ANSWERED_IN = frozenset({Phase.CLOSED, Phase.ANSWERED, Phase.ARCHIVED})
"""Where a discussion shows what the institution answered; before, each contribution's page does."""
WAITING_SHOWN = 5


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
    is_gone: bool = False
    """It is in no text that is read today: its own page remembers it."""
    row_id: int | None = None
    """Of the passage or heading whose words are read; of a gone one, the last."""
    version_number: int = 0
    """Of the text that is read, for what is said of the whole of it."""

    @property
    def has_own_page(self) -> bool:
        """Its discussion is always open, on a page of its own."""
        return self.document_id is not None or self.is_gone

    def has_changed_since(self, line: Line) -> bool:
        """`line` was written about another version's words."""
        if self.document_id is not None:
            return line.version_number != self.version_number
        return (line.passage_id or line.heading_id) != self.row_id


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
    former: Sequence[FormerWords] = ()
    """The words of older versions that the contributions shown are about, oldest first."""
    waiting: Sequence[Line] = ()
    """What the viewer wrote here and moderators have not read yet: nobody else sees it."""
    is_thread_closed: bool = False
    """The thread that is open here takes no more replies."""
    fates: Fates = field(default_factory=dict)
    """What versions did with the rewordings."""
    answers: Sequence[Card] = ()
    """What the institution answered to the paragraph, and to contributions that are shown."""

    def answers_to(self, contribution_id: int | None) -> list[Card]:
        """Those to one contribution; to the paragraph itself without one."""
        return [each for each in self.answers if each.answer.contribution_id == contribution_id]

    def former_of(self, line: Line) -> FormerWords | None:
        """The older words that `line` is about."""
        return next((each for each in self.former if each.is_about(line)), None)

    @property
    def total(self) -> int:
        """Contributions, replies left out."""
        return self.counts.contribution_count if self.counts else 0

    def holds(self, key: str) -> bool:
        """The page shows the contribution of that key, not its trace alone."""
        shown = (*self.lines, *self.replies, *([self.pinned] if self.pinned else []))
        return any(line.key == key and line.is_public for line in shown)

    @property
    def lengths(self) -> list[int]:
        """About how many characters each contribution shows."""
        return [len(line.html) + len(line.redline_html or "") for line in self.lines]


def open_discussion(
    subject: Subject, counts: Discussion | None, asked: Asked, day: date, viewer_id: int | None, *,
    is_answered: bool = False, ancestors: Ancestors | None = None,
) -> OpenDiscussion:  # fmt: skip
    """Read the discussion of `subject`, whose counts are at hand, as the address asks."""
    if counts is None:
        answers = cards_here(subject.paragraph_id, ()) if is_answered else ()
        return OpenDiscussion(
            subject, None, (), asked.order, None, None, (), None, {}, answers=answers
        )
    heard = heard_in(counts, ancestors)
    named = asked.contribution or asked.thread
    part = next_slice(
        heard, counts.contribution_count, asked.order, day, asked.cursor(),
        thread_of(named, heard) if named else None,
    )  # fmt: skip
    thread = part.thread
    root = next((line for line in thread if line.parent_id is None), None)
    replies = [line for line in thread if line.parent_id is not None]
    is_here = root is None or any(line.id == root.id for line in part.lines)
    shown = [*part.lines, *thread]
    older = [line for line in shown if subject.has_changed_since(line)]
    former, fates = former_words(older, subject.row_id, is_heading=subject.section_id is not None)
    return OpenDiscussion(
        subject=subject,
        counts=counts,
        lines=part.lines,
        order=asked.order,
        following=part.following,
        thread_id=root.id if root else None,
        is_thread_closed=root is not None and root.thread_closed_at is not None,
        replies=replies,
        pinned=None if is_here else root,
        votes=votes_of(viewer_id, [line.id for line in shown]) if viewer_id else {},
        fates=fates,
        answers=cards_here(subject.paragraph_id, [line.id for line in shown if line.is_public])
        if is_answered
        else (),
        waiting=_waiting_of(viewer_id, heard) if viewer_id else (),
        former=former,
    )


def discussion_of_document(document_id: int) -> Discussion | None:
    """The counts of what is said of a whole document."""
    return session.scalars(
        select(Discussion).where(
            Discussion.document_id == document_id,
            Discussion.paragraph_id.is_(None),
            Discussion.section_id.is_(None),
        )
    ).one_or_none()


def _waiting_of(viewer_id: int, heard: Heard) -> Sequence[Line]:
    """The last ones first."""
    is_theirs = Participant.user_id == viewer_id
    waits = Contribution.state == ContributionState.PENDING
    query = lines().where(heard, is_theirs, waits)
    return read(query.order_by(Contribution.id.desc()).limit(WAITING_SHOWN))


def votes_of(user_id: int, contribution_ids: Sequence[int]) -> dict[int, VoteValue]:
    """What this person voted on these contributions."""
    rows = session.execute(
        select(Vote.contribution_id, Vote.value)
        .join(Participant, Participant.id == Vote.participant_id)
        .where(Participant.user_id == user_id, Vote.contribution_id.in_(contribution_ids))
    )
    return {contribution_id: VoteValue(value) for contribution_id, value in rows}
