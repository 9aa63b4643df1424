"""One stored state of a contribution: made once, rendered once, under its fingerprint."""

from consultation.contributions.models import Contribution, Revision
from consultation.contributions.queries.places import Place
from consultation.contributions.receipts import canonical_fields
from consultation.contributions.writing import Written
from consultation.core.clock import now
from consultation.core.fingerprint import fingerprint
from consultation.core.i18n import in_language
from consultation.core.redline import redline_html
from consultation.core.text import RULES_VERSION, render_markup


def new_revision(
    contribution: Contribution, place: Place, written: Written, *, thread_key: str | None
) -> Revision:
    """What was written, as the contribution's current revision; to be added to the session."""
    revision = Revision(
        contribution=contribution,
        number=contribution.revision,
        source=written.source,
        html=render_markup(written.source) if written.source else "",
        rules_version=RULES_VERSION,
        proposed_text=written.proposed_text,
        redline_html=_redline(place, written.proposed_text),
        kind=written.kind,
        stance=written.stance,
        at=now(),
        is_public=True,
    )
    revision.fingerprint = fingerprint(
        canonical_fields(
            contribution,
            revision,
            subject=place.subject_name,
            version_sha256=place.version.sha256,
            answers=thread_key,
        )
    )
    return revision


def _redline(place: Place, proposed_text: str | None) -> str | None:
    """The change as everybody reads it: its hidden words are in the language of the text."""
    if proposed_text is None or place.original is None:
        return None
    with in_language(place.document.language):
        return redline_html(place.original, proposed_text)
