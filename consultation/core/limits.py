"""Limits on how often one address may write. Those of sign-in and mail are rows (`accounts`)."""

from flask import Flask
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

limiter = Limiter(get_remote_address, storage_uri="memory://", headers_enabled=False)
WRITES = limiter.shared_limit("60 per minute; 600 per hour", scope="writes", methods=["POST"])
"""For views that store something: per process, generous to an office behind one address."""


def init_app(app: Flask) -> None:
    """Wire the limits; `RATELIMIT_ENABLED` switches them off for the benchmark alone."""
    limiter.init_app(app)
