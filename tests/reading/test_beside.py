"""A long discussion goes on below the text, and leaves no column empty."""

import pytest

from consultation.reading.beside import COMPOSER, HEAD, SLACK, beside, speech_height, text_height


def test_a_short_discussion_stands_beside_the_text_whole() -> None:
    assert beside(text_height([280] * 20), [150] * 3, is_signed_in=True) == 4


def test_a_long_one_is_cut_where_the_text_ends() -> None:
    room = text_height([280] * 6)
    count = beside(room, [150] * 20, is_signed_in=False)
    assert 0 < count < 20
    assert HEAD + sum(speech_height(150) for _ in range(count)) <= room + SLACK


def test_the_last_paragraph_leaves_almost_all_below() -> None:
    assert beside(text_height([100]), [150] * 20, is_signed_in=True) <= 1


def test_the_form_goes_below_when_it_does_not_fit() -> None:
    room = HEAD + speech_height(150) + COMPOSER[False] - 100
    assert beside(room, [150], is_signed_in=False) == 2
    assert beside(room, [150], is_signed_in=True) == 1


@pytest.mark.parametrize("is_signed_in", [True, False])
def test_an_empty_discussion_is_its_form_alone(*, is_signed_in: bool) -> None:
    assert beside(text_height([280] * 6), [], is_signed_in=is_signed_in) == 1
