"""Which people vote alike: opinion groups from the votes, shown only where they are stable.

A calculation of its own, no database. `find_groups(table)` takes a `VoteTable` and gives a
`Grouping`: the groups if they hold, or the reason why there are none. The steps and constants are
those of Polis (github.com/compdemocracy/polis, `math/src/polismath/math/`, read at the snapshot of
2024-10-23; each docstring names its file and lines), with what its users found wanting mended:
groups are tested before they are shown, nobody is a group alone, as many axes are kept as the
groups need, and consensus does not shrink with the number of groups.
"""

from consultation.synthesis.groups.finding import Group, Grouping, find_groups
from consultation.synthesis.groups.votes import VoteTable

__all__ = ["Group", "Grouping", "VoteTable", "find_groups"]
