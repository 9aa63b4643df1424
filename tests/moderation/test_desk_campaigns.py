"""A campaign is one row of the queue with its count, and every member of it stays in reach."""

import re

import pytest
from flask.testing import FlaskClient

from consultation.contributions.models import Contribution
from consultation.core.db import transaction
from consultation.moderation.campaigns.models import Campaign, CampaignMember, How
from tests.conftest import SignIn, count_queries
from tests.contributions.steps import Parc
from tests.factories import make_user
from tests.moderation.queue import address, decisions, examined, form, shown, waiting
from tests.moderation.steps import make_desk

pytestmark = pytest.mark.usefixtures("app")
TEXT = "Non au fichage de nos dossiers médicaux"


def grouped(parc: Parc, rows: list[Contribution]) -> str:
    """They are a campaign; its key."""
    with transaction() as current:
        campaign = Campaign(
            consultation_id=parc.consultation_id, representative_id=rows[0].id, core=b"",
            member_count=len(rows),
        )  # fmt: skip
        current.add(campaign)
        current.flush()
        current.add_all(
            CampaignMember(
                contribution_id=row.id, campaign_id=campaign.id, revision=1, similarity=0.9,
                how=How.SIMILAR,
            )
            for row in rows
        )  # fmt: skip
        return campaign.key


def test_case_36_a_campaign_is_one_row_that_opens_to_its_members(
    client: FlaskClient, sign_in: SignIn
) -> None:
    parc, camille = make_desk()
    rows = [waiting(parc, f"{TEXT} {n}.", hours=9 - n) for n in range(4)]
    between = waiting(parc, "Un avis à part.", hours=7.5).key
    key = grouped(parc, rows)
    sign_in(camille)
    page = client.get(address(parc))
    assert shown(page) == [between]
    assert page.text.count(f'id="c-{key}"') == 1
    assert "Campagne de 4" in page.text
    assert page.text.index(f'id="c-{key}"') < page.text.index(f'id="q-{between}"')
    assert "5 attendent." in page.text
    opened = client.get(f"{address(parc)}?campagne={key}")
    assert shown(opened) == [row.key for row in rows]


def test_each_member_is_decided_in_its_turn_and_the_last_stands_for_itself(
    client: FlaskClient, sign_in: SignIn
) -> None:
    parc, camille = make_desk()
    rows = [waiting(parc, f"{TEXT} {n}.", hours=9 - n) for n in range(3)]
    grouped(parc, rows)
    sign_in(camille)
    for row, left in ((rows[0], 2), (rows[1], 1)):
        page = client.post(address(parc, row.key), data=form("keep"))
        assert page.location.endswith(rows[rows.index(row) + 1].key)
        queue = client.get(address(parc))
        assert (f"Campagne de {left}" in queue.text) is (left > 1)
    assert shown(queue) == [rows[2].key]


def test_the_group_is_chosen_by_its_box_and_decided_after_a_preview(
    client: FlaskClient, sign_in: SignIn
) -> None:
    parc, camille = make_desk()
    rows = [waiting(parc, f"{TEXT} {n}.", hours=9 - n) for n in range(3)]
    other = waiting(parc, "Un avis à part.", hours=1).key
    key = grouped(parc, rows)
    sign_in(camille)
    sent = {"measure": "keep", "c": f"campagne:{key}"}
    preview = client.post(address(parc, "lot"), data=sent)
    assert "Publier 3 contributions" in preview.text
    client.post(address(parc, "lot"), data={**sent, "confirmed": "1"})
    assert len(decisions()) == 3
    assert shown(client.get(address(parc))) == [other]


@pytest.mark.parametrize("value", ["campagne:", "campagne:zzzz", "campagne:" + "a" * 500, "é\x00"])
def test_a_group_that_is_none_chooses_nothing(
    client: FlaskClient, sign_in: SignIn, value: str
) -> None:
    parc, camille = make_desk()
    waiting(parc)
    sign_in(camille)
    page = client.post(address(parc, "lot"), data={"measure": "keep", "c": value})
    assert page.status_code in {400, 422}
    assert not decisions()


def test_what_one_wrote_oneself_hides_no_campaign(client: FlaskClient, sign_in: SignIn) -> None:
    parc, camille = make_desk()
    own = waiting(parc, f"{TEXT} 0.", hours=9, author=camille)
    rows = [own, *(waiting(parc, f"{TEXT} {n}.", hours=8 - n) for n in range(2))]
    key = grouped(parc, rows)
    sign_in(camille)
    page = client.get(address(parc))
    assert f'id="c-{key}"' in page.text
    assert "Campagne de 2" in page.text


def test_a_filter_counts_what_it_keeps_of_a_campaign(client: FlaskClient, sign_in: SignIn) -> None:
    parc, camille = make_desk()
    rows = [waiting(parc, f"{TEXT} {n}.", hours=9 - n, index=n % 2) for n in range(4)]
    grouped(parc, [*rows, examined(waiting(parc, f"{TEXT}."))])
    sign_in(camille)
    assert "Campagne de 4" in client.get(address(parc)).text
    assert "Campagne de 4" in client.get(f"{address(parc)}?etat=published").text
    assert "Campagne" not in re.sub(
        r"<nav.*?</nav>", "", client.get(f"{address(parc)}?etat=hidden").text, flags=re.S
    )


def test_pages_of_a_queue_with_campaigns_hold_each_row_once(
    client: FlaskClient, sign_in: SignIn
) -> None:
    parc, camille = make_desk()
    author = make_user()
    rows = [
        waiting(parc, f"Avis {n}.", hours=90 - n, risk=(n * 3) % 5, author=author)
        for n in range(48)
    ]
    key = grouped(parc, rows[:12])
    sign_in(camille)
    queue, after = address(parc), ""
    seen: list[str] = []
    for _page in range(4):
        with count_queries() as statements:
            page = client.get(f"{queue}{after}")
        assert len(statements) <= 8, "\n\n".join(statements)
        seen += re.findall(r'<li class="pile[^>]*id="(\w-\w+)"', page.text)
        link = re.search(r'rel="next" href="[^"]*apres=([\w-]{24})', page.text)
        if link is None:
            break
        after = f"?apres={link.group(1)}"
    assert sorted(seen) == sorted([f"c-{key}", *(f"q-{row.key}" for row in rows[12:])])
