"""The pages where the institution answers, and those where everybody reads what it answered."""

from flask import Blueprint

from consultation.answers.models import Milestone
from consultation.answers.words import about_words, kind_word, milestone_word
from consultation.core.clock import today

bp = Blueprint("answers", __name__)


def _standing(milestone: Milestone) -> str:
    """How a promise stands today."""
    return milestone_word(milestone, today())


for name, words in (
    ("about_words", about_words),
    ("answer_kind_word", kind_word),
    ("milestone_word", _standing),
):
    bp.add_app_template_global(words, name)


from consultation.answers.views import (  # noqa: E402
    bulk,
    desk,
    following,
    milestones,
    opinions,
    public,
    templates,
    writing,
)

__all__ = [
    "bp",
    "bulk",
    "desk",
    "following",
    "milestones",
    "opinions",
    "public",
    "templates",
    "writing",
]
