"""What an address may hold."""

from flask import Flask
from werkzeug.routing import IntegerConverter, Map

MOST = 2**31 - 1
"""The largest integer that a column holds on PostgreSQL; a larger one names nothing."""


class Number(IntegerConverter):
    """`<int:…>`: a number that a database can be asked for. Beyond it there is no such page."""

    def __init__(self, url_map: Map) -> None:
        super().__init__(url_map, max=MOST)


def init_app(app: Flask) -> None:
    """Read every `<int:…>` so. To be called before the addresses are registered."""
    app.url_map.converters["int"] = Number
