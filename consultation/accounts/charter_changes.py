"""What changed from one version of a charter to the next, clause by clause."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from consultation.accounts.charter import BilingualClause
from consultation.core.redline import redline


class ClauseFate(StrEnum):
    """What became of a clause."""

    SAME = "same"
    EDITED = "edited"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True)
class ClauseChange:
    """One clause in both versions. A place of 0: it does not stand there."""

    fate: ClauseFate
    old_place: int
    new_place: int
    title: str
    title_changes: Sequence[tuple[str, str]]
    text_changes: Sequence[tuple[str, str]]
    """As the redline component takes them: kind and words."""

    @property
    def is_moved(self) -> bool:
        """It has another number."""
        return bool(self.old_place and self.new_place) and self.old_place != self.new_place


def changes_between(
    old: Sequence[BilingualClause], new: Sequence[BilingualClause], language: str
) -> list[ClauseChange]:
    """Every clause of both versions, in the order of the new one, those removed at the end."""
    before = {clause.key: place for place, clause in enumerate(old, start=1)}
    after = {clause.key for clause in new}
    found = [
        _change(old[before[clause.key] - 1] if clause.key in before else None,
                before.get(clause.key, 0), clause, place, language)
        for place, clause in enumerate(new, start=1)
    ]  # fmt: skip
    found += [
        _change(clause, before[clause.key], None, 0, language)
        for clause in old
        if clause.key not in after
    ]
    return found


def _change(
    old: BilingualClause | None, old_place: int, new: BilingualClause | None, place: int,
    language: str,
) -> ClauseChange:  # fmt: skip
    had = (old.title(language), old.text(language)) if old else ("", "")
    has = (new.title(language), new.text(language)) if new else ("", "")
    if old is None:
        fate = ClauseFate.ADDED
    elif new is None:
        fate = ClauseFate.REMOVED
    else:
        fate = ClauseFate.SAME if had == has else ClauseFate.EDITED
    return ClauseChange(
        fate, old_place, place, has[0] or had[0], _redline(had[0], has[0]), _redline(had[1], has[1])
    )


def _redline(old: str, new: str) -> list[tuple[str, str]]:
    return [(change.kind.value, change.text) for change in redline(old, new)]
