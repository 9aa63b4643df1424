"""What was masked is nowhere but under its mask."""

from collections.abc import Callable

import pytest

from consultation.accounts.models import User
from consultation.contributions.models import (
    ContributionState,
    MaskedOriginal,
    Revision,
)
from consultation.contributions.services.editing import edit
from consultation.contributions.writing import Written
from consultation.core.db import session
from consultation.core.mail import OutgoingMail
from consultation.moderation.models import Measure
from consultation.moderation.services.deciding import undo
from tests.contributions.steps import Parc
from tests.moderation.steps import (
    SAID,
    SECRET,
    judged,
    known,
    say,
    span,
)  # fmt: skip

State = ContributionState
Outbox = Callable[[], list[OutgoingMail]]
pytestmark = pytest.mark.usefixtures("database")


def test_a_masked_text_holds_the_words_nowhere_but_under_its_mask(
    parc_and_moderator: tuple[Parc, User],
) -> None:
    parc, moderator = parc_and_moderator
    row = say(parc, text=f"Chère {SECRET}, bonjour.")
    found = known(row)
    edit(found, Written(found.kind, found.stance, SAID), actor=found.author.user)
    decision = judged(row, Measure.MASK, moderator, spans=(span(SAID, SECRET),))
    texts = session.query(Revision).filter_by(contribution_id=row.id).all()
    assert len(texts) == 2
    for revision in texts:
        assert SECRET not in revision.source + revision.html
        assert "[nom masqué]" in revision.source
        assert "[nom masqué]" in revision.html
    assert session.get_one(MaskedOriginal, (row.id, 2)).source == SAID
    undo(decision, actor=moderator)
    assert session.get_one(Revision, (row.id, 2), populate_existing=True).source == SAID
    assert session.query(MaskedOriginal).count() == 0
    assert known(row).is_masked is False
