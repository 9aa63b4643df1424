"""Words that the templates of moderation ask for."""

from flask import current_app, url_for

from consultation.core.i18n import _
from consultation.moderation import words
from consultation.moderation.following import token_of
from consultation.moderation.views import bp

for each in (
    words.measure_word,
    words.what_was_done,
    words.ground_words,
    words.clause_words,
    words.category_word,
    words.outcome_word,
    words.appeal_word,
    words.side_word,
    words.appeal_state_word,
    words.register_word,
    words.source_word,
    token_of,
):
    bp.app_template_global()(each)


@bp.app_template_global("intake_entries")
def intake_entries(
    slug: str, current: str, counts: dict[str, int]
) -> list[tuple[str, str, bool, int | None]]:
    """The parts of the desk about what people report and contest."""
    parts: tuple[tuple[str, str, int | None], ...] = (
        ("flags", _("Signalements"), counts["flags"]),
        ("illegal", _("Contenus illicites"), counts["notices"]),
        ("appeals", _("Recours"), counts["appeals"]),
        ("register", _("Registre"), None),
    )
    return [
        (label, url_for(f"moderation.{name}", slug=slug), name == current, count)
        for name, label, count in parts
    ]


@bp.app_template_global("desk_item")
def desk_item(slug: str, key: str) -> str:
    """Where a moderator decides on a contribution; empty where there is no desk."""
    if "moderation.item" not in current_app.view_functions:
        return ""
    return url_for("moderation.item", slug=slug, key=key)
