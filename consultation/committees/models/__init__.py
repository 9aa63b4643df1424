"""A committee and its people; its ballots; its drawing of lots; its threads."""

from consultation.committees.models import ballots, lots, people, threads

__all__ = ["ballots", "lots", "people", "threads"]
