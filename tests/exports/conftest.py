"""A consultation whose corpus is exported."""

import pytest

from consultation.accounts.models import User
from tests.conftest import SignIn
from tests.contributions.steps import Parc, make_parc
from tests.factories import make_user


@pytest.fixture
def organiser(database: None) -> User:
    """Who organises."""
    return make_user(name="Odile M.")


@pytest.fixture
def moderator(database: None) -> User:
    """Who moderates."""
    return make_user(name="Camille D.")


@pytest.fixture
def parc(organiser: User, moderator: User, sign_in: SignIn) -> Parc:
    """An open consultation, its organiser signed in."""
    row = make_parc(slug="parc", organiser=organiser, moderator=moderator)
    sign_in(organiser)
    return row
