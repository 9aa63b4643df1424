"""Campaigns follow what is said: found by the worker, joined as texts arrive, left when they go."""

from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from consultation.contributions.models import Contribution, ContributionState, Kind
from consultation.contributions.services.editing import edit
from consultation.contributions.services.withdrawing import withdraw
from consultation.contributions.writing import Written
from consultation.core.clock import now, travel
from consultation.core.db import session, transaction
from consultation.moderation.campaigns import tasks
from consultation.moderation.campaigns.models import Campaign, CampaignMember, CampaignProgress, How
from consultation.moderation.campaigns.queries import campaign_of, members_of
from consultation.moderation.campaigns.tasks import group_next
from consultation.screening.signals import SignalKind
from tests.conftest import count_queries
from tests.contributions.steps import Parc, known, make_parc, say
from tests.factories import make_user
from tests.moderation.campaigns.planted import dice, filled, templates

LETTER, OTHER = templates()[3], templates()[5]
pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def parc() -> Parc:
    return make_parc()


def group_all() -> int:
    done = 0
    while group_next():
        done += 1
        assert done < 50
    return done


def later(minutes: int = 10) -> AbstractContextManager[None]:
    return travel(now() + timedelta(minutes=minutes))


def said(parc: Parc, text: str, **given: object) -> Contribution:
    return say(parc, text=text, **given)  # type: ignore[arg-type]


def letters(parc: Parc, count: int = 4) -> list[Contribution]:
    return [said(parc, LETTER) for _each in range(count)]


def only_campaign() -> Campaign:
    return session.scalars(select(Campaign).execution_options(populate_existing=True)).one()


def member_ids() -> set[int]:
    return set(session.scalars(select(CampaignMember.contribution_id)))


def test_near_identical_contributions_become_a_campaign(parc: Parc) -> None:
    rng = dice(1)
    members = [*letters(parc), said(parc, f"Bonjour. {LETTER}", index=1)]
    for _each in range(5):
        said(parc, filled(rng))
    group_all()
    campaign = only_campaign()
    assert member_ids() == {each.id for each in members}
    assert (campaign.member_count, campaign.person_count) == (5, 5)
    assert campaign.representative_id == members[0].id
    assert campaign.first_at == members[0].submitted_at
    assert campaign.last_at == members[-1].submitted_at
    rows = session.scalars(select(CampaignMember).order_by(CampaignMember.contribution_id)).all()
    assert [row.has_own_words for row in rows] == [False] * 4 + [True]
    assert {row.how for row in rows} == {How.SIMILAR}


def test_texts_and_persons_are_both_counted(parc: Parc) -> None:
    somebody = make_user()
    for _each in range(3):
        said(parc, LETTER, author=somebody)
    said(parc, LETTER)
    group_all()
    assert (only_campaign().member_count, only_campaign().person_count) == (4, 2)


def test_a_new_contribution_joins_at_once_whatever_it_adds(parc: Parc) -> None:
    letters(parc)
    group_all()
    story = " ".join(f"mot{number}" for number in range(450))
    joined = said(parc, f"{story} {LETTER}")
    other = said(parc, filled(dice(2)))
    assert group_next()
    assert campaign_of(joined.id) is not None
    assert campaign_of(other.id) is None
    assert session.get_one(CampaignMember, joined.id).how is How.CONTAINS
    assert only_campaign().member_count == 5


def test_a_short_slogan_is_joined_by_what_is_equal_to_it(parc: Parc) -> None:
    for _each in range(6):
        said(parc, "Non au fichage des enfants malades !")
    group_all()
    same = said(parc, "NON AU FICHAGE DES ENFANTS MALADES")
    near = said(parc, "Non au fichage des enfants pauvres !")
    group_all()
    assert same.id in member_ids()
    assert near.id not in member_ids()


def test_members_carry_a_signal_that_ranks_and_decides_nothing(parc: Parc) -> None:
    first, *_others = letters(parc)
    group_all()
    row = session.get_one(Contribution, first.id, populate_existing=True)
    (signal,) = [each for each in row.signals if each["kind"] == SignalKind.CAMPAIGN]
    assert signal["details"] == {"campaign": only_campaign().key, "members": 4, "similarity": 1.0}
    assert row.risk > 0
    assert row.state is ContributionState.PUBLISHED


def test_nothing_is_done_twice(parc: Parc) -> None:
    letters(parc)
    group_all()
    with transaction() as current:
        current.execute(update(CampaignProgress).values(number=0))
    group_all()
    assert only_campaign().member_count == 4
    row = session.scalars(select(Contribution)).first()
    assert row is not None
    assert len([each for each in row.signals if each["kind"] == SignalKind.CAMPAIGN]) == 1


def test_a_worker_with_nothing_to_do_writes_nothing(parc: Parc) -> None:
    letters(parc)
    group_all()
    with count_queries() as statements:
        assert not group_next()
    assert not [each for each in statements if not each.lstrip().upper().startswith("SELECT")]
    assert len(statements) <= 5


def test_what_is_placed_costs_the_same_however_many_members_there_are(parc: Parc) -> None:
    letters(parc, 3)
    group_all()
    said(parc, LETTER)
    with count_queries() as few:
        group_next()
    letters(parc, 10)
    group_all()
    said(parc, LETTER)
    with count_queries() as many:
        group_next()
    assert len(many) == len(few)


def test_two_are_no_campaign_yet_and_the_third_makes_it_one(parc: Parc) -> None:
    letters(parc, 2)
    group_all()
    assert session.scalar(select(func.count()).select_from(Campaign)) == 0
    said(parc, LETTER)
    with later():
        group_all()
    assert only_campaign().member_count == 3


def test_who_withdraws_leaves_the_campaign_and_another_text_stands_for_it(parc: Parc) -> None:
    author = make_user()
    first = said(parc, LETTER, author=author)
    others = letters(parc, 3)
    group_all()
    assert only_campaign().representative_id == first.id
    withdraw(known(first), actor=author)
    assert first.id not in set(session.scalars(members_of(only_campaign().key)))
    with later():
        group_all()
    assert member_ids() == {each.id for each in others}
    assert only_campaign().representative_id == others[0].id
    assert only_campaign().person_count == 3


def test_a_campaign_that_everybody_left_is_none(parc: Parc) -> None:
    author = make_user()
    for each in [said(parc, LETTER, author=author) for _each in range(3)]:
        group_all()
        withdraw(known(each), actor=author)
    with later():
        group_all()
    assert session.scalar(select(func.count()).select_from(CampaignMember)) == 0
    assert session.scalar(select(func.count()).select_from(Campaign)) == 0


def test_what_is_edited_leaves_or_stays_by_its_new_words(parc: Parc) -> None:
    author = make_user()
    away, stays = (said(parc, LETTER, author=author) for _each in range(2))
    letters(parc, 3)
    group_all()
    for each, text in ((away, filled(dice(5))), (stays, f"{LETTER} Respectez-nous.")):
        edit(known(each), Written(Kind.COMMENT, each.stance, text), actor=author)
    with later():
        group_all()
    assert away.id not in member_ids()
    member = session.get_one(CampaignMember, stays.id, populate_existing=True)
    assert (member.revision, member.has_own_words) == (2, True)
    assert only_campaign().member_count == 4


def test_what_is_edited_into_a_campaigns_text_joins_it(parc: Parc) -> None:
    author = make_user()
    mine = said(parc, filled(dice(6)), author=author)
    letters(parc)
    group_all()
    edit(known(mine), Written(Kind.COMMENT, mine.stance, LETTER), actor=author)
    said(parc, OTHER)
    with later():
        group_all()
    assert mine.id in member_ids()


def test_campaigns_of_two_consultations_are_two(parc: Parc) -> None:
    elsewhere = make_parc()
    letters(parc, 3)
    letters(elsewhere, 4)
    group_all()
    counts = set(session.scalars(select(Campaign.member_count)))
    assert counts == {3, 4}


def test_who_quotes_the_consulted_text_is_no_campaign(parc: Parc) -> None:
    quoted = "Le parc ouvre à huit heures. On y plante des arbres de la région."
    for number in range(6):
        said(parc, f"{quoted} {number}")
    group_all()
    assert session.scalar(select(func.count()).select_from(Campaign)) == 0


def test_the_same_proposed_wording_is_a_campaign(parc: Parc) -> None:
    proposed = (
        "Le parc reste ouvert jour et nuit, gardé par une équipe que les habitants choisissent "
        "eux-mêmes chaque année au mois de juin, et personne n’y paie jamais rien."
    )
    for _each in range(3):
        said(parc, "", kind=Kind.AMENDMENT, proposed=proposed)
    group_all()
    assert only_campaign().member_count == 3


def test_a_search_that_died_is_done_again_once_its_lease_is_over(
    parc: Parc, monkeypatch: pytest.MonkeyPatch
) -> None:
    letters(parc)

    def die(*_given: object, **_named: object) -> None:
        raise MemoryError

    with monkeypatch.context() as patched:
        patched.setattr(tasks, "groups", die)
        with pytest.raises(MemoryError):
            group_all()
    session.rollback()
    assert not group_next()
    with later():
        group_all()
    assert only_campaign().member_count == 4


def test_a_long_backlog_is_taken_piece_by_piece(
    parc: Parc, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks, "PLACED_AT_ONCE", 3)
    monkeypatch.setattr(tasks, "MANY_UNSEARCHED", 4)
    monkeypatch.setattr(tasks, "SEARCHED_AT_ONCE", 8)
    rng = dice(8)
    for _each in range(4):
        letters(parc, 2)
        said(parc, filled(rng))
    letters(parc, 2)
    group_all()
    assert only_campaign().member_count == 10


def test_contributions_that_are_not_read_by_the_public_are_grouped_too(parc: Parc) -> None:
    waiting, *_others = letters(parc)
    with transaction() as current:
        current.execute(
            update(Contribution)
            .where(Contribution.id == waiting.id)
            .values(state=ContributionState.PENDING)
        )
    group_all()
    assert waiting.id in member_ids()
