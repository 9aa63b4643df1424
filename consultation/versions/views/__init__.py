"""The versions of a text: read, compared, prepared."""

from flask import Blueprint

bp = Blueprint("versions", __name__)

from consultation.versions.views import (  # noqa: E402
    amending,
    comparing,
    deciding,
    preparing,
    reading,
)

__all__ = ["amending", "bp", "comparing", "deciding", "preparing", "reading"]
