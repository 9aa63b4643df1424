"""Keeping campaigns: members come, leave and are counted, all in the transaction of the caller.

Whoever writes holds the consultation's `CampaignProgress`, then contributions by rising id.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sqlalchemy import delete, func, insert, select, update

from consultation.contributions.models import Contribution, Revision
from consultation.contributions.services.screening import rule_again
from consultation.core.db import insert_missing, lock, session, transaction
from consultation.moderation.campaigns.models import (
    Campaign,
    CampaignMember,
    CampaignProgress,
    How,
)
from consultation.moderation.campaigns.own_words import own_words_beside
from consultation.moderation.campaigns.texts import Text
from consultation.moderation.campaigns.words import WORD, Numbers, numbers_of, runs_of
from consultation.screening.judging import CAMPAIGN_WEIGHT
from consultation.screening.signals import Signal, SignalKind, risk_of

AT_ONCE = 500


@dataclass(frozen=True)
class Joining:
    """A contribution that joins a campaign, and why."""

    text: Text
    similarity: float
    contains: bool


def held_progress(consultation_id: int) -> CampaignProgress:
    """The consultation's progress, held until the transaction ends."""
    with transaction() as current:
        insert_missing(CampaignProgress, consultation_id=consultation_id)
        return lock(current.get_one(CampaignProgress, consultation_id))


def cores_of(consultation_id: int) -> dict[int, Numbers]:
    """What each campaign has in common, by its id."""
    rows = session.execute(
        select(Campaign.id, Campaign.core)
        .where(Campaign.consultation_id == consultation_id)
        .order_by(Campaign.id)
    )
    return {row_id: np.frombuffer(core, dtype="<u8") for row_id, core in rows}


def begin(
    consultation_id: int, core: Numbers, joining: Sequence[Joining], representative: Text
) -> Campaign:
    """A campaign that was found, with its members."""
    with transaction() as current:
        row = Campaign(
            consultation_id=consultation_id,
            representative_id=representative.id,
            core=core.astype("<u8").tobytes(),
        )
        current.add(row)
        current.flush()
        join(row.id, joining)
    return row


def join(campaign_id: int, joining: Sequence[Joining]) -> None:
    """Add members, count them, and tell whoever examines them. Who is a member stays as it is."""
    with transaction() as current:
        ids = [each.text.id for each in joining]
        known = set(_chunked(ids, select(CampaignMember.contribution_id), CampaignMember))
        new = [each for each in joining if each.text.id not in known]
        if not new:
            return
        common = _source_of(campaign_id)
        runs, words = runs_of(common), numbers_of(WORD.findall(common))
        rows = [
            {
                "contribution_id": each.text.id,
                "campaign_id": campaign_id,
                "revision": each.text.revision,
                "similarity": round(each.similarity, 4),
                "how": How.CONTAINS if each.contains else How.SIMILAR,
                "has_own_words": bool(own_words_beside(each.text.source, runs, words)),
            }
            for each in new
        ]
        current.connection().execute(insert(CampaignMember.__table__), rows)  # type: ignore[arg-type]
        count(campaign_id)
        _signal(campaign_id, new)


def _chunked(ids: Sequence[int], query: Any, table: Any) -> list[int]:
    found: list[int] = []
    for start in range(0, len(ids), AT_ONCE):
        chosen = ids[start : start + AT_ONCE]
        found += session.scalars(query.where(table.contribution_id.in_(chosen)))
    return found


def _source_of(campaign_id: int) -> str:
    found = session.scalar(
        select(Revision.source)
        .join(Contribution, Contribution.id == Revision.contribution_id)
        .join(Campaign, Campaign.representative_id == Contribution.id)
        .where(Campaign.id == campaign_id, Revision.number == Contribution.revision)
    )
    return found or ""


def leave(campaign_id: int, contribution_ids: Collection[int]) -> None:
    """Take members out; a campaign without members is none, one without its text takes another."""
    with transaction() as current:
        current.execute(
            delete(CampaignMember).where(CampaignMember.contribution_id.in_(contribution_ids))
        )
        row = current.get_one(Campaign, campaign_id)
        if row.representative_id in contribution_ids:
            another = current.scalar(
                select(CampaignMember.contribution_id)
                .where(CampaignMember.campaign_id == campaign_id)
                .order_by(CampaignMember.similarity.desc(), CampaignMember.contribution_id)
                .limit(1)
            )
            if another is None:
                current.delete(row)
                current.flush()
                return
            row.representative_id = another
            current.flush()
        count(campaign_id)


def count(campaign_id: int) -> None:
    """Count texts and persons, and see when the first and the last one were sent."""
    members, persons, first_at, last_at = session.execute(
        select(
            func.count(),
            func.count(Contribution.author_id.distinct()),
            func.min(Contribution.submitted_at),
            func.max(Contribution.submitted_at),
        )
        .join(CampaignMember, CampaignMember.contribution_id == Contribution.id)
        .where(CampaignMember.campaign_id == campaign_id)
    ).one()
    session.execute(
        update(Campaign)
        .where(Campaign.id == campaign_id)
        .values(member_count=members, person_count=persons, first_at=first_at, last_at=last_at)
    )


def _signal(campaign_id: int, joining: Sequence[Joining]) -> None:
    """Say it on each contribution: a signal points and ranks, it decides nothing.

    The consultation's rules may ask for it beside another signal.
    """
    key, members = session.execute(
        select(Campaign.key, Campaign.member_count).where(Campaign.id == campaign_id)
    ).one()
    similarity = {each.text.id: each.similarity for each in joining}
    ids = sorted(similarity)
    changes = []
    for start in range(0, len(ids), AT_ONCE):
        rows = session.execute(
            select(Contribution.id, Contribution.signals, Contribution.risk)
            .where(Contribution.id.in_(ids[start : start + AT_ONCE]))
            .order_by(Contribution.id)
            .with_for_update()
        )
        for row_id, signals, before in rows:
            details = {
                "campaign": key, "members": members, "similarity": round(similarity[row_id], 3),
            }  # fmt: skip
            found = Signal(SignalKind.CAMPAIGN, CAMPAIGN_WEIGHT, details=details)
            kept = [each for each in signals if each["kind"] != SignalKind.CAMPAIGN]
            stored = [*kept, found.stored()]
            risk = max(before, risk_of(map(Signal.loaded, stored)))
            changes.append({"id": row_id, "signals": stored, "risk": risk})
    session.execute(update(Contribution), changes)
    for start in range(0, len(ids), AT_ONCE):
        rule_again(ids[start : start + AT_ONCE], SignalKind.CAMPAIGN)
