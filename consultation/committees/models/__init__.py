"""A committee and its people; ballots, lots, threads, files and sessions; its opinion."""

from consultation.committees.models import (
    ballots,
    contesting,
    files,
    lots,
    meetings,
    opinion,
    people,
    threads,
)

__all__ = [
    "ballots", "contesting", "files", "lots", "meetings", "opinion", "people", "threads",
]  # fmt: skip
