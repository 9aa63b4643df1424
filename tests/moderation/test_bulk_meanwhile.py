"""What happens around a batch: what comes, changes or is asked between its preview and its end."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from consultation.accounts.models import User
from consultation.contributions.models import Contribution, ContributionState
from consultation.contributions.services.editing import edit
from consultation.contributions.writing import Written
from consultation.core.clock import now, travel
from consultation.core.db import session
from consultation.moderation.tasks import advance_next_batch
from tests.conftest import SignIn
from tests.contributions.steps import known
from tests.factories import fresh, make_user
from tests.moderation.queue import address, decisions, many_waiting, waiting
from tests.moderation.reporting import fields, in_app
from tests.moderation.steps import make_desk

pytestmark = pytest.mark.usefixtures("acting")


@in_app
def changed(contribution: Contribution, author: User) -> None:
    """Its author writes something else, which nobody has read."""
    row = known(contribution)
    edit(row, Written(row.kind, row.stance, "Tout autre chose.", None), actor=author)


def work(app: Flask) -> None:
    """The worker, to the end."""
    with app.app_context():
        while advance_next_batch():
            pass


def test_what_came_or_changed_since_the_preview_is_not_decided_unseen(
    client: FlaskClient, sign_in: SignIn
) -> None:
    parc, camille = make_desk()
    author = make_user()
    seen = [waiting(parc, f"Avis numéro {n}.", author=author) for n in range(3)]
    sign_in(camille)
    preview = client.post(address(parc, "lot"), data={"measure": "keep", "all": "1"})
    assert "Publier 3 contributions" in preview.text
    with travel(now() + timedelta(seconds=30)):
        waiting(parc, "Arrivée depuis.", hours=0)
        changed(seen[1], author)
        client.post(address(parc, "lot"), data=fields(preview, "/lot"))
    assert sorted(each.contribution_id or 0 for each in decisions()) == [seen[0].id, seen[2].id]


@pytest.mark.parametrize("forged", ["", "x", "-1", "9" * 40, "1e9", "\u0661"])
def test_a_forged_moment_decides_no_more_than_the_queue_holds(
    client: FlaskClient, sign_in: SignIn, forged: str
) -> None:
    parc, camille = make_desk()
    waiting(parc)
    sign_in(camille)
    sent = {"measure": "keep", "all": "1", "confirmed": "1", "shown_at": forged}
    assert client.post(address(parc, "lot"), data=sent).status_code in {303, 422}
    assert len(decisions()) <= 1


def test_what_its_author_changes_while_the_worker_decides_is_left_out(
    app: Flask, client: FlaskClient, sign_in: SignIn
) -> None:
    parc, camille = make_desk()
    many_waiting(parc, 60)
    author = make_user()
    row = waiting(parc, "Attendez.", author=author)
    sign_in(camille)
    client.post(address(parc, "lot"), data={"measure": "keep", "all": "1", "confirmed": "1"})
    with travel(now() + timedelta(seconds=5)):
        changed(row, author)
        work(app)
    assert row.id not in {each.contribution_id for each in decisions()}
    assert fresh(row).review_since is not None
    assert len(decisions()) == 60


def test_an_undo_asked_in_time_is_done_whenever_the_worker_comes(
    app: Flask, client: FlaskClient, sign_in: SignIn
) -> None:
    parc, camille = make_desk()
    many_waiting(parc, 60)
    sign_in(camille)
    sent = {"measure": "hide", "all": "1", "confirmed": "1", "rule": "3", "facts": "Visée."}
    page = client.post(address(parc, "lot"), data=sent)
    work(app)
    assert len(decisions()) == 60
    with travel(now() + timedelta(minutes=9)):
        assert client.post(f"{page.location}/annuler").status_code == 303
    with travel(now() + timedelta(minutes=25)):
        work(app)
    assert all(fresh(each).undone_at is not None for each in decisions())
    assert {fresh(row).state for row in session.scalars(select(Contribution))} == {
        ContributionState.PUBLISHED
    }
