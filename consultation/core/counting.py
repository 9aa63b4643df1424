"""For the benchmark: each answer says how many statements it cost."""

from collections.abc import Iterable
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import Flask
from sqlalchemy import Engine, event

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


@dataclass
class Count:
    """What one request has asked of the database so far."""

    statements: int = 0
    selects: int = 0


_count: ContextVar[Count | None] = ContextVar("count", default=None)


class Counting:
    """WSGI: adds `X-Statements` (all) and `X-Selects` to every answer."""

    def __init__(self, app: "WSGIApplication") -> None:
        self.app = app

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        count = Count()
        _count.set(count)

        def start(status: str, headers: list[tuple[str, str]], *error: Any) -> Any:
            headers.append(("X-Statements", str(count.statements)))
            headers.append(("X-Selects", str(count.selects)))
            return start_response(status, headers, *error)

        return self.app(environ, start)


def init_app(app: Flask, engine: Engine) -> None:
    """Count the statements of `engine`. Comes last: what answers before Flask is counted too."""

    def note(_conn: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        count = _count.get()
        if count is not None and not statement.startswith("BEGIN"):
            count.statements += 1
            count.selects += statement.lstrip().upper().startswith("SELECT")

    event.listen(engine, "before_cursor_execute", note)
    app.wsgi_app = Counting(app.wsgi_app)  # type: ignore[method-assign]
