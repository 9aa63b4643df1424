"""The codings that a person wants, as they are stored, and writing them over those that stand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from consultation.contributions.models import Contribution, Revision, Stance
from consultation.core.clock import now
from consultation.core.db import lock, session
from consultation.core.errors import DomainError
from consultation.core.i18n import _
from consultation.synthesis.models import Coding, Theme, ThemeSuggestion
from consultation.synthesis.models.coding import Origin
from consultation.synthesis.queries.codebook import find_theme, themes
from consultation.synthesis.queries.coding import spans_of
from consultation.synthesis.services.recoding import recount

MAX_CODINGS = 60
FIELDS = {"source", "proposed_text"}


@dataclass(frozen=True)
class Wanted:
    """A theme for the whole contribution, or for [start, end) of a field as it reads today."""

    theme: str
    field: str = "source"
    start: int | None = None
    end: int | None = None
    stance: Stance | None = None


Mark = tuple[int, str, int | None, int | None]
"""Theme, field, start and end as they are stored."""


@dataclass(frozen=True)
class Meant:
    """What is meant at a mark."""

    theme: Theme
    stance: Stance | None
    origin: Origin


Marks = Mapping[Mark, Meant]


def checked(contribution: Contribution, wanted: Sequence[Wanted]) -> dict[Mark, Meant]:
    """What is wanted, with offsets as they are stored. DomainError for what cannot be."""
    if len(wanted) > MAX_CODINGS:
        raise DomainError(_("%(most)s codages au plus par contribution.", most=MAX_CODINGS))
    open_themes = {
        row.key: row
        for row in session.scalars(
            themes(contribution.consultation_id).where(Theme.retired_at.is_(None))
        )
    }
    held = {coding.theme.key: coding.theme for coding in _standing(contribution.id)}
    suggested = _suggested(contribution.id)
    revision = session.get_one(Revision, (contribution.id, contribution.revision))
    found: dict[Mark, Meant] = {}
    for each in wanted:
        theme = (
            open_themes.get(each.theme)
            or held.get(each.theme)
            or _became(contribution.consultation_id, each.theme)
        )
        if theme is None:
            raise DomainError(
                _("Un des thèmes n’est plus dans la grille : choisissez-en un autre.")
            )
        each = _stored(contribution, revision, each)
        mark = (theme.id, each.field, each.start, each.end)
        found[mark] = Meant(theme, each.stance, _origin(theme.id, suggested))
    return found


def _became(consultation_id: int, key: str) -> Theme | None:
    """What the theme of that key was merged into, for whoever ticked it before."""
    theme = find_theme(consultation_id, key)
    return today(theme) if theme is not None and theme.merged_into_id else None


def today(theme: Theme) -> Theme:
    """The theme; one that was merged is what it became."""
    while theme.merged_into_id:
        theme = session.get_one(Theme, theme.merged_into_id)
    return theme


def _stored(contribution: Contribution, revision: Revision, wanted: Wanted) -> Wanted:
    if wanted.start is None or wanted.end is None:
        return replace(wanted, field="source", start=None, end=None)
    text = {"source": revision.source, "proposed_text": revision.proposed_text or ""}
    is_there = wanted.field in FIELDS and 0 <= wanted.start < wanted.end <= len(text[wanted.field])
    if not is_there:
        raise DomainError(_("Le passage choisi n’est pas dans ce texte."))
    spans = spans_of(contribution.id, revision.number, wanted.field)
    start, end = spans.stored(wanted.start, wanted.end)
    return replace(wanted, start=start, end=end)


def _standing(contribution_id: int) -> list[Coding]:
    return list(
        session.scalars(
            select(Coding)
            .where(Coding.contribution_id == contribution_id, Coding.removed_at.is_(None))
            .options(joinedload(Coding.theme))
            .execution_options(populate_existing=True)
        )
    )


def _suggested(contribution_id: int) -> set[int]:
    return set(
        session.scalars(
            select(ThemeSuggestion.theme_id).where(
                ThemeSuggestion.contribution_id == contribution_id
            )
        )
    )


def _origin(theme_id: int, suggested: set[int]) -> Origin:
    if theme_id in suggested:
        return Origin.ACCEPTED
    return Origin.CORRECTED if suggested else Origin.CODER


def write(
    contribution: Contribution, wanted: Marks, coder_id: int, *, revision: int | None = None
) -> None:
    """Make `wanted` the codings that stand; what is there already stays, what is not is kept apart.

    The contribution's reading is held by the caller. `revision` is what was read, if not today's.
    """
    held = _hold_themes(contribution, wanted)
    touched: dict[int, Theme] = {}
    left = _as_they_became(wanted)
    for coding in _standing(contribution.id):
        if _mark(coding) in left:
            coding.stance = left.pop(_mark(coding)).stance
        else:
            coding.removed_at, coding.removed_by_id = now(), coder_id
            touched[coding.theme_id] = coding.theme
    for (theme_id, field, start, end), meant in left.items():
        session.add(
            Coding(
                consultation_id=contribution.consultation_id, contribution_id=contribution.id,
                revision=revision or contribution.revision, theme_id=theme_id, field=field,
                start_at=start, end_at=end, stance=meant.stance, origin=meant.origin,
                coder_id=coder_id,
            )
        )  # fmt: skip
        touched[theme_id] = meant.theme
    session.flush()
    for theme in sorted(touched.values(), key=lambda each: each.id):
        recount(theme if theme.id in held else lock(theme))


def _hold_themes(contribution: Contribution, wanted: Marks) -> set[int]:
    """Hold the themes that gain or lose a coding, in one order: nobody merges them meanwhile."""
    standing = {_mark(coding): coding.theme for coding in _standing(contribution.id)}
    rows = {mark[0]: meant.theme for mark, meant in wanted.items() if mark not in standing}
    rows |= {mark[0]: theme for mark, theme in standing.items() if mark not in wanted}
    for _id, row in sorted(rows.items()):
        lock(row)
    return set(rows)


def _as_they_became(wanted: Marks) -> dict[Mark, Meant]:
    """The same, where a theme that was merged is the one that it became."""
    made: dict[Mark, Meant] = {}
    for (_id, field, start, end), meant in wanted.items():
        theme = today(meant.theme)
        made[theme.id, field, start, end] = replace(meant, theme=theme)
    return made


def _mark(coding: Coding) -> Mark:
    return coding.theme_id, coding.field, coding.start_at, coding.end_at
