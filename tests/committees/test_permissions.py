"""The whole matrix: who may do what in a committee, by their standing alone."""

from collections.abc import Callable

import pytest

from consultation.committees.models.people import Committee, Seat
from consultation.committees.permissions import (
    Standing,
    can_enter,
    can_hold_ballot,
    can_prepare_ballot,
    can_run,
    can_see,
    has_vote,
)
from consultation.committees.queries.people import standing_of
from consultation.core.clock import now
from tests.committees.steps import make_scene

MATRIX: dict[str, str] = {
    #                       see before announced, run, enter, prepare, hold, vote
    "nobody": "",
    "participant": "",
    "moderator": "",
    "organiser": "see run",
    "organiser elsewhere": "",
    "member elsewhere": "",
    "administrator": "",
    "former member": "",
    "chair": "see enter prepare hold vote",
    "rapporteur": "see enter prepare vote",
    "facilitator": "see enter prepare hold",
    "member": "see enter vote",
    "observer": "see enter",
}


def sees_hidden(standing: Standing) -> bool:
    return can_see(Committee(announced_at=None), standing)


def votes(standing: Standing) -> bool:
    return standing.seat is not None and has_vote(standing.seat)


ACTS: dict[str, Callable[[Standing], bool]] = {
    "see": sees_hidden,
    "run": can_run,
    "enter": can_enter,
    "prepare": can_prepare_ballot,
    "hold": can_hold_ballot,
    "vote": votes,
}


def test_everybody_may_do_what_the_matrix_says_and_nothing_else(database: None) -> None:
    scene = make_scene(is_announced=False)
    assert set(MATRIX) == set(scene.people)
    for who, allowed in MATRIX.items():
        standing = standing_of(scene.people[who], scene.committee.id)
        found = {act for act, may in ACTS.items() if may(standing)}
        assert found == set(allowed.split()), who


def test_an_announced_committee_exists_for_everybody() -> None:
    assert can_see(Committee(announced_at=now()), Standing())


@pytest.mark.parametrize("seat", list(Seat))
def test_running_a_committee_is_no_seat_and_a_seat_does_not_run_it(seat: Seat) -> None:
    assert not can_enter(Standing(is_organiser=True))
    assert not can_run(Standing(seat=seat))
    both = Standing(seat=seat, is_organiser=True)
    assert can_run(both)
    assert can_enter(both)
