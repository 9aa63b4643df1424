"""A committee and its people; its ballots."""

from consultation.committees.models import ballots, people

__all__ = ["ballots", "people"]
