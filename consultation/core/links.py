"""Addresses for mails and receipts: always the configured site, whatever host a request claimed."""

from flask import current_app

from consultation.core.i18n import DEFAULT_LANGUAGE
from consultation.core.settings import Settings


def absolute(endpoint: str, language: str = DEFAULT_LANGUAGE, **values: str | int | None) -> str:
    """The full address of a page in `language`, on the configured site; `_anchor` ends it."""
    adapter = current_app.url_map.bind("ignored")
    anchor = values.pop("_anchor", None)
    path = adapter.build(endpoint, {k: v for k, v in values.items() if v is not None})
    prefix = "" if language == DEFAULT_LANGUAGE else f"/{language}"
    return f"{home_address()}{prefix}{path}{f'#{anchor}' if anchor else ''}"


def home_address() -> str:
    """The configured site, without a path."""
    settings: Settings = current_app.config["SETTINGS"]
    return settings.base_url
