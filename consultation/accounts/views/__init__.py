"""Pages of accounts."""

from flask import Blueprint

bp = Blueprint("accounts", __name__)

from consultation.accounts.views import administration, entering, factor, own  # noqa: E402

__all__ = ["administration", "bp", "entering", "factor", "own"]
