"""What a draft still lacks before the public may see it."""

from datetime import datetime

from consultation.consultations.models import Consultation
from consultation.core.i18n import _


def missing_to_announce(consultation: Consultation, text_count: int, moment: datetime) -> list[str]:
    """One sentence for each thing to do first; nothing when the consultation is ready."""
    lacks: list[str] = []
    if not consultation.title.strip():
        lacks.append(_("Donnez un titre."))
    if not consultation.summary.strip():
        lacks.append(_("Écrivez un résumé."))
    if consultation.opens_at is None:
        lacks.append(_("Fixez la date d’ouverture."))
    if consultation.closes_at is None:
        lacks.append(_("Fixez la date de clôture."))
    elif consultation.closes_at <= moment:
        lacks.append(_("La date de clôture est passée : choisissez-en une autre."))
    if text_count == 0:
        lacks.append(_("Publiez au moins un texte."))
    return lacks
