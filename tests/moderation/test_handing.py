"""« Confier à… »: what waits is left to a colleague, who may judge it, and to nobody else."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from consultation.core.db import session
from consultation.core.journal import JournalEntry
from consultation.moderation.desk import Handover
from consultation.moderation.models import Measure
from consultation.moderation.services.flagging import flag
from tests.conftest import SignIn
from tests.contributions.steps import Parc, known, say
from tests.factories import make_user
from tests.moderation.queue import address, examined, form, shown, wait, waiting
from tests.moderation.reporting import WORDS, appealed
from tests.moderation.steps import add_moderator, judged, make_desk

pytestmark = pytest.mark.usefixtures("app")


def handed() -> list[tuple[int, int]]:
    """Which contribution was left to whom."""
    rows = session.execute(select(Handover.contribution_id, Handover.colleague_id))
    return sorted((row_id, person) for row_id, person in rows)


def test_one_is_left_to_a_colleague_and_next_passes_over_it(
    client: FlaskClient, sign_in: SignIn
) -> None:
    parc, camille = make_desk()
    sacha = add_moderator(parc)
    rows = [waiting(parc, f"Avis {n}.", hours=9 - n) for n in range(3)]
    sign_in(camille)
    asked = client.post(address(parc, "confier"), data={"c": rows[1].key})
    assert "Confier 1 contribution" in asked.text
    assert "Sacha K." in asked.text
    page = client.post(address(parc, "confier"), data={"c": rows[1].key, "to": sacha.key})
    assert page.status_code == 303
    queue = client.get(address(parc))
    assert "Confiée à Sacha K." in queue.text
    assert shown(queue) == [row.key for row in rows]
    assert client.get(address(parc, f"{rows[0].key}/suite")).location.endswith(rows[2].key)
    assert shown(client.get(f"{address(parc)}?confiees=1")) == []
    sign_in(sacha)
    assert client.get(address(parc, f"{rows[0].key}/suite")).location.endswith(rows[1].key)
    assert shown(client.get(f"{address(parc)}?confiees=1")) == [rows[1].key]
    assert "Cette contribution vous est confiée" in client.get(address(parc, rows[1].key)).text
    sign_in(camille)
    item = client.get(address(parc, rows[1].key)).text.partition('id="item"')[2]
    assert "Confiée à Sacha K." in item
    assert "confiée" not in client.get(address(parc, rows[0].key)).text.partition('id="item"')[2]
    entry = session.scalars(
        select(JournalEntry).where(JournalEntry.act == "moderation.handed")
    ).one()
    assert (entry.subject_key, entry.details["person"]) == (rows[1].key, sacha.id)


def test_it_is_taken_back_by_leaving_it_to_everybody(client: FlaskClient, sign_in: SignIn) -> None:
    parc, camille = make_desk()
    sacha = add_moderator(parc)
    row = waiting(parc)
    sign_in(camille)
    for to, left in ((sacha.key, [(row.id, sacha.id)]), (camille.key, [(row.id, camille.id)]),
                     ("tous", [])):  # fmt: skip
        client.post(address(parc, "confier"), data={"c": row.key, "to": to})
        assert handed() == left


def test_nobody_is_left_what_they_wrote_nor_chooses_who_judges_them(
    client: FlaskClient, sign_in: SignIn
) -> None:
    parc, camille = make_desk()
    sacha = add_moderator(parc)
    own, theirs = waiting(parc, author=camille), waiting(parc, author=sacha)
    free = waiting(parc, "Un avis.")
    sign_in(camille)
    for key in (own.key, theirs.key):
        page = client.post(address(parc, "confier"), data={"c": key, "to": sacha.key})
        assert page.status_code == 422
    page = client.post(
        address(parc, "confier"), data={"c": [own.key, theirs.key, free.key], "to": sacha.key}
    )
    assert page.status_code == 303
    assert handed() == [(free.id, sacha.id)]
    assert "1 est laissée de côté" in client.get(page.location).text


def test_it_is_not_left_to_whose_decision_on_it_is_contested(
    client: FlaskClient, sign_in: SignIn
) -> None:
    parc, camille = make_desk()
    sacha = add_moderator(parc)
    author = make_user()
    row = say(parc, author=author)
    with client.application.app_context():
        appealed(judged(row, Measure.WARN, sacha), author)
        flag(known(row), "3", WORDS, actor=make_user())
    sign_in(camille)
    sent = {"c": row.key, "to": sacha.key}
    assert client.post(address(parc, "confier"), data=sent).status_code == 422
    assert (
        client.post(address(parc, "confier"), data={**sent, "to": camille.key}).status_code == 303
    )


def test_it_holds_for_that_wait_alone(client: FlaskClient, sign_in: SignIn) -> None:
    parc, camille = make_desk()
    sacha = add_moderator(parc)
    row, other = waiting(parc, hours=9), waiting(parc, "Un autre avis.", hours=8)
    sign_in(camille)
    client.post(address(parc, "confier"), data={"c": row.key, "to": sacha.key})
    assert client.get(address(parc, f"{other.key}/suite")).location.endswith(other.key)
    client.post(address(parc, row.key), data=form("keep"))
    wait(examined(row), hours=-1 / 3600)
    assert "Confiée à" not in client.get(address(parc)).text
    assert client.get(address(parc, f"{other.key}/suite")).location.endswith(row.key)


@pytest.mark.parametrize("to", ["", "zzzz", "a" * 500, "elsewhere", "citizen"])
def test_to_nobody_of_the_team_nothing_is_left(
    client: FlaskClient, sign_in: SignIn, to: str
) -> None:
    parc, camille = make_desk()
    _elsewhere, stranger = make_desk()
    row = waiting(parc)
    names = {"elsewhere": stranger.key, "citizen": make_user().key}
    sign_in(camille)
    page = client.post(address(parc, "confier"), data={"c": row.key, "to": names.get(to, to)})
    assert page.status_code == 422
    assert "Choisissez une personne" in page.text
    assert handed() == []


def test_nothing_chosen_leaves_nothing(client: FlaskClient, sign_in: SignIn) -> None:
    parc, camille = make_desk()
    elsewhere: Parc = make_desk()[0]
    done, far = examined(say(parc)), waiting(elsewhere)
    sign_in(camille)
    for key in ("", done.key, far.key):
        page = client.post(address(parc, "confier"), data={"c": key, "to": camille.key})
        assert page.status_code == 422
        assert "Aucune contribution choisie" in page.text
    assert handed() == []
