"""The words that older contributions are about, with the redline to those of today."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from markupsafe import Markup
from sqlalchemy import select

from consultation.contributions.queries.listing import Line
from consultation.core.db import session
from consultation.core.i18n import current_language
from consultation.core.redline import redline_html
from consultation.documents.models import Heading, Passage, Version


@dataclass(frozen=True)
class FormerWords:
    """A passage or heading of an older version."""

    row_id: int
    is_heading: bool
    version_number: int
    number: int | None
    """The ¶ number that it had."""
    text: str
    redline: Markup | None
    """From these words to today's; None where they are the same, or there are none."""

    def is_about(self, line: Line) -> bool:
        """`line` was written about these words."""
        return (line.heading_id if self.is_heading else line.passage_id) == self.row_id


def former_words(
    older: Sequence[Line], row_id: int | None, *, is_heading: bool
) -> Sequence[FormerWords]:
    """The words that the lines `older` are about; `row_id` has today's. One query, or none."""
    found = (line.heading_id if is_heading else line.passage_id for line in older)
    wanted = frozenset(each for each in found if each is not None)
    if not wanted or row_id is None:
        return ()
    rows = {row[0]: row for row in _words(wanted | {row_id}, is_heading)}
    today = rows.pop(row_id)[3] if row_id in rows else ""
    return sorted(
        (
            FormerWords(
                row_id=each,
                is_heading=is_heading,
                version_number=version,
                number=None if is_heading else place,
                text=text,
                redline=redlined(text, today) if today and text != today else None,
            )
            for each, version, place, text in rows.values()
        ),
        key=lambda words: (words.version_number, words.row_id),
    )


@lru_cache(maxsize=512)
def _words(row_ids: frozenset[int], is_heading: bool) -> Sequence[tuple[int, int, int, str]]:
    """Id, version, number and text: what is published never changes, and is kept in memory."""
    words: Any = Heading if is_heading else Passage
    number = Heading.level if is_heading else Passage.number
    query = select(words.id, Version.number, number, words.text).join(
        Version, Version.id == words.version_id
    )
    return [tuple(row) for row in session.execute(query.where(words.id.in_(row_ids)))]


def forget_words() -> None:
    """Forget what is kept in memory: another database is behind the next page."""
    _words.cache_clear()


def redlined(old: str, new: str) -> Markup:
    """The redline from `old` to `new`, words of published texts; safe, and kept in memory."""
    return Markup(_redlined(old, new, current_language()))  # noqa: S704  # redline_html escapes


@lru_cache(maxsize=512)
def _redlined(old: str, new: str, _language: str) -> str:
    return redline_html(old, new)
