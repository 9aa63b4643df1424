"""What the worker does for the coders: what is new has its place, themes, suggestions."""

from consultation.synthesis.services.gathering import gather
from consultation.synthesis.services.inheriting import spread
from consultation.synthesis.services.suggesting import due, rest, suggest_some


def prepare_next() -> bool:
    """Gather, inherit, suggest, for the consultation that waited longest; one step a call."""
    consultation_id = due()
    if consultation_id is None:
        return False
    done = gather(consultation_id) or spread(consultation_id) or suggest_some(consultation_id)
    if not done:
        rest(consultation_id)
    return True
