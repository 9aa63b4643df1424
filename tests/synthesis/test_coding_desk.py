"""The coding desk: the queue and its filters, saved views, moving, who may do what."""

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from consultation.accounts.models import User
from consultation.consultations.models import Role
from consultation.contributions.models import ContributionState, Stance
from consultation.contributions.services.withdrawing import withdraw
from consultation.core.db import session
from consultation.moderation.campaigns.models import Campaign, CampaignMember, How
from consultation.synthesis.models import Coding, SavedView
from consultation.synthesis.services.coding import Wanted, code
from consultation.synthesis.services.gathering import gather_all
from tests.conftest import SignIn, count_queries
from tests.contributions.steps import Parc, known, say
from tests.factories import make_consultation, make_document, make_user, saved
from tests.synthesis.desk import DESK, colleague, names, reading, said, shown, theme


def test_the_queue_shows_what_is_to_be_read_in_the_order_it_came_in(
    client: FlaskClient, parc: Parc, moderator: User
) -> None:
    first, second, third = said(parc), said(parc), said(parc)
    code(first, [Wanted(theme("Temps").key)], actor=moderator, seen=1)
    page = client.get(DESK).text
    assert shown(page) == [second.number, third.number]
    assert "1 contribution lue sur 3" in page.replace("\xa0", " ")
    assert shown(client.get(f"{DESK}?etat=coded").text) == [first.number]
    assert len(shown(client.get(f"{DESK}?etat=toutes").text)) == 3


def test_twenty_a_page_and_the_rest_behind_it(client: FlaskClient, parc: Parc) -> None:
    for number in range(23):
        say(parc, text=f"Avis {number}.")
    gather_all(parc.consultation_id)
    page = client.get(DESK).text
    assert len(shown(page)) == 20
    following = re.search(r'rel="next" href="([^"]*)"', page)
    assert following
    assert len(shown(client.get(following.group(1).replace("&amp;", "&")).text)) == 3


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("theme=aucun&etat=toutes", {2, 3}),
        ("position=for", {2}),
        ("position=dessus", {2, 3}),
        ("nature=question", set()),
        ("paragraphe=1", {2}),
        ("paragraphe=2", {3}),
        ("paragraphe=x", set()),
        ("section=nulle", set()),
        ("categorie=99999999999", set()),
        ("categorie=1", set()),
        ("campagne=une", {2, 3}),
        ("campagne=propres", set()),
        ("campagne=nulle", set()),
        ("codeur=nul", set()),
        ("theme=nul", set()),
        ("etat=miennes", set()),
        ("apres=nul", set()),
    ],
)
def test_each_filter_narrows_the_queue(
    client: FlaskClient, parc: Parc, moderator: User, query: str, kept: set[int]
) -> None:
    code(said(parc), [Wanted(theme("Temps").key)], actor=moderator, seen=1)
    said(parc, stance=Stance.FOR)
    said(parc, index=1)
    page = client.get(f"{DESK}?{query}")
    assert page.status_code == 200
    assert set(shown(page.text)) == kept


def test_the_theme_of_a_row_and_its_reader_are_filters(
    client: FlaskClient, parc: Parc, moderator: User
) -> None:
    first = said(parc)
    said(parc)
    code(first, [Wanted(theme("Temps").key)], actor=moderator, seen=1)
    for query in (f"theme={theme('Temps').key}", f"codeur={moderator.key}"):
        assert shown(client.get(f"{DESK}?etat=toutes&{query}").text) == [first.number]


def test_a_campaign_is_one_row_and_its_own_words_are_a_filter(
    client: FlaskClient, parc: Parc
) -> None:
    members = [said(parc) for _each in range(3)]
    campaign = saved(
        Campaign(
            consultation_id=parc.consultation_id, representative_id=members[0].id, core=b"",
            member_count=3, person_count=2,
        )
    )  # fmt: skip
    for each in members:
        saved(
            CampaignMember(
                contribution_id=each.id, campaign_id=campaign.id, revision=1, similarity=1.0,
                how=How.SIMILAR, has_own_words=each.id == members[2].id,
            )
        )  # fmt: skip
    assert shown(client.get(f"{DESK}?campagne=une").text) == [members[0].number]
    assert "campagne, 3 textes" in client.get(DESK).text
    assert shown(client.get(f"{DESK}?campagne=propres").text) == [members[2].number]
    assert len(shown(client.get(f"{DESK}?campagne={campaign.key}").text)) == 3
    item = client.get(f"{DESK}/{members[1].key}").text
    assert "Campagne de 3 textes, 2 personnes" in " ".join(item.split())


def test_ticked_codings_of_a_split_theme_are_given_to_another(
    client: FlaskClient, parc: Parc, moderator: User
) -> None:
    made = [said(parc) for _each in range(3)]
    old, new = theme("Temps"), theme("Forme")
    for each in made:
        code(each, [Wanted(old.key)], actor=moderator, seen=1)
    page = client.get(f"{DESK}?theme={old.key}&etat=toutes").text
    assert page.count('form="repartir"') == 3
    moved = client.post(
        f"{DESK}/repartition",
        data={"theme": old.key, "into": new.key, "c": [made[0].key, made[2].key]},
    )
    assert moved.status_code == 303
    assert [names(each) for each in made] == [{"Forme"}, {"Temps"}, {"Forme"}]
    assert (theme("Temps").coding_count, theme("Forme").coding_count) == (1, 2)
    assert reading(made[0]).edition == 3, "who has it open is told"
    for sent in ({"into": new.key}, {"c": made[1].key}, {"c": made[1].key, "into": old.key}):
        client.post(f"{DESK}/repartition", data={"theme": old.key, **sent})
        assert names(made[1]) == {"Temps"}


def test_a_filter_is_kept_under_a_name_for_oneself_or_for_all(
    client: FlaskClient, parc: Parc, sign_in: SignIn
) -> None:
    said(parc)
    client.post(f"{DESK}/vues", data={"name": "Les pour", "position": "for"})
    client.post(f"{DESK}/vues", data={"name": "Les contre", "position": "against", "shared": "1"})
    assert client.post(f"{DESK}/vues", data={"name": " "}).status_code in {400, 422}
    page = client.get(DESK).text
    assert f"{DESK}?position=for" in page
    sign_in(colleague(parc))
    theirs = client.get(DESK).text
    assert "Les contre" in theirs
    assert "Les pour" not in theirs
    key = session.scalars(select(SavedView.key).where(SavedView.name == "Les contre")).one()
    assert client.post(f"{DESK}/vues/{key}/retrait").status_code == 404
    assert len(session.scalars(select(SavedView)).all()) == 2


def test_what_is_not_public_any_more_is_not_on_the_desk(client: FlaskClient, parc: Parc) -> None:
    contribution = said(parc)
    contribution.state = ContributionState.WITHDRAWN
    saved(contribution)
    assert not shown(client.get(f"{DESK}?etat=toutes").text)
    assert client.get(f"{DESK}/{contribution.key}").status_code == 404


@pytest.mark.parametrize(
    ("role", "reads", "codes"),
    [("moderator", 200, 303), ("organiser", 200, 404), ("stranger", 404, 404)],
)
def test_the_team_reads_the_desk_and_moderators_code(
    client: FlaskClient, parc: Parc, sign_in: SignIn, role: str, reads: int, codes: int
) -> None:
    contribution = said(parc)
    sign_in(make_user() if role == "stranger" else colleague(parc, Role(role)))
    assert client.get(DESK).status_code == reads
    assert client.get(f"{DESK}/{contribution.key}").status_code == reads
    key = theme("Temps").key
    sent = {
        "give": key, "theme": key, "into": key, "seen": 1, "reason": "empty", "text": "Note",
        "name": "Vue", "then": "stay",
    }  # fmt: skip
    for address in (f"/{contribution.key}", "/lot", "/lot/retour", "/vues", "/repartition",
                    f"/{contribution.key}/note"):  # fmt: skip
        assert client.post(f"{DESK}{address}", data=sent).status_code == codes, address
    assert bool(session.scalars(select(Coding)).all()) == (codes == 303)
    if role == "organiser":
        assert "data-decide" not in client.get(f"{DESK}/{contribution.key}").text


def test_another_consultations_contribution_is_not_found(client: FlaskClient, parc: Parc) -> None:
    row = make_consultation(slug="ailleurs")
    elsewhere = Parc(row.id, make_document(row).id)
    assert client.get(f"{DESK}/{say(elsewhere).key}").status_code == 404


@pytest.mark.parametrize("count", [2, 22])
def test_the_desk_and_an_item_cost_no_more_with_more(
    client: FlaskClient, parc: Parc, moderator: User, count: int
) -> None:
    made = [said(parc, f"Avis {number} : dix minutes.") for number in range(count)]
    code(made[0], [Wanted(theme("Temps").key), Wanted(theme("Forme").key)], actor=moderator, seen=1)
    client.get(DESK)
    with count_queries() as desk:
        client.get(f"{DESK}?etat=toutes")
    with count_queries() as item:
        client.get(f"{DESK}/{made[0].key}?etat=toutes")
    assert len(desk) <= 12, desk
    assert len(item) <= 13, item


def test_what_was_withdrawn_while_it_waited_is_no_more_to_be_read(
    client: FlaskClient, parc: Parc, moderator: User
) -> None:
    writer = make_user()
    read, gone, waits = said(parc), said(parc, "À retirer.", author=writer), said(parc, "Reste.")
    code(read, [Wanted(theme("Temps").key)], actor=moderator, seen=1)
    assert "1 contribution lue sur 3" in client.get(DESK).text.replace("\xa0", " ")
    with client.application.test_request_context():
        withdraw(known(gone), actor=writer)
    page = client.get(DESK).text.replace("\xa0", " ")
    assert "1 contribution lue sur 2" in page
    assert shown(page) == [waits.number]
    assert '<span class="num">(1)</span>' in page
