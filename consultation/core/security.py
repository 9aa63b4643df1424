"""Headers of every answer: a strict content policy, nothing framed, guessed or kept."""

from flask import Flask, Response, request, session

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


def init_app(app: Flask) -> None:
    """Send the headers; what is not declared shared is private and never stored."""
    headers = dict(HEADERS)
    if app.config["SETTINGS"].is_secure:
        headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"

    @app.after_request
    def secure(response: Response) -> Response:
        for name, value in headers.items():
            response.headers.setdefault(name, value)
        if "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = "no-store"
        elif session.modified and request.endpoint != "static":
            # A page that sets a cookie is one person's, whatever its view thought.
            response.headers["Cache-Control"] = "no-store"
            response.headers.pop("ETag", None)
        return response
