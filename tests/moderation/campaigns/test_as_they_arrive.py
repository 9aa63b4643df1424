"""Grouped as they arrive, texts end where they would have ended all at once."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from consultation.core.clock import now, travel
from consultation.core.db import session
from consultation.moderation.campaigns.models import CampaignMember
from consultation.moderation.campaigns.tasks import group_next
from tests.contributions.steps import make_parc, say
from tests.factories import make_user
from tests.moderation.campaigns.planted import planted, score


@pytest.mark.usefixtures("database")
def test_what_is_found_as_texts_arrive_is_what_is_found_at_once() -> None:
    parc = make_parc()
    among = planted(360, (40, 25, 15, 30))
    authors = [make_user() for _each in range(12)]
    ids: list[int] = []
    for start in range(0, 360, 60):
        for at in range(start, start + 60):
            ids.append(say(parc, text=among.texts[at], author=authors[at % 12], index=None).id)
        with travel(now() + timedelta(minutes=start)):
            while group_next():
                pass
    place = {row_id: at for at, row_id in enumerate(ids)}
    members = session.execute(select(CampaignMember.campaign_id, CampaignMember.contribution_id))
    found: dict[int, list[int]] = {}
    for campaign_id, row_id in members:
        found.setdefault(campaign_id, []).append(place[row_id])
    seen = score(among.campaign, found.values())
    assert seen.pair_recall >= 0.9, seen
    assert seen.member_recall >= 0.95, seen
    assert seen.member_precision >= 0.98, seen
