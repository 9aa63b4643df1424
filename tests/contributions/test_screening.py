"""What is sent is screened: signals and risk are stored, nothing is refused for them."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from consultation.contributions.models import Contribution, ContributionState, Kind, Stance
from consultation.contributions.services.editing import edit
from consultation.contributions.services.screening import add_signal
from consultation.contributions.writing import Written
from consultation.core import clock
from consultation.core.db import session
from consultation.screening.signals import Signal, SignalKind
from tests.conftest import SignIn, count_queries
from tests.contributions.conftest import Speak
from tests.contributions.steps import known, make_parc, only, say, write
from tests.factories import fresh, make_user

PHONE = "Appelez-moi au 06 12 34 56 78."


def kinds(contribution: Contribution) -> list[str]:
    return [signal["kind"] for signal in fresh(contribution).signals]


def written(text: str) -> Written:
    return Written(Kind.COMMENT, Stance.AGAINST, text)


def test_signals_risk_and_waiting_are_stored_with_what_is_sent(
    client: FlaskClient, sign_in: SignIn
) -> None:
    parc = make_parc()
    sign_in(make_user())
    key = parc.paragraph_keys()[0]
    answer = write(client, f"{parc.writing}?p={key}", body=PHONE, confirm_personal_data="1")
    assert answer.status_code == 303
    made = only()
    assert made.state is ContributionState.PUBLISHED
    assert kinds(made)[:1] == ["personal_data"]
    assert made.risk >= 50
    assert made.review_since is not None
    assert "06 12" not in str(made.signals)


def test_a_quiet_text_waits_for_a_look_with_next_to_no_risk(speak: Speak) -> None:
    made = fresh(speak(make_parc()))
    assert (kinds(made), made.risk) == (["first_message"], 5)
    assert made.review_since is not None


def test_the_second_message_is_no_first_one(database: None) -> None:
    parc, author = make_parc(), make_user()
    say(parc, author=author)
    assert kinds(say(parc, author=author, text="Et le dimanche ?")) == []


def test_what_the_same_person_says_again_is_told(database: None) -> None:
    parc, author = make_parc(), make_user()
    say(parc, author=author, text="Huit heures, c’est bien trop tard pour courir.")
    again = say(parc, author=author, index=1, text="HUIT heures : c’est bien trop tard pour courir")
    assert "repeated" in kinds(again)
    other = say(parc, text="Huit heures, c’est bien trop tard pour courir.")
    assert "repeated" not in kinds(other)


def test_many_in_a_short_time_are_told(database: None, monkeypatch: pytest.MonkeyPatch) -> None:
    parc, author = make_parc(), make_user()
    made = [say(parc, author=author, text=f"Idée numéro {number}.") for number in range(5)]
    assert ["speed" in kinds(each) for each in made] == [False] * 4 + [True]
    later = clock.now() + timedelta(minutes=11)
    monkeypatch.setattr("consultation.contributions.services.screening.now", lambda: later)
    assert "speed" not in kinds(say(parc, author=author, text="Plus tard."))


def test_what_the_institution_says_itself_is_not_screened(database: None) -> None:
    organiser = make_user()
    parc = make_parc(organiser=organiser)
    made = fresh(say(parc, author=organiser, text=PHONE, official=True))
    assert (made.signals, made.risk, made.review_since) == ([], 0, None)


def test_an_edit_is_screened_again(database: None) -> None:
    parc, author = make_parc(), make_user()
    made = say(parc, author=author)
    made.review_since = None
    session.commit()
    edit(known(made), written(PHONE), actor=author)
    assert (kinds(made), fresh(made).risk) == (["personal_data"], 50)
    assert fresh(made).review_since is not None
    edit(known(made), written("Sans numéro."), actor=author)
    assert (kinds(made), fresh(made).risk) == ([], 0)


def test_an_edit_that_changes_nothing_asks_for_no_second_look(database: None) -> None:
    parc, author = make_parc(), make_user()
    made = say(parc, author=author)
    made.review_since = None
    session.commit()
    edit(known(made), written("Huit heures, c’est tard."), actor=author)
    assert fresh(made).review_since is None


def test_what_waits_already_keeps_its_place_in_the_queue(database: None) -> None:
    parc, author = make_parc(), make_user()
    made = say(parc, author=author)
    since = fresh(made).review_since
    edit(known(made), written("Neuf heures, c’est tard."), actor=author)
    assert fresh(made).review_since == since


def test_a_signal_that_is_found_later_is_added_once_and_weighs(database: None) -> None:
    made = known(say(make_parc(), text=PHONE))
    add_signal(made, Signal(SignalKind.CAMPAIGN, 15, count=40))
    add_signal(made, Signal(SignalKind.CAMPAIGN, 15, count=41))
    stored = {signal["kind"]: signal["count"] for signal in fresh(made).signals}
    assert stored == {"personal_data": 1, "first_message": 1, "campaign": 41}
    assert fresh(made).risk == 60


def test_screening_costs_one_statement_and_none_for_who_is_new(database: None) -> None:
    parc, author = make_parc(), make_user()
    say(parc, text="Pour que la liste des injures soit lue.")
    with count_queries() as first:
        say(parc, author=author)
    with count_queries() as second:
        say(parc, author=author, text="Et le dimanche ?")
    assert sum("revision.source" in each for each in first) == 0
    assert sum("revision.source" in each for each in second) == 1
    assert not [each for each in first + second if "screening_rule" in each or "insult" in each]
