"""What the worker does for the coders: what is new has its place, themes, suggestions."""

from consultation.core import work
from consultation.core.db import session
from consultation.synthesis.models import OpinionGrouping, ProposalSearch, SynthesisTelling
from consultation.synthesis.services.gathering import gather
from consultation.synthesis.services.grouping import calculate
from consultation.synthesis.services.inheriting import spread
from consultation.synthesis.services.proposing import search
from consultation.synthesis.services.suggesting import due, rest, suggest_some
from consultation.synthesis.services.telling import tell_some


def prepare_next() -> bool:
    """Gather, inherit, suggest, for the consultation that waited longest; one step a call.

    One that cannot be prepared rests too: it holds back no other.
    """
    consultation_id = due()
    if consultation_id is None:
        return False
    try:
        done = gather(consultation_id) or spread(consultation_id) or suggest_some(consultation_id)
    except Exception:
        session.rollback()
        rest(consultation_id)
        raise
    if not done:
        rest(consultation_id)
    return True


def propose_next() -> bool:
    """Find groups in what is not coded, for whoever asked first."""
    return work.do_next(ProposalSearch, search)


def group_next() -> bool:
    """Calculate the opinion groups of one consultation."""
    return work.do_next(OpinionGrouping, calculate)


def tell_next() -> bool:
    """Tell some people of an edition that came out; one step a call."""
    return work.do_next(SynthesisTelling, tell_some)
