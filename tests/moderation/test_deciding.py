"""What each measure does, on what, by whom, and what is told of it."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from consultation.accounts.models import User
from consultation.contributions.models import (
    ContributionState,
    VoteValue,
)
from consultation.contributions.services.editing import edit
from consultation.contributions.services.voting import vote
from consultation.contributions.writing import Written
from consultation.core.clock import now, travel
from consultation.core.db import session
from consultation.core.errors import ConflictError, DomainError, NotAllowedError
from consultation.core.journal_check import verify
from consultation.core.mail import OutgoingMail
from consultation.moderation.models import Decision, Ground, Measure, Source
from consultation.moderation.services.deciding import TextChangedError
from consultation.moderation.transitions import RULES, possible
from consultation.privacy.services import delete_account
from tests.contributions.steps import Parc
from tests.factories import make_user
from tests.moderation.steps import (
    FACTS,
    SAID,
    SECRET,
    add_moderator,
    counts_hold,
    in_state,
    judged,
    known,
    make_desk,
    say,
    span,
    wait,
)  # fmt: skip

State = ContributionState
Outbox = Callable[[], list[OutgoingMail]]
pytestmark = pytest.mark.usefixtures("database")


def given_for(measure: Measure, parc: Parc) -> dict[str, object]:
    """What the form of that measure also says."""
    return {
        Measure.MASK: {"spans": (span(SAID, SECRET),)},
        Measure.MOVE: {"target_key": parc.paragraph_keys()[1]},
        Measure.SUSPEND: {"until": now() + timedelta(days=7)},
    }.get(measure, {})


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("measure", Measure)
def test_the_table_of_measures_and_states(
    parc_and_moderator: tuple[Parc, User], measure: Measure, state: ContributionState
) -> None:
    parc, moderator = parc_and_moderator
    row = in_state(parc, state, add_moderator(parc), text=SAID)
    allowed = measure in possible(row)
    assert allowed == (state in RULES[measure].moves) or measure in {
        Measure.RESTORE, Measure.REOPEN_THREAD,
    }  # fmt: skip
    before = known(row).state
    if measure is Measure.LIFT_SUSPENSION:
        judged(row, Measure.SUSPEND, moderator, until=now() + timedelta(days=2))
    if allowed:
        judged(row, measure, moderator, **given_for(measure, parc))
        assert known(row).state is RULES[measure].moves[before]
    else:
        with pytest.raises(ConflictError):
            judged(row, measure, moderator, **given_for(measure, parc))
        assert known(row).state is before
    counts_hold(parc)


def test_a_published_one_is_hidden_with_its_reasons_then_given_back(
    parc_and_moderator: tuple[Parc, User], outbox: Outbox
) -> None:
    parc, moderator = parc_and_moderator
    row = say(parc, text=SAID)
    sent = len(outbox())
    decision = judged(row, Measure.HIDE, moderator)

    hidden = known(row)
    assert hidden.state is State.HIDDEN
    assert hidden.moderation_ground == f"charter/{decision.charter_version}/5"
    assert hidden.moderated_at == decision.decided_at
    assert (parc.consultation.contribution_count, parc.document.contribution_count) == (0, 0)
    assert (decision.state_before, decision.state_after) == (State.PUBLISHED, State.HIDDEN)
    assert FACTS in decision.statement
    letter = outbox()[sent]
    assert letter.key == decision.mail_key
    assert decision.key in letter.text
    assert "Dites-le" not in letter.text

    back = judged(row, Measure.RESTORE, moderator)
    shown = known(row)
    assert (shown.state, shown.moderated_at, shown.moderation_ground) == (State.PUBLISHED, None, "")
    assert back.reverses_id == decision.id
    assert session.get_one(Decision, decision.id, populate_existing=True).reversed_at is not None
    counts_hold(parc)
    assert verify().fault is None


def test_the_same_form_twice_is_one_decision(
    parc_and_moderator: tuple[Parc, User], outbox: Outbox
) -> None:
    parc, moderator = parc_and_moderator
    row = say(parc, text=SAID)
    first = judged(row, Measure.HIDE, moderator)
    mails = len(outbox())
    assert judged(row, Measure.HIDE, moderator).id == first.id
    assert len(outbox()) == mails
    with pytest.raises(ConflictError):
        judged(row, Measure.HIDE, add_moderator(parc))


def test_nothing_is_decided_on_a_text_that_was_not_read(
    parc_and_moderator: tuple[Parc, User],
) -> None:
    parc, moderator = parc_and_moderator
    row = say(parc, text=SAID)
    found = known(row)
    edit(found, Written(found.kind, found.stance, "J’ai retiré son nom."), actor=found.author.user)
    with pytest.raises(TextChangedError) as caught:
        judged(row, Measure.HIDE, moderator, seen_revision=1)
    assert caught.value.revision.source == "J’ai retiré son nom."
    assert known(row).state is State.PUBLISHED


def test_nobody_judges_what_they_wrote_nor_where_they_do_not_moderate(
    parc_and_moderator: tuple[Parc, User],
) -> None:
    parc, moderator = parc_and_moderator
    own = say(parc, author=moderator)
    with pytest.raises(NotAllowedError):
        judged(own, Measure.KEEP, moderator)
    _other, elsewhere = make_desk()
    row = say(parc)
    for person in (elsewhere, make_user(), make_user(is_administrator=True)):
        with pytest.raises(NotAllowedError):
            judged(row, Measure.HIDE, person)
    moderator.suspended_at = now()
    with pytest.raises(NotAllowedError):
        judged(row, Measure.HIDE, moderator)


def test_an_appeal_is_judged_by_somebody_else(parc_and_moderator: tuple[Parc, User]) -> None:
    parc, moderator = parc_and_moderator
    row = say(parc, text=SAID)
    decision = judged(row, Measure.HIDE, moderator)
    with pytest.raises(NotAllowedError):
        judged(row, Measure.RESTORE, moderator, source=Source.APPEAL, reverses=decision)
    judged(row, Measure.RESTORE, add_moderator(parc), source=Source.APPEAL, reverses=decision)
    assert known(row).state is State.PUBLISHED


@pytest.mark.parametrize(
    "given",
    [
        {"ground": Ground.NONE, "clause": ""},
        {"clause": "99"},
        {"clause": ""},
        {"ground": Ground.LAW, "legal_ref": ""},
        {"ground": Ground.LAW, "legal_ref": "Article 226-1 du code pénal", "facts": ""},
        {"facts": "x" * 2001},
        {"facts": "Elle donne son numéro, 06 12 34 56 78."},
        {"statement": f"Vous avez écrit : {SAID}"},
    ],
    ids=["nothing", "no such clause", "no clause", "no law", "no why", "long", "phone", "quoting"],
)
def test_what_is_taken_from_the_public_has_its_reasons_and_no_more(
    parc_and_moderator: tuple[Parc, User], given: dict[str, object]
) -> None:
    parc, moderator = parc_and_moderator
    text = SAID.replace(", au 06 00 00 00 00", "")
    row = say(parc, text=text)
    given = {name: str(value).replace(SAID, text) if name == "statement" else value
             for name, value in given.items()}  # fmt: skip
    with pytest.raises(DomainError):
        judged(row, Measure.HIDE, moderator, **given)
    assert known(row).state is State.PUBLISHED
    assert session.query(Decision).count() == 0


def test_a_closed_thread_is_read_and_not_answered(parc_and_moderator: tuple[Parc, User]) -> None:
    parc, moderator = parc_and_moderator
    row = say(parc)
    reply = say(parc, answered=row, text="Moi aussi.")
    judged(row, Measure.CLOSE_THREAD, moderator)
    for answered in (row, reply):
        with pytest.raises(NotAllowedError, match="fermé"):
            say(parc, answered=answered, text="Et moi.")
    judged(row, Measure.REOPEN_THREAD, moderator)
    say(parc, answered=row, text="Et moi.")


def test_somebody_suspended_is_told_until_when_and_why(
    parc_and_moderator: tuple[Parc, User],
) -> None:
    parc, moderator = parc_and_moderator
    author = make_user()
    row = say(parc, author=author)
    other = say(parc)
    decision = judged(row, Measure.SUSPEND, moderator, until=now() + timedelta(days=3))
    with pytest.raises(NotAllowedError, match="voisine"):
        say(parc, author=author)
    found = known(row)
    with pytest.raises(NotAllowedError, match="suspendu"):
        edit(found, Written(found.kind, found.stance, "Autrement."), actor=author)
    with pytest.raises(NotAllowedError, match="suspendu"):
        vote(known(other), VoteValue.AGREE, actor=author)
    with travel(now() + timedelta(days=4)):
        say(parc, author=author)
    judged(row, Measure.LIFT_SUSPENSION, moderator)
    say(parc, author=author)
    assert session.get_one(Decision, decision.id, populate_existing=True).reversed_at is not None


def test_nobody_is_mailed_who_is_gone(
    parc_and_moderator: tuple[Parc, User], outbox: Outbox
) -> None:
    parc, moderator = parc_and_moderator
    author = make_user()
    row = say(parc, author=author, text=SAID)
    waiting = wait(say(parc, author=author))
    delete_account(author, withdraws=False)
    mails = len(outbox())
    judged(row, Measure.HIDE, moderator)
    judged(waiting, Measure.KEEP, moderator)
    assert len(outbox()) == mails


def test_keeping_what_is_published_says_nothing_and_publishing_says_so(
    parc_and_moderator: tuple[Parc, User], outbox: Outbox
) -> None:
    parc, moderator = parc_and_moderator
    row = say(parc)
    mails = len(outbox())
    judged(row, Measure.KEEP, moderator)
    assert len(outbox()) == mails
    judged(wait(say(parc)), Measure.KEEP, moderator)
    assert "est publiée" in outbox()[-1].subject
