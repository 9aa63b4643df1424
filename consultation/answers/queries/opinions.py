"""Published opinions of the committees of a consultation, and their recommendations.

What is read is what stood when the last edition came out: members may be at work on the next one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select

from consultation.committees.counting import Outcome
from consultation.committees.edition import Archive, archive_of
from consultation.committees.models.opinion import (
    BlockType,
    Opinion,
    OpinionBlock,
    OpinionEdition,
    OpinionRevision,
)
from consultation.committees.models.people import Committee
from consultation.committees.queries.editions import edition_of
from consultation.committees.queries.linked import of_its_committee
from consultation.consultations.models import Consultation
from consultation.core.db import session

LAST = (
    select(OpinionEdition.opinion_id, func.max(OpinionEdition.published_at).label("at"))
    .group_by(OpinionEdition.opinion_id)
    .subquery("last_edition")
)
"""When the last edition of each opinion came out."""


def recommendation_words() -> ColumnElement[bool]:
    """Joins a block to the words that its last edition holds."""
    return and_(
        OpinionRevision.block_id == OpinionBlock.id,
        OpinionRevision.number == OpinionBlock.published_revision,
    )


def published_recommendations(consultation_id: int, *columns: Any) -> Any:
    """`columns` of the recommendations that the public reads."""
    return (
        select(*columns)
        .select_from(OpinionBlock)
        .join(Opinion, Opinion.id == OpinionBlock.opinion_id)
        .join(OpinionRevision, recommendation_words())
        .where(OpinionBlock.type == BlockType.RECOMMENDATION, of_its_committee(consultation_id))
    )


def published_opinions(consultation_id: int, *columns: Any) -> Any:
    """`columns` of the opinions that the public reads."""
    return (
        select(*columns)
        .select_from(Opinion)
        .join(LAST, LAST.c.opinion_id == Opinion.id)
        .where(of_its_committee(consultation_id))
    )


@dataclass(frozen=True)
class Recommendation:
    """One recommendation, as the last edition has it."""

    id: int
    key: str
    title: str
    html: str
    number: int


@dataclass(frozen=True)
class Followed:
    """A published opinion with its committee."""

    opinion: Opinion
    committee: Committee
    archive: Archive
    """Of the last edition."""
    recommendations: Sequence[Recommendation]

    def is_rejected(self, recommendation: Recommendation) -> bool:
        """The committee itself voted against it: no answer is due."""
        vote = self.archive.votes.get(recommendation.key)
        return vote is not None and vote.tally.outcome is Outcome.REJECTED


def find_opinion(consultation: Consultation, key: str) -> Followed | None:
    """The published opinion of that key, with its recommendations in order; three statements."""
    row = session.execute(
        published_opinions(consultation.id, Opinion, Committee)
        .join(Committee, Committee.id == Opinion.committee_id)
        .where(Opinion.key == key)
    ).one_or_none()
    if row is None:
        return None
    opinion, committee = row
    edition = edition_of(committee.id)
    if edition is None:
        return None
    found = session.execute(
        published_recommendations(
            consultation.id, OpinionBlock.id, OpinionBlock.key, OpinionRevision.title,
            OpinionRevision.html,
        )
        .where(Opinion.id == opinion.id)
        .order_by(OpinionBlock.position, OpinionBlock.id)
    )  # fmt: skip
    return Followed(
        opinion, committee, archive_of(edition.archive),
        [
            Recommendation(each[0], each[1], each[2], each[3], number)
            for number, each in enumerate(found, start=1)
        ],
    )  # fmt: skip


def opinions_followed(consultation: Consultation) -> list[tuple[str, str]]:
    """Key and title of each published opinion of the consultation."""
    rows = session.execute(
        published_opinions(consultation.id, Opinion.key, Opinion.title).order_by(Opinion.id)
    )
    return [(key, title) for key, title in rows]


def opinion_named(consultation_id: int, key: str) -> Any:
    """The row of an opinion that the public reads."""
    return published_opinions(consultation_id, Opinion.id).where(Opinion.key == key)


def recommendation_named(consultation_id: int, key: str) -> Any:
    """The row of a recommendation that the public reads."""
    found = published_recommendations(consultation_id, OpinionBlock.id)
    return found.where(OpinionBlock.key == key)
