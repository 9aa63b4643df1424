"""What is read of campaigns."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, func, or_, select

from consultation.accounts.models import User
from consultation.consultations.models import Consultation, Participant, Role, TeamMember
from consultation.contributions.models import Contribution, ContributionState, Revision
from consultation.core.db import session
from consultation.moderation.campaigns.models import (
    Campaign,
    CampaignMember,
    CampaignProgress,
    How,
)
from consultation.moderation.campaigns.texts import STANDS

PAGE_SIZE = 20


def moderated_consultation(person: User, slug: str) -> Consultation | None:
    """The consultation of that address, if `person` moderates it."""
    return session.scalars(
        select(Consultation)
        .join(TeamMember, TeamMember.consultation_id == Consultation.id)
        .where(
            Consultation.slug == slug,
            TeamMember.user_id == person.id,
            TeamMember.role == Role.MODERATOR,
        )
    ).one_or_none()


def campaign_of(contribution_id: int) -> Campaign | None:
    """The campaign that a contribution is in."""
    return session.scalars(
        select(Campaign)
        .join(CampaignMember, CampaignMember.campaign_id == Campaign.id)
        .where(CampaignMember.contribution_id == contribution_id)
    ).one_or_none()


def members_of(campaign_key: str) -> Select[int]:
    """The ids of a campaign's contributions, to narrow a list by; withdrawn ones left out."""
    return (
        select(CampaignMember.contribution_id)
        .join(Campaign, Campaign.id == CampaignMember.campaign_id)
        .join(Contribution, Contribution.id == CampaignMember.contribution_id)
        .where(Campaign.key == campaign_key, STANDS)
    )


def find_campaign(consultation: Consultation, key: str) -> Campaign | None:
    """The campaign of that key, in that consultation."""
    return session.scalars(
        select(Campaign).where(Campaign.consultation_id == consultation.id, Campaign.key == key)
    ).one_or_none()


@dataclass(frozen=True)
class CampaignLine:
    """One campaign as the list shows it."""

    key: str
    member_count: int
    person_count: int
    first_at: datetime
    last_at: datetime
    source: str


def campaigns_of(consultation: Consultation, after: str) -> tuple[list[CampaignLine], str]:
    """A page of campaigns, the greatest first, and the key after which the next ones come.

    The text is empty where its author has taken it back since.
    """
    query = (
        select(
            Campaign.key,
            Campaign.member_count,
            Campaign.person_count,
            Campaign.first_at,
            Campaign.last_at,
            Revision.source,
        )
        .outerjoin(Contribution, and_(Contribution.id == Campaign.representative_id, STANDS))
        .outerjoin(Revision, _is_current())
        .where(Campaign.consultation_id == consultation.id)
        .order_by(Campaign.member_count.desc(), Campaign.id.desc())
        .limit(PAGE_SIZE + 1)
    )
    last = find_campaign(consultation, after) if after else None
    if last is not None:
        same = and_(Campaign.member_count == last.member_count, Campaign.id < last.id)
        query = query.where(or_(Campaign.member_count < last.member_count, same))
    lines = [CampaignLine(*row[:-1], row[-1] or "") for row in session.execute(query)]
    shown = lines[:PAGE_SIZE]
    return shown, shown[-1].key if len(lines) > PAGE_SIZE else ""


def _is_current() -> Any:
    return and_(
        Revision.contribution_id == Contribution.id, Revision.number == Contribution.revision
    )


def left_to_compare(consultation: Consultation) -> int:
    """How many contributions were sent and not yet looked at."""
    done = session.scalar(
        select(CampaignProgress.number).where(CampaignProgress.consultation_id == consultation.id)
    )
    return max(0, consultation.last_number - (done or 0))


@dataclass(frozen=True)
class MemberLine:
    """One member with its current text."""

    id: int
    key: str
    number: int
    state: ContributionState
    submitted_at: datetime
    similarity: float
    how: How
    source: str
    proposed_text: str | None
    author_name: str


def members(
    campaign: Campaign, after: str, *, with_own_words: bool
) -> tuple[Sequence[MemberLine], str]:
    """A page of members in the order of their arrival, and the key after which others come."""
    query = (
        _lines()
        .where(CampaignMember.campaign_id == campaign.id)
        .order_by(CampaignMember.contribution_id)
        .limit(PAGE_SIZE + 1)
    )
    if with_own_words:
        query = query.where(CampaignMember.has_own_words)
    if after:
        last = select(Contribution.id).where(Contribution.key == after).scalar_subquery()
        query = query.where(CampaignMember.contribution_id > last)
    lines = [MemberLine(*row) for row in session.execute(query)]
    shown = lines[:PAGE_SIZE]
    return shown, shown[-1].key if len(lines) > PAGE_SIZE else ""


def representative_of(campaign: Campaign) -> MemberLine | None:
    """The member that has most in common with the others, unless it was just taken back."""
    row = session.execute(
        _lines().where(CampaignMember.contribution_id == campaign.representative_id)
    ).one_or_none()
    return MemberLine(*row) if row else None


def _lines() -> Any:
    return (
        select(
            Contribution.id,
            Contribution.key,
            Contribution.number,
            Contribution.state,
            Contribution.submitted_at,
            CampaignMember.similarity,
            CampaignMember.how,
            Revision.source,
            Revision.proposed_text,
            User.display_name,
        )
        .select_from(CampaignMember)
        .join(Contribution, Contribution.id == CampaignMember.contribution_id)
        .join(Revision, _is_current())
        .join(Participant, Participant.id == Contribution.author_id)
        .join(User, User.id == Participant.user_id)
        .where(STANDS)
    )


def own_words_count(campaign: Campaign) -> int:
    """How many members say something of their own."""
    return (
        session.scalar(
            select(func.count())
            .select_from(CampaignMember)
            .where(CampaignMember.campaign_id == campaign.id, CampaignMember.has_own_words)
        )
        or 0
    )
