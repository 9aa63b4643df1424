"""Every address of the instance, by everybody: never an error of ours, never a draft's words."""

import pytest
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from consultation.accounts.models import User
from consultation.consultations.models import Participant, Phase
from tests.conftest import SignIn
from tests.factories import make_consultation, make_document, make_user, saved

SECRET = "ouvre à huit heures"
"""Words of the text of a consultation that is not announced."""
WHO = ("nobody", "participant", "elsewhere", "moderator", "administrator", "organiser")
MAY_READ = {"moderator", "organiser"}
GIVEN = {
    "slug": "parc", "document": "texte", "number": "1", "part": "1", "revision": "1", "old": "1",
    "new": "2", "act": "remove", "name": "x.png", "filename": "x.css", "language": "en",
}  # fmt: skip
ANSWERS = {200, 204, 302, 303, 304, 400, 401, 403, 404, 405, 409, 410, 413, 422, 429}


@pytest.fixture
def people(client: FlaskClient) -> dict[str, User | None]:
    """Everybody around a consultation that is still a draft, its text published to its team."""
    found: dict[str, User | None] = {who: make_user() for who in WHO if who != "nobody"}
    found["administrator"] = make_user(is_administrator=True)
    found["nobody"] = None
    row = make_consultation(
        slug="parc", organiser=found["organiser"], moderator=found["moderator"], phase=Phase.DRAFT
    )
    make_document(row)
    make_consultation(slug="autre", organiser=found["elsewhere"])
    assert found["participant"] is not None
    saved(Participant(consultation_id=row.id, user_id=found["participant"].id))
    return found


def addresses(client: FlaskClient) -> list[tuple[str, Rule]]:
    with client.application.test_request_context():
        return [
            (
                client.application.url_for(
                    rule.endpoint, **{name: GIVEN.get(name, "23456789") for name in rule.arguments}
                ),
                rule,
            )
            for rule in client.application.url_map.iter_rules()
        ]


@pytest.mark.parametrize("who", WHO)
def test_no_address_fails_nor_shows_a_draft(
    client: FlaskClient, sign_in: SignIn, people: dict[str, User | None], who: str
) -> None:
    found = addresses(client)
    assert len(found) > 100
    for address, rule in found:
        person = people[who]
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            if person is not None:
                sign_in(person)
            page = client.open(address, method=method)
            assert page.status_code in ANSWERS, (who, method, address, page.status_code)
            if who not in MAY_READ:
                assert SECRET not in page.get_data(as_text=True), (who, method, address)
