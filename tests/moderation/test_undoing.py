"""Taking back one's decision within ten minutes, and what had been told of it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import update

from consultation.accounts.models import User
from consultation.contributions.models import (
    ContributionState,
)
from consultation.core.clock import now, travel
from consultation.core.db import session, transaction
from consultation.core.errors import NotAllowedError
from consultation.core.mail import OutgoingMail
from consultation.moderation.models import DecisionBatch, Measure
from consultation.moderation.services.deciding import undo
from tests.contributions.steps import Parc
from tests.factories import fresh, saved
from tests.moderation.steps import (
    SAID,
    add_moderator,
    counts_hold,
    judged,
    known,
    say,
    wait,
)  # fmt: skip

State = ContributionState
Outbox = Callable[[], list[OutgoingMail]]
pytestmark = pytest.mark.usefixtures("database")


def test_undoing_puts_everything_back_and_unsends(
    parc_and_moderator: tuple[Parc, User], outbox: Outbox
) -> None:
    parc, moderator = parc_and_moderator
    row = wait(say(parc, text=SAID))
    waits_since = row.review_since
    mails = len(outbox())
    decision = judged(row, Measure.REFUSE, moderator)
    assert known(row).review_since is None
    undone = undo(decision, actor=moderator)
    again = known(row)
    assert (again.state, again.review_since) == (State.PENDING, waits_since)
    assert (again.moderated_at, again.moderation_ground) == (None, "")
    assert undone.undone_at is not None
    assert len(outbox()) == mails
    assert undo(fresh(decision), actor=fresh(moderator)).undone_at == undone.undone_at
    counts_hold(parc)


def test_a_letter_that_has_left_is_followed_by_another(
    parc_and_moderator: tuple[Parc, User], outbox: Outbox
) -> None:
    parc, moderator = parc_and_moderator
    row = say(parc, text=SAID)
    decision = judged(row, Measure.HIDE, moderator)
    with transaction():
        session.execute(update(OutgoingMail).values(done_at=now()))
    undo(decision, actor=moderator)
    assert outbox()[-1].kind == "moderation.undone"
    assert known(row).state is State.PUBLISHED


def test_undoing_ends_after_ten_minutes_and_is_for_who_decided(
    parc_and_moderator: tuple[Parc, User],
) -> None:
    parc, moderator = parc_and_moderator
    decision = judged(say(parc), Measure.HIDE, moderator)
    with pytest.raises(NotAllowedError):
        undo(decision, actor=add_moderator(parc))
    with travel(now() + timedelta(minutes=11)), pytest.raises(NotAllowedError):
        undo(decision, actor=moderator)


def test_a_batch_is_told_once_it_cannot_be_undone(
    parc_and_moderator: tuple[Parc, User], outbox: Outbox
) -> None:
    parc, moderator = parc_and_moderator
    batch = saved(
        DecisionBatch(
            consultation_id=parc.consultation_id, made_by_id=moderator.id, measure=Measure.HIDE
        )
    )
    decision = judged(say(parc), Measure.HIDE, moderator, batch=batch)
    assert outbox()[-1].run_at > decision.decided_at + timedelta(minutes=10)
    assert decision.batch_id == batch.id
