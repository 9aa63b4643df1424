"""Putting masks on what somebody wrote, taking them off, forgetting for good what is under them.

The revision itself holds the masked text, its HTML and its redline: no view can show more.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select

from consultation.accounts.models import User
from consultation.consultations.queries import roles_of
from consultation.contributions.emails import forget_receipts
from consultation.contributions.models import Contribution, MaskedOriginal, Revision
from consultation.contributions.queries.places import place_of
from consultation.core import journal
from consultation.core.clock import now
from consultation.core.db import lock, session, transaction
from consultation.core.errors import require
from consultation.core.i18n import in_language
from consultation.core.redline import redline_html
from consultation.core.text import render_markup
from consultation.moderation.masking import (
    Mask,
    checked_spans,
    in_original,
    loaded,
    masked,
    masks_over_words,
    merged,
    of_field,
    stored,
    words_of,
)
from consultation.moderation.permissions import can_erase_original
from consultation.screening.signals import SignalSpan

Stored = dict[str, Any]
"""What one revision and its original held before: what an undo puts back."""


def put_masks(contribution: Contribution, spans: Sequence[SignalSpan]) -> int:
    """Mask these spans of the current text, and the same words wherever else they were written.

    How many masks the current text then bears. The contribution's row is held.
    """
    current = session.get_one(Revision, (contribution.id, contribution.revision))
    with in_language(place_of(contribution).document.language):
        masks = tuple(
            Mask.over(span) for span in checked_spans(spans, current.source, current.proposed_text)
        )
        shown = {"source": current.source, "proposed_text": current.proposed_text or ""}
        words = words_of(masks, shown)
        bears = _mask(contribution, current, masks)
        for revision in _others(contribution):
            texts = (("source", revision.source), ("proposed_text", revision.proposed_text or ""))
            found = [mask for field, text in texts for mask in masks_over_words(words, field, text)]
            if found:
                _mask(contribution, revision, found)
    contribution.is_masked = True
    return bears


def take_masks_off(contribution: Contribution) -> None:
    """Show again what was masked, in every revision. What was erased stays masked."""
    for original in _originals(contribution):
        if not is_kept(original):
            continue
        _bear(contribution, original, ())
        if original.erased_at is None:
            session.delete(original)
        else:
            _forget(original)
    session.flush()
    contribution.is_masked = bool(_originals(contribution))


def erase_originals(contribution: Contribution, *, actor: User) -> None:
    """Forget for good what stands under the masks, in receipts that have left too.

    Only its fingerprint remains of it.
    """
    roles = roles_of(actor, contribution.consultation_id)
    require(can_erase_original(actor, roles, contribution))
    with transaction():
        lock(contribution)
        originals = [each for each in _originals(contribution) if is_kept(each)]
        for original in originals:
            _forget(original)
            original.erased_at = original.erased_at or now()
        if originals:
            forget_receipts(contribution)
            journal.record(
                "moderation.erased", contribution, actor_id=actor.id, count=len(originals)
            )


def is_kept(original: MaskedOriginal) -> bool:
    """Something is left to read under the masks."""
    return bool(original.source or original.proposed_text)


def snapshot(contribution: Contribution) -> list[Stored]:
    """Which revisions are masked, and where: never a word of what they said."""
    return [
        {"number": each.number, "spans": each.spans, "is_kept": is_kept(each)}
        for each in _originals(contribution)
    ]


def back_to(contribution: Contribution, before: Sequence[Stored]) -> None:
    """Bear the masks of `before` again, no more and no fewer."""
    wanted = {each["number"]: each for each in before}
    for original in _originals(contribution):
        earlier = wanted.pop(original.number, None)
        if not is_kept(original):
            continue
        if earlier is None:
            _bear(contribution, original, ())
            session.delete(original)
        elif earlier["is_kept"]:
            _bear(contribution, original, loaded(earlier["spans"]))
        else:
            _bear(contribution, original, ())
            _forget(original)
            original.spans = earlier["spans"]
    for number, earlier in wanted.items():
        original = _original_of(session.get_one(Revision, (contribution.id, number)))
        _bear(contribution, original, loaded(earlier["spans"]))
    session.flush()
    contribution.is_masked = bool(before)


def _mask(contribution: Contribution, revision: Revision, masks: Sequence[Mask]) -> int:
    original = session.get(MaskedOriginal, (contribution.id, revision.number))
    if original is None:
        original = _original_of(revision)
    elif not is_kept(original):
        # The first original is gone for good: what is shown now takes its place.
        original.source, original.proposed_text = revision.source, revision.proposed_text
        original.spans = []
    earlier = loaded(original.spans)
    together = merged(earlier, in_original(masks, earlier))
    _bear(contribution, original, together)
    return len(together)


def _original_of(revision: Revision) -> MaskedOriginal:
    original = MaskedOriginal(
        contribution_id=revision.contribution_id,
        number=revision.number,
        source=revision.source,
        proposed_text=revision.proposed_text,
        spans=[],
        masked_at=now(),
    )
    session.add(original)
    return original


def _bear(contribution: Contribution, original: MaskedOriginal, masks: Sequence[Mask]) -> None:
    """Make the revision the original under these masks: text, HTML and redline."""
    revision = session.get_one(Revision, (contribution.id, original.number))
    place = place_of(contribution)
    original.spans = stored(masks)
    on_source = of_field(masks, "source")
    revision.source = masked(original.source, on_source)
    shown = masked(original.source, on_source, is_escaped=True)
    revision.html = render_markup(shown) if shown else ""
    if original.proposed_text is not None:
        revision.proposed_text = masked(original.proposed_text, of_field(masks, "proposed_text"))
        if place.original is not None:
            with in_language(place.document.language):
                revision.redline_html = redline_html(place.original, revision.proposed_text)


def _forget(original: MaskedOriginal) -> None:
    original.source = ""
    original.proposed_text = None


def _originals(contribution: Contribution) -> Sequence[MaskedOriginal]:
    return session.scalars(_ORIGINALS, {"contribution_id": contribution.id}).all()


_ORIGINALS = (
    select(MaskedOriginal)
    .where(MaskedOriginal.contribution_id == bindparam("contribution_id"))
    .order_by(MaskedOriginal.number)
)


def _others(contribution: Contribution) -> Sequence[Revision]:
    return session.scalars(
        select(Revision).where(
            Revision.contribution_id == contribution.id, Revision.number != contribution.revision
        )
    ).all()


def was_erased(contribution: Contribution, since: datetime) -> bool:
    """Something that was masked has been forgotten for good since then."""
    return any(
        each.erased_at is not None and each.erased_at >= since for each in _originals(contribution)
    )
