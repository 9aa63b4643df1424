"""What every template may count on: strict names, dates, numbers, assets, the two languages."""

from collections.abc import MutableMapping
from datetime import date, datetime
from typing import Any
from urllib.parse import quote

from flask import Flask, has_request_context, request
from flask.templating import Environment
from flask_babel import format_date, format_decimal
from jinja2 import StrictUndefined, nodes
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, escape

from consultation.core.clock import PARIS
from consultation.core.i18n import _, current_language, figures, page_language, plural

MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août",
    "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip


def day(value: date | datetime) -> Markup:
    """« 9 septembre 2025 », « 1er juillet » with a raised *er*; in English 9 September 2025."""
    if isinstance(value, datetime):
        value = value.astimezone(PARIS).date()
    if current_language() != "fr":
        return escape(format_date(value, "d MMMM y"))
    first = "1<sup>er</sup>" if value.day == 1 else str(value.day)
    return Markup(f"{first} {MONTHS[value.month - 1]} {value.year}")  # noqa: S704  # our own words


def plain_day(value: date | datetime) -> str:
    """The same without markup: for mails' subjects and plain text."""
    return str(day(value).striptags())


def hour(value: datetime) -> str:
    """« 14 h 20 », Paris time; in English 14:20."""
    local = value.astimezone(PARIS)
    if current_language() != "fr":
        return f"{local:%H:%M}"
    return f"{local.hour}\u00a0h\u00a0{local:%M}"


def moment(value: datetime) -> Markup:
    """« 9 septembre 2025, à 14 h 20 »; in English 9 September 2025, at 14:20."""
    words = _("%(day)s, à %(hour)s", day=day(value), hour=hour(value))
    return Markup(words)  # noqa: S704  # our own words


def num(value: float) -> str:
    """A number with narrow spaces by thousands: 3 482; in English 3,482."""
    return figures(value) if isinstance(value, int) else str(format_decimal(value))


def agreeing(one: str, many: str, count: int, **values: object) -> Markup:
    """`ngettext` for templates: `%(num)s` is written as `num` writes it, values are escaped."""
    return Markup(plural(one, many, count)) % {"num": figures(count), **values}  # noqa: S704  # our own words


def size(octets: int) -> str:
    """A file's weight, as it is announced before a download."""
    if octets < 1024 * 1024:
        return _("%(count)s Ko", count=max(1, round(octets / 1024)))
    return _("%(count)s Mo", count=num(round(octets / 1024 / 1024, 1)))


def other_language_url() -> str:
    """The address of this page in the other language."""
    path = quote(request.path, safe="/:@!$&'()*+,;=~") if request.path != "/" else ""
    prefix = "" if page_language() == "en" else "/en"
    query = f"?{request.query_string.decode('latin-1')}" if request.query_string else ""
    return (f"{prefix}{path}" or "/") + query


class _Direct(NodeTransformer):
    """Reads `_("…")` as `"…"|_`, which Jinja calls without the detour through its context."""

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802  # Jinja's name for it
        self.generic_visit(node)
        is_text = isinstance(node.node, nodes.Name) and node.node.name == "_"
        if not is_text or len(node.args) != 1 or node.dyn_args or node.dyn_kwargs:
            return node
        return nodes.Filter(node.args[0], "_", [], node.kwargs, None, None, lineno=node.lineno)


class Templates(Environment):
    """Flask's, for pages of hundreds of texts and a dozen imports."""

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        read: nodes.Template = _Direct().visit(super()._parse(source, name, filename))
        return read

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """As a plain dictionary: each import compares it with the page's names."""
        return {**self.globals, **(d or {})}


def init_app(app: Flask) -> None:
    """Give the templates their names."""
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(
        day=day, plain_day=plain_day, hour=hour, moment=moment, num=num, size=size
    )
    app.jinja_env.globals.update(
        ngettext=agreeing,
        site_name=app.config["SETTINGS"].site_name,
        is_demo=app.config["SETTINGS"].is_demo,
        source_url=app.config["SETTINGS"].source_url,
    )

    @app.context_processor
    def words() -> dict[str, object]:
        return {
            "language": current_language(),
            "other_language_url": other_language_url() if has_request_context() else "",
        }
