"""Local times typed in Paris, on the nights when the clocks change."""

from datetime import UTC, datetime

import pytest

from consultation.consultations.paris import from_paris, to_paris


def clock(text: str) -> datetime:
    """What a clock in Paris shows: naive, as a form gives it."""
    return datetime.fromisoformat(text)


def test_summer_and_winter_hours() -> None:
    assert from_paris(clock("2025-07-01T09:00")) == datetime(2025, 7, 1, 7, 0, tzinfo=UTC)
    assert from_paris(clock("2025-12-01T09:00")) == datetime(2025, 12, 1, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize("minute", ["00", "01", "30", "59"])
def test_the_lost_hour_of_spring_is_refused(minute: str) -> None:
    with pytest.raises(ValueError, match="went forward"):
        from_paris(clock(f"2025-03-30T02:{minute}"))


def test_the_edges_of_the_lost_hour_are_neighbours() -> None:
    before, after = from_paris(clock("2025-03-30T01:59")), from_paris(clock("2025-03-30T03:00"))
    assert (after - before).total_seconds() == 60


def test_of_the_hour_that_comes_twice_a_beginning_is_the_first_and_an_end_the_last() -> None:
    local = clock("2025-10-26T02:30")
    assert from_paris(local) == datetime(2025, 10, 26, 0, 30, tzinfo=UTC)
    assert from_paris(local, is_end=True) == datetime(2025, 10, 26, 1, 30, tzinfo=UTC)
    for is_end in (False, True):
        moment = from_paris(local, is_end=is_end)
        assert from_paris(to_paris(moment), is_end=is_end) == moment
