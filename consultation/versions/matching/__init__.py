"""Which paragraph of the new text is which of the old one: a calculation of its own, no database.

`match(old, new)` takes two sequences of `Piece` and gives a `Matching`: for each old piece its
`Match` (state, score, successors), for each new one its `origins`. `merging` of two rewordings and
the comparison of versions stand beside this package.
"""

from consultation.versions.matching.aligning import match
from consultation.versions.matching.describing import described
from consultation.versions.matching.pieces import Match, Matching, MatchState, Piece

__all__ = ["Match", "MatchState", "Matching", "Piece", "described", "match"]
