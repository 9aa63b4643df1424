"""Pages of contributions."""

from flask import Blueprint

bp = Blueprint("contributions", __name__)

from consultation.contributions.views import (  # noqa: E402
    changing,
    composing,
    drafts,
    messages,
    mine,
    public,
    showing,
    voting,
)

__all__ = [
    "bp",
    "changing",
    "composing",
    "drafts",
    "messages",
    "mine",
    "public",
    "showing",
    "voting",
]
