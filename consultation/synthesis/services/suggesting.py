"""Suggestions kept for the coders: learnt from what people coded, some contributions at a time.

What was learnt stays in the worker's memory while it goes through what is to be read; a worker that
begins anew learns again, from as much as is coded then. Nothing of it is a decision.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from flask import current_app
from sqlalchemy import ColumnElement, delete, func, insert, select

from consultation.contributions.models import Contribution, ContributionState, Revision
from consultation.core.clock import now
from consultation.core.db import session, transaction
from consultation.synthesis.models import Codebook, Coding, Reading, Theme, ThemeSuggestion
from consultation.synthesis.models.coding import Origin, ReadingState
from consultation.synthesis.suggesting import Suggester
from consultation.synthesis.suggesting.vectors import embedder

FEWEST = 20
"""Codings before the first suggestions."""
GROWTH = 1.1
"""Learn again once there are a tenth more."""
LEARNT_AT_MOST = 20_000
"""The last codings; older ones add little."""
AT_ONCE = 2_000
REST = timedelta(minutes=1)
CHARACTERS = 10_000
"""Of one text, those that count."""


@dataclass(frozen=True)
class _Learnt:
    consultation_id: int
    number: int
    suggester: Suggester[int] | None


_memory: list[_Learnt] = []
"""The last thing learnt, alone: a model is tens of megabytes."""


def suggest_some(consultation_id: int) -> int:
    """Suggest themes for the next contributions to be read; how many were gone through."""
    book = session.get_one(Codebook, consultation_id, populate_existing=True)
    count = _codings(consultation_id)
    is_new = count >= max(FEWEST, int(book.learnt_from * GROWTH) + 1)
    if not is_new and not book.learnt_from:
        return 0
    start = 0 if is_new else book.suggested_to
    rows = _to_read(consultation_id, start)
    if not rows and not is_new:
        return 0
    learnt = _learn(consultation_id, count if is_new else book.learnt_from)
    made = _suggestions(learnt, rows)
    with transaction():
        book = session.get_one(
            Codebook, consultation_id, with_for_update=True, populate_existing=True
        )
        ids = [row_id for row_id, _text in rows]
        # What people accepted as a theme stands before what is learnt, at a place of its own.
        session.execute(
            delete(ThemeSuggestion).where(
                ThemeSuggestion.contribution_id.in_(ids), ThemeSuggestion.place >= 0
            )
        )
        if made:
            session.execute(insert(ThemeSuggestion), made)
        book.learnt_from = learnt.number
        book.suggested_to = ids[-1] if ids else start
    return len(rows)


def _codings(consultation_id: int) -> int:
    return (
        session.scalar(
            select(func.count())
            .select_from(Coding)
            .where(Coding.consultation_id == consultation_id, *_by_people())
        )
        or 0
    )


def _by_people() -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return Coding.removed_at.is_(None), Coding.origin != Origin.CAMPAIGN


def _to_read(consultation_id: int, after: int) -> Sequence[tuple[int, str]]:
    rows = session.execute(
        select(Contribution.id, func.substr(Revision.source, 1, CHARACTERS))
        .join(Reading, Reading.contribution_id == Contribution.id)
        .join(
            Revision,
            (Revision.contribution_id == Contribution.id)
            & (Revision.number == Contribution.revision),
        )
        .where(
            Reading.consultation_id == consultation_id,
            Reading.state == ReadingState.TO_READ,
            Reading.contribution_id > after,
            Contribution.state == ContributionState.PUBLISHED,
        )
        .order_by(Reading.contribution_id)
        .limit(AT_ONCE)
    )
    return [(row_id, text) for row_id, text in rows]


def _learn(consultation_id: int, number: int) -> _Learnt:
    if _memory and (_memory[0].consultation_id, _memory[0].number) == (consultation_id, number):
        return _memory[0]
    rows = session.execute(
        select(func.substr(Revision.source, 1, CHARACTERS), Coding.theme_id)
        .join(
            Revision,
            (Revision.contribution_id == Coding.contribution_id)
            & (Revision.number == Coding.revision),
        )
        .join(Theme, Theme.id == Coding.theme_id)
        .where(
            Coding.consultation_id == consultation_id, *_by_people(), Theme.retired_at.is_(None)
        )
        .order_by(Coding.id.desc())
        .limit(LEARNT_AT_MOST)
    )  # fmt: skip
    examples = [(text, [theme_id]) for text, theme_id in rows]
    embed = embedder(current_app.config["SETTINGS"].vectors)
    learnt = _Learnt(consultation_id, number, Suggester.learn(examples, embed))
    _memory[:] = [learnt]
    return learnt


def _suggestions(learnt: _Learnt, rows: Sequence[tuple[int, str]]) -> list[dict[str, int | None]]:
    if learnt.suggester is None:
        return []
    found = learnt.suggester.suggest([text for _id, text in rows])
    made: list[dict[str, int | None]] = []
    for (row_id, text), suggestions in zip(rows, found, strict=True):
        for place, each in enumerate(suggestions):
            span = learnt.suggester.evidence(text, each.theme)
            made.append(
                {
                    "contribution_id": row_id, "place": place, "theme_id": each.theme,
                    "learnt_from": learnt.number, "evidence_start": span[0] if span else None,
                    "evidence_end": span[1] if span else None,
                }
            )  # fmt: skip
    return made


def due() -> int | None:
    """The consultation whose codebook has waited longest for a look."""
    found: int | None = session.scalar(
        select(Codebook.consultation_id)
        .where(Codebook.look_at <= now())
        .order_by(Codebook.look_at)
        .limit(1)
    )
    return found


def rest(consultation_id: int) -> None:
    """Nothing is new here: look again in a minute."""
    with transaction():
        book = session.get_one(
            Codebook, consultation_id, with_for_update=True, populate_existing=True
        )
        book.look_at = now() + REST
