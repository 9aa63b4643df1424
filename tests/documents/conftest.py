"""Fixtures of texts."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from consultation.consultations.models import Phase
from consultation.core.db import session
from consultation.documents.models import Version
from tests.conftest import SignIn
from tests.documents.outline import BLOCKS
from tests.factories import make_consultation, make_document, make_user


@pytest.fixture
def draft(client: FlaskClient, sign_in: SignIn) -> int:
    """The version being prepared; its organiser is signed in on `client`."""
    organiser = make_user()
    row = make_consultation(slug="parc", organiser=organiser, phase=Phase.DRAFT)
    make_document(row, blocks=BLOCKS, is_published=False)
    number = session.scalars(select(Version.id)).one()
    sign_in(organiser)
    return number
