"""Error pages, in the design and the language of all others, without a word too much."""

import logging
import secrets
from http import HTTPStatus

from flask import Flask, render_template
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException

from consultation.core.db import session
from consultation.core.errors import DomainError, TooManyError

DRAWN = frozenset({400, 403, 404, 413, 422, 429, 500})
log = logging.getLogger("consultation")


def init_app(app: Flask) -> None:
    """Register the handlers."""
    app.register_error_handler(DomainError, refused)
    app.register_error_handler(HTTPException, http_error)
    app.register_error_handler(Exception, crashed)


def refused(error: DomainError) -> ResponseReturnValue:
    """A use case said no, in the person's words."""
    headers = {"Retry-After": str(error.retry_after)} if isinstance(error, TooManyError) else {}
    status = error.status if error.status in DRAWN else HTTPStatus.UNPROCESSABLE_ENTITY
    return page(int(status), str(error)), error.status, headers


def http_error(error: HTTPException) -> ResponseReturnValue:
    """Werkzeug said no: not found, too large, too many."""
    status = error.code or 500
    if status < 400:
        return error
    headers = [(k, v) for k, v in error.get_headers() if k.lower() in {"allow", "retry-after"}]
    drawn = status if status in DRAWN else (400 if status < 500 else 500)
    reason = "expired" if isinstance(error, CSRFError) else ""
    return page(drawn, "", reason=reason), status, headers


def crashed(error: Exception) -> ResponseReturnValue:
    """Something that we did not foresee: logged under a reference, which the person is given."""
    session.rollback()
    reference = secrets.token_hex(4)
    log.error("reference %s: %s", reference, type(error).__name__, exc_info=error)
    status = 503 if isinstance(error, OperationalError) else 500
    return page(500, "", reference=reference), status


def page(status: int, message: str, *, reference: str = "", reason: str = "") -> str:
    """The page for `status`."""
    return render_template(
        f"errors/{status}.html", message=message, reference=reference, reason=reason
    )
