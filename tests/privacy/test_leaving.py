"""Nothing of the person is left in what is kept after they leave."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Text, cast, select

from consultation.accounts.models import LoginSession, MailToken, TokenPurpose, User
from consultation.accounts.services.signing_up import issue_token
from consultation.consultations.models import Role, TeamMember
from consultation.core.db import Base, session
from consultation.core.errors import DomainError
from consultation.core.mail import OutgoingMail
from consultation.privacy.services import delete_account
from tests.accounts.test_sign_up import link_in
from tests.conftest import SignIn
from tests.factories import PASSWORD, make_consultation, make_user

Outbox = Callable[[], list[OutgoingMail]]
LEAVE = {"contributions": "keep", "password": PASSWORD}


def places_of(words: str) -> list[str]:
    """The columns of the whole database in which these words are found."""
    return [
        f"{table.name}.{column.name}"
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if session.execute(select(column).where(cast(column, Text).contains(words))).first()
    ]


def test_no_address_that_was_ever_theirs_and_no_browser_is_left(
    client: FlaskClient, outbox: Outbox, sign_in: SignIn
) -> None:
    odile = make_user(email="odile@example.org", name="Odile Marchecoul")
    sign_in(odile)
    issue_token(None, TokenPurpose.INVITATION, "deuxieme@example.org")
    client.post("/mot-de-passe-oublie", data={"email": "odile@example.org"})
    for address in ("deuxieme@example.org", "troisieme@example.org"):
        client.post("/compte/adresse", data={"email": address, "current": PASSWORD})
        client.post(link_in(outbox()[-1]))
    assert places_of("Marchecoul") != []
    assert {"outgoing_mail.to", "mail_token.email"} <= set(places_of("odile@example.org"))

    client.post("/compte/supprimer", data=LEAVE)
    for words in ("Marchecoul", "odile@example.org", "deuxieme@", "troisieme@", "Werkzeug"):
        assert places_of(words) == [], words
    assert session.scalars(select(MailToken)).all() == []
    assert session.scalars(select(LoginSession)).one().browser == ""


def test_mails_of_whoever_has_a_former_address_now_stay(
    client: FlaskClient, outbox: Outbox, sign_in: SignIn
) -> None:
    odile = make_user(email="odile@example.org")
    sign_in(odile)
    client.post("/compte/adresse", data={"email": "deuxieme@example.org", "current": PASSWORD})
    client.post(link_in(outbox()[-1]))
    make_user(email="odile@example.org")
    client.post("/mot-de-passe-oublie", data={"email": "odile@example.org"})
    client.post("/compte/supprimer", data=LEAVE)
    assert "accounts.reset" in {mail.kind for mail in outbox() if mail.to == "odile@example.org"}


def test_who_alone_organises_a_consultation_hands_it_over_before_leaving(
    client: FlaskClient, sign_in: SignIn
) -> None:
    organiser = make_user()
    row = make_consultation(organiser=organiser)
    team = f"/espace/{row.slug}/equipe"
    sign_in(organiser)
    page = client.get("/compte/supprimer")
    assert f'href="{team}"' in page.text
    assert 'name="password"' not in page.text
    refused = client.post("/compte/supprimer", data=LEAVE)
    assert refused.status_code == 422
    assert f'href="{team}"' in refused.text
    with pytest.raises(DomainError, match="Confiez-le d’abord"):
        delete_account(session.get_one(User, organiser.id), withdraws=True)
    session.rollback()
    assert session.get_one(User, organiser.id).deleted_at is None

    other = make_user()
    session.add(TeamMember(consultation_id=row.id, user_id=other.id, role=Role.ORGANISER))
    session.commit()
    assert client.post("/compte/supprimer", data=LEAVE).status_code == 200
    assert session.get_one(User, organiser.id).deleted_at is not None


def test_the_last_administrator_names_another_before_leaving(
    client: FlaskClient, sign_in: SignIn
) -> None:
    administrator = make_user(is_administrator=True)
    successor = make_user()
    sign_in(administrator)
    assert 'href="/administration"' in client.get("/compte/supprimer").text
    assert client.post("/compte/supprimer", data=LEAVE).status_code == 422
    assert session.get_one(User, administrator.id).is_administrator
    session.get_one(User, successor.id).is_administrator = True
    session.commit()
    assert client.post("/compte/supprimer", data=LEAVE).status_code == 200
    assert session.get_one(User, administrator.id).deleted_at is not None
