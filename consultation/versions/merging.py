"""Two rewordings of one paragraph made one, word by word, where they do not touch.

A change is a stretch of the base's units (words with the blank after them, `core.alignment`) and
what takes its place. Changes of different rewordings that touch no unit in common, nor meet at one
place, are all made; those that do collide, and a person decides. Two rewordings that make the very
same change agree. This is the three-way merge of Khanna, Kunal and Pierce (« A formal
investigation of diff3 », 2007) over words instead of lines; nothing is lost or invented: what is
not said to be changed stands as in the base.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from consultation.core.alignment import align, text_of, units


@dataclass(frozen=True)
class Hunk:
    """Units `start` to `end` of the base become `text`; an insertion has `start == end`."""

    start: int
    end: int
    text: str

    def touches(self, other: "Hunk") -> bool:
        """Both change the same words, or say something at the same place."""
        if self == other:
            return False
        if self.start == self.end or other.start == other.end:
            return self.start <= other.end and other.start <= self.end
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True)
class Collision:
    """Changes that touch: by rewording (its place in the list given), what it makes of them."""

    base: str
    readings: tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class Merged:
    """`text` is the merger, or None where a person has to write the paragraph."""

    text: str | None
    collisions: tuple[Collision, ...] = ()


def hunks(base: str, other: str) -> tuple[Hunk, ...]:
    """The changes that make `other` of `base`, in order."""
    before, after = units(base), units(other)
    found = []
    for block in align(before, after):
        ours, theirs = before[block.i : block.i_end], after[block.j : block.j_end]
        if not block.is_kept:
            found.append(Hunk(block.i, block.i_end, text_of(theirs)))
            continue
        for by, (one, another) in enumerate(zip(ours, theirs, strict=True)):
            if one != another:
                found.append(Hunk(block.i + by, block.i + by + 1, another[0] + another[1]))
    return tuple(_joined(found))


def _joined(found: Iterable[Hunk]) -> list[Hunk]:
    """Changes without a kept unit between them are one."""
    joined: list[Hunk] = []
    for hunk in sorted(found, key=lambda each: (each.start, each.end)):
        if joined and joined[-1].end == hunk.start:
            last = joined.pop()
            hunk = Hunk(last.start, hunk.end, last.text + hunk.text)
        joined.append(hunk)
    return joined


def applied(base: str, changes: Iterable[Hunk]) -> str:
    """`base` with these changes, of which none may touch another."""
    before = units(base)
    parts: list[str] = []
    at = 0
    for hunk in sorted(changes, key=lambda each: (each.start, each.end)):
        if hunk.start < at:
            raise ValueError("two changes touch")
        parts += [text_of(before[at : hunk.start]), hunk.text]
        at = hunk.end
    return "".join(parts) + text_of(before[at:])


def taken(base: str, other: str, chosen: Iterable[int]) -> str:
    """`base` with only those changes of `other` whose places in `hunks` are given."""
    found = hunks(base, other)
    return applied(base, [found[place] for place in sorted(set(chosen))])


def merge(base: str, others: Sequence[str]) -> Merged:
    """The text with all the changes of `others`, whatever their order; or where they collide."""
    changes = [(number, hunk) for number, other in enumerate(others) for hunk in hunks(base, other)]
    groups = _groups([hunk for _number, hunk in changes])
    collisions = [_collision(base, others, group) for group in groups if len(set(group)) > 1]
    if collisions:
        return Merged(None, tuple(collisions))
    return Merged(applied(base, {hunk for _number, hunk in changes}))


def both(base: str, others: Sequence[str]) -> str:
    """The same; where they touch, what each rewording makes of it, one after the other.

    It is not a text to keep: it loses nobody's words, for a person who then cuts.
    """
    changes = [hunk for other in others for hunk in hunks(base, other)]
    return applied(base, [_all_of(base, others, group) for group in _groups(changes)])


def _all_of(base: str, others: Sequence[str], group: Sequence[Hunk]) -> Hunk:
    """One change that says all that a group says."""
    if len(set(group)) == 1:
        return group[0]
    start, end = min(hunk.start for hunk in group), max(hunk.end for hunk in group)
    readings: dict[str, None] = {}
    for other in others:
        own = [hunk for hunk in hunks(base, other) if hunk in group]
        if own:
            readings[_within(base, start, end, own)] = None
    last = list(readings)[-1]
    words = " ".join(reading.strip() for reading in readings if reading.strip())
    return Hunk(start, end, words + last[len(last.rstrip()) :])


def _groups(found: Sequence[Hunk]) -> list[list[Hunk]]:
    """The changes, those that touch, or that are the same, together."""
    groups: list[list[Hunk]] = []
    for hunk in sorted(set(found), key=lambda each: (each.start, each.end, each.text)):
        if groups and any(hunk.touches(other) for other in groups[-1]):
            groups[-1].append(hunk)
        else:
            groups.append([hunk])
    return groups


def _collision(base: str, others: Sequence[str], group: Sequence[Hunk]) -> Collision:
    """The stretch of the base that they fight for, and what each rewording makes of it."""
    start, end = min(hunk.start for hunk in group), max(hunk.end for hunk in group)
    stretch = text_of(units(base)[start:end])
    readings = []
    for number, other in enumerate(others):
        own = [hunk for hunk in hunks(base, other) if hunk in group]
        if own:
            readings.append((number, _within(base, start, end, own).strip()))
    return Collision(stretch.strip(), tuple(readings))


def _within(base: str, start: int, end: int, changes: Sequence[Hunk]) -> str:
    before = units(base)
    parts: list[str] = []
    at = start
    for hunk in changes:
        parts += [text_of(before[at : hunk.start]), hunk.text]
        at = hunk.end
    return "".join([*parts, text_of(before[at:end])])
