"""Taking part once, in which capacity, and for which organisation."""

import threading
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from consultation.accounts.models import User
from consultation.consultations.models import (
    Audience,
    Category,
    Consultation,
    Organisation,
    Participant,
)
from consultation.consultations.queries import participation_of
from consultation.consultations.services.organisations import decide_organisation
from consultation.consultations.services.participation import capacity, declare, participant_for
from consultation.core.db import session
from consultation.core.errors import DomainError, NotAllowedError
from consultation.core.journal import JournalEntry
from consultation.core.mail import OutgoingMail
from tests.conftest import SignIn
from tests.factories import make_consultation, make_user, saved

Outbox = Callable[[], list[OutgoingMail]]


def category(code: str) -> int:
    return session.scalars(select(Category.id).where(Category.code == code)).one()


def counts() -> dict[str, int]:
    rows = session.execute(
        select(Category.code, Category.participant_count).where(Category.participant_count != 0)
    )
    return {code: count for code, count in rows}  # noqa: C416


def revision() -> int:
    return session.scalars(select(Consultation.revision)).one()


def test_somebody_joins_once_and_is_counted_once(database: None) -> None:
    user, row = make_user(), make_consultation()
    first = participant_for(user, row, category_id=category("research"), is_counted=True)
    again = participant_for(user, row, is_counted=True)
    assert first.id == again.id
    assert again.category_id == category("research")
    assert session.scalars(select(Consultation.participant_count)).one() == 1
    assert counts() == {"research": 1}
    assert capacity(again) == "Recherche"
    assert revision() == 1


def test_another_category_moves_the_count_and_the_pages_follow(database: None) -> None:
    user, row = make_user(), make_consultation()
    participant_for(user, row, category_id=category("research"), is_counted=True)
    participant_for(user, row, category_id=category("companies"))
    assert counts() == {"companies": 1}
    changed = participation_of(user.id, row.id)
    assert changed is not None
    assert capacity(changed) == "Entreprises"
    assert revision() == 2


def test_who_is_not_counted_changes_category_and_no_page_says_so(database: None) -> None:
    user, row = make_user(), make_consultation()
    declare(user, row, category_id=category("research"), organisation="")
    declare(user, row, category_id=category("companies"), organisation="")
    changed = participation_of(user.id, row.id)
    assert changed is not None
    assert capacity(changed) == "Entreprises"
    assert session.scalars(select(Consultation.participant_count)).one() == 0
    assert counts() == {}
    assert revision() == 1


def test_a_category_of_another_consultation_or_a_retired_one_is_refused(database: None) -> None:
    user, row = make_user(), make_consultation(slug="a")
    other = make_consultation(slug="b")
    foreign = session.scalars(
        select(Category.id).where(Category.consultation_id == other.id).limit(1)
    ).one()
    for wrong in (foreign, 999_999):
        with pytest.raises(DomainError):
            participant_for(user, row, category_id=wrong)
    assert session.scalar(select(func.count(Participant.id))) == 0


def test_an_organisation_shows_once_it_is_confirmed(database: None, outbox: Outbox) -> None:
    user, organiser = make_user(), make_user()
    row = make_consultation(organiser=organiser)
    named = participant_for(
        user, row, category_id=category("associations"), organisation="  France   Assos "
    )
    assert capacity(named) == "Associations"
    decide_organisation(row, named.key, is_confirmed=True, actor=organiser)

    confirmed = participant_for(user, row, organisation="France Assos")

    assert capacity(confirmed) == "France Assos, Associations"
    assert revision() == 2
    assert [mail.kind for mail in outbox()] == ["consultations.organisation_decided"]
    acts = session.scalars(select(JournalEntry.act)).all()
    assert acts == ["organisation.confirmed"]
    other = participant_for(user, row, organisation="Autre")
    assert capacity(other) == "Associations"
    assert revision() == 3


def test_a_refused_organisation_is_forgotten(database: None, outbox: Outbox) -> None:
    user, organiser = make_user(), make_user()
    row = make_consultation(organiser=organiser)
    named = participant_for(user, row, organisation="Moi et mes amis")
    decide_organisation(row, named.key, is_confirmed=False, actor=organiser)
    assert session.scalars(select(Participant.organisation_id)).one() is None
    assert "n’a pas confirmé" in outbox()[0].text


def test_two_people_may_speak_for_one_organisation(database: None) -> None:
    row = make_consultation()
    for user in (make_user(), make_user()):
        participant_for(user, row, organisation="France Assos")
    assert session.scalar(select(func.count(Organisation.id))) == 1


def test_where_organisations_are_asked_one_speaks_once_confirmed(database: None) -> None:
    user, organiser = make_user(), make_user()
    row = make_consultation(organiser=organiser)
    row.audience = Audience.ORGANISATIONS
    saved(row)
    with pytest.raises(NotAllowedError):
        participant_for(user, row, organisation="France Assos")
    assert session.scalar(select(func.count(Participant.id))) == 0
    named = declare(user, row, category_id=category("associations"), organisation="France Assos")
    with pytest.raises(NotAllowedError):
        participant_for(user, row)
    decide_organisation(row, named.key, is_confirmed=True, actor=organiser)
    assert participant_for(user, row).id == named.id


def test_fifty_at_once_join_once(real_app: Flask) -> None:
    with real_app.app_context():
        user_id, row_id = make_user().id, make_consultation().id
        session.remove()
    start = threading.Barrier(50)
    found: set[int] = set()
    errors: list[BaseException] = []

    def join() -> None:
        start.wait()
        try:
            with real_app.app_context():
                user = session.get_one(User, user_id)
                row = session.get_one(Consultation, row_id)
                found.add(
                    participant_for(user, row, category_id=category("research"), is_counted=True).id
                )
        except BaseException as error:
            errors.append(error)
        finally:
            session.remove()

    threads = [threading.Thread(target=join) for _number in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not errors
    assert len(found) == 1
    with real_app.app_context():
        assert session.scalars(select(Consultation.participant_count)).one() == 1
        assert counts() == {"research": 1}


def test_ones_own_declaration_page(client: FlaskClient, sign_in: SignIn) -> None:
    user = make_user(has_second_factor=False)
    make_consultation(slug="parc")
    research = category("research")
    assert client.get("/consultations/parc/ma-declaration").status_code == 303
    sign_in(user, second_factor=False)
    assert "Ma déclaration" in client.get("/consultations/parc/ma-declaration").text
    empty = client.post("/consultations/parc/ma-declaration", data={})
    assert empty.status_code == 422
    assert "Choisissez une catégorie" in empty.text
    wrong = client.post("/consultations/parc/ma-declaration", data={"category": "toutes"})
    assert "Choisissez dans la liste" in wrong.text

    page = client.post(
        "/consultations/parc/ma-declaration",
        data={"category": research, "organisation": "CNRS", "suite": "/consultations/parc"},
    )

    assert page.location == "/consultations/parc"
    shown = client.get("/consultations/parc/ma-declaration").text
    assert "attend la confirmation" in shown
    client.post("/consultations/parc/ma-declaration", data={"category": research})
    assert session.scalars(select(Participant.organisation_id)).one() is None
    away = client.post(
        "/consultations/parc/ma-declaration",
        data={"category": research, "suite": "//evil.example"},
    )
    assert away.location == "/consultations/parc/ma-declaration"


def test_the_organiser_confirms_from_the_page(
    client: FlaskClient, sign_in: SignIn, outbox: Outbox
) -> None:
    organiser, user = make_user(), make_user(name="Une <b>personne</b>")
    row = make_consultation(slug="parc", organiser=organiser)
    key = participant_for(user, row, organisation="Assos <i>").key
    sign_in(organiser)
    assert "Assos &lt;i&gt;" in client.get("/espace/parc/organisations").text
    page = client.post("/espace/parc/organisations", data={"act": f"confirm:{key}"})
    assert page.location == "/espace/parc/organisations"
    assert "Confirmées" in client.get("/espace/parc/organisations").text
    client.post("/espace/parc/organisations", data={"act": f"refuse:{key}"})
    assert "Confirmées" not in client.get("/espace/parc/organisations").text
    assert len(outbox()) == 2
    gone = client.post("/espace/parc/organisations", data={"act": f"confirm:{key}"})
    assert gone.status_code == 404
