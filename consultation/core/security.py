"""Headers of every answer: a strict content policy, nothing framed, guessed or kept."""

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from flask import Flask, Response, abort, request, session

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), browsing-topics=()",
}


NUL = "\x00"


class FixedHeaders:
    """WSGI: the headers that never vary, added once to every answer that says nothing else."""

    def __init__(self, app: "WSGIApplication", headers: Mapping[str, str]) -> None:
        self.app = app
        self.headers = list(headers.items())

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        def start(status: str, headers: list[tuple[str, str]], *error: Any) -> Any:
            names = {name for name, _value in headers}
            headers.extend(pair for pair in self.headers if pair[0] not in names)
            return start_response(status, headers, *error)

        return self.app(environ, start)


def _given() -> Iterator[str]:
    """What the request says, names left out."""
    if request.query_string:
        yield from (value for _name, value in request.args.items(multi=True))
    if request.method == "POST":
        yield from (value for _name, value in request.form.items(multi=True))


def init_app(app: Flask) -> None:
    """Send the headers; what is not declared shared is private and never stored."""
    headers = dict(HEADERS)
    if app.config["SETTINGS"].is_secure:
        headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"

    app.wsgi_app = FixedHeaders(app.wsgi_app, headers)  # type: ignore[method-assign]

    @app.before_request
    def refuse_nul() -> None:
        """No keyboard types it, and PostgreSQL stores none: it is somebody trying things."""
        if NUL in request.path or any(NUL in part for part in _given()):
            abort(400)

    @app.after_request
    def secure(response: Response) -> Response:
        if "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = "no-store"
        elif session.modified and request.endpoint != "static":
            # A page that sets a cookie is one person's, whatever its view thought.
            response.headers["Cache-Control"] = "no-store"
            response.headers.pop("ETag", None)
        return response
