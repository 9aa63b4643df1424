"""Every decision answers what was reported; what nothing comes of is kept with reasons."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from consultation.contributions.models import ContributionState
from consultation.core.clock import now
from consultation.core.db import session
from consultation.core.errors import NotAllowedError
from consultation.core.mail import OutgoingMail
from consultation.moderation.models import Decision, Measure, Source
from consultation.moderation.reports import Outcome
from consultation.moderation.services.retention import answer_next_withdrawn
from tests.conftest import SignIn
from tests.factories import fresh, make_user
from tests.moderation.reporting import (
    EMAIL,
    appealed,
    fields,
    flagged,
    in_app,
    judged,
    kept,
    noticed,
    say,
    undone,
)
from tests.moderation.steps import add_moderator, make_desk

Outbox = Callable[[], list[OutgoingMail]]
pytestmark = pytest.mark.usefixtures("acting")


@pytest.mark.parametrize(
    ("measure", "outcome"),
    [
        (Measure.HIDE, Outcome.MEASURE),
        (Measure.REFUSE, Outcome.MEASURE),
        (Measure.WARN, Outcome.MEASURE),
        (Measure.CLOSE_THREAD, Outcome.MEASURE),
        (Measure.KEEP, Outcome.KEPT),
    ],
)
def test_a_decision_answers_everybody_who_reported(
    client: FlaskClient, outbox: Outbox, measure: Measure, outcome: Outcome
) -> None:
    parc, moderator = make_desk()
    row = say(parc)
    readers = [make_user(), make_user()]
    flags = [flagged(row, reader) for reader in readers]
    notice = noticed(row)
    decision = judged(row, measure, moderator)
    for flag in flags:
        assert (fresh(flag).outcome, fresh(flag).decision_id) == (outcome, decision.id)
    assert fresh(notice).outcome is outcome
    told = {mail.to: mail for mail in outbox() if mail.kind.endswith("_answered")}
    assert set(told) == {EMAIL, *(reader.email for reader in readers)}


def test_what_is_between_moderators_and_an_author_is_not_told_to_reporters(
    client: FlaskClient, outbox: Outbox
) -> None:
    parc, moderator = make_desk()
    row = say(parc)
    flagged(row)
    judged(row, Measure.WARN, moderator, facts="Troisième rappel à cette personne.")
    mail = next(each for each in outbox() if each.kind == "moderation.flag_answered")
    assert "Une mesure a été prise envers la personne" in mail.text
    assert "Troisième rappel" not in mail.text + mail.html
    assert "vertissement" not in mail.text


def test_a_withdrawn_flag_is_answered_by_nobody(client: FlaskClient, outbox: Outbox) -> None:
    from consultation.moderation.services.flagging import withdraw_flag

    parc, moderator = make_desk()
    row, reader = say(parc), make_user()
    flag = flagged(row, reader)
    in_app(lambda: withdraw_flag(fresh(flag), actor=reader))()
    judged(row, Measure.HIDE, moderator)
    assert fresh(flag).outcome is None
    assert not [mail for mail in outbox() if mail.kind == "moderation.flag_answered"]


def test_an_undone_decision_unsends_its_answers_and_the_reports_wait_again(
    client: FlaskClient, outbox: Outbox
) -> None:
    parc, moderator = make_desk()
    row, reader = say(parc), make_user()
    flag, notice = flagged(row, reader), noticed(row)
    decision = judged(row, Measure.HIDE, moderator)
    assert all(mail.run_at > now() for mail in outbox() if mail.kind.endswith("_answered")), (
        "nobody is told while it can be undone"
    )
    undone(decision, moderator)
    for report in (fresh(flag), fresh(notice)):
        assert (report.outcome, report.decided_at, report.decision_id) == (None, None, None)
    assert not [mail for mail in outbox() if mail.kind.endswith("_answered")]
    judged(row, Measure.KEEP, moderator)
    assert fresh(flag).outcome is Outcome.KEPT


def test_an_appeal_against_an_undone_decision_has_what_it_asked_for(client: FlaskClient) -> None:
    parc, moderator = make_desk()
    author = make_user()
    row = say(parc, author=author)
    decision = judged(row, Measure.HIDE, moderator)
    contest = appealed(decision, author)
    undone(decision, moderator)
    found = fresh(contest)
    assert (found.outcome, found.judged_by_id) == ("reversed", None)
    assert found.reasons


def test_keeping_what_was_reported_needs_reasons_which_are_sent(
    client: FlaskClient, sign_in: SignIn, outbox: Outbox
) -> None:
    parc, moderator = make_desk()
    row, reader = say(parc), make_user()
    flagged(row, reader)
    sign_in(moderator)
    address = f"/espace/{parc.consultation.slug}/moderation/signalements/{row.key}"
    empty = client.post(address, data=fields(client.get(address)))
    assert empty.status_code == 422
    assert fresh(row).review_since is not None
    answer = client.post(
        address, data={**fields(client.get(address)), "reasons": "C’est une critique du texte."}
    )
    assert answer.status_code == 303
    decision = session.scalars(select(Decision)).one()
    assert (decision.measure, decision.source) == (Measure.KEEP, Source.FLAG)
    mail = next(each for each in outbox() if each.kind == "moderation.flag_answered")
    assert "C’est une critique du texte." in mail.text
    sign_in(reader)
    assert "C’est une critique du texte." in client.get("/compte/signalements").text
    assert fresh(row).review_since is None
    assert fresh(row).state is ContributionState.PUBLISHED


def test_case_18_nobody_dismisses_a_report_on_what_they_wrote_or_reported(
    client: FlaskClient,
) -> None:
    parc, moderator = make_desk()
    other = add_moderator(parc)
    own = say(parc, author=moderator)
    flagged(own)
    with pytest.raises(NotAllowedError):
        kept(own, moderator)
    row = say(parc)
    flagged(row, moderator)
    with pytest.raises(NotAllowedError):
        kept(row, moderator)
    assert kept(row, other).measure is Measure.KEEP


def test_an_unfounded_report_is_told_so_and_the_others_are_not(
    client: FlaskClient, outbox: Outbox
) -> None:
    parc, moderator = make_desk()
    row, one, other = say(parc), make_user(), make_user()
    bad, good = flagged(row, one), flagged(row, other)
    kept(row, moderator, unfounded=[bad.key])
    assert (fresh(bad).outcome, fresh(good).outcome) == (Outcome.UNFOUNDED, Outcome.KEPT)
    told = {mail.to: mail.text for mail in outbox() if mail.kind == "moderation.flag_answered"}
    assert "manifestement infondé" in told[one.email or ""]
    assert "manifestement infondé" not in told[other.email or ""]
    assert len(told) == len([m for m in outbox() if m.kind == "moderation.flag_answered"])


def test_what_its_author_takes_back_is_answered_by_the_clock(
    client: FlaskClient, outbox: Outbox
) -> None:
    from consultation.contributions.services.withdrawing import withdraw
    from tests.contributions.steps import known

    parc, _moderator = make_desk()
    author = make_user()
    row = say(parc, author=author)
    flag, notice = flagged(row), noticed(row)
    assert in_app(answer_next_withdrawn)() is False
    in_app(lambda: withdraw(known(row), actor=author))()
    assert in_app(answer_next_withdrawn)() is True
    assert in_app(answer_next_withdrawn)() is False
    assert fresh(flag).outcome is Outcome.WITHDRAWN
    assert fresh(notice).outcome is Outcome.WITHDRAWN
    texts = [mail.text for mail in outbox() if mail.kind.endswith("_answered")]
    assert len(texts) == 2
    assert all("retirée par la personne" in text for text in texts)
