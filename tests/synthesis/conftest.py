"""A desk of coders: its moderator, and a codebook of two themes."""

import pytest
from flask.testing import FlaskClient

from consultation.accounts.models import User
from consultation.synthesis.services.codebook import add_theme
from consultation.synthesis.wording import ThemeWords
from tests.conftest import SignIn
from tests.contributions.steps import Parc
from tests.factories import make_consultation, make_document, make_user


@pytest.fixture
def moderator(client: FlaskClient) -> User:
    """Who codes."""
    return make_user(name="Camille D.")


@pytest.fixture
def parc(moderator: User, sign_in: SignIn) -> Parc:
    """An open consultation, its codebook, and its moderator signed in."""
    row = make_consultation(slug="parc", moderator=moderator)
    parc = Parc(row.id, make_document(row).id)
    for name in ("Temps", "Forme"):
        add_theme(parc.consultation, ThemeWords(name), actor=moderator)
    sign_in(moderator)
    return parc
