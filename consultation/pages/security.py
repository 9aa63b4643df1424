"""Whom to tell of a fault in the site's security (RFC 9116)."""

from datetime import timedelta

from flask import Response, current_app
from flask.typing import ResponseReturnValue

from consultation.accounts.access import public
from consultation.accounts.models import User
from consultation.core.clock import now
from consultation.core.links import absolute
from consultation.pages.views import bp

VALID = timedelta(days=180)


@bp.get("/.well-known/security.txt")
@public
def security_txt(_viewer: User | None) -> ResponseReturnValue:
    """The contact, in the form that tools look for. It never expires while the site answers."""
    contact = current_app.config["SETTINGS"].contact
    expires = (now() + VALID).replace(hour=0, minute=0, second=0, microsecond=0)
    lines = [
        f"Contact: {contact if ':' in contact else f'mailto:{contact}'}",
        f"Expires: {expires.strftime('%Y-%m-%dT%H:%M:%SZ')}",
        "Preferred-Languages: fr, en",
        f"Canonical: {absolute('pages.security_txt')}",
    ]
    return Response("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
