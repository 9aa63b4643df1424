"""Stakeholder categories: each consultation has its list; default names are translated."""

from collections.abc import Mapping
from functools import cache

from consultation.consultations.models import Category
from consultation.core.i18n import _, current_language

DEFAULT_CODES = (
    "public",
    "patients",
    "professionals",
    "research",
    "companies",
    "associations",
    "institutions",
    "other",
)


def default_label(code: str) -> str:
    """A default category's name, in the language of the page."""
    return _default_labels(current_language())[code]


@cache
def _default_labels(_language: str) -> Mapping[str, str]:
    return {
        "public": _("Grand public"),
        "patients": _("Patients et proches"),
        "professionals": _("Professions de santé"),
        "research": _("Recherche"),
        "companies": _("Entreprises"),
        "associations": _("Associations"),
        "institutions": _("Institutions publiques"),
        "other": _("Autre"),
    }


def label(code: str | None, given: str | None) -> str:
    """What is shown of a category: the words that the organiser gave it, else the default's."""
    if given:
        return given
    return default_label(code) if code else ""


def default_categories(consultation_id: int) -> list[Category]:
    """The default list, for a new consultation."""
    return [
        Category(consultation_id=consultation_id, position=position, code=code)
        for position, code in enumerate(DEFAULT_CODES, start=1)
    ]
