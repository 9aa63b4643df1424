"""What the worker does for the coders: new contributions get their place, and suggestions."""

from consultation.synthesis.services.gathering import gather
from consultation.synthesis.services.suggesting import due, rest, suggest_some


def prepare_next() -> bool:
    """Gather, then suggest, for the consultation that waited longest; one step a call."""
    consultation_id = due()
    if consultation_id is None:
        return False
    if not gather(consultation_id) and not suggest_some(consultation_id):
        rest(consultation_id)
    return True
