"""What the worker does for answers: it tells people."""

from consultation.answers.models import AnswerTelling
from consultation.answers.services.chasing import say_what_is_late
from consultation.answers.services.gathering import gather_edition
from consultation.answers.services.telling import tell_some
from consultation.core import work

__all__ = ["gather_edition", "say_what_is_late", "tell_next"]


def tell_next() -> bool:
    """Tell some people of what came out; one step a call."""
    return work.do_next(AnswerTelling, tell_some)
