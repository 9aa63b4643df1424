"""Votes as a table: who, on what, and how. Agree is +1, disagree -1, pass 0, unseen NaN."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Matrix = npt.NDArray[np.float64]
Labels = npt.NDArray[np.int64]

ENOUGH_VOTES = 7
FEWEST_PEOPLE = 15


@dataclass(frozen=True)
class VoteTable:
    """`votes[i, j]` is what `participants[i]` said of `statements[j]`: 1, 0, -1, or NaN.

    Shape (participants, statements). `kept_out[j]` is true for a statement that moderators kept
    out: it weighs nothing.
    """

    participants: Sequence[str]
    statements: Sequence[str]
    votes: Matrix
    kept_out: npt.NDArray[np.bool_]

    @classmethod
    def of(
        cls,
        votes: Iterable[tuple[str, str, float]],
        *,
        statements: Iterable[str] = (),
        kept_out: Iterable[str] = (),
    ) -> "VoteTable":
        """A table of (participant, statement, value): of two by the same, the last one counts.

        ValueError for a value that is not -1, 0 or 1.
        """
        last: dict[tuple[str, str], float] = {}
        for participant, statement, value in votes:
            if value not in {-1, 0, 1}:
                raise ValueError(f"a vote is -1, 0 or 1, not {value}")
            last[participant, statement] = value
        people = list(dict.fromkeys(participant for participant, _statement in last))
        said = list(dict.fromkeys([*statements, *(statement for _person, statement in last)]))
        rows, columns = (
            {one: i for i, one in enumerate(people)},
            {one: j for j, one in enumerate(said)},
        )
        matrix = np.full((len(people), len(said)), np.nan)
        for (participant, statement), value in last.items():
            matrix[rows[participant], columns[statement]] = value
        out = set(kept_out)
        return cls(people, said, matrix, np.array([one in out for one in said], dtype=bool))

    @property
    def counted(self) -> Matrix:
        """The votes on what was not kept out: (participants, statements that count)."""
        return np.ascontiguousarray(self.votes[:, ~self.kept_out])


def enough_votes(votes: Matrix) -> npt.NDArray[np.bool_]:
    """Who voted enough to be placed: on 7 statements, or on all where there are fewer.

    If fewer than 15 people did, the most active make up the number (`conversation.clj` 240-266).
    Somebody without any vote never counts.
    """
    given = (~np.isnan(votes)).sum(axis=1)
    enough = given >= min(ENOUGH_VOTES, votes.shape[1])
    if enough.sum() < FEWEST_PEOPLE:
        enough[np.argsort(-given, kind="stable")[:FEWEST_PEOPLE]] = True
    return np.asarray(enough & (given > 0))
