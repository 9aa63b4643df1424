"""What may go wrong in a use case, said in the person's words."""

from http import HTTPStatus


class DomainError(Exception):
    """A use case refuses. `str()` is for the person, in the language of the page."""

    status: HTTPStatus = HTTPStatus.UNPROCESSABLE_ENTITY


class NotAllowedError(DomainError):
    """The person may see this, but not do that."""

    status = HTTPStatus.FORBIDDEN


class NotFoundError(DomainError):
    """It does not exist, or the person may not know that it does."""

    status = HTTPStatus.NOT_FOUND


class ConflictError(DomainError):
    """Somebody else changed it first."""

    status = HTTPStatus.CONFLICT


class TooManyError(DomainError):
    """Too often; `retry_after` is in seconds."""

    status = HTTPStatus.TOO_MANY_REQUESTS

    def __init__(self, message: str, *, retry_after: int) -> None:
        super().__init__(message)
        self.retry_after = retry_after


def require(is_allowed: bool, message: str = "") -> None:
    """The first line of a service: stop unless the permission said yes."""
    if not is_allowed:
        raise NotAllowedError(message)
