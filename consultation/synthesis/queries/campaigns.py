"""What is read of campaigns while coding: how each is coded, and what its members add."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, case, func, or_, select

from consultation.accounts.models import User
from consultation.consultations.models import Consultation
from consultation.contributions.models import (
    Contribution,
    ContributionState,
    Revision,
    Stance,
)
from consultation.core.db import session
from consultation.moderation.campaigns.models import Campaign, CampaignMember
from consultation.moderation.campaigns.own_words import own_words_beside
from consultation.moderation.campaigns.queries import find_campaign
from consultation.moderation.campaigns.words import WORD, numbers_of, runs_of
from consultation.synthesis.models import CampaignCoding, Reading, Theme
from consultation.synthesis.models.coding import ReadingState

PAGE_SIZE = 20
EXCERPT = 280
SHORT = 120
PUBLIC = Contribution.state == ContributionState.PUBLISHED


def standing_coding(campaign_key: str) -> CampaignCoding | None:
    """How a campaign is coded today."""
    return session.scalars(
        select(CampaignCoding)
        .where(CampaignCoding.campaign_key == campaign_key, CampaignCoding.removed_at.is_(None))
        .execution_options(populate_existing=True)
    ).one_or_none()


@dataclass(frozen=True)
class Line:
    """One campaign as the list of the coders shows it."""

    key: str
    member_count: int
    person_count: int
    source: str
    is_coded: bool
    left: int
    """Members whose added words nobody read yet."""

    @property
    def excerpt(self) -> str:
        """The first words of the common text."""
        line = " ".join(self.source.split())
        return line if len(line) <= EXCERPT else line[:EXCERPT].rsplit(" ", 1)[0] + "…"


def campaigns_page(consultation: Consultation, after: str) -> tuple[list[Line], str]:
    """Twenty campaigns, the greatest first, and the key after which the next ones come."""
    query = (
        select(
            Campaign.key, Campaign.member_count, Campaign.person_count,
            func.coalesce(Revision.source, ""), CampaignCoding.id.is_not(None), _left(),
        )
        .outerjoin(Contribution, and_(Contribution.id == Campaign.representative_id, PUBLIC))
        .outerjoin(Revision, _is_current())
        .outerjoin(
            CampaignCoding,
            and_(CampaignCoding.campaign_key == Campaign.key, CampaignCoding.removed_at.is_(None)),
        )
        .where(Campaign.consultation_id == consultation.id)
        .order_by(Campaign.member_count.desc(), Campaign.id.desc())
        .limit(PAGE_SIZE + 1)
    )  # fmt: skip
    last = find_campaign(consultation, after) if after else None
    if last is not None:
        same = and_(Campaign.member_count == last.member_count, Campaign.id < last.id)
        query = query.where(or_(Campaign.member_count < last.member_count, same))
    lines = [Line(*row) for row in session.execute(query)]
    shown = lines[:PAGE_SIZE]
    return shown, shown[-1].key if len(lines) > PAGE_SIZE else ""


def _left() -> Any:
    return (
        select(func.count())
        .select_from(CampaignMember)
        .join(Reading, Reading.contribution_id == CampaignMember.contribution_id)
        .where(
            CampaignMember.campaign_id == Campaign.id,
            CampaignMember.has_own_words,
            Reading.state == ReadingState.TO_READ,
        )
        .correlate(Campaign)
        .scalar_subquery()
    )


def _is_current() -> Any:
    return and_(
        Revision.contribution_id == Contribution.id, Revision.number == Contribution.revision
    )


@dataclass(frozen=True)
class Counted:
    """How many texts and persons there are of something."""

    texts: int
    persons: int


@dataclass(frozen=True)
class CampaignCounts:
    """A campaign in numbers: what the public can read of it, by position, and what waits."""

    public: Counted
    by_stance: dict[Stance, Counted]
    inherited: int
    own: int
    left: int


def counts_of(campaign: Campaign) -> CampaignCounts:
    """Its texts and persons, both counted; how many have its themes, what is left to be read."""
    members = (
        select(Contribution.stance, func.count(), func.count(Contribution.author_id.distinct()))
        .join(CampaignMember, CampaignMember.contribution_id == Contribution.id)
        .where(CampaignMember.campaign_id == campaign.id, PUBLIC)
        .group_by(Contribution.stance)
    )
    by_stance = {row[0]: Counted(row[1], row[2]) for row in session.execute(members)}
    own = CampaignMember.has_own_words
    waits = and_(own, Reading.state == ReadingState.TO_READ)
    texts, persons, inherited, with_own, left = session.execute(
        select(
            func.count(), func.count(Contribution.author_id.distinct()),
            func.count(Reading.campaign_coding_id), func.count(case((own, 1))),
            func.count(case((waits, 1))),
        )
        .select_from(CampaignMember)
        .join(Contribution, Contribution.id == CampaignMember.contribution_id)
        .outerjoin(Reading, Reading.contribution_id == Contribution.id)
        .where(CampaignMember.campaign_id == campaign.id, PUBLIC)
    ).one()  # fmt: skip
    return CampaignCounts(Counted(texts, persons), by_stance, inherited, with_own, left)


@dataclass(frozen=True)
class Piece:
    """A part of a text: common to the campaign, or the member's own."""

    words: str
    is_own: bool

    @property
    def shown(self) -> str:
        """What is one's own in full; of the rest its first and last words."""
        if self.is_own or len(self.words) <= SHORT:
            return self.words
        half = SHORT // 2
        first, last = self.words[:half].rpartition(" ")[0], self.words[-half:].partition(" ")[2]
        return f"{first} […] {last}"


@dataclass(frozen=True)
class Added:
    """A member with what it adds to the common text."""

    key: str
    number: int
    state: ReadingState
    stance: Stance
    pieces: Sequence[Piece]


def common_text(campaign: Campaign) -> tuple[str, str, int]:
    """Key, text and number of the representative; empty when it is public no more."""
    row = session.execute(
        select(Contribution.key, Revision.source, Contribution.number)
        .join(Revision, _is_current())
        .where(Contribution.id == campaign.representative_id, PUBLIC)
    ).one_or_none()
    return (row[0], row[1], row[2]) if row else ("", "", 0)


def added_words(
    campaign: Campaign, common: str, state: ReadingState, after: str
) -> tuple[list[Added], str]:
    """Twenty members with words of their own in that state, and the key to go on from."""
    query = (
        select(
            Contribution.key, Contribution.number, Reading.state, Contribution.stance,
            Revision.source,
        )
        .join(CampaignMember, CampaignMember.contribution_id == Contribution.id)
        .join(Reading, Reading.contribution_id == Contribution.id)
        .join(Revision, _is_current())
        .where(
            CampaignMember.campaign_id == campaign.id, CampaignMember.has_own_words, PUBLIC,
            Reading.state == state,
        )
        .order_by(CampaignMember.contribution_id)
        .limit(PAGE_SIZE + 1)
    )  # fmt: skip
    if after:
        last = select(Contribution.id).where(Contribution.key == after).scalar_subquery()
        query = query.where(CampaignMember.contribution_id > last)
    rows = session.execute(query).all()
    runs, words = runs_of(common), numbers_of(WORD.findall(common))
    shown = [
        Added(*row[:4], pieces_of(row[4], own_words_beside(row[4], runs, words) if common else []))
        for row in rows[:PAGE_SIZE]
    ]
    return shown, shown[-1].key if len(rows) > PAGE_SIZE else ""


def pieces_of(text: str, own: Sequence[tuple[int, int]]) -> list[Piece]:
    """The whole text in order."""
    pieces, at = [], 0
    for start, end in own:
        pieces += [Piece(text[at:start], False), Piece(text[start:end], True)]
        at = end
    return [piece for piece in [*pieces, Piece(text[at:], False)] if piece.words]


def themes_given(row: CampaignCoding) -> list[tuple[Theme, Stance | None]]:
    """Its themes, in the order in which they were given."""
    found = {
        theme.id: theme
        for theme in session.scalars(
            select(Theme).where(Theme.id.in_([each["theme"] for each in row.themes]))
        )
    }
    return [
        (found[each["theme"]], Stance(each["stance"]) if each["stance"] else None)
        for each in row.themes
    ]


def coder_of(row: CampaignCoding) -> str:
    """The name of who coded it."""
    return session.scalar(select(User.display_name).where(User.id == row.coder_id)) or ""
