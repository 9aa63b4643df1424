"""Pages where files are asked for, and those where everybody takes them."""

from flask import Blueprint

bp = Blueprint("exports", __name__)

from consultation.exports.views import asking, public  # noqa: E402

__all__ = ["asking", "bp", "public"]
