"""The orders of a discussion: formulas, the draw of the day, and the cursors that page through."""

import base64
import hashlib
import math
import struct
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

Z = 1.959963984540054
"""The 97.5th percentile of the normal law: a 95 % interval on both sides."""
RANKS = 2**31


def support_score(agree: int, disagree: int) -> float:
    """How surely people agree: the lower bound of the Wilson score interval at 95 %, in [0, 1).

    With n = agree + disagree and p = agree / n:
    (p + z²/2n - z·sqrt(p(1-p)/n + z²/4n²)) / (1 + z²/n); 0 without votes.
    Source: E. B. Wilson, « Probable inference, the law of succession, and statistical inference »,
    Journal of the American Statistical Association 22 (1927), 209-212.
    """
    votes = agree + disagree
    if votes == 0:
        return 0.0
    share = agree / votes
    centre = share + Z * Z / (2 * votes)
    spread = Z * math.sqrt(share * (1 - share) / votes + Z * Z / (4 * votes * votes))
    return max(0.0, (centre - spread) / (1 + Z * Z / votes))


def debate_score(agree: int, disagree: int, replies: int) -> float:
    """How much something is debated: many votes, evenly shared, and replies.

    replies + (agree + disagree) · balance, where balance = min / max of both votes, in [0, 1]:
    100 for and 100 against count 200; 100 for and 1 against count 1.01. Unit: voices.
    Ours; the product of volume and balance is the usual shape of such scores.
    """
    most = max(agree, disagree)
    balance = min(agree, disagree) / most if most else 0.0
    return replies + (agree + disagree) * balance


def _draw(day: date, number: int) -> bytes:
    return hashlib.blake2b(f"{day.isoformat()}/{number}".encode(), digest_size=8).digest()


def daily_order(ids: Iterable[int], day: date) -> list[int]:
    """`ids` in the order drawn for `day`: the same for everybody that day, another the next.

    Sorted by BLAKE2b of (day, id): each permutation is as likely as any other to whoever cannot
    choose ids. O(n log n).
    """
    return sorted(ids, key=lambda number: (_draw(day, number), number))


def daily_offset(day: date) -> int:
    """Where the draw of `day` begins among the stored random ranks, in [0, 2^31).

    A discussion too long to be sorted at each reading is walked by stored rank from this offset to
    the end, then from 0 to the offset: a rotation of one random order.
    """
    return int.from_bytes(_draw(day, -1)[:4], "big") % RANKS


@dataclass(frozen=True)
class Cursor:
    """The last contribution of a slice: its sort value and id, and the day of a drawn order."""

    value: float
    id: int
    day: date | None = None

    def encode(self) -> str:
        """URL-safe, exact."""
        ordinal = self.day.toordinal() if self.day else 0
        packed = struct.pack(">dqi", self.value, self.id, ordinal)
        return base64.urlsafe_b64encode(packed).decode().rstrip("=")

    @classmethod
    def decode(cls, text: str) -> "Cursor":
        """The cursor of an address; ValueError when it is not one."""
        try:
            packed = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
            value, row_id, ordinal = struct.unpack(">dqi", packed)
            day = date.fromordinal(ordinal) if ordinal else None
        except (ValueError, struct.error, OverflowError) as error:
            raise ValueError("not a cursor") from error
        if not math.isfinite(value) or not 0 <= row_id < 2**62 or abs(value) > 2**53:
            raise ValueError("not a cursor")
        return cls(value, row_id, day)
