"""Rules over signals: who sets them, what they do to what is sent, and what a trial counts."""

from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from consultation.consultations.models import Consultation, ModerationPolicy
from consultation.contributions.models import Contribution, ContributionState, Kind, Stance
from consultation.contributions.services.editing import edit
from consultation.contributions.services.screening import add_signal
from consultation.contributions.writing import Written
from consultation.core import clock
from consultation.core.db import session, transaction
from consultation.core.errors import DomainError
from consultation.core.journal import JournalEntry
from consultation.moderation.campaigns.tasks import group_next
from consultation.moderation.emails import held
from consultation.moderation.rule_tasks import send_next_alert, try_next_rule
from consultation.moderation.services import trying
from consultation.moderation.services.ruling import (
    move_rule,
    switch_rule,
)
from consultation.screening.models import ReviewAlert, RuleAction, RuleTrial
from consultation.screening.rules import NOTHING, condition_of, stored_condition, traits_of
from consultation.screening.signals import Signal, SignalKind
from tests.conftest import SignIn, count_queries
from tests.contributions.steps import known, say
from tests.factories import fresh, make_user
from tests.moderation.rules import desk, ruled
from tests.moderation.steps import counts_hold
from tests.support.snapshots import assert_is_kept

PHONE = "Appelez-moi au 06 12 34 56 78."


def state(contribution: Contribution) -> ContributionState:
    return fresh(contribution).state


def test_a_rule_holds_what_it_asks_for_and_says_so(database: None) -> None:
    parc, moderator = desk()
    rule = ruled(parc, moderator)
    held, free = say(parc, text=PHONE), say(parc, text="Bien.")
    assert (state(held), state(free)) == (ContributionState.PENDING, ContributionState.PUBLISHED)
    assert parc.consultation.contribution_count == 1
    trace = fresh(held).signals[-1]
    assert trace["kind"] == "rule"
    assert trace["details"] == {"rule": rule.key, "name": "Numéros", "action": "hold"}
    entry = session.scalars(
        select(JournalEntry).where(JournalEntry.act == "contribution.held")
    ).one()
    assert (entry.actor_id, entry.subject_key) == (None, held.key)
    assert "06" not in str(entry.details)


def test_a_rule_that_is_off_does_nothing(database: None) -> None:
    parc, moderator = desk()
    ruled(parc, moderator, is_on=False)
    assert parc.consultation.rule_count == 0
    assert state(say(parc, text=PHONE)) is ContributionState.PUBLISHED


@pytest.mark.parametrize(
    ("condition", "text", "is_held"),
    [
        ([["personal_data", "links"]], PHONE, False),
        ([["personal_data", "links"]], f"{PHONE} https://exemple.org", True),
        ([["links"], ["insult"]], "Quel connard.", True),
        ([["links"], ["insult"]], "Voir https://exemple.org", True),
        ([["links"], ["insult"]], PHONE, False),
        ([["first_message", "insult"], ["shouting"]], "Non !!! Non !!!", True),
    ],
)
def test_signals_are_joined_by_and_within_a_set_and_by_or_between_sets(
    database: None, condition: list[list[str]], text: str, is_held: bool
) -> None:
    parc, moderator = desk()
    ruled(parc, moderator, condition)
    assert (state(say(parc, text=text)) is ContributionState.PENDING) is is_held


def test_the_first_rule_that_applies_decides(database: None) -> None:
    parc, moderator = desk()
    ruled(parc, moderator)
    spare = ruled(parc, moderator, action=RuleAction.PUBLISH)
    assert state(say(parc, text=PHONE)) is ContributionState.PENDING
    move_rule(parc.consultation, spare, -1, actor=moderator)
    assert state(say(parc, text=PHONE)) is ContributionState.PUBLISHED


def test_a_rule_publishes_what_would_wait(database: None) -> None:
    parc, moderator = desk()
    with transaction():
        parc.consultation.moderation = ModerationPolicy.BEFORE
    ruled(parc, moderator, [[NOTHING]], RuleAction.PUBLISH)
    assert state(say(parc, text="Bien.")) is ContributionState.PUBLISHED
    assert state(say(parc, text=PHONE)) is ContributionState.PENDING


def test_an_edit_that_a_rule_asks_for_is_taken_from_the_public(database: None) -> None:
    parc, moderator = desk()
    author = make_user()
    made = say(parc, author=author, text="Bien.")
    ruled(parc, moderator)
    edit(known(made), Written(Kind.COMMENT, Stance.FOR, PHONE), actor=author)
    assert state(made) is ContributionState.PENDING
    assert parc.consultation.contribution_count == 0


def test_what_is_switched_off_applies_no_more_at_once(database: None) -> None:
    parc, moderator = desk()
    rule = ruled(parc, moderator)
    say(parc, text=PHONE)
    switch_rule(parc.consultation, rule, is_on=False, actor=moderator)
    assert state(say(parc, text=PHONE)) is ContributionState.PUBLISHED
    switch_rule(parc.consultation, rule, is_on=True, actor=moderator)
    assert state(say(parc, text=PHONE)) is ContributionState.PENDING
    acts = session.scalars(
        select(JournalEntry.act)
        .where(JournalEntry.act.startswith("rule."))
        .order_by(JournalEntry.id)
    ).all()
    assert acts == ["rule.created", "rule.switched_on", "rule.switched_off", "rule.switched_on"]


def test_rules_are_read_once_a_change_not_once_a_contribution(database: None) -> None:
    parc, moderator = desk()
    ruled(parc, moderator)
    say(parc, text=PHONE)
    with count_queries() as statements:
        say(parc, text="Encore.")
    assert not [each for each in statements if "screening_rule" in each]


@pytest.mark.parametrize(
    "condition", [[["campaign"]], [["campaign", "first_message"]], [["nothing"]]]
)
def test_case_36_nobody_is_held_for_being_many_or_new(
    database: None, condition: list[list[str]]
) -> None:
    """A campaign is grouped for reading, never hidden for being one."""
    parc, moderator = desk()
    with pytest.raises(DomainError, match="ressemble"):
        ruled(parc, moderator, condition)
    ruled(parc, moderator, condition, RuleAction.PUBLISH)


CAMPAIGN_AND_LINKS = (("campaign", "links"),)
LETTER = "Signez tous https://exemple.org/petition pour le parc, avec ses bancs et ses arbres."


def test_a_rule_that_asks_for_a_campaign_beside_another_signal_applies_when_it_is_found(
    database: None,
) -> None:
    parc, moderator = desk()
    ruled(parc, moderator, CAMPAIGN_AND_LINKS)
    root = say(parc, text="Un avis tout autre, sur les horaires.")
    said = [say(parc, text=LETTER) for _each in range(3)]
    said.append(say(parc, text=LETTER, answered=root))
    read = said[0]
    with transaction():
        known(read).review_since = None
    while group_next():
        pass
    assert [state(each) for each in said] == [
        ContributionState.PUBLISHED, *[ContributionState.PENDING] * 3,
    ]  # fmt: skip
    assert state(root) is ContributionState.PUBLISHED
    counts_hold(parc)
    assert [each["kind"] for each in fresh(said[1]).signals].count("rule") == 1


def test_a_signal_added_by_hand_applies_the_rules_too(database: None) -> None:
    parc, moderator = desk()
    ruled(parc, moderator, CAMPAIGN_AND_LINKS)
    made, plain = say(parc, text=LETTER), say(parc, text="Rien de tel.")
    for each in (made, plain):
        add_signal(known(each), Signal(SignalKind.CAMPAIGN, 15))
    assert (state(made), state(plain)) == (ContributionState.PENDING, ContributionState.PUBLISHED)
    counts_hold(parc)


@pytest.mark.parametrize(
    "stored", [[], [[]], "x", [["links"], []], [["rule"]], [["sudo"]], [["links"]] * 6, [None]]
)
def test_what_is_no_condition_is_refused(stored: Any) -> None:
    with pytest.raises(ValueError, match="condition"):
        condition_of(stored)


def test_a_condition_is_stored_in_one_order_and_read_back() -> None:
    condition = condition_of([["insult", "links"], ["health"]])
    assert stored_condition(condition) == [["links", "insult"], ["health"]]
    assert traits_of([Signal(SignalKind.FIRST_MESSAGE, 5)]) == {"first_message", NOTHING}


def test_case_35_an_alert_tells_every_moderator_once_for_all_that_was_held(
    database: None, outbox: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    parc, moderator = desk()
    ruled(parc, moderator, [["distress"]], RuleAction.HOLD_AND_ALERT)
    for _time in range(3):
        say(parc, text="Je veux mourir, personne ne répond.")

    def alerts() -> list[Any]:
        return [mail for mail in outbox() if mail.kind == "moderation.held"]

    assert send_next_alert()
    assert not send_next_alert()
    (mail,) = alerts()
    assert mail.to == moderator.email
    assert mail.subject.startswith("3 contributions retenues")
    assert "mourir" not in mail.text + mail.html + mail.subject
    say(parc, text="Je veux mourir, vraiment.")
    assert not send_next_alert()
    later = clock.now() + timedelta(minutes=16)
    monkeypatch.setattr("consultation.core.work.now", lambda: later)
    assert send_next_alert()
    assert [each.subject[:1] for each in alerts()] == ["3", "1"]
    assert all(row.done_at for row in session.scalars(select(ReviewAlert)))


def test_a_trial_counts_what_a_rule_would_have_held_and_changes_nothing(
    client: FlaskClient, sign_in: SignIn
) -> None:
    parc, moderator = desk()
    say(parc, text=PHONE)
    say(parc, text="Bien.")
    say(parc, text=f"{PHONE} Merci.")
    rule = ruled(parc, moderator, is_on=False)
    sign_in(moderator)
    address = f"/espace/{parc.consultation.slug}/regles/{rule.key}"
    assert client.post(f"{address}/essayer").status_code == 303
    page = client.get(address).text
    assert "<b>2 contributions</b> sur 3\u00a0: la règle les aurait retenues." in page
    assert "Contribution n°\u00a03" in page
    assert "Contribution n°\u00a02" not in page
    assert {each.state for each in session.scalars(select(Contribution))} == {
        ContributionState.PUBLISHED
    }


def test_a_long_trial_is_read_by_the_worker_in_parts_and_shows_how_far_it_is(
    client: FlaskClient, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trying, "AT_ONCE", 2)
    monkeypatch.setattr(trying.read_part, "__defaults__", (2,))
    parc, moderator = desk()
    for number in range(5):
        say(parc, text=f"{PHONE} Idée {number}.")
    rule = ruled(parc, moderator, is_on=False)
    sign_in(moderator)
    address = f"/espace/{parc.consultation.slug}/regles/{rule.key}"
    client.post(f"{address}/essayer")
    assert "<b>0 sur 5</b>" in client.get(address).text
    assert try_next_rule()
    assert "<b>2 sur 5</b>" in client.get(address).text
    assert [try_next_rule() for _time in range(3)] == [True, True, False]
    trial = session.scalars(select(RuleTrial).execution_options(populate_existing=True)).one()
    assert (trial.read_count, trial.matched_count, len(trial.sample)) == (5, 5, 5)
    assert "<b>5 contributions</b>" in client.get(address).text


def test_a_trial_of_other_conditions_is_not_shown(database: None) -> None:
    parc, moderator = desk()
    rule = ruled(parc, moderator, is_on=False)
    trying.try_rule(parc.consultation, rule, actor=moderator)
    assert trying.latest_trial(rule) is not None
    with transaction():
        rule.condition = [["links"]]
    assert trying.latest_trial(rule) is None


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("count", [1, 12])
def test_the_alert_word_for_word(database: None, language: str, count: int) -> None:
    row = Consultation(slug="parc", title="Un parc au bord de la rivière", short_title="Parc")
    mail = held(row, "camille@example.org", language, count)
    name = f"moderation/held-{count}-{language}"
    assert_is_kept(f"{name}.txt", f"{mail.subject}\n\n{mail.text}")
    assert_is_kept(f"{name}.html", mail.html)
