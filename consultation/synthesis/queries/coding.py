"""What is read while coding: a contribution with its text, its codings, its suggestions."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from consultation.contributions.models import Contribution, MaskedOriginal
from consultation.core.db import session
from consultation.moderation import masking
from consultation.synthesis.models import Coding, Reading, Theme, ThemeSuggestion


def codings_of(contribution_ids: Iterable[int]) -> dict[int, list[tuple[Coding, Theme]]]:
    """The codings that stand, with their themes, by contribution."""
    found: dict[int, list[tuple[Coding, Theme]]] = {}
    rows = session.execute(
        select(Coding, Theme)
        .join(Theme, Theme.id == Coding.theme_id)
        .where(Coding.contribution_id.in_(list(contribution_ids)), Coding.removed_at.is_(None))
        .order_by(Coding.contribution_id, Coding.start_at, Coding.id)
    )
    for coding, theme in rows:
        found.setdefault(coding.contribution_id, []).append((coding, theme))
    return found


def suggestions_for(contribution_id: int) -> Sequence[tuple[ThemeSuggestion, Theme]]:
    """The suggested themes that are still in the codebook, the likeliest first."""
    rows = session.execute(
        select(ThemeSuggestion, Theme)
        .join(Theme, Theme.id == ThemeSuggestion.theme_id)
        .where(ThemeSuggestion.contribution_id == contribution_id, Theme.retired_at.is_(None))
        .order_by(ThemeSuggestion.place)
    )
    return [(suggestion, theme) for suggestion, theme in rows]


def reading_of(contribution: Contribution) -> Reading | None:
    """Where it stands in the coders' work."""
    return session.get(Reading, contribution.id)


@dataclass(frozen=True)
class Spans:
    """Where the coded words of one field stand today, though words were masked since.

    What is stored are offsets in the text as its author wrote it; what is shown and what a coder
    marks are offsets in the text as it is now.
    """

    masks: tuple[masking.Mask, ...]

    def shown(self, start: int, end: int) -> tuple[int, int]:
        """Today's offsets of what is stored."""
        return masking.to_masked(start, self.masks), masking.to_masked(end, self.masks)

    def stored(self, start: int, end: int) -> tuple[int, int]:
        """The offsets to keep of what was marked in today's text."""
        return masking.to_original(start, self.masks), masking.to_original(end, self.masks)


def spans_of(contribution_id: int, revision: int, field: str) -> Spans:
    """How the offsets of a revision's field are read."""
    original = session.get(MaskedOriginal, (contribution_id, revision))
    masks = masking.loaded(original.spans) if original else ()
    return Spans(tuple(masking.of_field(masks, field)))
