"""Pages of moderation."""

from flask import Blueprint

bp = Blueprint("moderation", __name__)

from consultation.moderation.views import decisions  # noqa: E402

__all__ = ["bp", "decisions"]
