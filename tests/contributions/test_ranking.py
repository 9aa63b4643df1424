"""The formulas hold what their docstrings say; the draw is fair; a cursor is exact or refused."""

import base64
import math
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from consultation.contributions.ranking import (
    RANKS,
    SORTED,
    Cursor,
    Z,
    daily_offset,
    daily_order,
    debate_score,
    support_score,
)
from tests.support.growth import times_as_long

VOTES = st.one_of(st.integers(0, 50), st.integers(0, 1_000_000))
DAYS = st.dates(date(2020, 1, 1), date(2100, 1, 1))
FIRST_DAY = date(2025, 1, 1)


@pytest.mark.parametrize(
    ("agree", "disagree", "score"),
    [
        (0, 0, 0.0), (0, 1, 0.0), (0, 1000, 0.0), (1, 0, 0.206549), (1, 1, 0.094531),
        (10, 0, 0.722467), (8, 2, 0.490162), (50, 50, 0.403832), (90, 10, 0.825634),
        (600, 400, 0.569309), (1_000_000, 0, 0.999996),
    ],
)  # fmt: skip
def test_support_is_the_lower_bound_of_wilson(agree: int, disagree: int, score: float) -> None:
    assert support_score(agree, disagree) == pytest.approx(score, abs=1e-6)


@given(VOTES, VOTES)
def test_support_is_wilson_as_published(agree: int, disagree: int) -> None:
    assume(agree + disagree)
    n, p = agree + disagree, agree / (agree + disagree)
    spread = Z * math.sqrt(p * (1 - p) / n + Z**2 / (4 * n**2))
    published = (p + Z**2 / (2 * n) - spread) / (1 + Z**2 / n)
    assert support_score(agree, disagree) == pytest.approx(published, abs=1e-9)


@given(VOTES, VOTES)
def test_each_vote_moves_support_its_own_way(agree: int, disagree: int) -> None:
    score = support_score(agree, disagree)
    assert 0 <= score < 1
    assert score <= agree / max(1, agree + disagree)
    assert support_score(agree + 1, disagree) > score
    if agree:
        assert support_score(agree, disagree + 1) < score


@given(st.integers(1, 1000), st.integers(0, 1000), st.integers(2, 50))
def test_the_same_share_of_more_votes_is_surer(agree: int, disagree: int, times: int) -> None:
    assert support_score(agree * times, disagree * times) > support_score(agree, disagree)


@pytest.mark.parametrize(
    ("agree", "disagree", "replies", "score"),
    [
        (0, 0, 0, 0), (0, 0, 7, 7), (100, 100, 0, 200), (100, 1, 0, 1.01), (100, 0, 0, 0),
        (0, 100, 3, 3), (30, 20, 5, 5 + 50 * 2 / 3), (1, 1, 0, 2),
    ],
)  # fmt: skip
def test_debate_counts_replies_and_votes_that_meet_their_opposite(
    agree: int, disagree: int, replies: int, score: float
) -> None:
    assert debate_score(agree, disagree, replies) == pytest.approx(score)


@given(VOTES, VOTES, VOTES)
def test_debate_takes_no_side_and_grows_with_what_is_contested(
    agree: int, disagree: int, replies: int
) -> None:
    score = debate_score(agree, disagree, replies)
    fewer, more = sorted((agree, disagree))
    assert score == debate_score(disagree, agree, replies)
    assert replies + fewer <= score <= replies + 2 * fewer
    assert debate_score(agree, disagree, replies + 1) > score
    if fewer < more:
        assert debate_score(fewer + 1, more, replies) > score
    assert debate_score(fewer, more + 1, replies) <= score
    if fewer:
        assert debate_score(fewer, more * 2 + 1, 0) < debate_score(fewer, more, 0)


@given(st.integers(0, 10_000), st.integers(0, 10_000), st.integers(2, 100))
def test_twice_the_votes_are_twice_the_debate(agree: int, disagree: int, times: int) -> None:
    more = debate_score(agree * times, disagree * times, 0)
    assert more == pytest.approx(times * debate_score(agree, disagree, 0))


def test_scores_that_are_made_at_each_vote_cost_the_same_however_many_votes_there_are() -> None:
    def score(first: int) -> None:
        for votes in range(first, first + 2_000):
            support_score(votes, votes // 3)
            debate_score(votes, votes // 3, votes % 7)

    assert times_as_long(lambda: score(1_000_000), lambda: score(0)) < 3


@given(st.lists(st.integers(1, 2**40), unique=True, max_size=60), DAYS)
def test_everybody_is_drawn_once_whatever_the_order_of_reading(ids: list[int], day: date) -> None:
    order = daily_order(ids, day)
    assert sorted(order) == sorted(ids)
    assert daily_order(reversed(ids), day) == order


@given(st.lists(st.integers(1, 2**40), unique=True, min_size=1, max_size=60), DAYS)
def test_a_newcomer_moves_nobody(ids: list[int], day: date) -> None:
    newcomer = ids.pop()
    order = daily_order([*ids, newcomer], day)
    order.remove(newcomer)
    assert order == daily_order(ids, day)


def test_an_order_is_kept_for_good() -> None:
    """A cursor given before an upgrade goes on after it: the hash is part of the address."""
    assert daily_order(range(1, 9), date(2025, 9, 9)) == [7, 6, 1, 8, 4, 3, 2, 5]
    assert daily_offset(date(2025, 9, 9)) == 1586045105


def chi_square(counts: Counter[int], cells: int) -> float:
    """Distance of `counts` from an even spread over `cells`: near cells - 1 when it is fair."""
    even = counts.total() / cells
    return sum((counts[cell] - even) ** 2 / even for cell in range(cells))


def days(number: int) -> list[date]:
    return [FIRST_DAY + timedelta(days=count) for count in range(number)]


ONE_IN_A_MILLION = {9: 44.8, 15: 55.4}
"""What chi-square passes once in a million draws, by degrees of freedom."""


@pytest.mark.parametrize("first_id", [1, 1000, 999_990])
def test_each_place_is_as_likely_for_each(first_id: int) -> None:
    ids = range(first_id, first_id + 10)
    places: dict[int, Counter[int]] = {number: Counter() for number in ids}
    for day in days(4000):
        for place, number in enumerate(daily_order(ids, day)):
            places[number][place] += 1
    for counts in places.values():
        assert chi_square(counts, 10) < ONE_IN_A_MILLION[9]


def test_one_day_tells_nothing_of_the_next() -> None:
    """Two that follow each other one day do so in either order the next: a fair coin."""
    kept = total = 0
    for day, next_day in pairwise(days(500)):
        places = {number: place for place, number in enumerate(daily_order(range(20), next_day))}
        for one, other in pairwise(daily_order(range(20), day)):
            kept += places[one] < places[other]
            total += 1
    assert abs(kept / total - 0.5) < 5 * 0.5 / math.sqrt(total)


def test_offsets_are_spread_evenly() -> None:
    offsets = [daily_offset(day) for day in days(8000)]
    assert all(0 <= offset < RANKS for offset in offsets)
    assert (
        chi_square(Counter(offset * 16 // RANKS for offset in offsets), 16) < (ONE_IN_A_MILLION[15])
    )


def test_four_times_as_many_are_drawn_in_about_four_times_as_long() -> None:
    (day,) = days(1)
    growth = times_as_long(
        lambda: daily_order(range(8_000), day), lambda: daily_order(range(2_000), day)
    )
    assert growth < 10, "a quadratic draw would take sixteen times as long"


VALUES = st.floats(-(2.0**53), 2.0**53)
IDS = st.integers(0, 2**62 - 1)
CURSORS = st.one_of(
    st.builds(Cursor, VALUES, IDS),
    st.builds(Cursor, st.integers(-(2**53), 2**53), IDS),
    st.builds(Cursor, st.integers(SORTED, RANKS - 1), IDS, st.dates()),
)


@given(CURSORS)
def test_a_cursor_is_exact_and_fit_for_an_address(cursor: Cursor) -> None:
    text = cursor.encode()
    assert Cursor.decode(text) == cursor
    assert math.copysign(1, Cursor.decode(text).value) == math.copysign(1, cursor.value)
    assert len(text) == 32
    assert set(text) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")


@given(VOTES, VOTES, IDS)
def test_a_cursor_holds_a_score_to_the_last_bit(agree: int, disagree: int, row: int) -> None:
    for score in (support_score(agree, disagree), debate_score(agree, disagree, 3)):
        assert Cursor.decode(Cursor(score, row).encode()).value == score


@given(CURSORS, st.integers(0, 31), st.sampled_from("ABCxyz019-_"))
def test_a_sign_changed_is_told(cursor: Cursor, place: int, sign: str) -> None:
    text = cursor.encode()
    assume(text[place] != sign)
    with pytest.raises(ValueError, match="not a cursor"):
        Cursor.decode(text[:place] + sign + text[place + 1 :])


@given(CURSORS, st.integers(0, 31))
def test_so_is_a_sign_lost(cursor: Cursor, place: int) -> None:
    text = cursor.encode()
    with pytest.raises(ValueError, match="not a cursor"):
        Cursor.decode(text[:place] + text[place + 1 :])


@given(st.text(max_size=60))
def test_nonsense_is_no_cursor(text: str) -> None:
    with pytest.raises(ValueError, match="not a cursor"):
        Cursor.decode(text)


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text + "=", lambda text: text + "\n", lambda text: " " + text,
        lambda text: text.replace(text[3], "+"), lambda text: text.replace(text[3], "/"),
        lambda text: text[:-1] + "é", lambda text: text * 2, lambda text: "",
        lambda text: base64.urlsafe_b64encode(b"\xff" * 24).decode(),
        lambda text: base64.urlsafe_b64encode(b"\x00" * 24).decode(),
    ],
)  # fmt: skip
def test_what_only_looks_like_one_is_refused(change: Callable[[str], str]) -> None:
    with pytest.raises(ValueError, match="not a cursor"):
        Cursor.decode(change(Cursor(0.5, 12, None).encode()))


@pytest.mark.parametrize(
    ("value", "row", "day"),
    [
        (math.nan, 1, None), (math.inf, 1, None), (-math.inf, 1, None), (2.0**54, 1, None),
        (0.5, -1, None), (0.5, 2**62, None), (0.5, 1, FIRST_DAY), (-2, 1, FIRST_DAY),
        (RANKS, 1, FIRST_DAY), (math.nan, 1, FIRST_DAY), (math.inf, 1, FIRST_DAY),
    ],
)  # fmt: skip
def test_no_slice_ends_on_what_is_no_place(value: float, row: int, day: date | None) -> None:
    with pytest.raises(ValueError, match="not a cursor"):
        Cursor(value, row, day)


def test_a_page_asked_after_midnight_goes_on_with_yesterdays_order() -> None:
    yesterday, ids = date(2025, 9, 9), list(range(1, 60))
    order = daily_order(ids, yesterday)
    cursor = Cursor.decode(Cursor(SORTED, order[19], yesterday).encode())
    assert cursor.day == yesterday
    again = daily_order(ids, cursor.day)
    assert again[again.index(cursor.id) + 1 :] == order[20:]
