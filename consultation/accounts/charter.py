"""The participation charter: numbered clauses under a version that each account accepted.

A version never changes once it is published (migration 0009 has the database refuse it), so each is
read once by a process, and kept.
"""

from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from consultation.accounts.models import CharterColumns, CharterVersion
from consultation.core.db import session

OTHER = "OTHER_VIOLATION_TC"
CATEGORIES = (
    OTHER, "CYBER_VIOLENCE", "ILLEGAL_OR_HARMFUL_SPEECH",
    "DATA_PROTECTION_AND_PRIVACY_VIOLATIONS", "SCAMS_AND_FRAUD",
)  # fmt: skip
"""What a breach of a clause is, as the Commission's transparency database names it."""
_FIRST = {
    "5h2ywefn": "CYBER_VIOLENCE",
    "tt2rgasv": "ILLEGAL_OR_HARMFUL_SPEECH",
    "9m5yc222": "DATA_PROTECTION_AND_PRIVACY_VIOLATIONS",
    "pk2yeq8f": "DATA_PROTECTION_AND_PRIVACY_VIOLATIONS",
    "s2j9tghk": "SCAMS_AND_FRAUD",
}
"""Of the clauses of the first charter, by their keys: it was published before this was asked."""


@dataclass(frozen=True)
class BilingualClause:
    """A rule as it is kept. Its key is its identity through the versions, whatever its number."""

    key: str
    title_fr: str
    text_fr: str
    title_en: str
    text_en: str
    category: str = ""
    """One of `CATEGORIES`."""

    def title(self, language: str) -> str:
        """What it asks, in a few words."""
        return self.title_en if language == "en" else self.title_fr

    def text(self, language: str) -> str:
        """What it asks, in full."""
        return self.text_en if language == "en" else self.text_fr

    def stored(self) -> dict[str, Any]:
        """As a version keeps it."""
        return asdict(self)


@dataclass(frozen=True)
class PublishedCharter:
    """A version that is, or was, in force."""

    number: int
    published_at: datetime
    note_fr: str
    note_en: str
    clauses: tuple[BilingualClause, ...]

    def note(self, language: str) -> str:
        """What changed since the version before, and why."""
        return self.note_en if language == "en" else self.note_fr


def clauses_of(row: CharterColumns) -> tuple[BilingualClause, ...]:
    """The clauses of a version, in order."""
    return tuple(_read(stored) for stored in row.clauses)


def _read(stored: dict[str, Any]) -> BilingualClause:
    clause = BilingualClause(**stored)
    return replace(clause, category=clause.category or _FIRST.get(clause.key, OTHER))


def last_published(table: type[CharterColumns], **of: int) -> int:
    """The number of the version in force; 0 where none was published."""
    found: int | None = session.scalar(
        select(func.max(table.number)).filter_by(**of).where(table.published_at.is_not(None))
    )
    return found or 0


def published(table: type[CharterColumns], number: int, **of: int) -> PublishedCharter | None:
    """A published version by its number."""
    name = (table.__name__, number, tuple(of.items()))
    if name not in _kept:
        row = session.scalars(
            select(table).filter_by(number=number, **of).where(table.published_at.is_not(None))
        ).one_or_none()
        if row is None or row.published_at is None:
            return None
        _kept[name] = PublishedCharter(
            row.number, row.published_at, row.note_fr, row.note_en, clauses_of(row)
        )
    return _kept[name]


def all_published(table: type[CharterColumns], **of: int) -> list[PublishedCharter]:
    """Every published version, newest first."""
    numbers = session.scalars(
        select(table.number)
        .filter_by(**of)
        .where(table.published_at.is_not(None))
        .order_by(table.number.desc())
    )
    found = (published(table, number, **of) for number in numbers.all())
    return [each for each in found if each is not None]


_kept: dict[tuple[str, int, tuple[tuple[str, int], ...]], PublishedCharter] = {}
"""Versions that were read: a few for each consultation, of a few kilobytes each."""


def forget_charters() -> None:
    """Hold no version: another database is behind the next one."""
    _kept.clear()


def charter_in_force() -> PublishedCharter:
    """The instance's charter that applies now."""
    number = last_published(CharterVersion)
    found = published(CharterVersion, number)
    if found is None:
        raise LookupError("the instance has no charter: its migrations are missing")
    return found
