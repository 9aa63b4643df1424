"""Case 10: sent in parallel, each is one: flags, notices, appeals, two moderators and one item."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import func, select

from consultation.accounts.models import User
from consultation.contributions.models import Contribution
from consultation.core.db import session
from consultation.core.errors import DomainError
from consultation.core.journal_check import verify
from consultation.core.keys import new_key
from consultation.core.mail import OutgoingMail
from consultation.moderation.desk import ReviewClaim
from consultation.moderation.models import Decision, Measure, Source
from consultation.moderation.queries.appeals import appeal_of_key, decision_of_key
from consultation.moderation.reports import Appeal, AppealOutcome, Flag, Notice
from consultation.moderation.services.appealing import appeal
from consultation.moderation.services.claiming import take
from consultation.moderation.services.dismissing import dismiss
from consultation.moderation.services.flagging import flag
from consultation.moderation.services.judging_appeals import Verdict, judge
from consultation.moderation.services.noticing import notify
from consultation.moderation.services.undoing import undo
from tests.contributions.steps import known, say
from tests.factories import make_user
from tests.moderation.reporting import REASONS, WHY, WORDS, told
from tests.moderation.steps import add_moderator, counts_hold, judged, make_desk, wait

HANDS = 6


@pytest.fixture
def at_once(real_app: Flask) -> Iterator[Callable[[Callable[[int], object]], list[str]]]:
    """Do it with six hands at the same moment, each a request of its own; what each was told."""

    def run(act: Callable[[int], object]) -> list[str]:
        ready = Barrier(HANDS)

        def one(hand: int) -> str:
            with real_app.app_context():
                ready.wait()
                try:
                    act(hand)
                except DomainError:
                    session.rollback()
                    return "told"
                return "done"

        with ThreadPoolExecutor(HANDS) as pool:
            return sorted(pool.map(one, range(HANDS)))

    yield run
    with real_app.app_context():
        assert verify().fault is None


AtOnce = Callable[[Callable[[int], object]], list[str]]


def how_many(table: type[Flag | Notice | Appeal | Decision | ReviewClaim]) -> int:
    """Rows of it."""
    return session.scalar(select(func.count()).select_from(table)) or 0


def letters(kind: str) -> int:
    """Mails of that kind."""
    count = select(func.count()).select_from(OutgoingMail).where(OutgoingMail.kind == kind)
    return session.scalar(count) or 0


def test_case_10_one_person_flags_six_times_at_once(real_app: Flask, at_once: AtOnce) -> None:
    with real_app.app_context():
        parc, _moderator = make_desk()
        key, person = say(parc).key, make_user().id
        row_id = session.scalars(select(Contribution.id)).one()

    def act(_hand: int) -> None:
        row = known(session.get_one(Contribution, row_id))
        flag(row, "3", WORDS, actor=session.get_one(User, person))

    assert at_once(act) == ["done"] * HANDS
    with real_app.app_context():
        assert how_many(Flag) == 1
        row = session.get_one(Contribution, row_id)
        assert (row.key, row.risk) == (key, 40)
        assert row.review_since is not None


def test_case_10_six_persons_flag_at_once_and_nothing_is_hidden(
    real_app: Flask, at_once: AtOnce
) -> None:
    with real_app.app_context():
        parc, _moderator = make_desk()
        row_id, people = say(parc).id, [make_user().id for _each in range(HANDS)]

    def act(hand: int) -> None:
        row = known(session.get_one(Contribution, row_id))
        flag(row, "3", WORDS, actor=session.get_one(User, people[hand]))

    assert at_once(act) == ["done"] * HANDS
    with real_app.app_context():
        assert how_many(Flag) == HANDS
        row = session.get_one(Contribution, row_id)
        assert (row.state.value, row.risk) == ("published", 40)
        counts_hold(parc)


def test_case_10_one_form_of_a_notice_sent_six_times_at_once(
    real_app: Flask, at_once: AtOnce
) -> None:
    with real_app.app_context():
        parc, _moderator = make_desk()
        row_id, token = say(parc).id, new_key(24)

    def act(_hand: int) -> None:
        row = known(session.get_one(Contribution, row_id))
        notify(row, told(form_token=token), actor=None, whence="192.0.2.7")

    assert at_once(act) == ["done"] * HANDS
    with real_app.app_context():
        assert how_many(Notice) == 1
        assert letters("moderation.notice_received") == 1


def test_case_10_one_appeal_sent_six_times_at_once(real_app: Flask, at_once: AtOnce) -> None:
    with real_app.app_context():
        parc, moderator = make_desk()
        author = make_user()
        decision, person = judged(say(parc, author=author), Measure.HIDE, moderator).key, author.id

    def act(_hand: int) -> None:
        found = decision_of_key(decision)
        assert found is not None
        appeal(found, WHY, actor=session.get_one(User, person))

    assert at_once(act) == ["done"] * HANDS
    with real_app.app_context():
        assert how_many(Appeal) == 1
        assert letters("moderation.appeal_received") == 1


def test_case_10_six_moderators_judge_one_appeal_at_once(real_app: Flask, at_once: AtOnce) -> None:
    with real_app.app_context():
        parc, moderator = make_desk()
        author = make_user()
        row = say(parc, author=author)
        row_id, decision = row.id, judged(row, Measure.HIDE, moderator)
        found = decision_of_key(decision.key)
        assert found is not None
        key = appeal(found, WHY, actor=author).key
        judges = [add_moderator(parc).id for _each in range(HANDS)]
    outcomes = [AppealOutcome.UPHELD, AppealOutcome.REVERSED] * (HANDS // 2)

    def act(hand: int) -> None:
        found = appeal_of_key(key)
        assert found is not None
        judge(found, Verdict(outcomes[hand], REASONS), actor=session.get_one(User, judges[hand]))

    assert at_once(act) == ["done", *["told"] * (HANDS - 1)]
    with real_app.app_context():
        row = session.get_one(Contribution, row_id)
        was = session.scalars(select(Appeal.outcome)).one()
        assert row.state.value == ("published" if was is AppealOutcome.REVERSED else "hidden")
        counts_hold(parc)


def test_case_10_two_moderators_keep_and_hide_one_item_at_once(
    real_app: Flask, at_once: AtOnce
) -> None:
    with real_app.app_context():
        parc, moderator = make_desk()
        judges = [moderator.id, *(add_moderator(parc).id for _each in range(HANDS - 1))]
        row = say(parc)
        flag(known(row), "3", WORDS, actor=make_user())
        row_id = row.id

    def act(hand: int) -> None:
        actor = session.get_one(User, judges[hand])
        row = known(session.get_one(Contribution, row_id))
        if hand % 2:
            dismiss(row, REASONS, source=Source.FLAG, actor=actor)
        else:
            judged(row, Measure.REFUSE, actor)

    answers = at_once(act)
    with real_app.app_context():
        assert answers.count("done") == how_many(Decision)
        refused = session.scalars(select(Decision).where(Decision.measure == Measure.REFUSE)).one()
        last = session.scalars(select(Decision).order_by(Decision.id.desc())).first()
        assert last is not None
        assert last.id == refused.id
        assert session.get_one(Contribution, row_id).state.value == "refused"
        assert session.scalars(select(Flag)).one().decided_at is not None
        assert letters("moderation.flag_answered") >= 1
        counts_hold(parc)


def test_case_10_one_item_opened_by_six_moderators_at_once_is_held_by_one(
    real_app: Flask, at_once: AtOnce
) -> None:
    with real_app.app_context():
        parc, moderator = make_desk()
        judges = [moderator.id, *(add_moderator(parc).id for _each in range(HANDS - 1))]
        row_id = wait(say(parc)).id
    held: list[bool] = []

    def act(hand: int) -> None:
        actor = session.get_one(User, judges[hand])
        held.append(take(row_id, parc.consultation_id, actor=actor) is None)

    assert at_once(act) == ["done"] * HANDS
    assert held.count(True) == 1
    with real_app.app_context():
        assert how_many(ReviewClaim) == 1


def test_case_10_one_decision_undone_six_times_at_once_is_undone_once(
    real_app: Flask, at_once: AtOnce
) -> None:
    with real_app.app_context():
        parc, moderator = make_desk()
        row = say(parc)
        row_id, person = row.id, moderator.id
        decision_id = judged(row, Measure.HIDE, moderator).id

    def act(_hand: int) -> None:
        undo(session.get_one(Decision, decision_id), actor=session.get_one(User, person))

    assert at_once(act) == ["done"] * HANDS
    with real_app.app_context():
        assert session.get_one(Contribution, row_id).state.value == "published"
        counts_hold(parc)
