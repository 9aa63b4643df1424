"""Words that the templates of moderation ask for."""

from collections.abc import Sequence

from flask import current_app, url_for

from consultation.moderation import words
from consultation.moderation.following import token_of
from consultation.moderation.views import bp
from consultation.moderation.views.tabs import desk_entries

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
) -> Sequence[tuple[str, str, bool, int | None]]:
    """The parts of the desk, with how much people report and contest."""
    known = {"flags": counts["flags"], "illegal": counts["notices"], "appeals": counts["appeals"]}
    return desk_entries(slug, current, True, known)


@bp.app_template_global("desk_item")
def desk_item(slug: str, key: str) -> str:
    """Where a moderator decides on a contribution; empty where there is no desk."""
    if "moderation.item" not in current_app.view_functions:
        return ""
    return url_for("moderation.item", slug=slug, key=key)
