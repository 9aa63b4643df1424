"""A discussion, twenty contributions at a time, in one of four orders.

Every order reads an index from a keyset cursor, so that page 500 costs what page 1 does. The daily
order of a short discussion is sorted in memory; of a long one, it walks a stored random rank from
the day's offset to the end, then from 0 to the offset.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select

from consultation.accounts.models import User
from consultation.consultations.models import Category, Organisation, Participant
from consultation.contributions.models import (
    Contribution,
    ContributionState,
    Discussion,
    Kind,
    Revision,
    Stance,
)
from consultation.contributions.ranking import SORTED, Cursor, daily_offset, daily_order
from consultation.core.db import session
from consultation.documents.models import Descent, Version

PAGE_SIZE = 20
SORTED_IN_MEMORY = 500
STILL_SORTED = 5_000
"""As far as a discussion may have grown for a draw begun in memory to go on there: about 10 ms."""
REPLIES_SHOWN = 100


class Order(StrEnum):
    """How a discussion is ordered; the value is what the address says."""

    DRAWN = "tirage"
    RECENT = "recentes"
    SUPPORTED = "soutenues"
    DEBATED = "debattues"


@dataclass(frozen=True)
class Line:
    """One contribution with all that its display needs."""

    id: int
    key: str
    number: int
    parent_id: int | None
    kind: Kind
    stance: Stance
    state: ContributionState
    is_official: bool
    submitted_at: datetime
    edited_at: datetime | None
    withdrawn_at: datetime | None
    revision: int
    agree_count: int
    disagree_count: int
    pass_count: int
    reply_count: int
    version_number: int
    passage_id: int | None
    heading_id: int | None
    author_id: int
    user_id: int
    author_name: str
    category_code: str | None
    category_label: str | None
    organisation: str | None
    html: str
    redline_html: str | None
    proposed_text: str | None
    consultation_id: int
    is_masked: bool
    moderated_at: datetime | None
    moderation_ground: str
    thread_closed_at: datetime | None

    @property
    def is_public(self) -> bool:
        """Its text may be read."""
        return self.state is ContributionState.PUBLISHED


@dataclass(frozen=True)
class Slice:
    """Some lines of a discussion, and where the next ones begin."""

    lines: Sequence[Line]
    following: str | None


SHOWN = or_(Contribution.state != ContributionState.PENDING, Contribution.reply_count > 0)
"""What waits and was answered was public before: its replies stay, under a neutral trace."""
Heard = ColumnElement[bool]
"""Which contributions a discussion shows: its own, and those that it inherits."""


Ancestors = Sequence[tuple[int, int]]
"""Discussions that another one inherits from, each until a version."""


def heard_in(discussion: Discussion, ancestors: Ancestors | None = None) -> Heard:
    """What `discussion` shows. One query more where it inherits, if they are not at hand."""
    own = Contribution.discussion_id == discussion.id
    if not discussion.inherits:
        return own
    ancestors = _ancestors_of(discussion) if ancestors is None else ancestors
    return or_(own, *(_said_before(*row, discussion.document_id) for row in ancestors))


def _ancestors_of(discussion: Discussion) -> Ancestors:
    is_ours = (
        Descent.heir_paragraph_id == discussion.paragraph_id
        if discussion.paragraph_id is not None
        else Descent.heir_section_id == discussion.section_id
    )
    same = or_(
        Descent.ancestor_paragraph_id == Discussion.paragraph_id,
        Descent.ancestor_section_id == Discussion.section_id,
    )
    rows = session.execute(select(Discussion.id, Descent.until).join(Descent, same).where(is_ours))
    return [(ancestor_id, until) for ancestor_id, until in rows]


def _said_before(ancestor_id: int, until: int, document_id: int) -> Heard:
    older = select(Version.id).where(Version.document_id == document_id, Version.number < until)
    return and_(Contribution.discussion_id == ancestor_id, Contribution.version_id.in_(older))


def lines() -> Any:
    """Contributions as `Line`s, to be narrowed; one query whatever their number."""
    return (
        select(
            Contribution.id,
            Contribution.key,
            Contribution.number,
            Contribution.parent_id,
            Contribution.kind,
            Contribution.stance,
            Contribution.state,
            Contribution.is_official,
            Contribution.submitted_at,
            Contribution.edited_at,
            Contribution.withdrawn_at,
            Contribution.revision,
            Contribution.agree_count,
            Contribution.disagree_count,
            Contribution.pass_count,
            Contribution.reply_count,
            Version.number,
            Contribution.passage_id,
            Contribution.heading_id,
            Participant.id,
            User.id,
            User.display_name,
            Category.code,
            Category.label,
            Organisation.name,
            Revision.html,
            Revision.redline_html,
            Revision.proposed_text,
            Contribution.consultation_id,
            Contribution.is_masked,
            Contribution.moderated_at,
            Contribution.moderation_ground,
            Contribution.thread_closed_at,
        )
        .join(
            Revision,
            and_(
                Revision.contribution_id == Contribution.id,
                Revision.number == Contribution.revision,
            ),
        )
        .join(Version, Version.id == Contribution.version_id)
        .join(Participant, Participant.id == Contribution.author_id)
        .join(User, User.id == Participant.user_id)
        .outerjoin(Category, Category.id == Participant.category_id)
        .outerjoin(
            Organisation,
            and_(
                Organisation.id == Participant.organisation_id,
                Participant.organisation_confirmed_at.is_not(None),
            ),
        )
    )


def read(query: Any, values: Mapping[str, Any] | None = None) -> list[Line]:
    """Run a query made of `lines()`, filled in with `values`."""
    return [Line(*row) for row in session.execute(query, values or {})]


def first_slice(heard: Heard, total: int, order: Order, day: date) -> Slice:
    """The first contributions of a discussion that holds `total` of them."""
    return next_slice(heard, total, order, day, None)


def next_slice(heard: Heard, total: int, order: Order, day: date, cursor: Cursor | None) -> Slice:
    """The contributions after `cursor`; a daily order goes on as of the cursor's own day."""
    if order is Order.DRAWN:
        drawn_on = cursor.day if cursor and cursor.day else day
        if total <= PAGE_SIZE and cursor is None:
            return _drawn_at_once(heard, drawn_on)
        if _is_sorted(total, cursor):
            return _drawn_in_memory(heard, drawn_on, cursor)
        return _drawn_by_rank(heard, drawn_on, cursor if cursor and cursor.is_ranked else None)
    return _ordered(heard, order, cursor)


def _is_sorted(total: int, cursor: Cursor | None) -> bool:
    """A draw goes on as it began, though the discussion has grown or shrunk meanwhile.

    One that has grown beyond measure begins again, by ranks: some are shown twice, nobody is lost.
    """
    if cursor and cursor.is_ranked:
        return False
    return total <= (STILL_SORTED if cursor and cursor.is_sorted else SORTED_IN_MEMORY)


def _roots(heard: Heard) -> Any:
    return lines().where(heard, Contribution.parent_id.is_(None), SHOWN)


def _drawn_at_once(heard: Heard, day: date) -> Slice:
    """A discussion of one page at most: one query, then the draw."""
    found = {line.id: line for line in read(_roots(heard).limit(PAGE_SIZE + 1))}
    if len(found) > PAGE_SIZE:
        return _drawn_in_memory(heard, day, None)
    return Slice([found[each] for each in daily_order(found, day)], None)


def _drawn_in_memory(heard: Heard, day: date, cursor: Cursor | None) -> Slice:
    ids = session.scalars(
        select(Contribution.id).where(heard, Contribution.parent_id.is_(None), SHOWN)
    ).all()
    # What the cursor names may be gone since: its place in the draw is still known.
    order = daily_order({*ids, cursor.id} if cursor else ids, day)
    start = order.index(cursor.id) + 1 if cursor else 0
    chosen = order[start : start + PAGE_SIZE]
    by_id = {line.id: line for line in read(lines().where(Contribution.id.in_(chosen)))}
    more = start + PAGE_SIZE < len(order)
    following = Cursor(value=SORTED, id=chosen[-1], day=day).encode() if more else None
    return Slice([by_id[each] for each in chosen if each in by_id], following)


def _drawn_by_rank(heard: Heard, day: date, cursor: Cursor | None) -> Slice:
    offset = daily_offset(day)
    rank, after = (int(cursor.value), cursor.id) if cursor else (offset, 0)
    has_wrapped = rank < offset
    beyond = or_(Contribution.rank > rank, and_(Contribution.rank == rank, Contribution.id > after))
    window = and_(beyond, Contribution.rank < offset) if has_wrapped else beyond
    found = _by_rank(heard, window, PAGE_SIZE + 1)
    if not has_wrapped and len(found) <= PAGE_SIZE:
        found += _by_rank(heard, Contribution.rank < offset, PAGE_SIZE + 1 - len(found))
    shown = [line for _rank, line in found[:PAGE_SIZE]]
    if len(found) <= PAGE_SIZE:
        return Slice(shown, None)
    last_rank, last = found[PAGE_SIZE - 1]
    return Slice(shown, Cursor(value=last_rank, id=last.id, day=day).encode())


def _by_rank(heard: Heard, window: ColumnElement[bool], limit: int) -> list[tuple[int, Line]]:
    query = (
        _roots(heard)
        .add_columns(Contribution.rank)
        .where(window)
        .order_by(Contribution.rank, Contribution.id)
        .limit(limit)
    )
    return [(row[-1], Line(*row[:-1])) for row in session.execute(query)]


def _ordered(heard: Heard, order: Order, cursor: Cursor | None) -> Slice:
    column: Any = {
        Order.RECENT: Contribution.id,
        Order.SUPPORTED: Contribution.support,
        Order.DEBATED: Contribution.debate,
    }[order]
    query = (
        _roots(heard)
        .add_columns(column)
        .order_by(column.desc(), Contribution.id.desc())
        .limit(PAGE_SIZE + 1)
    )
    if cursor:
        same = and_(column == cursor.value, Contribution.id < cursor.id)
        query = query.where(or_(column < cursor.value, same))
    rows = [(row[-1], Line(*row[:-1])) for row in session.execute(query)]
    shown = rows[:PAGE_SIZE]
    if len(rows) <= PAGE_SIZE:
        return Slice([line for _value, line in shown], None)
    value, last = shown[-1]
    return Slice([line for _value, line in shown], Cursor(value=value, id=last.id).encode())
