"""Appeals at a bad moment: too late, with reasons nobody can read, by somebody who leaves."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update

from consultation.core.clock import now, travel
from consultation.core.db import session, transaction
from consultation.core.errors import NotAllowedError
from consultation.moderation.models import Decision, Measure
from consultation.moderation.queries.appeals import decision_of_key
from consultation.moderation.reports import Appeal, Notice
from consultation.moderation.services.appealing import appeal, appeal_as_notifier
from consultation.privacy.services import delete_account
from tests.conftest import SignIn
from tests.factories import fresh, make_user
from tests.moderation.queue import address
from tests.moderation.reporting import REASONS, appealed, in_app, judged, noticed, say
from tests.moderation.steps import add_moderator, counts_hold, make_desk

pytestmark = pytest.mark.usefixtures("acting")


@pytest.mark.parametrize("reasons", ["", " \n ", "\u200b", "x" * 10_000, "e" + "\u0301" * 9_000])
def test_cases_6_and_7_an_appeal_is_judged_with_reasons_that_can_be_read(
    client: FlaskClient, sign_in: SignIn, reasons: str
) -> None:
    parc, camille = make_desk()
    sacha, author = add_moderator(parc), make_user()
    contest = appealed(judged(say(parc, author=author), Measure.HIDE, camille), author)
    sign_in(sacha)
    where = address(parc, f"recours/{contest.key}")
    page = client.post(where, data={"outcome": "reversed", "reasons": reasons})
    assert page.status_code == 422
    assert fresh(contest).judged_at is None
    if len(reasons) == 10_000:
        assert reasons in page.text


def test_an_appeal_is_judged_though_its_author_leaves_between_the_page_and_the_verdict(
    client: FlaskClient, sign_in: SignIn
) -> None:
    parc, camille = make_desk()
    sacha, author = add_moderator(parc), make_user(name="Jocelyne Berthaud")
    row = say(parc, author=author)
    contest = appealed(judged(row, Measure.HIDE, camille), author)
    sign_in(sacha)
    where = address(parc, f"recours/{contest.key}")
    assert "Jocelyne" in client.get(where).text
    with client.application.app_context():
        delete_account(fresh(author), withdraws=True)
    assert "Jocelyne" not in client.get(where).text
    page = client.post(where, data={"outcome": "reversed", "reasons": REASONS})
    assert page.status_code in {303, 409}
    assert client.get(where).status_code == 200
    counts_hold(parc)


def test_case_13_an_appeal_a_second_after_its_last_day_is_given_back(
    client: FlaskClient, sign_in: SignIn
) -> None:
    parc, camille = make_desk()
    author = make_user()
    decision = judged(say(parc, author=author), Measure.HIDE, camille)
    with travel(now() + timedelta(days=190)):
        sign_in(author)
        page = client.post(f"/decisions/{decision.key}/recours", data={"text": REASONS})
    assert page.status_code in {403, 409, 422}
    assert REASONS in page.text


def test_an_appeal_sent_in_the_moment_of_the_undo_leaves_nothing_to_judge() -> None:
    parc, camille = make_desk()
    author = make_user()
    row = say(parc, author=author)
    noticed(row)
    key = judged(row, Measure.HIDE, camille).key

    @in_app
    def contest() -> None:
        found = decision_of_key(key)
        assert found is not None
        notice = session.scalars(select(Notice).where(Notice.decision_id == found.id)).one()
        with transaction() as current:
            undo = update(Decision).values(undone_at=now())
            current.execute(undo.execution_options(synchronize_session=False))
        assert found.undone_at is None, "as whoever contests has read it"
        with pytest.raises(NotAllowedError):
            appeal(found, REASONS, actor=author)
        with pytest.raises(NotAllowedError):
            appeal_as_notifier(notice, found, REASONS)

    contest()
    assert session.scalars(select(Appeal)).all() == []
