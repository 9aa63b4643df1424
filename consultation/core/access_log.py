"""What an access log may hold: no address of a person, no query, and no secret of a mailed link."""

from typing import Any

from gunicorn.glogging import Logger

from consultation.core.secret_places import without_secrets


class DiscreetLogger(Logger):  # type: ignore[misc]  # gunicorn carries no types
    """Gunicorn's logger: whatever format the operator chooses, it is given no secret."""

    def atoms(self, *asked: Any) -> dict[str, Any]:
        """What a format may name."""
        atoms = {
            name: without_secrets(value) if isinstance(value, str) else value
            for name, value in super().atoms(*asked).items()
        }
        return {**atoms, "q": ""}
