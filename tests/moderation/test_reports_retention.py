"""What is kept of those who report and contest, for how long, and what they see of it."""

import json
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update

from consultation.accounts.models import User
from consultation.core.clock import now, travel
from consultation.core.db import session, transaction
from consultation.core.mail import OutgoingMail
from consultation.moderation.models import Measure
from consultation.moderation.reports import Appeal, AppealOutcome, Flag, Notice, Outcome
from consultation.moderation.services.retention import erase_next_notifier, forget_next_words
from consultation.privacy.services import delete_account
from tests.conftest import SignIn
from tests.factories import fresh, make_user
from tests.moderation.reporting import (
    EMAIL,
    NAME,
    REASONS,
    WHY,
    WORDS,
    answered,
    appealed,
    flagged,
    hidden,
    in_app,
    judged,
    kept,
    noticed,
    say,
    token_of,
)
from tests.moderation.steps import add_moderator, make_desk

pytestmark = pytest.mark.usefixtures("acting")
erase = in_app(erase_next_notifier)
forget = in_app(forget_next_words)


def leaves(user: User) -> None:
    in_app(lambda: delete_account(session.get_one(User, user.id), withdraws=False))()


def test_a_notifiers_name_and_address_are_erased_once_nothing_can_be_contested(
    client: FlaskClient,
) -> None:
    parc, moderator = make_desk()
    row = say(parc)
    notice = noticed(row)
    assert erase() is False
    kept(row, moderator)
    with transaction() as current:
        current.execute(update(OutgoingMail).values(done_at=now()))
    with travel(now() + timedelta(days=180)):
        assert erase() is False, "six months are not over"
    with travel(now() + timedelta(days=186)):
        assert erase() is True
        assert erase() is False
    assert EMAIL not in {mail.to for mail in session.scalars(select(OutgoingMail))}
    gone = fresh(notice)
    assert (gone.name, gone.email) == ("", "")
    assert (gone.outcome, gone.erased_at is not None) == (Outcome.KEPT, True)
    page = client.get(f"/notifications/{token_of(notice.key)}")
    assert page.status_code == 200
    assert NAME not in page.text


def test_while_an_appeal_waits_the_address_stays(client: FlaskClient) -> None:
    from consultation.moderation.queries.appeals import decision_of_key
    from consultation.moderation.services.appealing import appeal_as_notifier

    parc, moderator = make_desk()
    add_moderator(parc)
    row = say(parc)
    notice = noticed(row)
    decision = kept(row, moderator)

    def contest() -> None:
        found = decision_of_key(decision.key)
        assert found is not None
        appeal_as_notifier(session.get_one(Notice, notice.id), found, WHY)

    in_app(contest)()
    with travel(now() + timedelta(days=190)):
        assert erase() is False
    assert fresh(notice).email == EMAIL


def test_leaving_takes_the_person_out_of_reports_and_appeals_and_leaves_their_outcome(
    client: FlaskClient, sign_in: SignIn
) -> None:
    parc, moderator = make_desk()
    reader = make_user(name="Rémi Tessier", email="remi@example.org")
    judged_row, waiting_row = say(parc), say(parc)
    settled, waits = flagged(judged_row, reader), flagged(waiting_row, reader)
    kept(judged_row, moderator)
    signed_in_notice = noticed(say(parc), reader, email="autre@example.org")
    same_mailbox = noticed(say(parc), None, email="remi@example.org")
    leaves(reader)
    assert (fresh(settled).words, fresh(settled).outcome) == ("", Outcome.KEPT)
    assert fresh(waits).words == WORDS
    for notice in (signed_in_notice, same_mailbox):
        found = fresh(notice)
        assert (found.name, found.email, found.user_id) == ("", "", None)
        assert found.explanation
    sign_in(moderator)
    base = f"/espace/{parc.consultation.slug}/moderation"
    for page in ("signalements", f"signalements/{waiting_row.key}", "signalements?etat=juges"):
        text = client.get(f"{base}/{page}").text
        assert "Tessier" not in text
        assert "remi@" not in text
    text = client.get(f"{base}/contenus-illicites/{same_mailbox.key}").text
    assert "identité effacée" in text


def test_a_judged_appeal_loses_its_words_with_the_account_and_keeps_its_outcome(
    client: FlaskClient,
) -> None:
    from consultation.moderation.reports import AppealOutcome
    from tests.moderation.reporting import answered

    parc, moderator = make_desk()
    second, author = add_moderator(parc), make_user()
    _row, decision = hidden(parc, moderator, author)
    contest = appealed(decision, author, WHY)
    _row, other = hidden(parc, moderator, author)
    waits = appealed(other, author, WHY)
    answered(contest, AppealOutcome.UPHELD, second)
    leaves(author)
    assert (fresh(contest).text, fresh(contest).outcome) == ("", AppealOutcome.UPHELD)
    assert fresh(waits).text == WHY


def test_my_data_shows_what_i_reported_and_contested_and_nobody_elses(
    client: FlaskClient, sign_in: SignIn
) -> None:
    parc, moderator = make_desk()
    reader, other = make_user(), make_user()
    row = say(parc, author=reader)
    reported = say(parc)
    flagged(reported, reader)
    flagged(reported, other, words="Des mots tenus par ailleurs.")
    noticed(reported, reader)
    decision = judged(row, Measure.HIDE, moderator)
    appealed(decision, reader, WHY)
    sign_in(reader)
    data = json.loads(client.get("/compte/donnees.json").text)
    assert [each["words"] for each in data["flags"]] == [WORDS]
    assert [each["email"] for each in data["notices"]] == [EMAIL]
    assert [each["text"] for each in data["appeals"]] == [WHY]
    assert "tenus par ailleurs" not in json.dumps(data, ensure_ascii=False)
    assert len(session.scalars(select(Flag)).all()) == 2
    assert len(session.scalars(select(Appeal)).all()) == 1


def test_what_was_written_is_forgotten_a_year_after_the_answer(
    client: FlaskClient, sign_in: SignIn
) -> None:
    parc, moderator = make_desk()
    colleague, author = add_moderator(parc), make_user()
    row, decision = hidden(parc, moderator, author)
    flag, notice = flagged(other := say(parc)), noticed(other)
    kept(other, moderator)
    appeal = appealed(decision, author, WHY)
    assert forget() is False
    answered_at = now()
    answered(appeal, AppealOutcome.UPHELD, colleague)
    with travel(answered_at + timedelta(days=364)):
        assert forget() is False
    with travel(answered_at + timedelta(days=366)):
        while forget():
            pass
        assert (fresh(flag).words, fresh(notice).explanation, fresh(appeal).text) == ("", "", "")
        sign_in(author)
        page = client.get(f"/recours/{appeal.key}")
        assert "Texte effacé" in page.text
        assert REASONS in page.text
    assert row.key


def test_while_something_is_contested_its_words_stay() -> None:
    parc, moderator = make_desk()
    add_moderator(parc)
    reporter = make_user()
    flag = flagged(row := say(parc), reporter)
    decided_at = now()
    decision = kept(row, moderator)
    with travel(decided_at + timedelta(days=170)):
        appeal = appealed(decision, reporter)
    with travel(decided_at + timedelta(days=400)):
        assert forget() is False
    assert fresh(flag).words == WORDS
    assert fresh(appeal).text
