"""The opinions that the public reads of the committees of a consultation."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select

from consultation.committees.edition import Archive, archive_of
from consultation.committees.models.opinion import Opinion, OpinionEdition
from consultation.committees.models.people import Committee, CommitteeLink
from consultation.core.db import session


def of_its_committee(consultation_id: int) -> ColumnElement[bool]:
    """The opinion of a committee that everybody knows, and that is linked to the consultation."""
    return Opinion.committee_id.in_(
        select(CommitteeLink.committee_id)
        .join(Committee, Committee.id == CommitteeLink.committee_id)
        .where(
            CommitteeLink.consultation_id == consultation_id, Committee.announced_at.is_not(None)
        )
    )


@dataclass(frozen=True)
class PublishedOpinion:
    """The last edition of an opinion, with the committee that adopted it."""

    id: int
    key: str
    slug: str
    """Of the committee."""
    committee: str
    number: int
    sha256: str
    archive: Archive


def last_editions(consultation_id: int) -> Sequence[PublishedOpinion]:
    """Of each opinion of its committees, in the order in which they were begun; one query."""
    last = (
        select(OpinionEdition.opinion_id, func.max(OpinionEdition.number).label("number"))
        .group_by(OpinionEdition.opinion_id)
        .subquery()
    )
    rows = session.execute(
        select(
            Opinion.id, Opinion.key, Committee.slug, Committee.title, OpinionEdition.number,
            OpinionEdition.sha256, OpinionEdition.archive,
        )
        .join(Committee, Committee.id == Opinion.committee_id)
        .join(OpinionEdition, OpinionEdition.opinion_id == Opinion.id)
        .join(
            last,
            (last.c.opinion_id == Opinion.id) & (last.c.number == OpinionEdition.number),
        )
        .where(of_its_committee(consultation_id))
        .order_by(Opinion.id)
    )  # fmt: skip
    return [PublishedOpinion(*row[:6], archive_of(row[6])) for row in rows]


def editions_named(keys: Sequence[str]) -> dict[tuple[str, int], tuple[str, Archive]]:
    """By opinion and number, the hash and the text of every edition of these opinions."""
    rows = session.execute(
        select(Opinion.key, OpinionEdition.number, OpinionEdition.sha256, OpinionEdition.archive)
        .join(OpinionEdition, OpinionEdition.opinion_id == Opinion.id)
        .where(Opinion.key.in_(keys))
    )
    return {(key, number): (sha256, archive_of(text)) for key, number, sha256, text in rows}
