"""How signals are kept beside what they are about."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import JSON, Dialect
from sqlalchemy.types import TypeDecorator

UNREADABLE = [{"kind": "unreadable"}]
"""What is read where the stored JSON is damaged: a signal that nobody knows."""


class StoredSignals(TypeDecorator[list[Any]]):
    """JSON that may be damaged: the row is read all the same, like any other."""

    impl = JSON
    cache_ok = True

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any] | None:
        """Read what can be read."""
        read = super().result_processor(dialect, coltype)
        if read is None:
            return None

        def readable(value: Any) -> Any:
            try:
                return read(value)
            except ValueError:
                return UNREADABLE

        return readable
