"""The organiser's pages, an invitation's, and a person's own declaration."""

from flask import Blueprint, g

from consultation.accounts.sessions import current_person
from consultation.consultations.queries import has_role_somewhere

bp = Blueprint("consultations", __name__)


@bp.app_context_processor
def has_desk() -> dict[str, object]:
    """Whether the navigation shows « Mon espace »; a view that found out says so in `g`."""
    if g.get("has_desk"):
        return {"has_desk": True}
    person = current_person()
    return {
        "has_desk": person is not None and (person.is_administrator or has_role_somewhere(person))
    }


from consultation.consultations.views import (  # noqa: E402
    calendar,
    categories,
    charter,
    declaration,
    desk,
    glossary,
    invitation,
    organisations,
    settings,
    showing,
    team,
)

__all__ = [
    "bp", "calendar", "categories", "charter", "declaration", "desk", "glossary", "invitation",
    "organisations", "settings", "showing", "team",
]  # fmt: skip
