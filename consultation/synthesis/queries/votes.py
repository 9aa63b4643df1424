"""The votes of a consultation as a table: who, on what, and how."""

import hashlib
from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select

from consultation.contributions.models import (
    Contribution,
    ContributionState,
    Kind,
    Vote,
    VoteValue,
)
from consultation.core.db import session
from consultation.synthesis.groups import VoteTable

MOST_STATEMENTS = 300
MOST_PEOPLE = 10_000
"""Beyond, the contributions with the most votes and the people who voted most make the table."""
VALUES = {VoteValue.AGREE: 1.0, VoteValue.DISAGREE: -1.0, VoteValue.PASS: 0.0}
CHUNK = 50_000


def vote_table(consultation_id: int) -> VoteTable:
    """The votes on what everybody can read; a question has one answer alone and divides nobody."""
    chosen = _voted_on(consultation_id)
    if not chosen:
        return VoteTable.of(())
    people = _voters(chosen)
    votes = session.execute(
        select(Vote.participant_id, Vote.contribution_id, Vote.value)
        .where(Vote.contribution_id.in_(chosen), *_among(people))
        .order_by(Vote.participant_id, Vote.contribution_id)
        .execution_options(yield_per=CHUNK)
    )
    return VoteTable.of(
        ((str(person), str(said), VALUES[value]) for person, said, value in votes),
        statements=[str(each) for each in chosen],
    )


def _voted_on(consultation_id: int) -> Sequence[int]:
    return session.scalars(
        select(Contribution.id)
        .join(Vote, Vote.contribution_id == Contribution.id)
        .where(
            Contribution.consultation_id == consultation_id,
            Contribution.state == ContributionState.PUBLISHED,
            Contribution.kind != Kind.QUESTION,
        )
        .group_by(Contribution.id)
        .order_by(func.count().desc(), Contribution.id)
        .limit(MOST_STATEMENTS)
    ).all()


def _voters(chosen: Sequence[int]) -> Sequence[int] | None:
    """The most active, where there are too many; None for everybody."""
    rows = session.scalars(
        select(Vote.participant_id)
        .where(Vote.contribution_id.in_(chosen))
        .group_by(Vote.participant_id)
        .order_by(func.count().desc(), Vote.participant_id)
        .limit(MOST_PEOPLE + 1)
    ).all()
    return rows[:MOST_PEOPLE] if len(rows) > MOST_PEOPLE else None


def _among(people: Sequence[int] | None) -> list[Any]:
    return [] if people is None else [Vote.participant_id.in_(people)]


def hash_of(table: VoteTable) -> str:
    """SHA-256 of the votes, each on a line « person:contribution:value », in rising order."""
    seen = hashlib.sha256()
    columns = [int(each) for each in table.statements]
    for row in sorted(range(len(table.participants)), key=lambda i: int(table.participants[i])):
        for column in sorted(range(len(columns)), key=columns.__getitem__):
            value = table.votes[row, column]
            if value == value:  # a vote that was not cast is not a number
                line = f"{table.participants[row]}:{columns[column]}:{int(value)}\n"
                seen.update(line.encode())
    return seen.hexdigest()
