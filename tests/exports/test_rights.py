"""Who has the file: the person who asked, as long as they may; names are apart."""

from collections.abc import Callable
from datetime import timedelta

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, select

from consultation.accounts.models import User
from consultation.consultations.models import Role, TeamMember
from consultation.core.clock import now, travel
from consultation.core.db import session, transaction
from consultation.core.journal import JournalEntry
from consultation.core.mail import OutgoingMail
from tests.conftest import SignIn
from tests.contributions.steps import Parc, say
from tests.exports.steps import HOME, ask, export, other_request, taken
from tests.exports.steps import work as let_work
from tests.factories import make_user

Mails = Callable[[], list[OutgoingMail]]


def acts() -> list[str]:
    return list(
        session.scalars(
            select(JournalEntry.act)
            .where(JournalEntry.act.like("export.%"))
            .order_by(JournalEntry.id)
        )
    )


def test_names_are_asked_about_first_and_written_down(client: FlaskClient, parc: Parc) -> None:
    say(parc)
    page = client.post(HOME, data={"format": "csv", "separator": "comma", "has_names": "y"})
    assert page.status_code == 200
    assert "Exporter le corpus avec les noms" in page.text
    assert not acts()
    key = ask(client, has_names="y", confirmed="1")
    let_work()
    assert taken(client, key).status_code == 200
    assert acts() == ["export.asked", "export.downloaded"]


def test_cases_6_7_and_29_a_file_is_for_one_person_as_long_as_they_may(
    client: FlaskClient, app: Flask, parc: Parc, moderator: User, organiser: User,
    sign_in: SignIn,
) -> None:  # fmt: skip
    say(parc)
    key = ask(client)
    let_work()
    addresses = (f"{HOME}/{key}", f"{HOME}/{key}/fichier")
    nobody = app.test_client()
    other_request()
    for address in addresses:
        assert nobody.get(address).status_code == 303
    strangers = [moderator, make_user(), make_user(is_administrator=True)]
    for person in strangers:
        browser = app.test_client()
        sign_in(person, browser=browser)
        other_request()
        for address in addresses:
            assert browser.get(address).status_code == 404
        assert browser.post(f"{HOME}/{key}/annuler").status_code == 404
    with transaction() as current:
        current.execute(delete(TeamMember).where(TeamMember.user_id == organiser.id))
    other_request()
    for address in (HOME, *addresses):
        assert client.get(address).status_code == 404


def test_an_organiser_no_more_has_no_names(
    client: FlaskClient, parc: Parc, organiser: User
) -> None:
    say(parc)
    named, plain = ask(client, has_names="y", confirmed="1"), ask(client)
    waiting = ask(client, "json", has_names="y", confirmed="1")
    row = export(waiting)
    with transaction():
        row.run_at = now() + timedelta(hours=1)
    let_work()
    with transaction() as current:
        current.execute(delete(TeamMember).where(TeamMember.user_id == organiser.id))
        current.add(
            TeamMember(
                consultation_id=parc.consultation_id, user_id=organiser.id, role=Role.MODERATOR
            )
        )
    assert taken(client, named).status_code == 404
    assert taken(client, plain).status_code == 200
    with travel(now() + timedelta(hours=2)):
        let_work()
    assert export(waiting).failure == "rights"


def test_a_moderator_is_offered_no_names(
    client: FlaskClient, parc: Parc, moderator: User, sign_in: SignIn
) -> None:
    sign_in(moderator)
    assert "Avec les noms" not in client.get(HOME).text
    key = ask(client, has_names="y", confirmed="1")
    assert not export(key).has_names
