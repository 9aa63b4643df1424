"""Fixtures of the tests of moderation."""

import pytest

from consultation.accounts.models import User
from tests.contributions.steps import Parc
from tests.moderation.reporting import acting
from tests.moderation.steps import make_desk

__all__ = ["acting"]


@pytest.fixture
def parc_and_moderator(database: None) -> tuple[Parc, User]:
    """An open consultation and one of its moderators."""
    return make_desk()
