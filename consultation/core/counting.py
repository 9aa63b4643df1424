"""For the benchmark: each answer says how many statements it cost."""

from typing import Any

from flask import Flask, Response, g, has_request_context
from sqlalchemy import Engine, event


def init_app(app: Flask, engine: Engine) -> None:
    """Add `X-Statements` (all) and `X-Selects` to every answer."""

    def note(_conn: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if has_request_context() and not statement.startswith("BEGIN"):
            g.statements = g.get("statements", 0) + 1
            g.selects = g.get("selects", 0) + statement.lstrip().upper().startswith("SELECT")

    event.listen(engine, "before_cursor_execute", note)

    @app.after_request
    def say(response: Response) -> Response:
        response.headers["X-Statements"] = str(g.get("statements", 0))
        response.headers["X-Selects"] = str(g.get("selects", 0))
        return response
