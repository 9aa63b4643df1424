"""What the reading templates call: addresses of the pages where one writes, labels, safe HTML."""

from typing import Any

from flask import url_for
from markupsafe import Markup

from consultation.accounts.models import User
from consultation.consultations.calendar import time_left
from consultation.consultations.categories import label
from consultation.contributions.queries.listing import Line
from consultation.core.clock import now
from consultation.reading.discussion import Subject


def tools(viewer: User | None) -> dict[str, Any]:
    """The names that `reading/*.html` count on, besides their page."""
    return {
        "viewer": viewer,
        "compose_url": compose_url,
        "reply_url": reply_url,
        "category_label": label,
        "time_left": lambda closes_at: time_left(closes_at, now()),
        "safe_html": Markup,  # cleaned by core.text when it was stored
    }


def compose_url(page: Any, subject: Subject, **more: str) -> str:
    """The page where one writes on `subject`."""
    which: dict[str, Any] = {**more}
    if subject.paragraph_id:
        which["p"] = subject.key
    elif subject.section_id:
        which["s"] = subject.key
    return url_for(
        "contributions.compose",
        slug=page.consultation.slug,
        document=page.document.slug,
        **which,
    )


def reply_url(page: Any, line: Line) -> str:
    """The page where one answers `line`."""
    return compose_url(page, page.discussion.subject, reponse=line.key)
