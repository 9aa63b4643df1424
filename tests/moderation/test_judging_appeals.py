"""Judging appeals: by somebody else, with reasons, and what it changes at once."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from consultation.accounts.models import User
from consultation.contributions.models import ContributionState, Revision
from consultation.core.clock import now
from consultation.core.db import session
from consultation.core.errors import ConflictError, DomainError, NotAllowedError
from consultation.core.mail import OutgoingMail
from consultation.moderation.models import Decision, Ground, Measure, Source
from consultation.moderation.reports import Appeal, AppealOutcome
from tests.conftest import SignIn
from tests.factories import fresh, make_user
from tests.moderation.reporting import (
    REASONS,
    answered,
    appealed,
    fields,
    flagged,
    hidden,
    in_app,
    judged,
    kept,
    noticed,
    say,
)
from tests.moderation.steps import add_moderator, make_desk

Outbox = Callable[[], list[OutgoingMail]]
pytestmark = pytest.mark.usefixtures("acting")


def test_case_18_no_moderator_judges_their_own_decision_nor_where_they_are_a_party(
    client: FlaskClient, sign_in: SignIn
) -> None:
    parc, moderator = make_desk()
    wrote, reported, free = (add_moderator(parc) for _each in range(3))
    _far, elsewhere = make_desk()
    row = say(parc, author=wrote)
    flagged(row, reported)
    decision = judged(row, Measure.HIDE, moderator)
    contest = appealed(decision, wrote)
    address = f"/espace/{parc.consultation.slug}/moderation/recours/{contest.key}"
    for person in (moderator, wrote, reported, elsewhere, make_user()):
        with pytest.raises(NotAllowedError):
            answered(contest, AppealOutcome.UPHELD, person)
        sign_in(person)
        page = client.get(address)
        assert 'name="outcome"' not in page.text
        assert page.status_code == (200 if person in (moderator, wrote, reported) else 404)
        client.post(address, data={"outcome": "reversed", "reasons": REASONS})
    session.expire_all()
    assert session.scalars(select(Appeal)).one().judged_at is None
    sign_in(free)
    assert 'name="outcome"' in client.get(address).text
    answered(contest, AppealOutcome.UPHELD, free)
    with pytest.raises(ConflictError):
        answered(contest, AppealOutcome.REVERSED, free)


def test_the_list_says_who_may_judge(client: FlaskClient, sign_in: SignIn) -> None:
    parc, moderator = make_desk()
    add_moderator(parc)
    author = make_user()
    _row, decision = hidden(parc, moderator, author)
    appealed(decision, author)
    sign_in(moderator)
    page = client.get(f"/espace/{parc.consultation.slug}/moderation/recours")
    assert "Sacha K." in page.text
    assert "Camille D." not in page.text.split("Peuvent juger")[1].split("</li>")[0]


def test_without_a_second_moderator_organisers_and_administrators_are_told(
    client: FlaskClient, sign_in: SignIn, outbox: Outbox
) -> None:
    organiser, administrator = make_user(), make_user(is_administrator=True)
    parc, moderator = make_desk(organiser=organiser)
    author = make_user()
    _row, decision = hidden(parc, moderator, author)
    contest = appealed(decision, author)
    told = {m.to for m in outbox() if m.kind == "moderation.second_moderator_needed"}
    assert told == {organiser.email, administrator.email}
    sign_in(moderator)
    for page in ("recours", f"recours/{contest.key}"):
        text = client.get(f"/espace/{parc.consultation.slug}/moderation/{page}").text
        assert "il faut une autre personne à la modération" in text
    second = add_moderator(parc)
    sign_in(second)
    text = client.get(f"/espace/{parc.consultation.slug}/moderation/recours").text
    assert "il faut une autre personne" not in text


def test_upheld_nothing_changes_and_the_person_is_told_why_and_where_else_to_go(
    client: FlaskClient, sign_in: SignIn, outbox: Outbox
) -> None:
    parc, moderator = make_desk()
    second, author = add_moderator(parc), make_user()
    row, decision = hidden(parc, moderator, author)
    contest = appealed(decision, author)
    sign_in(second)
    address = f"/espace/{parc.consultation.slug}/moderation/recours/{contest.key}"
    page = client.get(address)
    sent = {**fields(page), "outcome": "upheld", "reasons": REASONS}
    assert client.post(address, data=sent).status_code == 303
    assert fresh(row).state is ContributionState.HIDDEN
    assert fresh(decision).reversed_at is None
    mail = next(m for m in outbox() if m.kind == "moderation.appeal_judged")
    assert mail.to == author.email
    for words in (REASONS, "Décision maintenue", "règlement extrajudiciaire", "tribunal"):
        assert words in mail.text
    sign_in(author)
    assert REASONS in client.get(f"/recours/{contest.key}").text


def test_a_decision_that_an_appeal_upheld_is_undone_no_more(
    client: FlaskClient, sign_in: SignIn
) -> None:
    parc, moderator = make_desk()
    second, author = add_moderator(parc), make_user()
    row, decision = hidden(parc, moderator, author)
    contest = appealed(decision, author)
    answered(contest, AppealOutcome.UPHELD, second)
    sign_in(moderator)
    address = f"/espace/{parc.consultation.slug}/moderation/annuler"
    page = client.post(address, data={"decision": decision.key}, follow_redirects=True)
    assert "Un recours contre cette décision est jugé" in page.text
    assert fresh(row).state is ContributionState.HIDDEN
    assert fresh(decision).undone_at is None


def test_reversed_the_contribution_is_back_at_once_and_both_sides_are_told(
    client: FlaskClient, outbox: Outbox
) -> None:
    parc, moderator = make_desk()
    second, author, reader = add_moderator(parc), make_user(), make_user()
    row = say(parc, author=author)
    flagged(row, reader)
    notice = noticed(row)
    before = parc.consultation.contribution_count
    decision = judged(row, Measure.HIDE, moderator)
    contest = appealed(decision, author)
    answered(contest, AppealOutcome.REVERSED, second)
    assert fresh(row).state is ContributionState.PUBLISHED
    assert parc.consultation.contribution_count == before
    result = session.get_one(Decision, fresh(contest).result_id)
    assert (result.measure, result.source, result.reverses_id, result.decided_by_id) == (
        Measure.RESTORE, Source.APPEAL, decision.id, second.id,
    )  # fmt: skip
    assert fresh(decision).reversed_at is not None
    kinds: dict[str, set[str]] = {}
    for mail in outbox():
        kinds.setdefault(mail.to, set()).add(mail.kind)
    assert {"moderation.appeal_judged", "moderation.decided"} <= kinds[author.email or ""]
    for other in (reader.email or "", notice.email):
        assert "moderation.appeal_judged_for_others" in kinds[other]
    others = next(m for m in outbox() if m.kind == "moderation.appeal_judged_for_others")
    assert REASONS not in others.text
    assert author.display_name not in others.text
    assert "Huit heures" in client.get(f"/contributions/{row.key}", follow_redirects=True).text


def test_reversed_in_part_something_lighter_is_decided(
    client: FlaskClient, sign_in: SignIn
) -> None:
    parc, moderator = make_desk()
    second, author = add_moderator(parc), make_user()
    row = say(parc, author=author, text="Madame Berthaud a tort, et le parc ouvre trop tard.")
    decision = judged(row, Measure.HIDE, moderator)
    contest = appealed(decision, author)
    sign_in(second)
    address = f"/espace/{parc.consultation.slug}/moderation/recours/{contest.key}"
    form = {**fields(client.get(address)), "outcome": "partly", "reasons": REASONS}
    assert client.post(address, data=form).status_code == 422
    wrong = {**form, "measure": "mask", "ground": "3", "passages": "Monsieur Untel"}
    assert client.post(address, data=wrong).status_code == 422
    assert fresh(row).state is ContributionState.HIDDEN
    right = {**wrong, "passages": "Madame Berthaud"}
    assert client.post(address, data=right).status_code == 303
    assert fresh(row).state is ContributionState.PUBLISHED
    revision = session.get_one(Revision, (row.id, 1), populate_existing=True)
    assert "Berthaud" not in revision.source
    assert "le parc ouvre trop tard" in revision.source
    assert fresh(contest).outcome is AppealOutcome.PARTLY
    assert fresh(decision).reversed_at is not None


def test_a_decision_to_do_nothing_is_reversed_by_a_measure(
    client: FlaskClient, sign_in: SignIn, outbox: Outbox
) -> None:
    parc, moderator = make_desk()
    second, author, reader = add_moderator(parc), make_user(), make_user()
    row = say(parc, author=author)
    flagged(row, reader)
    decision = kept(row, moderator)
    contest = appealed(decision, reader)
    with pytest.raises(DomainError):
        answered(contest, AppealOutcome.REVERSED, second)
    answered(
        contest, AppealOutcome.REVERSED, second, measure=Measure.HIDE, ground=Ground.CHARTER,
        clause="3", facts="Une phrase attaque une personne.",
    )  # fmt: skip
    assert fresh(row).state is ContributionState.HIDDEN
    mails = {(mail.to, mail.kind) for mail in outbox()}
    assert (reader.email, "moderation.appeal_judged") in mails
    assert (author.email, "moderation.decided") in mails
    sign_in(author)
    result = session.get_one(Decision, fresh(contest).result_id)
    assert f"/decisions/{result.key}/recours" in client.get(f"/decisions/{result.key}").text


def test_an_author_who_never_heard_of_a_flag_hears_nothing_when_its_appeal_fails(
    client: FlaskClient, outbox: Outbox
) -> None:
    parc, moderator = make_desk()
    second, author, reader = add_moderator(parc), make_user(), make_user()
    row = say(parc, author=author)
    flagged(row, reader)
    contest = appealed(kept(row, moderator), reader)
    before = [mail.id for mail in outbox() if mail.to == author.email]
    answered(contest, AppealOutcome.UPHELD, second)
    assert [mail.id for mail in outbox() if mail.to == author.email] == before


@pytest.mark.parametrize("measure", [Measure.CLOSE_THREAD, Measure.WARN, Measure.SUSPEND])
def test_every_measure_is_taken_back_by_a_reversal(client: FlaskClient, measure: Measure) -> None:
    parc, moderator = make_desk()
    second, author = add_moderator(parc), make_user()
    row = say(parc, author=author)
    until = {"until": now() + timedelta(days=7)} if measure is Measure.SUSPEND else {}
    decision = judged(row, measure, moderator, **until)
    answered(appealed(decision, author), AppealOutcome.REVERSED, second)
    assert fresh(decision).reversed_at is not None
    assert fresh(row).thread_closed_at is None
    assert fresh(row).state is ContributionState.PUBLISHED


def test_a_move_is_taken_back_to_where_it_was(client: FlaskClient) -> None:
    parc, moderator = make_desk()
    second, author = add_moderator(parc), make_user()
    row = say(parc, author=author)
    home = row.discussion_id
    decision = judged(row, Measure.MOVE, moderator, target_key=parc.paragraph_keys()[1])
    assert fresh(row).discussion_id != home
    answered(appealed(decision, author), AppealOutcome.REVERSED, second)
    assert fresh(row).discussion_id == home


def test_case_38_an_account_deleted_with_a_pending_appeal_leaves_the_appeal_judged(
    client: FlaskClient, outbox: Outbox
) -> None:
    from consultation.privacy.services import delete_account

    parc, moderator = make_desk()
    second, author = add_moderator(parc), make_user()
    row, decision = hidden(parc, moderator, author)
    contest = appealed(decision, author)
    in_app(lambda: delete_account(session.get_one(User, author.id), withdraws=False))()
    before = len(outbox())
    answered(contest, AppealOutcome.REVERSED, second)
    assert fresh(row).state is ContributionState.PUBLISHED
    assert len(outbox()) == before
