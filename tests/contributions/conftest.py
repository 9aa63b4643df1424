"""Fixtures of the tests of contributions."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from consultation.contributions.models import Contribution
from tests.contributions.steps import Parc, say

Speak = Callable[..., Contribution]


@pytest.fixture
def speak(app: Flask) -> Speak:
    """Somebody says something, in a request of their own."""

    def said(parc: Parc, **given: Any) -> Contribution:
        with app.app_context():
            return say(parc, **given)

    return said
