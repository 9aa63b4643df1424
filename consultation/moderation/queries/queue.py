"""What waits to be examined: by risk, then by age, twenty at a time from a keyset cursor."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, cast, func, or_, select

from consultation.accounts.models import User
from consultation.consultations.models import Consultation, Participant
from consultation.contributions.models import (
    Contribution,
    ContributionState,
    Discussion,
    Kind,
    Revision,
)
from consultation.core.db import session
from consultation.documents.models import Document, Heading, Page, Passage, Section
from consultation.moderation.campaigns.queries import members_of
from consultation.moderation.desk import ReviewClaim, SecondOpinion
from consultation.moderation.queue import REPLY, Cursor, Filters, QueueRow
from consultation.moderation.reports import Flag, Notice

PAGE_SIZE = 20
READ = 600
"""Characters of a text that a row's excerpt is made of."""
MOST = 10_000
"""What waits is counted up to here; beyond, « plus de »."""
STORED_SIGNALS: Any = cast(Contribution.signals, String)
"""As text, so that a row whose JSON is broken is read like the others."""


@dataclass(frozen=True)
class QueuePage:
    """Some rows of the queue, and where the next ones begin: "" at the end."""

    rows: Sequence[QueueRow]
    following: str


def waiting_in(consultation_id: int) -> list[ColumnElement[bool]]:
    """What waits in one consultation."""
    return [Contribution.consultation_id == consultation_id, Contribution.review_since.is_not(None)]


def offered(consultation: Consultation, person: User, filters: Filters) -> Any:
    """Ids of what is `person`'s to judge, in the order of the queue.

    Not what they wrote, nor what they want a colleague's opinion on.
    """
    own = select(Participant.id).where(
        Participant.user_id == person.id, Participant.consultation_id == consultation.id
    )
    asked = select(SecondOpinion.contribution_id).where(
        SecondOpinion.consultation_id == consultation.id,
        SecondOpinion.first_by_id == person.id,
        SecondOpinion.answered_at.is_(None),
        SecondOpinion.is_sample.is_(False),
    )
    return (
        select(Contribution.id)
        .where(
            *waiting_in(consultation.id),
            Contribution.author_id.not_in(own),
            Contribution.id.not_in(asked),
            *kept_by(filters),
        )
        .order_by(Contribution.risk.desc(), Contribution.review_since, Contribution.id)
    )


def kept_by(filters: Filters) -> list[ColumnElement[bool]]:
    """The conditions of the filters that are on; a word that none knows keeps nothing."""
    wanted: list[ColumnElement[bool]] = []
    if filters.signal:
        wanted.append(has_signal(filters.signal))
    if filters.place:
        wanted.append(_at(filters.place))
    if filters.kind == REPLY:
        wanted.append(Contribution.parent_id.is_not(None))
    elif filters.kind:
        wanted += [Contribution.kind == Kind(filters.kind), Contribution.parent_id.is_(None)]
    if filters.campaign:
        wanted.append(Contribution.id.in_(members_of(filters.campaign)))
    if filters.reported:
        wanted.append(or_(*(Contribution.id.in_(each) for each in _reported())))
    if filters.state:
        wanted.append(Contribution.state == ContributionState(filters.state))
    return wanted


def _reported() -> tuple[Any, Any]:
    """What waits for an answer to whoever reported it."""
    return (
        select(Flag.contribution_id).where(Flag.decided_at.is_(None), Flag.withdrawn_at.is_(None)),
        select(Notice.contribution_id).where(Notice.decided_at.is_(None)),
    )


def has_signal(kind: str) -> ColumnElement[bool]:
    """Screening found that."""
    found: ColumnElement[bool] = STORED_SIGNALS.contains(f'"kind": "{kind}"', autoescape=True)
    return found


def _at(key: str) -> ColumnElement[bool]:
    """On a document, or on the page of a section, in whatever version."""
    on_document = select(Discussion.id).join(Document).where(Document.key == key)
    pages = select(Page.id).join(Section, Section.id == Page.section_id).where(Section.key == key)
    return or_(
        Contribution.discussion_id.in_(on_document),
        Contribution.passage_id.in_(select(Passage.id).where(Passage.page_id.in_(pages))),
        Contribution.heading_id.in_(select(Heading.id).where(Heading.page_id.in_(pages))),
    )


def after(cursor: Cursor) -> ColumnElement[bool]:
    """What comes later in the queue."""
    same_risk = and_(
        Contribution.risk == cursor.risk,
        or_(
            Contribution.review_since > cursor.since,
            and_(Contribution.review_since == cursor.since, Contribution.id > cursor.id),
        ),
    )
    return and_(Contribution.risk <= cursor.risk, or_(Contribution.risk < cursor.risk, same_risk))


def queue_page(
    consultation: Consultation, person: User, filters: Filters, cursor: Cursor | None,
    moment: datetime, size: int = PAGE_SIZE,
) -> QueuePage:  # fmt: skip
    """`size` rows of the queue after `cursor`."""
    ids = offered(consultation, person, filters).limit(size + 1)
    if cursor is not None:
        ids = ids.where(after(cursor))
    rows = _read(ids, person, moment)
    shown = rows[:size]
    return QueuePage(shown, shown[-1].cursor if len(rows) > size else "")


def next_in_queue(
    consultation: Consultation, person: User, filters: Filters, cursor: Cursor | None,
    moment: datetime,
) -> str | None:  # fmt: skip
    """The key of what comes next, that no colleague has open; None when nothing is left."""
    free = _keys(offered(consultation, person, filters), person, moment)
    if cursor is not None:
        found: str | None = session.scalar(free.where(after(cursor)))
        if found is not None:
            return found
    first: str | None = session.scalar(free)
    return first


def previous_in_queue(
    consultation: Consultation, person: User, filters: Filters, cursor: Cursor, moment: datetime
) -> str | None:
    """The key of what stands just before."""
    here = and_(
        Contribution.risk == cursor.risk,
        Contribution.review_since == cursor.since,
        Contribution.id == cursor.id,
    )
    before = (
        _keys(offered(consultation, person, filters), person, moment)
        .where(~after(cursor), ~here)
        .order_by(None)
        .order_by(Contribution.risk, Contribution.review_since.desc(), Contribution.id.desc())
    )
    found: str | None = session.scalar(before)
    return found


def _keys(ids: Select[Any], person: User, moment: datetime) -> Any:
    held = select(ReviewClaim.contribution_id).where(
        ReviewClaim.moderator_id != person.id, ReviewClaim.until > moment
    )
    return ids.with_only_columns(Contribution.key).where(Contribution.id.not_in(held)).limit(1)


def rows_of(ids: Sequence[int], person: User, moment: datetime) -> list[QueueRow]:
    """The rows of these contributions, in the order of the queue."""
    return _read(select(Contribution.id).where(Contribution.id.in_(ids)), person, moment)


def _read(ids: Any, person: User, moment: datetime) -> list[QueueRow]:
    chosen = ids.subquery()
    query = (
        select(
            Contribution.id, Contribution.key, Contribution.number, Contribution.kind,
            Contribution.state, Contribution.parent_id.is_not(None), Contribution.risk,
            Contribution.review_since, STORED_SIGNALS, func.substr(Revision.source, 1, READ),
            func.substr(Revision.proposed_text, 1, READ), Passage.number, Heading.text,
            User.display_name, ReviewClaim.taken_at, SecondOpinion.id.is_not(None),
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
                ReviewClaim.until > moment,
                ReviewClaim.moderator_id != person.id,
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
        .order_by(Contribution.risk.desc(), Contribution.review_since, Contribution.id)
    )  # fmt: skip
    return [QueueRow(*row) for row in session.execute(query)]
