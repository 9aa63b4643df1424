"""Addresses that open something to whoever knows them, and how they are written elsewhere."""

import re

SECRET_PLACES = (
    "confirmer", "mot-de-passe", "nouvelle-adresse", "invitations", "notifications", "brouillons",
)  # fmt: skip
"""Below these, the next part of an address opens something to whoever knows it."""
MASK = "[masked]"

_SECRET = re.compile(rf"(/(?:{'|'.join(SECRET_PLACES)})/(?:comite/)?)[^/?\s.]+")
_QUERY = re.compile(r"\?\S*")


def without_secrets(text: str) -> str:
    """An address, or a line that holds one, as it may be kept."""
    return masked(_QUERY.sub("", text))


def masked(text: str) -> str:
    """Any text, but that the links in it open nothing any more."""
    return _SECRET.sub(rf"\g<1>{MASK}", text)
