"""The orders of a discussion: formulas, the draw of the day, and the cursors that page through."""

import base64
import hashlib
import math
import re
import struct
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

Z = 1.959963984540054
"""The 97.5th percentile of the normal law: a 95 % interval, 2.5 % left out on each side."""
_Z_SQUARED = Z * Z
RANKS = 2**31
"""Stored random ranks are drawn in [0, RANKS)."""


def support_score(agree: int, disagree: int) -> float:
    """How surely people agree: the lower bound of the Wilson score interval at 95 %, in [0, 1].

    With n votes, of which the share p agrees:
    (p + z²/2n - z √(p(1-p)/n + z²/4n²)) / (1 + z²/n), here multiplied by n above and below.
    0 without votes. Ten agreeing out of ten (0.72) come before one out of one (0.21).
    Source: E. B. Wilson, « Probable inference, the law of succession, and statistical inference »,
    Journal of the American Statistical Association 22 (1927), 209-212.
    """
    votes = agree + disagree
    if not agree:
        return 0.0
    spread = Z * math.sqrt(agree * disagree / votes + _Z_SQUARED / 4)
    return (agree + _Z_SQUARED / 2 - spread) / (votes + _Z_SQUARED)


def debate_score(agree: int, disagree: int, replies: int) -> float:
    """How much something is debated: many votes, evenly shared, and replies. Unit: voices.

    replies + (agree + disagree) · balance, where balance = fewer / more, in [0, 1]:
    100 for and 100 against count 200; 100 for and 1 against count 1.01; 100 alike count 0.
    A reply and a vote on the smaller side always add; a vote on the larger side takes a little
    away, since it settles the matter. Twice the votes in the same shares count twice.
    Source: the two ingredients of Reddit's published « controversial » sort (`_sorts.pyx`),
    (ups + downs) ** balance, multiplied here so that the score stays a number of voices.
    """
    more = max(agree, disagree)
    if not more:
        return float(replies)
    return replies + (agree + disagree) * min(agree, disagree) / more


def _draw(day: date, number: int) -> bytes:
    return hashlib.blake2b(f"{day.isoformat()}/{number}".encode(), digest_size=8).digest()


def daily_order(ids: Iterable[int], day: date) -> list[int]:
    """`ids` in the order drawn for `day`: the same for everybody that day, another the next.

    Sorted by BLAKE2b of (day, id), eight bytes: as good as a shuffle to whoever cannot choose ids,
    and whoever comes in during the day takes a place without moving anybody. About 1 µs an id.
    """
    return sorted(ids, key=lambda number: (_draw(day, number), number))


def daily_offset(day: date) -> int:
    """Where the order of `day` begins among the stored random ranks, in [0, RANKS).

    A discussion too long to be sorted at each reading is read along an index of ranks drawn once,
    rotated: ranks from the offset to the end, then from 0 to the offset. With ranks 10, 20, 30, 40
    and an offset of 25, that is 30, 40, 10, 20. Each rank is as likely as its gap is wide to come
    first; neighbours stay neighbours, which among hundreds nobody sees.
    """
    return int.from_bytes(_draw(day, -1)[:4], "big") % RANKS


SORTED = -1
"""Where a cursor has its value, a drawn order that was sorted: no rank, the id tells the place."""
_PACKED = struct.Struct(">dqi")
_CHECK_SIZE = 4
_ENCODED = re.compile(r"[A-Za-z0-9_-]{32}")


@dataclass(frozen=True)
class Cursor:
    """The last contribution of a slice: its sort value and id, and the day of a drawn order.

    The day makes page 2, asked after midnight, go on with the order in which page 1 was read; the
    value `SORTED` does so when the discussion has meanwhile grown too long to be sorted at once.
    ValueError for what no slice can end on: a value that is no exact number, or, with a day,
    neither a rank nor `SORTED`; an id that no row can have.
    """

    value: float
    id: int
    day: date | None = None

    def __post_init__(self) -> None:
        is_place = SORTED <= self.value < RANKS and self.value == int(self.value)
        has_value = is_place if self.day else math.isfinite(self.value) and abs(self.value) <= 2**53
        if not has_value or not 0 <= self.id < 2**62:
            raise ValueError("not a cursor")

    @property
    def is_sorted(self) -> bool:
        """It continues a drawn order that was sorted."""
        return self.day is not None and self.value == SORTED

    @property
    def is_ranked(self) -> bool:
        """It continues a drawn order that was read along the stored ranks."""
        return self.day is not None and self.value != SORTED

    def encode(self) -> str:
        """32 signs fit for an address, exact. A checksum tells what was cut or mistyped.

        It is no signature: who forges a cursor is only shown another place of the same public list.
        """
        ordinal = self.day.toordinal() if self.day else 0
        packed = _PACKED.pack(self.value, self.id, ordinal)
        return base64.urlsafe_b64encode(packed + _check(packed)).decode()

    @classmethod
    def decode(cls, text: str) -> "Cursor":
        """The cursor of an address; ValueError when it is not one."""
        if not _ENCODED.fullmatch(text):
            raise ValueError("not a cursor")
        data = base64.urlsafe_b64decode(text)
        packed, check = data[:-_CHECK_SIZE], data[-_CHECK_SIZE:]
        value, row_id, ordinal = _PACKED.unpack(packed)
        if check != _check(packed) or not 0 <= ordinal <= date.max.toordinal():
            raise ValueError("not a cursor")
        return cls(value, row_id, date.fromordinal(ordinal) if ordinal else None)


def _check(packed: bytes) -> bytes:
    return hashlib.blake2b(packed, digest_size=_CHECK_SIZE, person=b"cursor").digest()
