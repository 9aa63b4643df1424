"""What a person sees of what they said: the list, and a receipt for each stored text."""

from collections.abc import Mapping, Sequence

from flask import Response, abort, current_app, render_template, request
from flask.typing import ResponseReturnValue

from consultation.accounts.access import signed_in
from consultation.accounts.models import User
from consultation.consultations.permissions import phase_at
from consultation.contributions.life import (
    ANSWERED,
    DECISIONS,
    NOTHING,
    SEQUELS,
    Narrator,
    Narrower,
    Sequel,
    Step,
    Teller,
    life_of,
)
from consultation.contributions.models import Contribution, MaskedOriginal, Revision
from consultation.contributions.permissions import can_edit, can_withdraw, is_own
from consultation.contributions.queries.drafts import drafts_of
from consultation.contributions.queries.masked import original_of
from consultation.contributions.queries.mine import (
    Filter,
    contributions_of,
    counts_of,
    revision_of,
    thread_key_of,
)
from consultation.contributions.queries.places import (
    consultation_of,
    find_contribution,
    place_of,
)
from consultation.contributions.receipts import canonical_fields, meanings
from consultation.contributions.views import bp
from consultation.core.clock import now
from consultation.core.fingerprint import canonical, fingerprint
from consultation.core.i18n import current_language
from consultation.core.links import absolute
from consultation.core.text import plain_text

DRAFTS = "brouillons"
QUOTED = 280
"""Characters of a contribution that its author's list quotes."""


@bp.get("/mes-contributions")
@signed_in
def mine(person: User) -> ResponseReturnValue:
    """One's contributions, replies and drafts, each with what became of it."""
    asked = request.args.get("filtre", "")
    wanted = Filter(asked) if asked in set(Filter) else Filter.ALL
    after = request.args.get("apres", "")[:24]
    counts = counts_of(person)
    shows_drafts = counts.drafts and (asked == DRAFTS or (wanted is Filter.ALL and not after))
    found = contributions_of(person, wanted, after, _answered()) if asked != DRAFTS else None
    ids = [row.id for row, _revision in found.rows] if found else []
    told, sequels = _told_of(ids), sequels_of(ids)
    return render_template(
        "contributions/mine.html",
        found=found,
        lines=[
            _line(person, *row, told.get(row[0].id, ()), sequels.get(row[0].id, NOTHING))
            for row in (found.rows if found else ())
        ],
        counts=counts.by_filter,
        consultations=counts.consultations,
        drafts=drafts_of(person) if shows_drafts else [],
        draft_count=counts.drafts,
        wanted=DRAFTS if asked == DRAFTS else wanted.value,
        after=after,
        summary=summary,
    )


def _answered() -> Narrower:
    """What tells the contributions that were answered, in the words of the feature that answers."""
    narrower: Narrower = current_app.extensions[ANSWERED]
    return narrower


def _told_of(contribution_ids: Sequence[int]) -> Mapping[int, Sequence[Step]]:
    """What moderation decided of these, in the words of the feature that decides."""
    if not contribution_ids:
        return {}
    teller: Teller = current_app.extensions[DECISIONS]
    return teller(contribution_ids)


def sequels_of(contribution_ids: Sequence[int]) -> Mapping[int, Sequel]:
    """What became of these, in the words of the features that made something of them."""
    narrator: Narrator = current_app.extensions[SEQUELS]
    return narrator(contribution_ids) if contribution_ids else {}


def _line(
    person: User, contribution: Contribution, revision: Revision, told: Sequence[Step],
    sequel: Sequel,
) -> dict[str, object]:  # fmt: skip
    consultation = consultation_of(contribution)
    phase = phase_at(consultation, now())
    return {
        "contribution": contribution,
        "revision": revision,
        "place": place_of(contribution),
        "quote": summary(plain_text(revision.html)),
        "steps": life_of(contribution, revision, consultation, phase, told, sequel),
        "replies": sequel.replies,
        "can_edit": can_edit(person, contribution, phase),
        "can_withdraw": can_withdraw(person, contribution),
    }


def summary(text: str, most: int = QUOTED) -> str:
    """The beginning of `text` on one line, cut at a word."""
    line = " ".join(text.split())
    if len(line) <= most:
        return line
    return line[:most].rsplit(" ", 1)[0] + "…"


@bp.get("/recus/<key>/<int:number>")
@signed_in
def receipt(person: User, key: str, number: int) -> ResponseReturnValue:
    """What was received, where it is public, its fingerprint and how to compute that again."""
    return _receipt_page(*_own_revision(person, key, number))


def _receipt_page(contribution: Contribution, revision: Revision) -> str:
    key, number = contribution.key, revision.number
    original = original_of(revision)
    fields = _fields(contribution, revision, original)
    return render_template(
        "contributions/receipt.html",
        original=original,
        is_erased=original is not None and original.erased_at is not None,
        contribution=contribution,
        revision=revision,
        place=place_of(contribution),
        fields=fields,
        meanings=meanings(),
        holds=fingerprint(fields) == revision.fingerprint,
        public=absolute("contributions.permalink", current_language(), key=key),
        file_name=file_name(key, number),
    )


@bp.get("/recus/<key>/<int:number>.json")
@signed_in
def receipt_file(person: User, key: str, number: int) -> ResponseReturnValue:
    """The canonical form itself: the SHA-256 of this file is the fingerprint."""
    contribution, revision = _own_revision(person, key, number)
    original = original_of(revision)
    if original is not None and original.erased_at is not None:
        return _receipt_page(contribution, revision), 410
    return Response(
        canonical(_fields(contribution, revision, original)),
        content_type="application/json; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{file_name(key, number)}"'},
    )


def file_name(key: str, number: int) -> str:
    """What a downloaded receipt is called."""
    return f"recu-{key}-{number}.json"


def _fields(
    contribution: Contribution, revision: Revision, original: MaskedOriginal | None
) -> dict[str, str | int | None]:
    place = place_of(contribution)
    return canonical_fields(
        contribution,
        revision,
        # Moved since, it is not where it was when it was received: the revision remembers.
        subject=revision.subject or place.subject_name,
        version_sha256=revision.version_sha256 or place.version.sha256,
        answers=thread_key_of(contribution),
        said=original if original is not None and original.erased_at is None else None,
    )


def _own_revision(person: User, key: str, number: int) -> tuple[Contribution, Revision]:
    contribution = find_contribution(person, key)
    if contribution is None or not is_own(person, contribution) or not 0 < number < 1000:
        abort(404)
    revision = revision_of(contribution, number)
    if revision is None:
        abort(404)
    return contribution, revision
