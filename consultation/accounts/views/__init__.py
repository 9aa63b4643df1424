"""Pages of accounts."""

from flask import Blueprint

bp = Blueprint("accounts", __name__)

from consultation.accounts.views import administration, charter, entering, factor, own  # noqa: E402

__all__ = ["administration", "bp", "charter", "entering", "factor", "own"]
