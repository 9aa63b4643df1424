"""A committee and its people; its ballots; its drawing of lots; its threads and files."""

from consultation.committees.models import ballots, files, lots, people, threads

__all__ = ["ballots", "files", "lots", "people", "threads"]
