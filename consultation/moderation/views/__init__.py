"""Pages of moderation."""

from flask import Blueprint

bp = Blueprint("moderation", __name__)

from consultation.moderation.views import (  # noqa: E402
    appealing,
    appeals,
    decisions,
    noticing,
    register,
    reporting,
    reports,
    transparency,
    words,
)

__all__ = [
    "appealing", "appeals", "bp", "decisions", "noticing", "register", "reporting", "reports",
    "transparency", "words",
]  # fmt: skip
