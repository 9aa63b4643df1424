"""Fixtures of the tests of versions."""

from tests.contributions.conftest import speak

__all__ = ["speak"]
