"""Pages of moderation."""

from flask import Blueprint

bp = Blueprint("moderation", __name__)

from consultation.moderation.views import (  # noqa: E402
    appealing,
    appeals,
    bulk,
    decisions,
    desk,
    double,
    figures,
    handing,
    item,
    notices,
    noticing,
    person,
    register,
    reporting,
    reports,
    rules,
    tabs,
    transparency,
    words,
)

__all__ = [
    "appealing", "appeals", "bp", "bulk", "decisions", "desk", "double", "figures", "handing",
    "item", "notices", "noticing", "person", "register", "reporting", "reports", "rules", "tabs",
    "transparency", "words",
]  # fmt: skip
