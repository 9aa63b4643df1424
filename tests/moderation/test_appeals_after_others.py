"""Appeals judged after others have acted: what is left to give back, and what is not."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from consultation.accounts.models import User
from consultation.consultations.models import Participant
from consultation.contributions.models import Contribution, ContributionState, Revision
from consultation.contributions.services.editing import edit
from consultation.contributions.services.withdrawing import withdraw
from consultation.contributions.writing import Written
from consultation.core.clock import now, travel
from consultation.core.db import session
from consultation.core.errors import DomainError, NotAllowedError
from consultation.moderation.models import Decision, Ground, Measure
from consultation.moderation.reports import Appeal, AppealOutcome
from tests.conftest import SignIn
from tests.contributions.steps import Parc, known
from tests.factories import fresh, make_user
from tests.moderation.queue import address
from tests.moderation.reporting import (
    REASONS,
    answered,
    appealed,
    fields,
    flagged,
    in_app,
    judged,
    kept,
    say,
)
from tests.moderation.steps import SAID, SECRET, add_moderator, counts_hold, make_desk, span

pytestmark = pytest.mark.usefixtures("acting")
CALMER = "Un autre texte, plus calme."


@in_app
def changed(contribution: Contribution, author: User, text: str = CALMER) -> None:
    """Its author writes something else."""
    row = known(contribution)
    edit(row, Written(row.kind, row.stance, text, None), actor=author)


def contested(measure: Measure = Measure.HIDE) -> tuple[Parc, Contribution, Appeal, list[User]]:
    """Something decided on, its appeal, and who decided, who may judge, who wrote."""
    parc, moderator = make_desk()
    second, author = add_moderator(parc), make_user()
    row = say(parc, author=author, text=SAID)
    given = {"spans": (span(SAID, SECRET),)} if measure is Measure.MASK else {}
    decision = judged(row, measure, moderator, **given)
    return parc, row, appealed(decision, author), [moderator, second, author]


def is_reversed(contest: Appeal) -> bool:
    """The person reads that the decision was wrong, and the register does."""
    decision = session.get_one(Decision, contest.decision_id, populate_existing=True)
    return (
        fresh(contest).outcome is AppealOutcome.REVERSED
        and fresh(contest).result_id is None
        and decision.reversed_at is not None
    )


def test_what_its_own_moderator_gave_back_meanwhile_is_still_judged_to_have_been_wrong(
    client: FlaskClient, sign_in: SignIn
) -> None:
    parc, row, contest, (moderator, second, _author) = contested()
    judged(row, Measure.RESTORE, moderator)
    sign_in(second)
    where = address(parc, f"recours/{contest.key}")
    page = client.get(where)
    assert "ne change plus rien" in page.text
    sent = {**fields(page), "outcome": "reversed", "reasons": REASONS}
    assert client.post(where, data=sent).status_code == 303
    assert is_reversed(contest)
    assert fresh(row).state is ContributionState.PUBLISHED


def test_what_was_corrected_and_published_meanwhile_is_judged_and_stays(
    client: FlaskClient,
) -> None:
    parc, row, contest, (moderator, second, author) = contested()
    changed(row, author)
    judged(row, Measure.KEEP, moderator)
    answered(contest, AppealOutcome.REVERSED, second)
    assert is_reversed(contest)
    assert fresh(row).state is ContributionState.PUBLISHED
    counts_hold(parc)


def test_what_its_author_withdrew_meanwhile_is_judged_and_does_not_come_back(
    client: FlaskClient,
) -> None:
    _parc, row, contest, (_moderator, second, author) = contested()
    changed(row, author)
    in_app(lambda: withdraw(known(row), actor=author))()
    answered(contest, AppealOutcome.REVERSED, second)
    assert is_reversed(contest)
    assert fresh(row).state is ContributionState.WITHDRAWN


def test_a_later_decision_on_another_text_is_not_taken_back_with_the_first(
    client: FlaskClient,
) -> None:
    parc, row, contest, (moderator, second, author) = contested()
    changed(row, author, "Un texte plus injurieux que le premier.")
    later = judged(row, Measure.REFUSE, moderator)
    answered(contest, AppealOutcome.REVERSED, second)
    assert is_reversed(contest)
    assert fresh(row).state is ContributionState.REFUSED
    assert fresh(later).reversed_at is None
    counts_hold(parc)


def test_a_mask_taken_off_does_not_bring_back_what_was_hidden_since(client: FlaskClient) -> None:
    _parc, row, contest, (moderator, second, author) = contested(Measure.MASK)
    later = judged(row, Measure.HIDE, moderator)
    answered(contest, AppealOutcome.REVERSED, second)
    assert is_reversed(contest)
    assert fresh(row).state is ContributionState.HIDDEN
    assert fresh(later).reversed_at is None
    answered(appealed(later, author), AppealOutcome.REVERSED, second)
    assert fresh(row).state is ContributionState.PUBLISHED
    assert SECRET in session.get_one(Revision, (row.id, 1), populate_existing=True).source


def test_masks_of_a_later_decision_stay_when_the_first_ones_are_taken_off(
    client: FlaskClient,
) -> None:
    _parc, row, contest, (moderator, second, _author) = contested(Measure.MASK)
    text = session.get_one(Revision, (row.id, 1), populate_existing=True).source
    judged(row, Measure.MASK, moderator, spans=(span(text, "Varennes", "place"),))
    with pytest.raises(DomainError, match="en partie"):
        answered(contest, AppealOutcome.REVERSED, second)
    text = session.get_one(Revision, (row.id, 1), populate_existing=True).source
    assert "Varennes" not in text
    assert SECRET not in text


def test_a_suspension_that_has_ended_is_judged_like_any_other(client: FlaskClient) -> None:
    parc, moderator = make_desk()
    second, author = add_moderator(parc), make_user()
    row = say(parc, author=author)
    until = now() + timedelta(days=1)
    contest = appealed(judged(row, Measure.SUSPEND, moderator, until=until), author)
    with travel(now() + timedelta(days=3)):
        answered(contest, AppealOutcome.REVERSED, second)
    assert is_reversed(contest)


def test_a_later_suspension_outlives_the_first_one_s_reversal(client: FlaskClient) -> None:
    parc, moderator = make_desk()
    second, author = add_moderator(parc), make_user()
    row, other = say(parc, author=author), say(parc, author=author, text="Encore une chose.")
    until = now() + timedelta(days=7)
    contest = appealed(judged(row, Measure.SUSPEND, moderator, until=until), author)
    judged(other, Measure.SUSPEND, moderator, until=until + timedelta(days=7))
    answered(contest, AppealOutcome.REVERSED, second)
    assert is_reversed(contest)
    stands = session.get_one(Participant, row.author_id, populate_existing=True)
    assert stands.suspended_until == until + timedelta(days=7)


def test_what_was_moved_back_meanwhile_is_judged(client: FlaskClient) -> None:
    parc, moderator = make_desk()
    second, author = add_moderator(parc), make_user()
    row = say(parc, author=author)
    home, away = parc.paragraph_keys()[:2]
    contest = appealed(judged(row, Measure.MOVE, moderator, target_key=away), author)
    judged(row, Measure.MOVE, moderator, target_key=home)
    answered(contest, AppealOutcome.REVERSED, second)
    assert is_reversed(contest)


def test_a_reporter_is_right_though_the_contribution_was_hidden_meanwhile(
    client: FlaskClient, sign_in: SignIn
) -> None:
    parc, moderator = make_desk()
    second, reader = add_moderator(parc), make_user()
    row = say(parc)
    flagged(row, reader)
    contest = appealed(kept(row, moderator), reader)
    judged(row, Measure.HIDE, moderator)
    sign_in(second)
    where = address(parc, f"recours/{contest.key}")
    sent = {**fields(client.get(where)), "outcome": "reversed", "reasons": REASONS}
    assert client.post(where, data=sent).status_code == 303
    assert is_reversed(contest)
    assert fresh(row).state is ContributionState.HIDDEN


def test_a_text_changed_since_the_judge_read_it_is_not_published_unread(
    client: FlaskClient, sign_in: SignIn
) -> None:
    parc, row, contest, (_moderator, second, author) = contested()
    sign_in(second)
    where = address(parc, f"recours/{contest.key}")
    sent = {**fields(client.get(where)), "outcome": "reversed", "reasons": REASONS}
    changed(row, author, "Tout autre chose, que personne n’a lu.")
    page = client.post(where, data=sent)
    assert page.status_code == 409
    assert "relisez-le" in page.text
    assert REASONS in page.text
    assert fresh(row).state is ContributionState.PENDING
    assert fresh(contest).judged_at is None
    assert "Le texte sur lequel elle porte" in page.text
    again = {**fields(page), "outcome": "reversed", "reasons": REASONS}
    assert client.post(where, data=again).status_code == 303
    assert fresh(row).state is ContributionState.PUBLISHED


def test_a_forged_revision_gives_nothing_back(client: FlaskClient, sign_in: SignIn) -> None:
    parc, row, contest, (_moderator, second, _author) = contested()
    sign_in(second)
    where = address(parc, f"recours/{contest.key}")
    sent = {**fields(client.get(where)), "outcome": "reversed", "reasons": REASONS}
    for forged in ("", "-1", "9" * 400, "1.0", "²", "\x00"):
        assert client.post(where, data={**sent, "revision": forged}).status_code in {400, 409}
        assert fresh(row).state is ContributionState.HIDDEN
        assert fresh(contest).judged_at is None


def test_who_judges_a_mask_reads_what_is_under_it(client: FlaskClient, sign_in: SignIn) -> None:
    parc, _row, contest, (moderator, second, author) = contested(Measure.MASK)
    where = address(parc, f"recours/{contest.key}")
    for person in (moderator, second):
        sign_in(person)
        assert SECRET in client.get(where).text
    sign_in(author)
    assert client.get(where).status_code == 404


def test_part_of_what_was_masked_is_shown_again(client: FlaskClient) -> None:
    _parc, row, contest, (_moderator, second, _author) = contested(Measure.MASK)
    with pytest.raises(DomainError):
        answered(
            contest, AppealOutcome.PARTLY, second, measure=Measure.MASK,
            ground=Ground.CHARTER, clause="5", facts=REASONS,
        )  # fmt: skip
    assert SECRET not in session.get_one(Revision, (row.id, 1), populate_existing=True).source


def test_a_decision_that_was_reversed_is_not_replaced_by_another(client: FlaskClient) -> None:
    _parc, row, contest, (moderator, second, _author) = contested()
    judged(row, Measure.RESTORE, moderator)
    with pytest.raises(DomainError, match="déjà été annulée"):
        answered(
            contest, AppealOutcome.PARTLY, second, measure=Measure.MASK,
            ground=Ground.CHARTER, clause="5", facts=REASONS,
        )  # fmt: skip
    assert fresh(contest).judged_at is None


@pytest.mark.parametrize("measure", [Measure.HIDE, Measure.REFUSE, Measure.MASK, Measure.WARN])
def test_whom_an_appeal_proved_wrong_does_not_decide_again_on_the_same_text(
    client: FlaskClient, measure: Measure
) -> None:
    parc, row, contest, (moderator, second, author) = contested()
    answered(contest, AppealOutcome.REVERSED, second)
    given = {"spans": (span(SAID, SECRET),)} if measure is Measure.MASK else {}
    with pytest.raises(NotAllowedError, match="recours"):
        judged(row, measure, moderator, **given)
    judged(row, measure, add_moderator(parc), **given)
    changed(row, author, "Un texte nouveau, qui se juge pour lui-même.")
    assert judged(row, Measure.WARN, moderator).measure is Measure.WARN


def test_who_was_wrong_to_do_nothing_does_not_bring_it_back(
    client: FlaskClient, sign_in: SignIn
) -> None:
    parc, moderator = make_desk()
    second, reader = add_moderator(parc), make_user()
    row = say(parc)
    flagged(row, reader)
    contest = appealed(kept(row, moderator), reader)
    answered(
        contest, AppealOutcome.REVERSED, second, measure=Measure.HIDE, ground=Ground.CHARTER,
        clause="3", facts=REASONS,
    )  # fmt: skip
    sign_in(moderator)
    where = address(parc, row.key)
    sent = {**fields(client.get(where), row.key), "measure": "restore", "then": "stay"}
    page = client.post(where, data=sent)
    assert page.status_code == 403
    assert "une autre personne en décide" in page.text
    assert fresh(row).state is ContributionState.HIDDEN
