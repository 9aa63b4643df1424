"""Campaigns, kept up to date: what is new finds its campaign, and what is in none is compared.

Posting writes nothing for it: the numbers of contributions tell what is new. Texts are read and
compared outside any transaction; what was found is written in one, if nobody else has gone on
meanwhile. So a worker may die at any point, and several may work.
"""

import time
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, or_, select

from consultation.consultations.models import Consultation
from consultation.contributions.models import Contribution, ContributionState
from consultation.core.clock import now
from consultation.core.db import session, transaction
from consultation.moderation.campaigns.grouping import Group, groups
from consultation.moderation.campaigns.models import Campaign, CampaignMember, CampaignProgress
from consultation.moderation.campaigns.placing import Cores
from consultation.moderation.campaigns.services import (
    Joining,
    begin,
    cores_of,
    held_progress,
    join,
    leave,
)
from consultation.moderation.campaigns.texts import (
    Text,
    texts_after,
    texts_in_no_campaign,
    texts_where,
)

PLACED_AT_ONCE = 5_000
SEARCHED_AT_ONCE = 20_000
"""The last contributions that are in no campaign: among them new ones are looked for."""
MANY_UNSEARCHED = SEARCHED_AT_ONCE // 2
SMALLEST = 3
LEASE = timedelta(minutes=2)
PAUSE = timedelta(seconds=30)
REST = 20
"""A search may take a twentieth of the worker's time."""
CHECKED_AT_ONCE = 500


def group_next() -> bool:
    """Do the next piece of the grouping: look through a full pile, place what is new, search."""
    return _search_next(MANY_UNSEARCHED) or _place_next() or _search_next(1) or _check_next()


def _place_next() -> bool:
    """Give the next contributions of one consultation to the campaigns that they belong to."""
    number = func.coalesce(CampaignProgress.number, 0)
    due = session.execute(
        select(Consultation.id, number)
        .outerjoin(CampaignProgress, CampaignProgress.consultation_id == Consultation.id)
        .where(Consultation.last_number > number)
        .order_by(Consultation.id)
        .limit(1)
    ).one_or_none()
    if due is None:
        return False
    consultation_id, start = due
    texts, last = texts_after(consultation_id, start, PLACED_AT_ONCE)
    found, rest = _sorted_out(consultation_id, texts)
    with transaction():
        progress = held_progress(consultation_id)
        if progress.number == start:
            _join_all(found)
            progress.number = max(last, start + 1)
            progress.unsearched += len(rest)
    return True


Found = dict[int, list[Joining]]


def _sorted_out(consultation_id: int, texts: Sequence[Text]) -> tuple[Found, list[Text]]:
    """Those that join a campaign, by its id, and those that remain; what is mute does neither."""
    known = cores_of(consultation_id)
    campaign_ids, cores = list(known), Cores(list(known.values()))
    found: Found = {}
    rest = []
    for text in texts:
        placement = cores.placed(text.compared)
        if placement is not None:
            joining = Joining(text, placement.similarity, placement.contains)
            found.setdefault(campaign_ids[placement.core], []).append(joining)
        elif not text.compared.is_mute:
            rest.append(text)
    return found, rest


def _join_all(found: Found) -> None:
    for campaign_id, joining in sorted(found.items()):
        if session.get(Campaign, campaign_id) is not None:
            join(campaign_id, joining)


def _search_next(least: int) -> bool:
    """Look for campaigns among what is in none, where that many were not yet compared."""
    claimed = _claimed(least)
    if claimed is None:
        return False
    consultation_id, number, unsearched, until = claimed
    started = time.monotonic()
    texts = texts_in_no_campaign(consultation_id, number, SEARCHED_AT_ONCE)
    found, rest = _sorted_out(consultation_id, texts)
    made = groups((text.compared for text in rest), among=number)
    with transaction():
        progress = held_progress(consultation_id)
        if progress.lease_until != until:
            return True
        _join_all(found)
        for group in made:
            if len(group.members) >= SMALLEST:
                _begin(consultation_id, group, rest)
        progress.unsearched = max(0, progress.unsearched - unsearched)
        rest_time = timedelta(seconds=REST * (time.monotonic() - started))
        progress.search_at = now() + max(PAUSE, rest_time)
        progress.lease_until = None
    return True


def _claimed(least: int) -> tuple[int, int, int, datetime] | None:
    """A consultation whose search is due, for as long as the lease: where it stands, until when."""
    moment = now()
    query = (
        select(CampaignProgress)
        .where(
            CampaignProgress.unsearched >= least,
            (CampaignProgress.search_at <= moment)
            | (CampaignProgress.unsearched >= MANY_UNSEARCHED),
            CampaignProgress.lease_until.is_(None) | (CampaignProgress.lease_until < moment),
        )
        .order_by(CampaignProgress.search_at)
        .limit(1)
    )
    if session.scalars(query).one_or_none() is None:
        return None
    with transaction() as current:
        row = current.scalars(
            query.with_for_update(skip_locked=True).execution_options(populate_existing=True)
        ).one_or_none()
        if row is None:
            return None
        until = moment + LEASE
        row.lease_until = until
        return row.consultation_id, row.number, row.unsearched, until


def _begin(consultation_id: int, group: Group, texts: Sequence[Text]) -> None:
    joining = [
        Joining(texts[member.place], member.similarity, member.contains) for member in group.members
    ]
    begin(consultation_id, group.core, joining, texts[group.representative])


def _check_next() -> bool:
    """See which members of one consultation were withdrawn or edited since they joined."""
    due = session.scalar(
        select(CampaignProgress.consultation_id)
        .where(
            CampaignProgress.check_at <= now(),
            CampaignProgress.consultation_id.in_(select(Campaign.consultation_id)),
        )
        .order_by(CampaignProgress.check_at)
        .limit(1)
    )
    if due is None:
        return False
    changed = _changed(due)
    texts = texts_where(due, Contribution.id.in_([row_id for row_id, _campaign in changed]))
    with transaction():
        progress = held_progress(due)
        gone: dict[int, set[int]] = {}
        for row_id, campaign_id in changed:
            gone.setdefault(campaign_id, set()).add(row_id)
        for campaign_id, ids in sorted(gone.items()):
            if session.get(Campaign, campaign_id) is not None:
                leave(campaign_id, ids)
        found, rest = _sorted_out(due, texts)
        _join_all(found)
        progress.unsearched += len(rest)
        if len(changed) < CHECKED_AT_ONCE:
            progress.check_at = now() + 2 * PAUSE
    return True


def _changed(consultation_id: int) -> list[tuple[int, int]]:
    """Members that are no more as they were: (contribution, campaign)."""
    is_other = or_(
        Contribution.revision != CampaignMember.revision,
        Contribution.state == ContributionState.WITHDRAWN,
    )
    rows = session.execute(
        select(CampaignMember.contribution_id, CampaignMember.campaign_id)
        .join(Campaign, Campaign.id == CampaignMember.campaign_id)
        .join(Contribution, Contribution.id == CampaignMember.contribution_id)
        .where(Campaign.consultation_id == consultation_id, is_other)
        .limit(CHECKED_AT_ONCE)
    )
    return [(row_id, campaign_id) for row_id, campaign_id in rows]
