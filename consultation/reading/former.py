"""The words that older contributions are about, and what became of the rewordings of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from markupsafe import Markup
from sqlalchemy import and_, select
from sqlalchemy.orm import aliased

from consultation.contributions.models import Contribution, Kind
from consultation.contributions.queries.listing import Line
from consultation.core.db import session
from consultation.core.i18n import current_language
from consultation.core.redline import redline_html
from consultation.documents.models import Heading, Passage, Version
from consultation.versions.models import RewordingFate, RewordingState

Fates = Mapping[int, tuple[RewordingState, str, int]]
"""By contribution what a published version did with the rewording: state, reason, its number."""


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
) -> tuple[Sequence[FormerWords], Fates]:
    """The words that the lines `older` are about, and what became of the rewordings among them.

    `row_id` has today's words. One query, or none.
    """
    found = (line.heading_id if is_heading else line.passage_id for line in older)
    wanted = frozenset(each for each in found if each is not None)
    if not wanted or row_id is None:
        return (), {}
    fates: Fates = {}
    rewordings = [line.id for line in older if line.kind is Kind.AMENDMENT]
    if rewordings:
        words, fates = _words_and_fates(wanted | {row_id}, rewordings)
    else:
        words = _words(wanted | {row_id}, is_heading)
    rows = {row[0]: row for row in words}
    today = rows.pop(row_id)[3] if row_id in rows else ""
    former = [
        FormerWords(
            row_id=each,
            is_heading=is_heading,
            version_number=version,
            number=None if is_heading else place,
            text=text,
            redline=redlined(text, today) if today and text != today else None,
        )
        for each, version, place, text in rows.values()
    ]
    return sorted(former, key=lambda words: (words.version_number, words.row_id)), fates


Words = Sequence[tuple[int, int, int | None, str]]
"""Id, version, number and text."""


@lru_cache(maxsize=512)
def _words(row_ids: frozenset[int], is_heading: bool) -> Words:
    """What is published never changes, and is kept in memory."""
    words: Any = Heading if is_heading else Passage
    number = Heading.level if is_heading else Passage.number
    query = select(words.id, Version.number, number, words.text).join(
        Version, Version.id == words.version_id
    )
    return [tuple(row) for row in session.execute(query.where(words.id.in_(row_ids)))]


def _words_and_fates(row_ids: frozenset[int], rewordings: Sequence[int]) -> tuple[Words, Fates]:
    """Passages, and what versions did with these proposed rewordings of them."""
    answering = aliased(Version)
    is_one = and_(Contribution.passage_id == Passage.id, Contribution.id.in_(rewordings))
    is_public = and_(answering.id == RewordingFate.version_id, answering.published_at.is_not(None))
    rows = session.execute(
        select(
            Passage.id, Version.number, Passage.number, Passage.text, RewordingFate.contribution_id,
            RewordingFate.state, RewordingFate.reason, answering.number,
        )
        .join(Version, Version.id == Passage.version_id)
        .outerjoin(Contribution, is_one)
        .outerjoin(RewordingFate, RewordingFate.contribution_id == Contribution.id)
        .outerjoin(answering, is_public)
        .where(Passage.id.in_(row_ids))
    ).all()  # fmt: skip
    fates = {row[4]: (RewordingState(row[5]), row[6], row[7]) for row in rows if row[7] is not None}
    return [(row[0], row[1], row[2], row[3]) for row in rows], fates


def forget_words() -> None:
    """Forget what is kept in memory: another database is behind the next page."""
    _words.cache_clear()


def redlined(old: str, new: str) -> Markup:
    """The redline from `old` to `new`, words of published texts; safe, and kept in memory."""
    return Markup(_redlined(old, new, current_language()))  # noqa: S704  # redline_html escapes


@lru_cache(maxsize=512)
def _redlined(old: str, new: str, _language: str) -> str:
    return redline_html(old, new)
