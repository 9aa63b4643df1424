"""A committee and its people; its ballots; its drawing of lots."""

from consultation.committees.models import ballots, lots, people

__all__ = ["ballots", "lots", "people"]
