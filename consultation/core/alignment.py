"""How the words of two texts stand for one another: stretches kept and stretches changed, in turn.

A unit is a word, a number or a sign, with the blank that follows it: a word that is added brings
its space along. A line break is a unit by itself. Units are aligned by a longest common
subsequence; then what is only added, or only removed, slides to where it reads best (« une
phrase. » rather than « phrase. Une »), since several places make the same texts.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from consultation.core.subsequence import longest_common

_UNITS = re.compile(
    r"(\n"
    r"|\d+(?:[.,\u00a0\u202f]\d+)+"  # 3,5 and 1 000 are one number
    r"|[\w\u0300-\u036f]+(?:[-\u2011][\w\u0300-\u036f]+)*"  # rendez-vous is one word
    r"|[\u2600-\u27bf\u200d\ufe0f\U0001f000-\U0001faff]+"  # so is what joiners make of emoji
    r"|[^\w\s])([^\S\n]*)"
)
_LEADING = re.compile(r"[^\S\n]*")

Unit = tuple[str, str]
"""A word and the blank after it; the first unit of a text is its leading blank alone."""


def units(text: str) -> list[Unit]:
    """The units of `text`; together they are `text` again."""
    leading = _LEADING.match(text)
    start = leading.end() if leading else 0
    return [("", text[:start]), *_UNITS.findall(text, start)]


def text_of(some: Sequence[Unit]) -> str:
    """Some units together."""
    return "".join(word + blank for word, blank in some)


@dataclass
class Block:
    """Units i to i_end of the old text are kept as, or became, units j to j_end of the new one."""

    is_kept: bool
    i: int
    i_end: int
    j: int
    j_end: int


def align(before: Sequence[Unit], after: Sequence[Unit]) -> list[Block]:
    """Kept and changed stretches in turn, a kept one at each end, be it empty."""
    blocks = _blocks(before, after)
    for place, block in enumerate(blocks):
        if not block.is_kept:
            _slide(blocks, place, before, after)
    return blocks


def _blocks(before: Sequence[Unit], after: Sequence[Unit]) -> list[Block]:
    matches = longest_common([word for word, _blank in before], [word for word, _blank in after])
    blocks: list[Block] = []
    i = j = 0
    for i_next, j_next in matches:
        if (i, j) != (i_next, j_next):
            blocks.append(Block(False, i, i_next, j, j_next))
        if not blocks or not blocks[-1].is_kept:
            blocks.append(Block(True, i_next, i_next, j_next, j_next))
        i, j = i_next + 1, j_next + 1
        blocks[-1].i_end, blocks[-1].j_end = i, j
    if (i, j) != (len(before), len(after)):
        blocks.append(Block(False, i, len(before), j, len(after)))
        blocks.append(Block(True, len(before), len(before), len(after), len(after)))
    return blocks


def _slide(
    blocks: Sequence[Block], place: int, before: Sequence[Unit], after: Sequence[Unit]
) -> None:
    """Move what is only added, or only removed, to where it reads best between its neighbours."""
    left, block, right = blocks[place - 1 : place + 2]
    if block.i < block.i_end and block.j < block.j_end:
        return
    is_added = block.i == block.i_end
    some = after if is_added else before
    start, end = (block.j, block.j_end) if is_added else (block.i, block.i_end)
    shift = _best_shift(some, start, end, left.i_end - left.i, right.i_end - right.i)
    left.i_end, left.j_end = left.i_end + shift, left.j_end + shift
    block.i, block.j = block.i + shift, block.j + shift
    block.i_end, block.j_end = block.i_end + shift, block.j_end + shift
    right.i, right.j = right.i + shift, right.j + shift


def _best_shift(some: Sequence[Unit], start: int, end: int, back: int, forth: int) -> int:
    """How far to slide units start to end: at most `back` to the left, `forth` to the right."""
    lowest = 0
    while lowest > -back and some[start + lowest - 1][0] == some[end + lowest - 1][0]:
        lowest -= 1
    highest = 0
    while highest < forth and some[start + highest][0] == some[end + highest][0]:
        highest += 1
    shifts = range(highest, lowest - 1, -1)
    return max(shifts, key=lambda by: _ease(some, start + by) + _ease(some, end + by))


def _ease(some: Sequence[Unit], place: int) -> int:
    """How natural it is for a change to begin or end before some[place]."""
    word, blank = some[place - 1]
    if word == "\n" or place in (1, len(some)):
        return 4
    if not blank:
        return -1
    return 3 if word in ".!?…" else 1 if word in ",;:" else 0
