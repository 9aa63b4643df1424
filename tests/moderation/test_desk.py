"""The moderators' desk, through its pages: the queue, the item, the decision and the next one."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from consultation.contributions.models import Contribution, ContributionState, Revision
from consultation.core.clock import now
from consultation.core.db import session, transaction
from consultation.moderation.campaigns.models import Campaign, CampaignMember, How
from consultation.moderation.models import Measure
from consultation.moderation.queries.queue import PAGE_SIZE, queue_page
from consultation.moderation.queue import Cursor, Filters
from consultation.screening.signals import Signal, SignalKind
from tests.conftest import SignIn, count_queries
from tests.contributions.steps import say
from tests.factories import fresh
from tests.moderation.queue import (
    PHONE,
    address,
    decisions,
    examined,
    form,
    found,
    many_waiting,
    shown,
    wait,
    waiting,
)
from tests.moderation.steps import make_desk

pytestmark = pytest.mark.usefixtures("app")


def test_the_riskiest_comes_first_then_the_oldest(client: FlaskClient, sign_in: SignIn) -> None:
    parc, camille = make_desk()
    young, old = waiting(parc, hours=1).key, waiting(parc, hours=9).key
    risky = waiting(parc, PHONE, hours=2, risk=70).key
    examined(say(parc, text="Rien à relire."))
    sign_in(camille)
    assert shown(client.get(address(parc))) == [risky, old, young]


def test_personal_data_are_named_in_the_queue_and_marked_on_the_page(
    client: FlaskClient, sign_in: SignIn
) -> None:
    parc, camille = make_desk()
    key = waiting(parc, PHONE, signals=[found(PHONE, "06 00 00 00 00", "phone")]).key
    sign_in(camille)
    queue = client.get(address(parc)).text
    assert "06 00 00 00 00" not in queue
    assert "Mon numéro est le [téléphone], appelez-moi." in queue
    assert "Donnée personnelle" in queue
    item = client.get(address(parc, key)).text
    assert re.search(r"<mark>.*06 00 00 00 00</mark>", item)
    assert 'value="source:18:32:phone" checked' in item


def test_a_moderator_masks_a_detected_span_and_words_of_their_own(
    client: FlaskClient, sign_in: SignIn
) -> None:
    parc, camille = make_desk()
    text = "Mme Berthaud habite ici. Appelez le 06 00 00 00 00. Mme Berthaud le sait."
    key = waiting(parc, text, signals=[found(text, "06 00 00 00 00", "phone")]).key
    following = waiting(parc, "Un autre avis.").key
    sign_in(camille)
    start = text.index("06")
    page = client.post(
        address(parc, key),
        data=form("mask", span=f"source:{start}:{start + 14}:phone", words="Mme Berthaud\n",
                  rule="5", facts="Le texte nomme une voisine."),
    )  # fmt: skip
    assert page.status_code == 303
    assert page.location.endswith(following)
    row = session.scalars(select(Contribution).where(Contribution.key == key)).one()
    revision = session.get_one(Revision, (row.id, row.revision), populate_existing=True)
    assert "Berthaud" not in revision.source
    assert "06 00 00" not in revision.source
    assert "habite ici" in revision.source
    assert decisions()[-1].measure is Measure.MASK


def test_words_that_are_not_in_the_text_are_not_masked_and_nothing_typed_is_lost(
    client: FlaskClient, sign_in: SignIn
) -> None:
    parc, camille = make_desk()
    key = waiting(parc).key
    sign_in(camille)
    page = client.post(
        address(parc, key),
        data=form("mask", words="Jocelyne", rule="5", facts="Des faits à garder."),
    )
    assert page.status_code == 422
    assert "recopiez les mots exacts" in page.text
    assert "Des faits à garder." in page.text
    assert not decisions()


def test_a_refusal_without_its_rule_is_given_back(client: FlaskClient, sign_in: SignIn) -> None:
    parc, camille = make_desk()
    key = waiting(parc).key
    sign_in(camille)
    page = client.post(address(parc, key), data=form("refuse", facts="Il insulte quelqu’un."))
    assert page.status_code == 422
    assert "Choisissez la règle" in page.text
    assert "Il insulte quelqu’un." in page.text
    assert client.post(address(parc, key), data=form("nonsense")).status_code == 422


def test_the_script_gets_the_next_contribution_in_the_answer_to_a_decision(
    client: FlaskClient, sign_in: SignIn
) -> None:
    parc, camille = make_desk()
    keys = [waiting(parc, f"Avis {number}.", hours=9 - number).key for number in range(4)]
    tail = Cursor.decode("")
    assert tail is None
    sign_in(camille)
    row = session.scalars(select(Contribution).where(Contribution.key == keys[2])).one()
    assert row.review_since is not None
    cursor = Cursor(row.risk, row.review_since, row.id).encode()
    page = client.post(
        address(parc, keys[0]), data=form("keep", queue=cursor), headers={"X-Fragment": "item"}
    )
    assert page.status_code == 200
    assert not page.text.startswith("<!doctype")
    assert f'data-key="{keys[1]}"' in page.text
    assert shown(page) == [keys[3]]
    assert "gardée" in page.text or "publiée" in page.text
    assert decisions()[-1].decided_by_id == camille.id


def test_the_last_decision_is_undone_with_its_contribution_before_one_again(
    client: FlaskClient, sign_in: SignIn
) -> None:
    parc, camille = make_desk()
    key = waiting(parc).key
    sign_in(camille)
    client.post(address(parc, key), data=form("hide", rule="3", facts="Il vise une personne."))
    assert fresh(decisions()[-1]).undone_at is None
    page = client.get(address(parc))
    decision_key = re.search(r'name="decision" value="(\w+)"', page.text)
    assert decision_key is not None
    back = client.post(address(parc, "annuler"), data={"decision": decision_key.group(1)})
    assert back.location.endswith(key)
    row = session.scalars(select(Contribution).where(Contribution.key == key)).one()
    session.refresh(row)
    assert row.state is ContributionState.PUBLISHED
    assert row.review_since is not None


def test_one_passes_to_the_next_and_back_without_deciding(
    client: FlaskClient, sign_in: SignIn
) -> None:
    parc, camille = make_desk()
    first, second, third = (waiting(parc, f"Avis {n}.", hours=9 - n).key for n in range(3))
    sign_in(camille)
    assert client.get(address(parc, f"{first}/suite")).location.endswith(second)
    assert client.get(address(parc, f"{third}/suite")).location.endswith(first)
    assert client.get(address(parc, f"{third}/suite?sens=avant")).location.endswith(second)
    assert client.get(address(parc, f"{first}/suite?sens=avant")).location.endswith(first)
    assert not decisions()


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("motif=links", ["links"]),
        ("motif=personal_data", ["phone"]),
        ("motif=nothing-such", ["phone", "links", "plain"]),
        ("nature=reply", []),
        ("nature=question", []),
        ("etat=pending", []),
        ("etat=published", ["phone", "links", "plain"]),
    ],
)
def test_filters_keep_a_part_of_the_queue(
    client: FlaskClient, sign_in: SignIn, query: str, kept: list[str]
) -> None:
    parc, camille = make_desk()
    keys = {
        "phone": waiting(
            parc, PHONE, hours=9, risk=9, signals=[found(PHONE, "06 00 00 00 00", "phone")]
        ).key,
        "links": waiting(parc, "www", hours=8, signals=[Signal(SignalKind.LINKS, 10, 4)]).key,
        "plain": waiting(parc, "Rien.", hours=7).key,
    }
    sign_in(camille)
    assert shown(client.get(f"{address(parc)}?{query}")) == [keys[name] for name in kept]


def test_a_filter_by_section_and_by_text(client: FlaskClient, sign_in: SignIn) -> None:
    parc, camille = make_desk()
    on_paragraph = waiting(parc, hours=9).key
    on_document = waiting(parc, hours=8, index=None).key
    sign_in(camille)
    page = client.get(address(parc))
    options = re.findall(r'<option value="(\w{8})"', page.text.split('id="section"')[1])
    document, section = options[0], options[1]
    assert shown(client.get(f"{address(parc)}?section={document}")) == [on_paragraph, on_document]
    assert shown(client.get(f"{address(parc)}?section={section}")) == [on_paragraph]
    assert shown(client.get(f"{address(parc)}?section=zzzzzzzz")) == []


def test_a_decision_with_its_next_item_costs_few_statements(
    client: FlaskClient, sign_in: SignIn
) -> None:
    parc, camille = make_desk()
    first, _second = waiting(parc, hours=9).key, waiting(parc, hours=8).key
    sign_in(camille)
    sent, where = form("keep"), address(parc, first)
    with count_queries() as statements:
        page = client.post(where, data=sent, headers={"X-Fragment": "item"})
    assert page.status_code == 200
    assert "data-decide" in page.text
    assert len(statements) <= 17, "\n".join(statements)


def test_a_queue_of_ten_thousand_costs_eight_queries_a_page(
    client: FlaskClient, sign_in: SignIn
) -> None:
    parc, camille = make_desk()
    many_waiting(parc, 10_000)
    sign_in(camille)
    queue, after = address(parc), ""
    for _page in range(3):
        with count_queries() as statements:
            page = client.get(f"{queue}?apres={after}")
        assert len(statements) <= 8, "\n".join(statements)
        assert len(shown(page)) == PAGE_SIZE
        link = re.search(r"apres=([\w-]{24})", page.text)
        assert link is not None
        after = link.group(1)


def test_every_contribution_of_a_long_queue_is_on_one_page_of_it(app: Flask) -> None:
    parc, camille = make_desk()
    many_waiting(parc, 210)
    seen: list[int] = []
    cursor = None
    for _page in range(12):
        page = queue_page(parc.consultation, camille, Filters(), cursor, now())
        seen += [row.id for row in page.rows]
        assert page.rows == sorted(page.rows, key=lambda row: (-row.risk, row.since, row.id))
        if not page.following:
            break
        cursor = Cursor.decode(page.following)
    assert len(seen) == len(set(seen)) == 210


@pytest.mark.parametrize("cursor", ["x", "é" * 24, "A" * 24, "-" * 24, "_" * 23 + "=", "'" * 24])
def test_a_cursor_that_is_none_begins_at_the_beginning(
    client: FlaskClient, sign_in: SignIn, cursor: str
) -> None:
    parc, camille = make_desk()
    waiting(parc)
    sign_in(camille)
    assert client.get(address(parc), query_string={"apres": cursor}).status_code == 200


def test_a_campaign_is_read_and_decided_as_one(client: FlaskClient, sign_in: SignIn) -> None:
    parc, camille = make_desk()
    rows = [waiting(parc, f"Non au fichage {n}.", hours=9 - n) for n in range(3)]
    other = waiting(parc, "Un avis à part.").key
    with transaction() as current:
        campaign = Campaign(
            consultation_id=parc.consultation_id, representative_id=rows[0].id, core=b""
        )
        current.add(campaign)
        current.flush()
        current.add_all(
            CampaignMember(
                contribution_id=row.id, campaign_id=campaign.id, revision=1, similarity=0.9,
                how=How.SIMILAR,
            )
            for row in rows
        )  # fmt: skip
    details = {"campaign": campaign.key, "members": 3, "similarity": 0.9}
    wait(rows[0], hours=9, signals=[Signal(SignalKind.CAMPAIGN, 10, details=details)])
    sign_in(camille)
    assert f"campagne={campaign.key}" in client.get(address(parc)).text
    page = client.get(f"{address(parc)}?campagne={campaign.key}")
    assert shown(page) == [row.key for row in rows]
    assert "Décider pour tout ce filtre" in page.text
    assert "90\u00a0% de mots communs" in client.get(address(parc, rows[0].key)).text
    sent = {"measure": "keep", "all": "1", "campagne": campaign.key, "confirmed": "1"}
    client.post(address(parc, "lot"), data=sent)
    assert shown(client.get(address(parc))) == [other]
