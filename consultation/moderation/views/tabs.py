"""What every page of the desk shows: its parts, and how much waits."""

from collections.abc import Mapping, Sequence

from flask import current_app, url_for

from consultation.accounts.sessions import current_person
from consultation.core.i18n import _
from consultation.moderation.queries.figures import BADGE_MOST, waiting_by_consultation
from consultation.moderation.views import bp

Entry = tuple[str, str, bool, int | None]


@bp.app_context_processor
def badge() -> dict[str, object]:
    """`waiting_for_me()`: how many contributions wait for the person, by consultation.

    A function, so that the pages of whoever moderates nothing do not ask.
    """
    return {"waiting_for_me": _waiting_for_me}


def _waiting_for_me() -> dict[int, int]:
    person = current_person()
    return waiting_by_consultation(person.id) if person else {}


@bp.app_template_global("badge_words")
def badge_words(count: int) -> str:
    """« 143 », « 999+ »."""
    return f"{BADGE_MOST}+" if count > BADGE_MOST else str(count)


@bp.app_template_global("desk_entries")
def desk_entries(
    slug: str, current: str, can_judge: bool, counts: Mapping[str, int]
) -> Sequence[Entry]:
    """The parts of the desk that exist and that the person may see, with the counts known."""
    parts = (
        ("queue", _("À examiner"), "moderation.desk", True),
        ("flags", _("Signalements"), "moderation.flags", True),
        ("illegal", _("Contenus illicites"), "moderation.illegal", True),
        ("appeals", _("Recours"), "moderation.appeals", True),
        ("campaigns", _("Campagnes"), "campaigns.index", True),
        ("double", _("Double lecture"), "moderation.samples", True),
        ("rules", _("Règles"), "moderation.rules", False),
        ("register", _("Registre"), "moderation.register", False),
        ("figures", _("Chiffres"), "moderation.figures", False),
    )
    return [
        (words, url_for(endpoint, slug=slug), name == current, counts.get(name))
        for name, words, endpoint, for_judges in parts
        if endpoint in current_app.view_functions and (can_judge or not for_judges)
    ]
