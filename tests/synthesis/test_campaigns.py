"""A campaign is coded once for its members, those who join later too; their own words apart."""

from collections.abc import Sequence

import pytest
from flask.testing import FlaskClient
from sqlalchemy import delete, select

from consultation.accounts.models import User
from consultation.consultations.models import Role
from consultation.contributions.models import Contribution, ContributionState, Stance
from consultation.core.db import session, transaction
from consultation.core.journal import JournalEntry
from consultation.moderation.campaigns.models import Campaign, CampaignMember, How
from consultation.synthesis.models import CampaignCoding, Coding
from consultation.synthesis.models.coding import Origin, ReadingState, SetAside
from consultation.synthesis.queries.campaigns import counts_of
from consultation.synthesis.queries.coding import codings_of
from consultation.synthesis.services.coding import Wanted, code, set_aside
from consultation.synthesis.services.inheriting import spread
from consultation.synthesis.tasks import prepare_next
from tests.conftest import SignIn, count_queries
from tests.contributions.steps import Parc
from tests.factories import make_user, saved
from tests.synthesis.desk import DESK, colleague, names, reading, said, theme

COMMON = "Non au fichage de nos dossiers médicaux, nous demandons un vrai débat public avant tout."
ADDED = f"{COMMON} À l’hôpital de Dole, personne ne nous a informés."


def joined(campaign: Campaign, member: Contribution, *, own: bool = False) -> None:
    """One member more."""
    saved(
        CampaignMember(
            contribution_id=member.id, campaign_id=campaign.id, revision=1, similarity=1.0,
            how=How.SIMILAR, has_own_words=own,
        )
    )  # fmt: skip


def campaign_of(parc: Parc, members: Sequence[Contribution]) -> Campaign:
    """A campaign; who says more than its first member has own words."""
    row = saved(
        Campaign(
            consultation_id=parc.consultation_id, representative_id=members[0].id, core=b"",
            member_count=len(members), person_count=len(members),
        )
    )  # fmt: skip
    for each in members:
        joined(row, each, own=each is not members[0] and each is members[-1])
    return row


@pytest.fixture
def members(parc: Parc) -> list[Contribution]:
    """Three texts, the last of which adds something."""
    return [said(parc, text, stance=Stance.AGAINST) for text in (COMMON, COMMON, ADDED)]


@pytest.fixture
def campaign(parc: Parc, members: list[Contribution]) -> Campaign:
    return campaign_of(parc, members)


def address(campaign: Campaign, rest: str = "") -> str:
    return f"{DESK}/campagnes/{campaign.key}{rest}"


def coded(client: FlaskClient, campaign: Campaign, *given: str, seen: str = "") -> None:
    """The campaign has these themes, against."""
    keys = [theme(name).key for name in given]
    data = {"give": keys, "seen": seen} | {f"stance-{key}": "against" for key in keys}
    assert client.post(address(campaign), data=data).status_code == 303


def standing() -> str:
    """The key of the coding that stands, as the page sends it."""
    return session.scalars(
        select(CampaignCoding.key).where(CampaignCoding.removed_at.is_(None))
    ).one()


def test_a_campaign_is_coded_once_for_all_its_members(
    client: FlaskClient, campaign: Campaign, members: list[Contribution]
) -> None:
    coded(client, campaign, "Temps")
    assert [names(each) for each in members] == [{"Temps"}] * 3
    [(coding, _theme)] = codings_of([members[1].id])[members[1].id]
    assert (coding.origin, coding.stance) == (Origin.CAMPAIGN, Stance.AGAINST)
    assert theme("Temps").coding_count == 3
    page = " ".join(client.get(address(campaign)).text.split())
    assert "Tous les textes publiés ont ces thèmes" in page
    assert "campaign.coded" in set(session.scalars(select(JournalEntry.act)))


def test_who_adds_words_is_still_to_be_read_and_the_others_are_not(
    client: FlaskClient, campaign: Campaign, members: list[Contribution]
) -> None:
    coded(client, campaign, "Temps")
    assert [reading(each).state for each in members] == [
        ReadingState.CODED, ReadingState.CODED, ReadingState.TO_READ,
    ]  # fmt: skip
    page = client.get(address(campaign, "/mots")).text
    assert "<mark>À l’hôpital de Dole, personne ne nous a informés</mark>" in page
    item = client.get(f"{DESK}/{members[2].key}").text
    assert "Reste à lire ce que la personne ajoute" in item
    assert "« <bdi>À l’hôpital de Dole, personne ne nous a informés</bdi> »" in item


def test_own_words_are_coded_apart_and_what_the_campaign_gave_stays(
    client: FlaskClient, campaign: Campaign, members: list[Contribution]
) -> None:
    coded(client, campaign, "Temps")
    last = members[2]
    data = {
        "give": [theme("Temps").key], "seen": reading(last).edition, "then": "stay",
        "passage": "personne ne nous a informés", "passage_theme": theme("Forme").key,
    }  # fmt: skip
    assert client.post(f"{DESK}/{last.key}", data=data).status_code == 303
    assert names(last) == {"Temps", "Forme"}
    origins = {coding.origin for coding, _theme in codings_of([last.id])[last.id]}
    assert origins == {Origin.CAMPAIGN, Origin.CODER}
    assert reading(last).state is ReadingState.CODED
    assert counts_of(campaign).left == 0


def test_own_words_that_add_nothing_are_ticked_together_and_can_be_read_again(
    client: FlaskClient, campaign: Campaign, members: list[Contribution]
) -> None:
    coded(client, campaign, "Temps")
    words = address(campaign, "/mots")
    assert client.post(words, data={"c": [each.key for each in members]}).status_code == 303
    assert reading(members[2]).state is ReadingState.CODED
    assert "Tous les mots ajoutés sont lus" in client.get(words).text
    assert f"n° {members[2].number}" in client.get(f"{words}?etat=lus").text
    client.post(words, data={"c": members[2].key, "sens": "relire"})
    assert reading(members[2]).state is ReadingState.TO_READ
    assert client.post(words, data={}).status_code in {400, 422}


def test_whoever_joins_later_inherits(
    client: FlaskClient, parc: Parc, campaign: Campaign, members: list[Contribution]
) -> None:
    coded(client, campaign, "Temps")
    late = said(parc, COMMON)
    joined(campaign, late)
    while prepare_next():
        pass
    assert names(late) == {"Temps"}
    assert reading(late).state is ReadingState.CODED
    assert spread(parc.consultation_id) == 0


def test_whoever_leaves_the_campaign_loses_its_themes_and_is_read_again(
    client: FlaskClient, parc: Parc, campaign: Campaign, members: list[Contribution]
) -> None:
    coded(client, campaign, "Temps")
    with transaction() as current:
        current.execute(
            delete(CampaignMember).where(CampaignMember.contribution_id == members[1].id)
        )
    assert spread(parc.consultation_id) == 1
    assert names(members[1]) == set()
    assert reading(members[1]).state is ReadingState.TO_READ
    assert theme("Temps").coding_count == 2


def test_taking_it_back_takes_it_from_all_and_leaves_what_people_coded(
    client: FlaskClient, parc: Parc, campaign: Campaign, members: list[Contribution],
    moderator: User,
) -> None:  # fmt: skip
    code(members[0], [Wanted(theme("Forme").key)], actor=moderator, seen=1)
    coded(client, campaign, "Temps")
    assert names(members[0]) == {"Temps", "Forme"}
    client.post(address(campaign, "/retrait"), data={"seen": standing()})
    assert [names(each) for each in members] == [{"Forme"}, set(), set()]
    assert reading(members[0]).state is ReadingState.CODED
    assert reading(members[1]).state is ReadingState.TO_READ
    assert len(session.scalars(select(Coding)).all()) == 4, "what is taken back stays in storage"
    coded(client, campaign, "Temps")
    assert names(members[1]) == {"Temps"}


def test_other_themes_replace_those_that_it_had(
    client: FlaskClient, campaign: Campaign, members: list[Contribution]
) -> None:
    coded(client, campaign, "Temps")
    kept = codings_of([members[1].id])[members[1].id][0][0].id
    coded(client, campaign, "Temps", "Forme", seen=standing())
    assert names(members[1]) == {"Temps", "Forme"}
    assert kept in {coding.id for coding, _theme in codings_of([members[1].id])[members[1].id]}
    coded(client, campaign, "Forme", seen=standing())
    assert names(members[1]) == {"Forme"}


def test_who_saw_an_older_coding_of_the_campaign_is_told(
    client: FlaskClient, campaign: Campaign, members: list[Contribution]
) -> None:
    coded(client, campaign, "Temps")
    answer = client.post(address(campaign), data={"give": theme("Forme").key, "seen": ""})
    assert answer.status_code == 409
    assert "Une autre personne vient de coder cette campagne" in answer.text
    assert names(members[0]) == {"Temps"}
    assert client.post(address(campaign, "/retrait"), data={"seen": "x"}).status_code == 409


def test_what_a_person_set_aside_stays_aside(
    client: FlaskClient, campaign: Campaign, members: list[Contribution], moderator: User
) -> None:
    set_aside(members[1], SetAside.REPEATED, "", actor=moderator, seen=1)
    coded(client, campaign, "Temps")
    assert names(members[1]) == set()
    assert reading(members[1]).state is ReadingState.SET_ASIDE


def test_a_theme_taken_from_one_member_by_hand_does_not_come_back(
    client: FlaskClient, parc: Parc, campaign: Campaign, members: list[Contribution],
    moderator: User,
) -> None:  # fmt: skip
    coded(client, campaign, "Temps")
    last = members[1]
    code(last, [Wanted(theme("Forme").key)], actor=moderator, seen=reading(last).edition)
    assert spread(parc.consultation_id) == 0
    assert names(last) == {"Forme"}


def test_texts_and_persons_are_both_counted_and_what_is_hidden_is_not(
    client: FlaskClient, parc: Parc, campaign: Campaign, members: list[Contribution]
) -> None:
    twice = said(parc, COMMON, author=make_user())
    joined(campaign, twice)
    first, last = members[0].author_id, members[2].id
    with transaction() as current:
        current.get_one(Contribution, twice.id).author_id = first
        current.get_one(Contribution, last).state = ContributionState.HIDDEN
    campaign = session.get_one(Campaign, campaign.id)
    counts = counts_of(campaign)
    assert (counts.public.texts, counts.public.persons) == (3, 2)
    assert counts.by_stance[Stance.AGAINST].persons == 2
    page = client.get(address(campaign)).text
    assert "Dole" not in page
    assert "Dole" not in client.get(address(campaign, "/mots")).text


@pytest.mark.parametrize("given", [[], ["nul"], ["nul"] * 30])
def test_what_cannot_be_given_is_refused_with_a_sentence(
    client: FlaskClient, campaign: Campaign, members: list[Contribution], given: list[str]
) -> None:
    answer = client.post(address(campaign), data={"give": given, "seen": ""})
    assert answer.status_code in {400, 409, 422}
    assert 'role="alert"' in answer.text
    assert not session.scalars(select(Coding)).all()


def test_the_team_reads_campaigns_and_moderators_code_them(
    client: FlaskClient, parc: Parc, campaign: Campaign, sign_in: SignIn
) -> None:
    pages = (f"{DESK}/campagnes", address(campaign), address(campaign, "/mots"))
    acts = (address(campaign), address(campaign, "/retrait"), address(campaign, "/mots"))
    sign_in(colleague(parc, Role.ORGANISER))
    assert [client.get(each).status_code for each in pages] == [200] * 3
    assert [client.post(each).status_code for each in acts] == [404] * 3
    sign_in(make_user())
    assert [client.get(each).status_code for each in pages] == [404] * 3
    assert client.get(f"{DESK}/campagnes/nulle").status_code == 404


@pytest.mark.parametrize("count", [2, 22])
def test_the_pages_of_campaigns_cost_no_more_with_more(
    client: FlaskClient, parc: Parc, count: int
) -> None:
    row = campaign_of(parc, [said(parc, f"{COMMON} {number}") for number in range(count)])
    coded(client, row, "Temps")
    client.get(DESK)
    for page in (f"{DESK}/campagnes", address(row), address(row, "/mots")):
        with count_queries() as seen:
            client.get(page)
        assert len(seen) <= 13, seen
