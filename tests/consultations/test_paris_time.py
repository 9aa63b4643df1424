"""Local times typed in Paris, on the nights when the clocks change."""

from datetime import UTC, datetime

import pytest

from consultation.consultations.paris import from_paris, to_paris


def test_summer_and_winter_hours() -> None:
    assert from_paris(datetime(2025, 7, 1, 9, 0)) == datetime(2025, 7, 1, 7, 0, tzinfo=UTC)
    assert from_paris(datetime(2025, 12, 1, 9, 0)) == datetime(2025, 12, 1, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize("minute", [0, 1, 30, 59])
def test_the_lost_hour_of_spring_is_refused(minute: int) -> None:
    with pytest.raises(ValueError, match="went forward"):
        from_paris(datetime(2025, 3, 30, 2, minute))


def test_the_edges_of_the_lost_hour_are_neighbours() -> None:
    before, after = datetime(2025, 3, 30, 1, 59), datetime(2025, 3, 30, 3, 0)
    assert (from_paris(after) - from_paris(before)).total_seconds() == 60


def test_of_the_hour_that_comes_twice_a_beginning_is_the_first_and_an_end_the_last() -> None:
    local = datetime(2025, 10, 26, 2, 30)
    assert from_paris(local) == datetime(2025, 10, 26, 0, 30, tzinfo=UTC)
    assert from_paris(local, is_end=True) == datetime(2025, 10, 26, 1, 30, tzinfo=UTC)
    for is_end in (False, True):
        moment = from_paris(local, is_end=is_end)
        assert from_paris(to_paris(moment), is_end=is_end) == moment
