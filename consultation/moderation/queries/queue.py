"""What waits to be examined: by risk, then by age, twenty at a time from a keyset cursor."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, String, and_, bindparam, cast, func, or_, select
from sqlalchemy.orm import aliased

from consultation.accounts.models import User
from consultation.consultations.models import Consultation, Participant
from consultation.contributions.models import (
    Contribution,
    Revision,
)
from consultation.core.db import connection, session
from consultation.documents.models import Heading, Passage
from consultation.moderation.desk import Handover, ReviewClaim, SecondOpinion
from consultation.moderation.queries.filtering import PERSON, handed, kept_by
from consultation.moderation.queries.folding import (
    OTHER,
    campaign_of_row,
    stands_for_its_campaign,
    waiting_in_campaign,
)
from consultation.moderation.queries.reported import IS_REPORTED
from consultation.moderation.queue import Cursor, Filters, QueueRow

PAGE_SIZE = 20
READ = 600
"""Characters of a text that a row's excerpt is made of."""
MOST = 10_000
"""What waits is counted up to here; beyond, « plus de »."""
STORED_SIGNALS: Any = cast(Contribution.signals, String)
"""As text, so that a row whose JSON is broken is read like the others."""

_COLLEAGUE = aliased(User)
_CONSULTATION: Any = bindparam("consultation_id")
_MOMENT: Any = bindparam("moment")
_RISK: Any = bindparam("risk")
_SINCE: Any = bindparam("since")
_ROW: Any = bindparam("row_id")


@dataclass(frozen=True)
class QueuePage:
    """Some rows of the queue, and where the next ones begin: "" at the end."""

    rows: Sequence[QueueRow]
    following: str


def waiting_in(consultation_id: int) -> list[ColumnElement[bool]]:
    """What waits in one consultation."""
    return [Contribution.consultation_id == consultation_id, Contribution.review_since.is_not(None)]


def values(
    consultation: Consultation, person: User, moment: datetime, cursor: Cursor | None = None
) -> dict[str, Any]:
    """What the statements of this file are filled in with; each is built once."""
    place = {"risk": cursor.risk, "since": cursor.since, "row_id": cursor.id} if cursor else {}
    whose = {"person_id": person.id, "consultation_id": consultation.id, "moment": moment}
    return {**whose, **place}


@lru_cache(maxsize=128)
def offered(filters: Filters) -> Any:
    """Ids of what is somebody's to judge, in the order of the queue."""
    return (
        select(Contribution.id)
        .where(*conditions(filters))
        .order_by(Contribution.risk.desc(), Contribution.review_since, Contribution.id)
    )


def conditions(filters: Filters, row: Any = Contribution) -> list[ColumnElement[bool]]:
    """What makes a row somebody's to judge.

    Not what they wrote, nor what they want a colleague's opinion on.
    """
    own = select(Participant.id).where(
        Participant.user_id == PERSON, Participant.consultation_id == _CONSULTATION
    )
    asked = select(SecondOpinion.contribution_id).where(
        SecondOpinion.consultation_id == _CONSULTATION,
        SecondOpinion.first_by_id == PERSON,
        SecondOpinion.answered_at.is_(None),
        SecondOpinion.is_sample.is_(False),
    )
    return [
        row.consultation_id == _CONSULTATION,
        row.review_since.is_not(None),
        row.author_id.not_in(own),
        row.id.not_in(asked),
        *kept_by(filters, row),
    ]


_AFTER = and_(
    Contribution.risk <= _RISK,
    or_(
        Contribution.risk < _RISK,
        Contribution.review_since > _SINCE,
        and_(Contribution.review_since == _SINCE, Contribution.id > _ROW),
    ),
)
"""What comes later in the queue than a cursor."""
_HERE = and_(
    Contribution.risk == _RISK, Contribution.review_since == _SINCE, Contribution.id == _ROW
)


def queue_page(
    consultation: Consultation, person: User, filters: Filters, cursor: Cursor | None,
    moment: datetime, size: int = PAGE_SIZE,
) -> QueuePage:  # fmt: skip
    """`size` rows of the queue after `cursor`."""
    query = _page(filters, size, has_cursor=cursor is not None)
    rows = _read(query, values(consultation, person, moment, cursor))
    shown = rows[:size]
    return QueuePage(shown, shown[-1].cursor if len(rows) > size else "")


@lru_cache(maxsize=128)
def _page(filters: Filters, size: int, *, has_cursor: bool) -> Any:
    ids = offered(filters).limit(size + 1)
    ids = ids.where(_AFTER) if has_cursor else ids
    if filters.campaign:
        return _rows(ids)
    others = conditions(filters, OTHER)
    folded = (campaign_of_row(), waiting_in_campaign(others))
    return _rows(ids.where(stands_for_its_campaign(others)), folded)


@dataclass(frozen=True)
class Found:
    """A contribution of the queue, by id and key."""

    id: int
    key: str


def next_in_queue(
    consultation: Consultation, person: User, filters: Filters, cursor: Cursor | None,
    moment: datetime,
) -> Found | None:  # fmt: skip
    """What comes next, that no colleague has open, from the beginning again; None if nothing."""
    given = values(consultation, person, moment, cursor)
    ask = connection().execute
    found = ask(_free(filters, has_cursor=cursor is not None), given).first()
    if found is None and cursor is not None:
        found = ask(_free(filters, has_cursor=False), given).first()
    return Found(*found) if found else None


def previous_in_queue(
    consultation: Consultation, person: User, filters: Filters, cursor: Cursor, moment: datetime
) -> Found | None:
    """What stands just before."""
    before = (
        _free(filters, has_cursor=False)
        .where(~_AFTER, ~_HERE)
        .order_by(None)
        .order_by(Contribution.risk, Contribution.review_since.desc(), Contribution.id.desc())
    )
    found = session.execute(before, values(consultation, person, moment, cursor)).first()
    return Found(*found) if found else None


@lru_cache(maxsize=128)
def _free(filters: Filters, *, has_cursor: bool) -> Any:
    held = select(ReviewClaim.contribution_id).where(
        ReviewClaim.moderator_id != PERSON, ReviewClaim.until > _MOMENT
    )
    query = offered(filters).with_only_columns(Contribution.id, Contribution.key)
    others = handed(Contribution, Handover.colleague_id != PERSON)
    query = query.where(Contribution.id.not_in(held), ~others.exists()).limit(1)
    return query.where(_AFTER) if has_cursor else query


def rows_of(
    ids: Sequence[int], consultation: Consultation, person: User, moment: datetime
) -> list[QueueRow]:
    """The rows of these contributions, in the order of the queue."""
    chosen = select(Contribution.id).where(Contribution.id.in_(ids))
    return _read(_rows(chosen), values(consultation, person, moment))


def _read(query: Any, given: dict[str, Any]) -> list[QueueRow]:
    return [QueueRow(*row) for row in session.execute(query, given)]


def _rows(ids: Any, folded: Sequence[Any] = ()) -> Any:
    chosen = ids.subquery()
    return (
        select(
            Contribution.id, Contribution.key, Contribution.number, Contribution.kind,
            Contribution.state, Contribution.parent_id.is_not(None), Contribution.risk,
            Contribution.review_since, STORED_SIGNALS, func.substr(Revision.source, 1, READ),
            func.substr(Revision.proposed_text, 1, READ), Passage.number, Heading.text,
            User.display_name, ReviewClaim.taken_at, SecondOpinion.id.is_not(None),
            _COLLEAGUE.display_name, *IS_REPORTED, *folded,
        )
        .join(chosen, chosen.c.id == Contribution.id)
        .outerjoin(
            Revision,
            and_(
                Revision.contribution_id == Contribution.id,
                Revision.number == Contribution.revision,
            ),
        )
        .outerjoin(Passage, Passage.id == Contribution.passage_id)
        .outerjoin(Heading, Heading.id == Contribution.heading_id)
        .outerjoin(
            ReviewClaim,
            and_(
                ReviewClaim.contribution_id == Contribution.id,
                ReviewClaim.until > _MOMENT,
                ReviewClaim.moderator_id != PERSON,
            ),
        )
        .outerjoin(User, User.id == ReviewClaim.moderator_id)
        .outerjoin(
            SecondOpinion,
            and_(
                SecondOpinion.contribution_id == Contribution.id,
                SecondOpinion.answered_at.is_(None),
                SecondOpinion.is_sample.is_(False),
            ),
        )
        .outerjoin(
            Handover,
            and_(
                Handover.contribution_id == Contribution.id,
                Handover.handed_at >= Contribution.review_since,
            ),
        )
        .outerjoin(_COLLEAGUE, _COLLEAGUE.id == Handover.colleague_id)
        .order_by(Contribution.risk.desc(), Contribution.review_since, Contribution.id)
    )  # fmt: skip
