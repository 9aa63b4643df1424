"""Who may do what on the moderators' desk, and what two of them say of the same contribution."""

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update

from consultation.accounts.models import User
from consultation.contributions.models import Contribution
from consultation.contributions.ranking import RANKS
from consultation.core.db import session, transaction
from consultation.moderation.desk import SecondOpinion
from consultation.moderation.models import Measure
from tests.conftest import SignIn, count_queries
from tests.contributions.steps import Parc, make_parc, say
from tests.factories import fresh, make_consultation, make_user
from tests.moderation.queue import (
    PHONE,
    address,
    decisions,
    form,
    shown,
    wait,
    waiting,
)
from tests.moderation.reporting import appealed
from tests.moderation.steps import add_moderator, judged, make_desk

pytestmark = pytest.mark.usefixtures("app")


def everybody(parc: Parc) -> dict[str, User | None]:
    elsewhere = make_user()
    make_consultation(slug="autre", moderator=elsewhere)
    return {
        "nobody": None,
        "participant": make_user(),
        "moderator elsewhere": elsewhere,
        "administrator": make_user(is_administrator=True),
    }


def test_case_18_who_has_no_role_here_finds_no_desk(client: FlaskClient, sign_in: SignIn) -> None:
    """A moderator of another consultation acts here."""
    parc, _camille = make_desk()
    key = waiting(parc).key
    for who, person in everybody(parc).items():
        if person is not None:
            sign_in(person)
        for part in ("", key, "chiffres", f"{key}/public", f"{key}/suite", "double-lecture"):
            page = client.get(address(parc, part))
            assert page.status_code == (303 if who == "nobody" else 404), (who, part)
        page = client.post(address(parc, key), data=form("keep"))
        assert page.status_code == (303 if who == "nobody" else 404)
    assert not decisions()


def test_an_organiser_reads_figures_and_judges_nothing(
    client: FlaskClient, sign_in: SignIn
) -> None:
    organiser = make_user()
    parc, _camille = make_desk(organiser=organiser)
    key = waiting(parc, PHONE).key
    sign_in(organiser)
    assert client.get(address(parc)).location.endswith("/chiffres")
    figures = client.get(address(parc, "chiffres"))
    assert figures.status_code == 200
    assert PHONE not in figures.text
    for part in (key, f"{key}/public", "double-lecture", "avertissements"):
        assert client.get(address(parc, part)).status_code == 404, part
    assert client.post(address(parc, key), data=form("keep")).status_code == 404


def test_a_moderator_never_judges_what_they_wrote(client: FlaskClient, sign_in: SignIn) -> None:
    parc, camille = make_desk()
    own = waiting(parc, "Mon propre avis.", author=camille).key
    other = waiting(parc, "L’avis d’une autre personne.").key
    sign_in(camille)
    assert shown(client.get(address(parc))) == [other]
    page = client.get(address(parc, own))
    assert "Vous avez écrit cette contribution" in page.text
    assert 'name="measure"' not in page.text.split('id="item"')[1]
    assert client.post(address(parc, own), data=form("keep")).status_code == 403
    bulk = client.post(
        address(parc, "lot"), data={"measure": "keep", "c": [own, other], "confirmed": "1"}
    )
    assert bulk.status_code == 303
    assert [each.contribution_id for each in decisions()] == [
        session.scalars(select(Contribution.id).where(Contribution.key == other)).one()
    ]


def test_what_the_public_reads_is_shown_to_a_moderator(
    client: FlaskClient, sign_in: SignIn
) -> None:
    parc, camille = make_desk()
    key = waiting(parc, "Un avis que l’on cache.").key
    sign_in(camille)
    assert "Un avis que l’on cache." in client.get(address(parc, f"{key}/public")).text
    client.post(address(parc, key), data=form("hide", rule="3", facts="Il vise une personne."))
    hidden = client.get(address(parc, f"{key}/public")).text
    assert "Un avis que l’on cache." not in hidden
    assert "tomb" in hidden


def test_a_text_changed_since_it_was_read_is_not_judged(
    client: FlaskClient, sign_in: SignIn
) -> None:
    parc, camille = make_desk()
    row = waiting(parc)
    sign_in(camille)
    page = client.post(address(parc, row.key), data={**form("keep"), "revision": "7"})
    assert page.status_code == 409
    assert "vient d’être modifié" in page.text


def test_the_history_of_a_person_is_of_this_consultation_alone(
    client: FlaskClient, sign_in: SignIn
) -> None:
    parc, camille = make_desk()
    author = make_user(name="Jean-Marc P.")
    said = waiting(parc, "Un avis d’ici.", author=author)
    say(make_parc(slug="ailleurs"), author=author, text="Un avis d’ailleurs.")
    sign_in(camille)
    person = re.search(r'href="([^"]+/personnes/\w+)"', client.get(address(parc, said.key)).text)
    assert person is not None
    page = client.get(person.group(1)).text
    assert "Un avis d’ici." in page
    assert "ailleurs" not in page


def test_the_navigation_and_the_space_say_how_many_wait(
    client: FlaskClient, sign_in: SignIn
) -> None:
    parc, camille = make_desk()
    sign_in(camille)
    assert 'class="badge"' not in client.get("/espace").text
    for number in range(3):
        waiting(parc, f"Avis {number}.")
    page = client.get("/espace").text
    assert page.count('<span class="badge">3<span class="hide">') == 2
    assert address(parc) in page


def test_a_second_opinion_is_given_without_knowing_the_first(
    client: FlaskClient, sign_in: SignIn
) -> None:
    parc, camille = make_desk()
    sacha = add_moderator(parc)
    key = waiting(parc).key
    sign_in(camille)
    assert client.post(address(parc, key), data=form("second")).status_code == 422
    client.post(address(parc, key), data=form("second", opinion="refuse", rule="3"))
    assert shown(client.get(address(parc))) == []
    sign_in(sacha)
    queue = client.get(address(parc))
    assert shown(queue) == [key]
    assert "Second avis demandé" in queue.text
    item = client.get(address(parc, key)).text
    assert "demande un second avis" in item
    assert "checked" not in item.split("data-decide")[1].split("Passages à masquer")[0]
    client.post(address(parc, key), data=form("keep"))
    opinion = session.scalars(select(SecondOpinion)).one()
    session.refresh(opinion)
    assert (opinion.first_measure, opinion.second_measure) == (Measure.REFUSE, Measure.KEEP)
    assert opinion.second_by_id == sacha.id
    assert "0 sur 1" in client.get(address(parc, "chiffres")).text


def test_nobody_asks_a_second_opinion_of_nobody(client: FlaskClient, sign_in: SignIn) -> None:
    parc, camille = make_desk()
    key = waiting(parc).key
    sign_in(camille)
    page = client.post(address(parc, key), data=form("second", opinion="keep"))
    assert page.status_code == 422
    assert "la seule personne qui modère" in page.text


def test_a_share_of_decisions_is_read_twice_and_changes_nothing(
    client: FlaskClient, sign_in: SignIn
) -> None:
    parc, camille = make_desk()
    sacha = add_moderator(parc)
    sign_in(camille)
    assert client.post(address(parc, "chiffres"), data={"percent": "51"}).status_code == 422
    client.post(address(parc, "chiffres"), data={"percent": "50"})
    row = waiting(parc, "Un avis tiré au sort.")
    with transaction() as current:
        current.execute(
            update(Contribution).where(Contribution.id == row.id).values(rank=RANKS // 100 * 100)
        )
    assert fresh(row).rank % 100 < 50
    client.post(address(parc, row.key), data=form("hide", rule="3", facts="Il vise quelqu’un."))
    assert (
        "Aucune contribution ne vous attend ici" in client.get(address(parc, "double-lecture")).text
    )
    sign_in(sacha)
    link = re.search(
        r'href="([^"]+/double-lecture/\w+)"', client.get(address(parc, "double-lecture")).text
    )
    assert link is not None
    page = client.get(link.group(1))
    assert "Un avis tiré au sort." in page.text
    assert client.post(link.group(1), data={}).status_code == 422
    assert client.post(link.group(1), data={"measure": "hide", "rule": "3"}).status_code == 303
    assert len(decisions()) == 1
    assert client.get(link.group(1)).status_code == 404
    assert "1 sur 1" in client.get(address(parc, "chiffres")).text


def test_a_person_s_history_counts_the_appeals(client: FlaskClient, sign_in: SignIn) -> None:
    parc, camille = make_desk()
    author = make_user()
    key = waiting(parc, author=author).key
    sign_in(camille)
    assert "aucun recours" in client.get(address(parc, key)).text
    with client.application.app_context():
        for _each in range(2):
            appealed(judged(say(parc, author=author), Measure.HIDE, camille), author)
    assert "2 recours" in client.get(address(parc, key)).text


def test_an_item_in_its_context_costs_thirteen_queries(
    client: FlaskClient, sign_in: SignIn
) -> None:
    parc, camille = make_desk()
    row = waiting(parc)
    with client.application.app_context():
        for _each in range(12):
            say(parc, answered=row, text="Moi aussi.")
            judged(row, Measure.WARN, camille)
        wait(row)
    page = address(parc, row.key)
    sign_in(camille)
    client.get(page)
    with count_queries() as statements:
        assert client.get(page).status_code == 200
    assert len(statements) <= 13, "\n\n".join(statements)
    with count_queries() as statements:
        assert client.get(page, headers={"X-Fragment": "whole"}).status_code == 200
    assert len(statements) <= 9, "\n\n".join(statements)
