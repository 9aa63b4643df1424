"""What each measure makes of a contribution's state, and what it must rest on. Pure.

| measure         | published | pending   | refused   | hidden    | withdrawn |
|-----------------|-----------|-----------|-----------|-----------|-----------|
| keep            | published | published |           |           |           |
| refuse          | refused   | refused   |           |           |           |
| hide            | hidden    |           |           |           |           |
| restore         | unmasked  | published | published | published |           |
| mask            | published | published | published | published |           |
| move            | published | published |           |           |           |
| close_thread    | same      |           |           | same      | same      |
| reopen_thread   | same      |           |           | same      | same      |
| warn            | same      | same      | same      | same      | same      |
| suspend         | same      | same      | same      | same      | same      |
| lift_suspension | same      | same      | same      | same      | same      |
"""

from collections.abc import Mapping
from dataclasses import dataclass

from consultation.contributions.models import Contribution, ContributionState, Kind
from consultation.moderation.models import Measure

State = ContributionState
_PUBLIC = State.PUBLISHED
_SAME = {state: state for state in State}
_THREAD = {state: state for state in (State.PUBLISHED, State.HIDDEN, State.WITHDRAWN)}


@dataclass(frozen=True)
class Rule:
    """One measure. `moves` is the state after by the state before; no other state allows it."""

    moves: Mapping[State, State]
    needs_ground: bool = False
    needs_facts: bool = False
    examines: bool = False
    """The text itself was judged: it waits for nobody's eyes any more."""


RULES: Mapping[Measure, Rule] = {
    Measure.KEEP: Rule({State.PUBLISHED: _PUBLIC, State.PENDING: _PUBLIC}, examines=True),
    Measure.REFUSE: Rule(
        {State.PUBLISHED: State.REFUSED, State.PENDING: State.REFUSED},
        needs_ground=True,
        examines=True,
    ),
    Measure.HIDE: Rule({State.PUBLISHED: State.HIDDEN}, needs_ground=True, examines=True),
    Measure.RESTORE: Rule(
        {
            State.PUBLISHED: _PUBLIC,
            State.PENDING: _PUBLIC,
            State.REFUSED: _PUBLIC,
            State.HIDDEN: _PUBLIC,
        },
        examines=True,
    ),
    Measure.MASK: Rule(
        {
            State.PUBLISHED: _PUBLIC,
            State.PENDING: _PUBLIC,
            State.REFUSED: _PUBLIC,
            State.HIDDEN: _PUBLIC,
        },
        needs_ground=True,
        examines=True,
    ),
    Measure.MOVE: Rule({State.PUBLISHED: _PUBLIC, State.PENDING: _PUBLIC}, examines=True),
    Measure.CLOSE_THREAD: Rule(_THREAD, needs_facts=True),
    Measure.REOPEN_THREAD: Rule(_THREAD),
    Measure.WARN: Rule(_SAME, needs_ground=True),
    Measure.SUSPEND: Rule(_SAME, needs_ground=True, needs_facts=True),
    Measure.LIFT_SUSPENSION: Rule(_SAME),
}
RESTRICTS = frozenset({Measure.REFUSE, Measure.HIDE, Measure.MASK, Measure.SUSPEND})
"""What article 17 of the DSA asks a statement of reasons for."""


def state_after(measure: Measure, contribution: Contribution) -> State | None:
    """The state that the measure leads to; None when it makes no sense on this contribution."""
    if not _makes_sense(measure, contribution):
        return None
    return RULES[measure].moves.get(contribution.state)


def _makes_sense(measure: Measure, contribution: Contribution) -> bool:
    begins_thread = contribution.parent_id is None
    is_closed = contribution.thread_closed_at is not None
    if measure is Measure.RESTORE and contribution.state is State.PUBLISHED:
        return contribution.is_masked
    if measure is Measure.MOVE:
        return begins_thread and contribution.kind is not Kind.AMENDMENT
    if measure is Measure.CLOSE_THREAD:
        return begins_thread and not is_closed
    if measure is Measure.REOPEN_THREAD:
        return begins_thread and is_closed
    return True


def possible(contribution: Contribution) -> frozenset[Measure]:
    """The measures that make sense on this contribution as it is now."""
    return frozenset(each for each in Measure if state_after(each, contribution) is not None)
