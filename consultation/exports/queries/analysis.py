"""What analysts and the institution made of contributions."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import aliased

from consultation.answers.models import Answer
from consultation.answers.queries.reached import IS_PUBLIC, answers_for
from consultation.contributions.models import Contribution, MaskedOriginal
from consultation.core.db import session
from consultation.exports.rows import Theme as GivenTheme
from consultation.moderation import masking
from consultation.synthesis.models import Coding, Theme

_Above = aliased(Theme)
Masks = dict[int, tuple[masking.Mask, ...]]


def themes_given(ids: Sequence[int]) -> dict[int, list[GivenTheme]]:
    """The codings that stand, by contribution, each span where its words are shown today."""
    rows = session.execute(
        select(
            Coding.contribution_id, Coding.revision, Coding.field, Coding.start_at, Coding.end_at,
            Coding.stance, Theme.key, Theme.name, _Above.name.label("parent"),
            Contribution.revision.label("current"), Contribution.is_masked,
        )
        .join(Theme, Theme.id == Coding.theme_id)
        .join(Contribution, Contribution.id == Coding.contribution_id)
        .outerjoin(_Above, _Above.id == Theme.parent_id)
        .where(Coding.contribution_id.in_(ids), Coding.removed_at.is_(None))
        .order_by(Coding.contribution_id, Coding.start_at.nulls_first(), Coding.id)
    ).all()  # fmt: skip
    masks = _masks([row.contribution_id for row in rows if row.is_masked])
    found: dict[int, list[GivenTheme]] = {}
    for row in rows:
        start, end = _span(row, masks.get(row.contribution_id, ()))
        theme = GivenTheme(
            row.key, row.name, row.parent or "", row.stance.value if row.stance else "",
            row.field if start is not None else "", start, end,
        )  # fmt: skip
        found.setdefault(row.contribution_id, []).append(theme)
    return found


def _span(row: Any, masks: Sequence[masking.Mask]) -> tuple[int | None, int | None]:
    """None where it is of other words than today's, or of words that are masked whole."""
    if row.start_at is None or row.revision != row.current:
        return None, None
    own = masking.of_field(masks, row.field)
    start, end = masking.to_masked(row.start_at, own), masking.to_masked(row.end_at, own)
    return (start, end) if start < end else (None, None)


def _masks(ids: Sequence[int]) -> Masks:
    if not ids:
        return {}
    rows = session.execute(
        select(MaskedOriginal.contribution_id, MaskedOriginal.spans)
        .join(
            Contribution,
            (Contribution.id == MaskedOriginal.contribution_id)
            & (Contribution.revision == MaskedOriginal.number),
        )
        .where(Contribution.id.in_(ids))
    )
    return {row[0]: masking.loaded(row[1]) for row in rows}


def has_answers(consultation_id: int) -> bool:
    """Whether the institution answered anything: else nobody has to look for what."""
    query = select(Answer.id).where(Answer.consultation_id == consultation_id, IS_PUBLIC).limit(1)
    return session.scalar(query) is not None


def answers_to(ids: Sequence[int]) -> dict[int, list[str]]:
    """The published answers that concern these contributions: « key (accepted) »."""
    return {
        contribution_id: [f"{each.key} ({each.outcome.value})" for each in answers]
        for contribution_id, answers in answers_for(ids).items()
    }
