"""What comes out beside answers: editions of an opinion, and how far promises have come."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import exists, select

from consultation.answers.models import AnswerTelling, EditionNews, Milestone, MilestoneReport
from consultation.committees.models.opinion import Opinion, OpinionEdition
from consultation.committees.models.people import Committee, CommitteeLink
from consultation.consultations.models import Consultation, Phase
from consultation.core.db import session

FRESH = timedelta(days=7)
"""An edition that came out longer ago is no news to anybody."""


@dataclass(frozen=True)
class EditionOut:
    """An edition that came out."""

    title: str
    number: int
    committee_id: int
    slug: str
    """Of its committee."""
    committee: str


@dataclass(frozen=True)
class News:
    """All that one telling has to say beside answers."""

    editions: Sequence[EditionOut] = ()
    reports: Sequence[tuple[MilestoneReport, Milestone]] = field(default=())

    @property
    def answer_ids(self) -> list[int]:
        """The answers whose promises were reported on."""
        return sorted({milestone.answer_id for _report, milestone in self.reports})

    @property
    def committee_ids(self) -> list[int]:
        """The committees whose opinion came out."""
        return sorted({each.committee_id for each in self.editions})

    def about(self, answer_ids: Collection[int]) -> "News":
        """What concerns who wrote, and does not follow: how far promises to them have come."""
        return News((), [each for each in self.reports if each[1].answer_id in answer_ids])

    def __bool__(self) -> bool:
        return bool(self.editions or self.reports)


NOTHING = News()


def news_of(telling: AnswerTelling) -> News:
    """What came out with it, oldest first."""
    editions = session.execute(
        select(
            Opinion.title, OpinionEdition.number, Committee.id, Committee.slug, Committee.title
        )
        .join(EditionNews, EditionNews.edition_id == OpinionEdition.id)
        .join(Opinion, Opinion.id == OpinionEdition.opinion_id)
        .join(Committee, Committee.id == Opinion.committee_id)
        .where(EditionNews.telling_id == telling.id)
        .order_by(OpinionEdition.id)
    )  # fmt: skip
    reports = session.execute(
        select(MilestoneReport, Milestone)
        .join(Milestone, Milestone.id == MilestoneReport.milestone_id)
        .where(MilestoneReport.telling_id == telling.id)
        .order_by(MilestoneReport.id)
    )
    return News([EditionOut(*row) for row in editions], [(row[0], row[1]) for row in reports])


def edition_to_tell(moment: datetime) -> tuple[int, int] | None:
    """An edition that came out lately, and a consultation where nobody was told of it yet."""
    row = session.execute(
        select(OpinionEdition.id, CommitteeLink.consultation_id)
        .join(Opinion, Opinion.id == OpinionEdition.opinion_id)
        .join(Committee, Committee.id == Opinion.committee_id)
        .join(CommitteeLink, CommitteeLink.committee_id == Committee.id)
        .join(Consultation, Consultation.id == CommitteeLink.consultation_id)
        .where(
            OpinionEdition.published_at > moment - FRESH,
            Committee.announced_at.is_not(None),
            Consultation.phase != Phase.DRAFT,
            ~exists().where(
                EditionNews.edition_id == OpinionEdition.id,
                EditionNews.consultation_id == CommitteeLink.consultation_id,
            ),
        )
        .order_by(OpinionEdition.id, CommitteeLink.consultation_id)
        .limit(1)
    ).one_or_none()
    return None if row is None else (row[0], row[1])
