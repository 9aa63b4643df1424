"""How much of a discussion stands beside the text that follows its paragraph. Pure.

On a wide page an open discussion stands in the margin; what is longer than the text goes on below,
over the whole width, so that no column stays empty. The heights are guesses in pixels at 1280 px,
good to a fifth: a wrong one costs some white space and nothing else.
"""

import math
from collections.abc import Iterable, Sequence

TEXT_LINE, TEXT_CHARACTERS, TEXT_GAP = 31, 62, 24
PANEL_LINE, PANEL_CHARACTERS, PANEL_GAP = 24, 44, 130
HEAD, PAGER = 200, 60
COMPOSER = {True: 680, False: 130}
"""Signed in, the form itself; signed out, a link to its page."""
SLACK = 240
"""White space that is not worth a part below."""


def text_height(lengths: Iterable[int]) -> int:
    """Of paragraphs of so many characters."""
    return sum(math.ceil(length / TEXT_CHARACTERS) * TEXT_LINE + TEXT_GAP for length in lengths)


def speech_height(length: int) -> int:
    """Of one contribution of so many characters, in the margin."""
    return math.ceil(length / PANEL_CHARACTERS) * PANEL_LINE + PANEL_GAP


def beside(room: int, speeches: Sequence[int], *, is_signed_in: bool) -> int:
    """How many of `speeches` (characters of each) stand beside `room` pixels of text.

    All of them and one more when the composer, which comes last, finds its place there too.
    """
    height, count = HEAD, 0
    for length in speeches:
        height += speech_height(length)
        if height > room + SLACK:
            return count
        count += 1
    ends = height + PAGER + COMPOSER[is_signed_in] <= room + SLACK
    return count + 1 if ends else count
