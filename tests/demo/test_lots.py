"""The demo's draw is the one that the engine makes of its volunteers."""

import json
import re

from flask.testing import FlaskClient
from sqlalchemy import select

from consultation.accounts.models import User
from consultation.committees.models.lots import Lot, Volunteer
from consultation.committees.models.people import CommitteeMember, Seat
from consultation.committees.services.lots import obstacles
from consultation.committees.sortition.record import verify
from consultation.core.db import session
from consultation.demo.committee_setting import add_assembly, found_committee
from consultation.demo.lots_setting import call_for_night_care
from consultation.demo.plan import MAIN
from consultation.demo.setting import add_consultation, add_staff
from tests.conftest import count_queries


def test_those_who_sit_in_the_demo_were_drawn_and_anybody_finds_the_same_people(
    client: FlaskClient,
) -> None:
    with client.application.test_request_context():
        staff = add_staff()
        row = add_consultation(MAIN, staff)
        committee = found_committee(row, staff)
        call_for_night_care(row, actor=staff["organisation@demo.example"])
        add_assembly(committee, row, staff)
    drawn, called = session.scalars(select(Lot).order_by(Lot.id))
    assert drawn.record is not None
    assert obstacles(called) == []
    record = json.loads(json.dumps(drawn.record))
    assert verify(record) == []
    assert {each["key"] for each in record["pool"]} >= {*record["result"], *record["reserve"]}
    emails = {each.key: each.email for each in session.scalars(select(Volunteer))}
    sitting = session.scalars(
        select(User.email)
        .join(CommitteeMember, CommitteeMember.user_id == User.id)
        .where(CommitteeMember.seat != Seat.FACILITATOR)
    ).all()
    assert sorted(emails[key] for key in record["result"]) == sorted(map(str, sitting))
    _its_public_page_is_small(client, f"/comites/{committee.slug}/tirage")


def _its_public_page_is_small(client: FlaskClient, address: str) -> None:
    """With four hundred volunteers and eighteen targets."""
    client.get("/")
    with count_queries() as asked:
        page = client.get(address)
    assert "30 personnes sont tirées au sort" in page.text
    assert len(asked) <= 8, asked
    assert len(re.findall(r"<[a-z]", page.text)) <= 600
    assert len(page.data) <= 60_000
