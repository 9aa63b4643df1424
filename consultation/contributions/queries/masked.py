"""What was masked in a contribution, and what its author wrote there."""

import re
from collections.abc import Sequence

from sqlalchemy import select

from consultation.contributions.models import Contribution, MaskedOriginal, Revision
from consultation.contributions.writing import Written
from consultation.core.db import session


def originals_of(contribution_ids: Sequence[int]) -> dict[tuple[int, int], MaskedOriginal]:
    """By contribution and number, what these contributions' masked revisions said."""
    if not contribution_ids:
        return {}
    rows = session.scalars(
        select(MaskedOriginal).where(MaskedOriginal.contribution_id.in_(contribution_ids))
    )
    return {(row.contribution_id, row.number): row for row in rows}


def original_of(revision: Revision) -> MaskedOriginal | None:
    """What that revision said before it was masked."""
    return session.get(MaskedOriginal, (revision.contribution_id, revision.number))


def has_masked_words(contribution: Contribution, source: str, proposed_text: str | None) -> bool:
    """The new text says again what was masked in an earlier one."""
    if not contribution.is_masked:
        return False
    whole = f"{source}\n{proposed_text or ''}"
    return any(
        re.search(rf"(?<!\w){re.escape(words)}(?!\w)", whole, re.IGNORECASE)
        for original in originals_of([contribution.id]).values()
        for words in _words(original)
    )


def _words(original: MaskedOriginal) -> list[str]:
    texts = {"source": original.source, "proposed_text": original.proposed_text or ""}
    found = [texts[span["field"]][span["start"] : span["end"]].strip() for span in original.spans]
    return [words for words in found if sum(sign.isalnum() for sign in words) > 1]


def bears_mask(contribution: Contribution, written: Written) -> bool:
    """A mask of an earlier text is still in the new one."""
    whole = f"{written.source}\n{written.proposed_text or ''}"
    return any(
        span["words"] in whole
        for original in originals_of([contribution.id]).values()
        for span in original.spans
    )
