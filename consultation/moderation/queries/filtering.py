"""The filters of the queue as conditions on a contribution, or on another one beside it."""

from typing import Any

from sqlalchemy import ColumnElement, String, bindparam, cast, or_, select

from consultation.contributions.models import Contribution, ContributionState, Discussion, Kind
from consultation.documents.models import Document, Heading, Page, Passage, Section
from consultation.moderation.campaigns.queries import members_of
from consultation.moderation.desk import Handover
from consultation.moderation.queue import REPLY, Filters
from consultation.moderation.reports import Flag, Notice

PERSON: Any = bindparam("person_id")
"""Whoever asks."""


def kept_by(filters: Filters, row: Any = Contribution) -> list[ColumnElement[bool]]:
    """The conditions of the filters that are on; a word that none knows keeps nothing."""
    wanted: list[ColumnElement[bool]] = []
    if filters.signal:
        wanted.append(has_signal(filters.signal, row))
    if filters.place:
        wanted.append(_at(filters.place, row))
    if filters.kind == REPLY:
        wanted.append(row.parent_id.is_not(None))
    elif filters.kind:
        wanted += [row.kind == Kind(filters.kind), row.parent_id.is_(None)]
    if filters.campaign:
        wanted.append(row.id.in_(members_of(filters.campaign)))
    if filters.state:
        wanted.append(row.state == ContributionState(filters.state))
    return [*wanted, *_asked_of_people(filters, row)]


def _asked_of_people(filters: Filters, row: Any) -> list[ColumnElement[bool]]:
    """What somebody reported, what was left to whoever asks."""
    wanted: list[ColumnElement[bool]] = []
    if filters.reported:
        wanted.append(or_(*(row.id.in_(each) for each in _reported())))
    if filters.handed:
        wanted.append(row.id.in_(handed(row, Handover.colleague_id == PERSON)))
    return wanted


def handed(row: Any, whose: ColumnElement[bool]) -> Any:
    """What was left to somebody since it waits."""
    return select(Handover.contribution_id).where(
        Handover.contribution_id == row.id, Handover.handed_at >= row.review_since, whose
    )


def _reported() -> tuple[Any, Any]:
    """What waits for an answer to whoever reported it."""
    return (
        select(Flag.contribution_id).where(Flag.decided_at.is_(None), Flag.withdrawn_at.is_(None)),
        select(Notice.contribution_id).where(Notice.decided_at.is_(None)),
    )


def has_signal(kind: str, row: Any = Contribution) -> ColumnElement[bool]:
    """Screening found that."""
    found: ColumnElement[bool] = cast(row.signals, String).contains(
        f'"kind": "{kind}"', autoescape=True
    )
    return found


def _at(key: str, row: Any) -> ColumnElement[bool]:
    """On a document, or on the page of a section, in whatever version."""
    on_document = select(Discussion.id).join(Document).where(Document.key == key)
    pages = select(Page.id).join(Section, Section.id == Page.section_id).where(Section.key == key)
    return or_(
        row.discussion_id.in_(on_document),
        row.passage_id.in_(select(Passage.id).where(Passage.page_id.in_(pages))),
        row.heading_id.in_(select(Heading.id).where(Heading.page_id.in_(pages))),
    )
