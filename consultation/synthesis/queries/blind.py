"""What a coder may know of contributions that two people code, neither knowing of the other."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, String, case, exists, func, literal, or_, select

from consultation.accounts.models import User
from consultation.core.db import Id, session
from consultation.synthesis.models import DoubleReading, DoubleSample, Reading
from consultation.synthesis.models.coding import ReadingState

_OPEN = (DoubleReading.contribution_id == Reading.contribution_id, DoubleReading.is_open)
_STATE = case(
    (DoubleReading.at.is_(None), ReadingState.TO_RETURN.value),
    (DoubleReading.reason.is_not(None), ReadingState.SET_ASIDE.value),
    else_=ReadingState.CODED.value,
)
"""Where a blind reading stands for whoever made it."""


def has_read_blindly(person: User, state: ReadingState | None = None) -> ColumnElement[bool]:
    """`person` read it, and nobody else has yet; as `state` where one is named."""
    wanted = [*_OPEN, DoubleReading.coder_id == person.id]
    if state is not None:
        wanted.append(_STATE.in_([state.value]))
    return exists().where(*wanted)


def taken_by_two(person: User) -> ColumnElement[bool]:
    """Two others have begun it: there is no place left for `person`."""
    is_free = or_(DoubleReading.coder_id.is_(None), DoubleReading.coder_id == person.id)
    return exists().where(*_OPEN) & ~exists().where(*_OPEN, is_free)


def read_blindly(consultation_id: int, person: User) -> tuple[Any, Any]:
    """By state and reader, what `person` read so: it counts there, and no more as to be read."""
    own = (
        select(_STATE.label("state"))
        .join(DoubleSample, DoubleSample.id == DoubleReading.sample_id)
        .where(
            DoubleSample.consultation_id == consultation_id, DoubleReading.is_open,
            DoubleReading.coder_id == person.id,
        )
        .subquery()
    )  # fmt: skip
    added = select(own.c.state, literal(person.id, Id), func.count()).group_by(own.c.state)
    taken = select(
        literal(ReadingState.TO_READ.value, String), literal(None, Id), -func.count()
    ).select_from(own)
    return added, taken


@dataclass(frozen=True)
class Pair:
    """What a coder may know of the two readings of a contribution."""

    is_open: bool = False
    """Two people are to code it, and somebody still has to."""
    own: DoubleReading | None = None
    """What the person made of it, while it is open."""
    is_over: bool = False
    """Two people have coded it: whoever differs from them settles."""


def pair_for(contribution_id: int, person: User) -> Pair:
    """The readings of its latest sample, as `person` may know them."""
    rows = session.scalars(
        select(DoubleReading)
        .where(DoubleReading.contribution_id == contribution_id)
        .order_by(DoubleReading.sample_id.desc(), DoubleReading.place)
        .limit(2)
    ).all()
    if any(each.is_open for each in rows):
        own = next((each for each in rows if each.coder_id == person.id), None)
        return Pair(is_open=True, own=own)
    return Pair(is_over=len(rows) == 2 and all(each.at for each in rows))
