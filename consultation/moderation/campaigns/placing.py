"""Whether one text belongs to a campaign that is known: what it costs is its own length. Pure.

The rules are those of `grouping`, for a text that arrives later.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from consultation.moderation.campaigns.cores import CONTAINED, CONTAINED_RUNS, MANY_CORES
from consultation.moderation.campaigns.linking import SIMILAR
from consultation.moderation.campaigns.words import SHORT_RUNS, Compared, Numbers


@dataclass(frozen=True)
class Placement:
    """The campaign that a text belongs to: its place among the cores, and why."""

    core: int
    similarity: float
    contains: bool


class Cores:
    """What each known campaign has in common, by shingle."""

    def __init__(self, cores: Sequence[Numbers]) -> None:
        self._sizes = [len(core) for core in cores]
        self._holders: dict[int, list[int]] = {}
        for number, core in enumerate(cores):
            for shingle in core.tolist():
                self._holders.setdefault(shingle, []).append(number)

    def placed(self, text: Compared) -> Placement | None:
        """Where `text` belongs, or None."""
        if text.is_mute:
            return None
        common: dict[int, int] = {}
        for shingle in text.shingles.tolist():
            holders = self._holders.get(shingle, ())
            if len(holders) <= MANY_CORES:
                for holder in holders:
                    common[holder] = common.get(holder, 0) + 1
        found = [self._placement(text, *each) for each in common.items()]
        belonging = [each for each in found if each is not None]
        return max(belonging, key=lambda each: (each.similarity, -each.core), default=None)

    def _placement(self, text: Compared, core: int, common: int) -> Placement | None:
        size, own = self._sizes[core], len(text.shingles)
        similarity = common / (own + size - common)
        if text.is_short or size < SHORT_RUNS:
            return Placement(core, 1.0, False) if common == own == size else None
        if similarity >= SIMILAR:
            return Placement(core, similarity, False)
        if common >= CONTAINED * size and common >= CONTAINED_RUNS:
            return Placement(core, similarity, True)
        return None
