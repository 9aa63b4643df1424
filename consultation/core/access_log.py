"""What an access log may hold: no address of a person, no query, and no secret of a mailed link."""

import re
from typing import Any

from gunicorn.glogging import Logger

SECRET_PLACES = (
    "confirmer", "mot-de-passe", "nouvelle-adresse", "invitations", "notifications", "brouillons",
)  # fmt: skip
"""Below these, the next part of an address opens something to whoever knows it."""
MASK = "[masked]"

_SECRET = re.compile(rf"(/(?:{'|'.join(SECRET_PLACES)})/(?:comite/)?)[^/?\s.]+")
_QUERY = re.compile(r"\?\S*")


def without_secrets(text: str) -> str:
    """An address, or a line that holds one, as it may be kept."""
    return _SECRET.sub(rf"\g<1>{MASK}", _QUERY.sub("", text))


class DiscreetLogger(Logger):  # type: ignore[misc]  # gunicorn carries no types
    """Gunicorn's logger: whatever format the operator chooses, it is given no secret."""

    def atoms(self, *asked: Any) -> dict[str, Any]:
        """What a format may name."""
        atoms = {
            name: without_secrets(value) if isinstance(value, str) else value
            for name, value in super().atoms(*asked).items()
        }
        return {**atoms, "q": ""}
