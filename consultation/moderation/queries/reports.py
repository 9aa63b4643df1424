"""Flags and notices: one's own, those that wait for moderators, and those that were judged."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import joinedload

from consultation.accounts.models import User
from consultation.contributions.models import Contribution, Revision
from consultation.contributions.queries.places import with_surroundings
from consultation.core.db import session
from consultation.moderation.reports import Appeal, Flag, Notice, Outcome, ReporterStanding

PAGE_SIZE = 20
FLAGS_SHOWN = 5
"""Of each contribution, in the list; its own page shows them all."""
OWN_MOST = 200
"""Of each kind, on the page of one's own reports."""
FLAG_WAITS: ColumnElement[bool] = Flag.decided_at.is_(None) & Flag.withdrawn_at.is_(None)


@dataclass(frozen=True)
class Flagged:
    """One contribution with the flags that wait on it: the first few, and how many there are."""

    contribution: Contribution
    revision: Revision
    flags: Sequence[Flag]
    count: int


@dataclass(frozen=True)
class Slice:
    """A page of a list, and the key after which the next one begins."""

    rows: Sequence[Any]
    following: str


def flag_of(person: User, contribution: Contribution) -> Flag | None:
    """What `person` told of the contribution, withdrawn or judged included."""
    flag: Flag | None = session.scalar(
        select(Flag).where(Flag.contribution_id == contribution.id, Flag.reporter_id == person.id)
    )
    return flag


def standing_of(user_id: int, consultation_id: int) -> ReporterStanding | None:
    """What moderators of the consultation told somebody about their reports."""
    row: ReporterStanding | None = session.scalar(
        select(ReporterStanding)
        .where(
            ReporterStanding.user_id == user_id,
            ReporterStanding.consultation_id == consultation_id,
        )
        .execution_options(populate_existing=True)
    )
    return row


def unfounded_count(user_id: int, consultation_id: int, since: datetime | None = None) -> int:
    """How many flags of somebody were told to be manifestly unfounded here, sent since then."""
    query = (
        select(func.count())
        .select_from(Flag)
        .where(
            Flag.reporter_id == user_id,
            Flag.consultation_id == consultation_id,
            Flag.outcome == Outcome.UNFOUNDED,
        )
    )
    if since is not None:
        query = query.where(Flag.received_at > since)
    return session.scalar(query) or 0


def flagged(consultation_id: int, after: str) -> Slice:
    """Contributions with flags that wait, the one that has waited longest first."""
    first = func.min(Flag.id).label("first")
    query = (
        select(Flag.contribution_id, first, func.count())
        .where(Flag.consultation_id == consultation_id, FLAG_WAITS)
        .group_by(Flag.contribution_id)
        .order_by(first)
        .limit(PAGE_SIZE + 1)
    )
    if after:
        query = query.having(first > _id_of(Flag, after, consultation_id))
    found = session.execute(query).all()
    page = found[:PAGE_SIZE]
    ids = [row[0] for row in page]
    said, flags = contributions_with_words(ids), _first_flags(ids)
    rows = [
        Flagged(*said[contribution_id], flags.get(contribution_id, []), count)
        for contribution_id, _first, count in page
    ]
    following = ""
    if len(found) > PAGE_SIZE:
        following = session.scalar(select(Flag.key).where(Flag.id == page[-1][1])) or ""
    return Slice(rows, following)


def _id_of(table: type[Flag | Notice], key: str, consultation_id: int) -> Any:
    """The id that a key of the list stands for; beyond every row for one that is nobody's."""
    found = select(table.id).where(table.key == key, table.consultation_id == consultation_id)
    return found.scalar_subquery()


def contributions_with_words(ids: Sequence[int]) -> dict[int, tuple[Contribution, Revision]]:
    """These contributions with what they say today, by id."""
    rows = session.execute(
        with_surroundings(select(Contribution, Revision))
        .join(
            Revision,
            (Revision.contribution_id == Contribution.id)
            & (Revision.number == Contribution.revision),
        )
        .where(Contribution.id.in_(ids))
    )
    return {row[0].id: (row[0], row[1]) for row in rows}


def _first_flags(ids: Sequence[int]) -> dict[int, list[Flag]]:
    """The first flags that wait on each of these contributions."""
    place = func.row_number().over(partition_by=Flag.contribution_id, order_by=Flag.id)
    numbered = (
        select(Flag.id, place.label("place"))
        .where(Flag.contribution_id.in_(ids), FLAG_WAITS)
        .subquery()
    )
    found: dict[int, list[Flag]] = {}
    rows = session.scalars(
        select(Flag)
        .join(numbered, numbered.c.id == Flag.id)
        .where(numbered.c.place <= FLAGS_SHOWN)
        .options(joinedload(Flag.reporter))
        .order_by(Flag.id)
    )
    for flag in rows:
        found.setdefault(flag.contribution_id, []).append(flag)
    return found


def waiting_flags_on(contribution: Contribution, after: str = "") -> Slice:
    """The flags that wait on one contribution, with whoever made them, oldest first."""
    query = (
        select(Flag)
        .where(Flag.contribution_id == contribution.id, FLAG_WAITS)
        .options(joinedload(Flag.reporter))
        .order_by(Flag.id)
        .limit(PAGE_SIZE + 1)
    )
    if after:
        query = query.where(Flag.id > _id_of(Flag, after, contribution.consultation_id))
    rows = session.scalars(query).all()
    return _slice(rows)


def _slice(rows: Sequence[Any]) -> Slice:
    shown = rows[:PAGE_SIZE]
    return Slice(shown, shown[-1].key if len(rows) > PAGE_SIZE else "")


def listed(table: type[Flag | Notice], consultation_id: int, after: str, *, waits: bool) -> Slice:
    """Flags or notices one by one: those that wait oldest first, those judged newest first."""
    query = (
        select(table)
        .where(table.consultation_id == consultation_id)
        .options(
            joinedload(table.contribution),
            joinedload(table.decision),
            *([joinedload(Flag.reporter)] if table is Flag else []),
        )
        .limit(PAGE_SIZE + 1)
    )
    if waits:
        query = query.where(table.decided_at.is_(None)).order_by(table.id)
    else:
        query = query.where(table.decided_at.is_not(None)).order_by(table.id.desc())
    if after:
        place = _id_of(table, after, consultation_id)
        query = query.where(table.id > place if waits else table.id < place)
    return _slice(session.scalars(query).all())


def reporters_of(contribution_id: int | None) -> frozenset[int | None]:
    """Whoever reported the contribution with an account, in either intake."""
    if contribution_id is None:
        return frozenset()
    rows = session.scalars(
        select(Flag.reporter_id)
        .where(Flag.contribution_id == contribution_id, Flag.withdrawn_at.is_(None))
        .union(
            select(Notice.user_id).where(
                Notice.contribution_id == contribution_id, Notice.user_id.is_not(None)
            )
        )
    )
    return frozenset(rows)


def notice_of_key(key: str) -> Notice | None:
    """The notice of that reference, with its answer."""
    notice: Notice | None = session.scalar(
        select(Notice).where(Notice.key == key).options(joinedload(Notice.decision))
    )
    return notice


def notice_of_form(form_token: str) -> Notice | None:
    """The notice that a form made already."""
    notice: Notice | None = session.scalar(select(Notice).where(Notice.form_token == form_token))
    return notice


def contribution_key_of(report: Flag | Notice) -> tuple[int, str]:
    """The number and the key of what was reported."""
    number, key = session.execute(
        select(Contribution.number, Contribution.key).where(
            Contribution.id == report.contribution_id
        )
    ).one()
    return int(number), str(key)


def own_flags(person: User) -> Sequence[Flag]:
    """What `person` flagged, newest first."""
    return session.scalars(
        select(Flag)
        .where(Flag.reporter_id == person.id)
        .options(joinedload(Flag.contribution), joinedload(Flag.decision))
        .order_by(Flag.id.desc())
        .limit(OWN_MOST)
    ).all()


def own_notices(person: User) -> Sequence[Notice]:
    """What `person` notified while signed in, newest first."""
    return session.scalars(
        select(Notice)
        .where(Notice.user_id == person.id)
        .options(joinedload(Notice.contribution), joinedload(Notice.decision))
        .order_by(Notice.id.desc())
        .limit(OWN_MOST)
    ).all()


def waiting_counts(consultation_id: int) -> dict[str, int]:
    """How many contributions with flags, notices and appeals wait: the desk's tabs."""
    flags = (
        select(func.count(Flag.contribution_id.distinct()))
        .where(Flag.consultation_id == consultation_id, FLAG_WAITS)
        .scalar_subquery()
    )
    notices = (
        select(func.count(Notice.id))
        .where(Notice.consultation_id == consultation_id, Notice.decided_at.is_(None))
        .scalar_subquery()
    )
    appeals = (
        select(func.count(Appeal.id))
        .where(Appeal.consultation_id == consultation_id, Appeal.judged_at.is_(None))
        .scalar_subquery()
    )
    row = session.execute(select(flags, notices, appeals)).one()
    return dict(zip(("flags", "notices", "appeals"), row, strict=True))


def flag_counts(contribution_ids: Sequence[int]) -> dict[int, int]:
    """How many flags wait on each of these contributions; none is left out."""
    rows = session.execute(
        select(Flag.contribution_id, func.count())
        .where(Flag.contribution_id.in_(contribution_ids), FLAG_WAITS)
        .group_by(Flag.contribution_id)
    )
    return {row[0]: row[1] for row in rows}
