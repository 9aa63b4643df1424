"""A committee and its people; its ballots; its drawing of lots; its threads, files, sessions."""

from consultation.committees.models import ballots, files, lots, meetings, people, threads

__all__ = ["ballots", "files", "lots", "meetings", "people", "threads"]
