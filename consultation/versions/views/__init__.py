"""The versions of a text: read, compared, prepared."""

from flask import Blueprint

bp = Blueprint("versions", __name__)

from consultation.versions.views import (  # noqa: E402
    comparing,
    reading,
)

__all__ = ["bp", "comparing", "reading"]
