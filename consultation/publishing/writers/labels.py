"""The few words that the writers add themselves, in the document's language."""

from dataclasses import dataclass

from consultation.core.i18n import _, in_language


@dataclass(frozen=True)
class Labels:
    """What stands around the blocks."""

    contents: str
    notes: str
    back: str
    verbatim: str
    quotation: str
    share: str
    page: str
    added: str
    removed: str


def labels(language: str) -> Labels:
    """In that language."""
    with in_language(language):
        return Labels(
            contents=_("Sommaire"),
            notes=_("Notes"),
            back=_("Retour au texte"),
            verbatim=_("Citation mot pour mot"),
            quotation=_("Citation"),
            share=_("Part"),
            page=_("Page"),
            added=_("ajouté"),
            removed=_("supprimé"),
        )
