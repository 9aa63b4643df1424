"""Moving a thread to where it will be better read."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from consultation.accounts.models import User
from consultation.contributions.models import (
    ContributionState,
    Discussion,
    Revision,
)
from consultation.core.db import session
from consultation.core.errors import DomainError
from consultation.core.mail import OutgoingMail
from consultation.moderation.models import Measure
from consultation.moderation.services.deciding import undo
from tests.contributions.steps import Parc, publish_second_version
from tests.moderation.steps import (
    SAID,
    counts_hold,
    judged,
    known,
    say,
)  # fmt: skip

State = ContributionState
Outbox = Callable[[], list[OutgoingMail]]
pytestmark = pytest.mark.usefixtures("database")


def test_moving_carries_the_thread_and_keeps_its_receipts(
    parc_and_moderator: tuple[Parc, User],
) -> None:
    parc, moderator = parc_and_moderator
    row = say(parc, text=SAID)
    say(parc, answered=row, text="Moi aussi.")
    first, second = parc.paragraph_keys()
    decision = judged(row, Measure.MOVE, moderator, target_key=second)
    moved = known(row)
    assert moved.discussion.paragraph is not None
    assert moved.discussion.paragraph.key == second
    assert session.get_one(Revision, (row.id, 1)).subject == f"paragraph/{first}"
    counts_hold(parc)
    undo(decision, actor=moderator)
    back = known(row)
    assert back.discussion.paragraph is not None
    assert back.discussion.paragraph.key == first
    assert session.get_one(Revision, (row.id, 1), populate_existing=True).subject is None
    counts_hold(parc)


def test_case_14_a_thread_moves_to_the_words_of_the_version_that_was_read(
    parc_and_moderator: tuple[Parc, User],
) -> None:
    parc, moderator = parc_and_moderator
    row = say(parc, text=SAID, index=1)
    publish_second_version(parc, parc.paragraph_keys()[0])
    judged(row, Measure.MOVE, moderator, target_key=parc.paragraph_keys()[0])
    session.expire_all()
    assert known(row).version.number == 1
    counts = session.scalars(select(Discussion).order_by(Discussion.id)).all()
    assert [each.contribution_count for each in counts] == [0, 1]
    with pytest.raises(DomainError):
        judged(row, Measure.MOVE, moderator, target_key="rien")
