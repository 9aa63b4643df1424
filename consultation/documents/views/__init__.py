"""Preparing texts, and the files that belong to them."""

from flask import Blueprint

bp = Blueprint("documents", __name__)

from consultation.documents.views import (  # noqa: E402
    correcting,
    drafts,
    importing,
    overview,
    preparing,
    stored,
)

__all__ = ["bp", "correcting", "drafts", "importing", "overview", "preparing", "stored"]
