"""Error pages, in the design and the language of all others, without a word too much."""

import logging
import secrets
from http import HTTPStatus

from flask import Flask, current_app, render_template, request
from flask.typing import ResponseReturnValue
from flask_limiter import RateLimitExceeded
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException

from consultation.core.db import session
from consultation.core.errors import DomainError, TooManyError
from consultation.core.i18n import page_language

DRAWN = frozenset({400, 403, 404, 409, 413, 422, 429, 500})
TYPED = (
    "proposed_text", "body", "source", "reason", "definition", "summary", "description_source",
)  # fmt: skip
"""Fields in which people write at length: an error page gives them back, to be copied."""
log = logging.getLogger("consultation")


def init_app(app: Flask) -> None:
    """Register the handlers."""
    app.register_error_handler(DomainError, refused)
    app.register_error_handler(HTTPException, http_error)
    app.register_error_handler(Exception, crashed)


def refused(error: DomainError) -> ResponseReturnValue:
    """A use case said no, in the person's words."""
    wait = error.retry_after if isinstance(error, TooManyError) else 0
    headers = {"Retry-After": str(wait)} if wait else {}
    status = error.status if error.status in DRAWN else HTTPStatus.UNPROCESSABLE_ENTITY
    return page(int(status), str(error), retry_after=wait), error.status, headers


def http_error(error: HTTPException) -> ResponseReturnValue:
    """Werkzeug said no: not found, too large, too many."""
    status = error.code or 500
    if status < 400:
        return error
    headers = [(k, v) for k, v in error.get_headers() if k.lower() in {"allow", "retry-after"}]
    drawn = status if status in DRAWN else (400 if status < 500 else 500)
    reason = "expired" if isinstance(error, CSRFError) else ""
    wait = 0
    if isinstance(error, RateLimitExceeded) and error.limit is not None:
        wait = error.limit.limit.get_expiry()
        headers.append(("Retry-After", str(wait)))
    return page(drawn, "", reason=reason, retry_after=wait), status, headers


def crashed(error: Exception) -> ResponseReturnValue:
    """Something that we did not foresee: logged under a reference, which the person is given."""
    session.rollback()
    reference = secrets.token_hex(4)
    log.error("reference %s: %s", reference, type(error).__name__, exc_info=error)
    status = 503 if isinstance(error, OperationalError) else 500
    try:
        return page(500, "", reference=reference), status
    except Exception:
        # What broke the page may break this one too (the person cannot be read, for example).
        bare = current_app.jinja_env.get_template("errors/bare.html")
        return bare.render(language=page_language(), reference=reference), status


def page(
    status: int, message: str, *, reference: str = "", reason: str = "", retry_after: int = 0
) -> str:
    """The page for `status`. `retry_after` is in seconds, 0 when there is nothing to wait for."""
    return render_template(
        f"errors/{status}.html",
        message=message,
        reference=reference,
        reason=reason,
        retry_after=retry_after,
        typed=typed(),
    )


def typed() -> list[str]:
    """The texts of the form that was refused: nothing typed is lost."""
    try:
        sent = [text for name in TYPED for text in request.form.getlist(name)]
    except HTTPException:  # too large to be read
        return []
    return [text for text in sent if text.strip()]
