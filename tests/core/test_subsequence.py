"""As many equal elements as can be, in order, in bounded time and memory."""

import hashlib
import tracemalloc
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from consultation.core import subsequence
from consultation.core.subsequence import longest_common
from tests.support.growth import times_as_long

SEQUENCES = st.one_of(
    st.text("ab", max_size=40), st.text("abcdef", max_size=40), st.text(max_size=40)
)


def length_by_table(one: str, other: str) -> int:
    """The textbook's table, to compare with."""
    above = [0] * (len(other) + 1)
    for left in one:
        row = [0]
        for place, right in enumerate(other):
            row.append(above[place] + 1 if left == right else max(row[-1], above[place + 1]))
        above = row
    return above[-1]


@given(SEQUENCES, SEQUENCES)
def test_it_is_common_in_order_and_longest(one: str, other: str) -> None:
    matches = longest_common(one, other)
    assert all(one[i] == other[j] for i, j in matches)
    assert all(i < k and j < m for (i, j), (k, m) in pairwise(matches))
    assert len(matches) == length_by_table(one, other)


@given(SEQUENCES, SEQUENCES, SEQUENCES)
def test_common_ends_are_matched(head: str, middle: str, tail: str) -> None:
    matches = longest_common(head + middle + tail, head + tail)
    assert len(matches) == len(head + tail)


def test_past_the_limit_only_common_ends_are_matched() -> None:
    many = subsequence.MAX_CELLS // 30_000 + 1
    one = ["same"] * 5 + ["a", "b"] * many + ["end"] * 3
    other = ["same"] * 5 + ["b", "c"] * many + ["end"] * 3
    assert len(longest_common(one, other)) == 8


def test_thirty_thousand_elements_take_bounded_memory_and_time_that_grows_with_the_cells() -> None:
    drawn = hashlib.shake_128(b"words").hexdigest(2 * 29_000 * 3 // 2)
    words = [drawn[start : start + 3] for start in range(0, len(drawn), 3)]
    one, other = words[:29_000], words[29_000:]
    growth = times_as_long(
        lambda: longest_common(one, other), lambda: longest_common(one[:14_500], other[:14_500])
    )
    assert growth < 6, "four times the cells; a cubic search would take eight times as long"
    tracemalloc.start()
    longest_common(one, other)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 60_000_000
