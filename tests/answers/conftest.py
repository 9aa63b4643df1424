"""A consultation that is answered, and who answers."""

import pytest
from flask.testing import FlaskClient

from consultation.accounts.models import User
from tests.contributions.steps import Parc
from tests.factories import make_consultation, make_document, make_user


@pytest.fixture
def organiser(client: FlaskClient) -> User:
    """Who answers in the institution's name."""
    return make_user(name="Inès V.")


@pytest.fixture
def parc(organiser: User) -> Parc:
    """An open consultation with a text of two paragraphs."""
    row = make_consultation(slug="parc", organiser=organiser)
    return Parc(row.id, make_document(row).id)
