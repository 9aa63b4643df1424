"""What the reading templates call: addresses of the pages where one writes, labels, safe HTML."""

from typing import Any

from flask import url_for
from markupsafe import Markup

from consultation.accounts.models import User
from consultation.consultations.calendar import time_left
from consultation.consultations.categories import label
from consultation.contributions.forms.composer import ComposerForm
from consultation.contributions.forms.making import composer_for
from consultation.contributions.models import Stance
from consultation.contributions.queries.listing import Line
from consultation.contributions.queries.places import Asked, find_place
from consultation.contributions.queries.standing import no_vote
from consultation.core.clock import now
from consultation.reading.discussion import Subject
from consultation.versions.states import fate_word


def tools(viewer: User | None) -> dict[str, Any]:
    """The names that `reading/*.html` count on, besides their page."""
    return {
        "viewer": viewer,
        "composer_form": lambda page: composer_form(page, viewer),
        "no_vote": lambda page: no_vote(viewer, page.consultation) if viewer else None,
        "compose_url": compose_url,
        "reply_url": reply_url,
        "category_label": label,
        "fate_word": fate_word,
        "time_left": lambda closes_at: time_left(closes_at, now()),
        "safe_html": Markup,  # cleaned by core.text when it was stored
    }


def composer_form(page: Any, viewer: User | None) -> ComposerForm | None:
    """The form of the open discussion, for somebody signed in."""
    subject = page.discussion.subject
    place = find_place(
        viewer,
        Asked(
            page.consultation.slug,
            page.document.slug,
            paragraph=subject.key if subject.paragraph_id else "",
            section=subject.key if subject.section_id else "",
        ),
    )
    if place is None or viewer is None:
        return None
    return composer_for(viewer, place, values={"stance": Stance.NONE.value})


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
