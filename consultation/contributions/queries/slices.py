"""A discussion, twenty contributions at a time, in one of four orders, and the thread that is open.

Every order reads an index from a keyset cursor, so that page 500 costs what page 1 does. The daily
order of a short discussion is sorted in memory; of a long one, it walks a stored random rank from
the day's offset to the end, then from 0 to the offset. Two queries at most, the thread included.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select, true, union_all

from consultation.contributions.models import Contribution
from consultation.contributions.queries.listing import SHOWN, Heard, Line, lines, read
from consultation.contributions.ranking import SORTED, Cursor, daily_offset, daily_order
from consultation.core.db import session

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
class Slice:
    """Some lines of a discussion, and where the next ones begin."""

    lines: Sequence[Line]
    following: str | None
    thread: Sequence[Line] = ()
    """What was asked for by name, then its replies."""


Ids = Select[int]
Found = tuple[Sequence[int], str | None]
"""The contributions of a slice, in its order, and where the next ones begin."""


def thread_of(key: str, heard: Heard) -> Ids:
    """The contribution of that key, or the one that it answers, then the first replies."""
    root = (
        select(func.coalesce(Contribution.parent_id, Contribution.id))
        .where(Contribution.key == key, heard)
        .scalar_subquery()
    )
    return (
        select(Contribution.id)
        .where(or_(Contribution.id == root, Contribution.parent_id == root), SHOWN)
        .order_by(Contribution.id)
        .limit(REPLIES_SHOWN + 1)
    )


def next_slice(
    heard: Heard, total: int, order: Order, day: date, cursor: Cursor | None,
    thread: Ids | None = None,
) -> Slice:  # fmt: skip
    """The contributions after `cursor`; a daily order goes on as of the cursor's own day.

    `total` is how many the discussion holds; `thread` is read along with them.
    """
    if order is not Order.DRAWN:
        return _and_thread(_ordered(heard, order, cursor), thread)
    drawn_on = cursor.day if cursor and cursor.day else day
    if total <= PAGE_SIZE and cursor is None:
        found = {line.id: line for line in read(_roots(heard).limit(PAGE_SIZE + 1))}
        if len(found) <= PAGE_SIZE:
            at_once = Slice([found[each] for each in daily_order(found, drawn_on)], None)
            return _and_thread(at_once, thread)
    if _is_sorted(total, cursor):
        return _lines_of(_drawn_in_memory(heard, drawn_on, cursor), thread)
    ranked = cursor if cursor and cursor.is_ranked else None
    return _lines_of(_drawn_by_rank(heard, drawn_on, ranked), thread)


def _is_sorted(total: int, cursor: Cursor | None) -> bool:
    """A draw goes on as it began, though the discussion has grown or shrunk meanwhile.

    One that has grown beyond measure begins again, by ranks: some are shown twice, nobody is lost.
    """
    if cursor and cursor.is_ranked:
        return False
    return total <= (STILL_SORTED if cursor and cursor.is_sorted else SORTED_IN_MEMORY)


def _are_roots(heard: Heard) -> ColumnElement[bool]:
    return and_(heard, Contribution.parent_id.is_(None), SHOWN)


def _roots(heard: Heard) -> Any:
    return lines().where(_are_roots(heard))


def _and_thread(part: Slice, thread: Ids | None) -> Slice:
    if thread is None:
        return part
    found = read(lines().where(Contribution.id.in_(thread)))
    return Slice(part.lines, part.following, _in_turn(found))


def _lines_of(found: Found, thread: Ids | None) -> Slice:
    """What was found by its ids, and the thread: one query."""
    chosen, following = found
    slice_ids = select(Contribution.id, false().label("is_thread")).where(
        Contribution.id.in_(chosen)
    )
    if thread is None:
        wanted = slice_ids.subquery()
    else:
        named = thread.subquery()
        wanted = union_all(slice_ids, select(named.c.id, true())).subquery()
    query = lines().join(wanted, wanted.c.id == Contribution.id).add_columns(wanted.c.is_thread)
    rows = [(row[-1], Line(*row[:-1])) for row in session.execute(query)]
    by_id = {line.id: line for is_thread, line in rows if not is_thread}
    shown = [by_id[each] for each in chosen if each in by_id]
    return Slice(shown, following, _in_turn(line for is_thread, line in rows if is_thread))


def _in_turn(thread: Iterable[Line]) -> Sequence[Line]:
    return sorted(thread, key=lambda line: line.id)


def _drawn_in_memory(heard: Heard, day: date, cursor: Cursor | None) -> Found:
    ids = session.scalars(select(Contribution.id).where(_are_roots(heard))).all()
    # What the cursor names may be gone since: its place in the draw is still known.
    order = daily_order({*ids, cursor.id} if cursor else ids, day)
    start = order.index(cursor.id) + 1 if cursor else 0
    chosen = order[start : start + PAGE_SIZE]
    more = start + PAGE_SIZE < len(order)
    return chosen, Cursor(value=SORTED, id=chosen[-1], day=day).encode() if more else None


def _drawn_by_rank(heard: Heard, day: date, cursor: Cursor | None) -> Found:
    offset = daily_offset(day)
    rank, after = (int(cursor.value), cursor.id) if cursor else (offset, 0)
    beyond = or_(Contribution.rank > rank, and_(Contribution.rank == rank, Contribution.id > after))
    below = Contribution.rank < offset
    if rank < offset:
        query = _by_rank(heard, and_(beyond, below))
    else:
        # The end of the ranks, then their beginning, as far as the slice wants it.
        turn = [_by_rank(heard, each).subquery() for each in (beyond, below)]
        query = union_all(*(select(each) for each in turn)).limit(PAGE_SIZE + 1)
    rows = [(number, each) for each, number in session.execute(query)]
    rows.sort(key=lambda row: (row[0] < offset <= rank, *row))
    chosen = [each for _number, each in rows[:PAGE_SIZE]]
    if len(rows) <= PAGE_SIZE:
        return chosen, None
    last_rank, last = rows[PAGE_SIZE - 1]
    return chosen, Cursor(value=last_rank, id=last, day=day).encode()


def _by_rank(heard: Heard, window: ColumnElement[bool]) -> Any:
    return (
        select(Contribution.id, Contribution.rank)
        .where(_are_roots(heard), window)
        .order_by(Contribution.rank, Contribution.id)
        .limit(PAGE_SIZE + 1)
    )


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
