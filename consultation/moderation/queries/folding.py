"""A campaign in the queue: one row, that of the member which comes first, and how many there are.

It is folded to be read. Each member still has its own place for whoever opens the campaign, in
« next » and « previous », and in everything that is counted.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import aliased

from consultation.contributions.models import Contribution
from consultation.moderation.campaigns.models import Campaign, CampaignMember

OTHER: Any = aliased(Contribution)
"""Another member that waits: the conditions handed in are about it."""
_THEIRS = aliased(CampaignMember)
Conditions = Sequence[ColumnElement[bool]]


def stands_for_its_campaign(others: Conditions) -> ColumnElement[bool]:
    """None of the `others` of its campaign comes before it; it is in none, or it is the first."""
    earlier = or_(
        OTHER.risk > Contribution.risk,
        and_(
            OTHER.risk == Contribution.risk,
            or_(
                OTHER.review_since < Contribution.review_since,
                and_(OTHER.review_since == Contribution.review_since, OTHER.id < Contribution.id),
            ),
        ),
    )
    mine = aliased(CampaignMember)
    query = (
        select(OTHER.id)
        .select_from(mine)
        .join(_THEIRS, _THEIRS.campaign_id == mine.campaign_id)
        .join(OTHER, OTHER.id == _THEIRS.contribution_id)
        .where(mine.contribution_id == Contribution.id, earlier, *others)
        .correlate(Contribution)
    )
    return ~query.exists()


def campaign_of_row() -> Any:
    """The key of the campaign that a row is in."""
    return (
        select(Campaign.key)
        .join(CampaignMember, CampaignMember.campaign_id == Campaign.id)
        .where(CampaignMember.contribution_id == Contribution.id)
        .correlate(Contribution)
        .scalar_subquery()
    )


def waiting_in_campaign(others: Conditions) -> Any:
    """How many members of a row's campaign wait, itself included; 0 outside of any."""
    mine = aliased(CampaignMember)
    return (
        select(func.count(OTHER.id))
        .select_from(mine)
        .join(_THEIRS, _THEIRS.campaign_id == mine.campaign_id)
        .join(OTHER, OTHER.id == _THEIRS.contribution_id)
        .where(mine.contribution_id == Contribution.id, *others)
        .correlate(Contribution)
        .scalar_subquery()
    )
