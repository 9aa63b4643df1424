"""What an appeal gives back when it succeeds: all that the decision took, and still holds."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from consultation.contributions.models import Contribution, ContributionState
from consultation.contributions.queries.places import place_of
from consultation.moderation.judging import Judgement
from consultation.moderation.models import Decision, Measure
from consultation.moderation.queries.decisions import last_decision_on, last_suspension_of
from consultation.moderation.reports import Side
from consultation.moderation.services.deciding import TAKES_AWAY
from consultation.moderation.services.effects import is_suspended
from consultation.moderation.transitions import state_after

TAKES_BACK: Mapping[Measure, Measure] = MappingProxyType(
    {
        Measure.REFUSE: Measure.RESTORE,
        Measure.HIDE: Measure.RESTORE,
        Measure.MASK: Measure.RESTORE,
        Measure.CLOSE_THREAD: Measure.REOPEN_THREAD,
        Measure.SUSPEND: Measure.LIFT_SUSPENSION,
    }
)
"""What gives back what a measure took. A warning is taken back by being reversed."""


def reversal_of(decision: Decision) -> Judgement | None:
    """What gives back all that the decision took; nothing where there is nothing to give back."""
    if decision.measure is Measure.MOVE:
        return Judgement(Measure.MOVE, target_key=decision.details["before"]["place"]["key"])
    measure = TAKES_BACK.get(decision.measure)
    return Judgement(measure) if measure else None


def is_settled(
    decision: Decision, contribution: Contribution | None, side: Side, moment: datetime
) -> bool:
    """Saying that it was wrong changes nothing any more: others have acted since.

    It was taken back already; what it took was given back, or is kept away by a later decision;
    what a reporter wants gone is gone. The contribution is as `with_surroundings` finds it.
    """
    if contribution is None or decision.reversed_at is not None:
        return True
    if side is Side.REPORTER:
        return contribution.state is not ContributionState.PUBLISHED
    return not _still_holds(decision, contribution, moment)


def _still_holds(decision: Decision, contribution: Contribution, moment: datetime) -> bool:
    """The decision still keeps something from its author, which its reversal gives back."""
    back = reversal_of(decision)
    if back is None or state_after(back.measure, contribution) is None:
        return False
    if back.measure is Measure.MOVE:
        return place_of(contribution).key != back.target_key
    if back.measure is Measure.LIFT_SUSPENSION:
        last = last_suspension_of(decision.participant_id)
        return is_suspended(contribution, moment) and last is not None and last.id == decision.id
    if decision.measure is Measure.MASK:
        return contribution.state is ContributionState.PUBLISHED
    if decision.measure in TAKES_AWAY:
        away = last_decision_on(contribution, TAKES_AWAY)
        return away is not None and away.id == decision.id
    return True


def is_masked_again(decision: Decision, contribution: Contribution) -> bool:
    """To take these masks off would take off those of a later decision, which nobody contests."""
    if decision.measure is not Measure.MASK:
        return False
    last = last_decision_on(contribution, {Measure.MASK})
    return last is not None and last.id != decision.id and last.reversed_at is None
