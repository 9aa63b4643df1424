"""The word-level redline between two texts.

`alignment` says which stretches of words are kept and which changed. Here a few kept words, or
signs, between two changes join them, so that the result reads well without losing a character of
either text: « le chat noir » and « un chien gris » are one change, not a salad of three. A line
break or the end of a sentence is never joined over.

Texts of 5,000 characters that share nothing take some 10 ms; time and memory are bounded by
`subsequence.MAX_CELLS`.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from html import escape

from consultation.core.alignment import Block, Unit, align, text_of, units
from consultation.core.i18n import _

_WORDS = re.compile(r"\w+")
_SENTENCE_END = re.compile(r"[.!?…]\s|\n")
_LINE_BREAK = re.compile(r"\r\n?|\n")
ISLAND_WORDS = 3
"""Kept words that a change may swallow on its way to the next."""
CONTEXT_WORDS = 12


class ChangeKind(StrEnum):
    """What became of some words."""

    KEPT = "kept"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True)
class Change:
    """Some words with the same fate."""

    kind: ChangeKind
    text: str


def redline(old: str, new: str) -> tuple[Change, ...]:
    """The changes from `old` to `new`: kept and removed make `old`, kept and added make `new`."""
    before, after = units(old), units(new)
    return tuple(_changes(_joined(_parts(align(before, after), before, after))))


Part = tuple[str, str]
"""What stood, and what stands there now: the same where nothing changed."""


def _parts(
    blocks: Iterable[Block], before: Sequence[Unit], after: Sequence[Unit]
) -> Iterator[Part]:
    """The texts of the blocks. Between two kept words the blank may have changed."""
    for block in blocks:
        ours, theirs = before[block.i : block.i_end], after[block.j : block.j_end]
        if not block.is_kept:
            yield text_of(ours), text_of(theirs)
            continue
        start = 0
        for place, (one, other) in enumerate(zip(ours, theirs, strict=True)):
            if one != other:
                kept = text_of(ours[start:place]) + one[0]
                yield kept, kept
                yield one[1], other[1]
                start = place + 1
        yield text_of(ours[start:]), text_of(ours[start:])


def _joined(parts: Iterable[Part]) -> list[Part]:
    """Kept and changed parts in turn, changes joined over the islands between them."""
    joined: list[Part] = []
    for part in parts:
        if part == ("", ""):
            continue
        while joined and _belongs(joined, part):
            part = _together(joined.pop(), part)
        joined.append(part)
    return joined


def _belongs(joined: Sequence[Part], part: Part) -> bool:
    """Whether `part` is one with the last of `joined`."""
    if _is_kept(joined[-1]) == _is_kept(part):
        return True
    return _is_kept(joined[-1]) and len(joined) > 1 and _swallows(joined[-2], joined[-1], part)


def _is_kept(part: Part) -> bool:
    return part[0] == part[1]


def _together(one: Part, other: Part) -> Part:
    return one[0] + other[0], one[1] + other[1]


def _swallows(one: Part, island: Part, other: Part) -> bool:
    """Two changes read better as one, with the few kept words between them said twice."""
    text = island[0]
    words = len(_WORDS.findall(text))
    if words > ISLAND_WORDS or _SENTENCE_END.search(text):
        return False
    if not any(all(side.strip() for side in change) for change in (one, other)):
        return False  # words are only added, or only removed: nothing is gained
    smaller = min(max(map(len, one)), max(map(len, other)))
    return not words or len(text) <= smaller


def _changes(parts: Iterable[Part]) -> Iterator[Change]:
    kept = ""
    for old, new in parts:
        if old == new:
            kept += old
            continue
        head, tail = _common_blanks(old, new)
        kept += old[:head]
        if kept:
            yield Change(ChangeKind.KEPT, kept)
        kept = old[len(old) - tail :]
        if removed := old[head : len(old) - tail]:
            yield Change(ChangeKind.REMOVED, removed)
        if added := new[head : len(new) - tail]:
            yield Change(ChangeKind.ADDED, added)
    if kept:
        yield Change(ChangeKind.KEPT, kept)


def _common_blanks(old: str, new: str) -> tuple[int, int]:
    """How many blanks both begin with, and how many more both end with."""
    head = tail = 0
    most = min(len(old), len(new))
    while head < most and old[head] == new[head] and old[head].isspace():
        head += 1
    while tail < most - head and old[-1 - tail] == new[-1 - tail] and old[-1 - tail].isspace():
        tail += 1
    return head, tail


def redline_html(old: str, new: str) -> str:
    """The redline as safe HTML; each change begins with a word for those who cannot see it."""
    return changes_html(redline(old, new))


def changes_html(changes: Iterable[Change]) -> str:
    """Some changes as safe HTML. Blanks are never marked: the eye would not see them."""
    said = {ChangeKind.REMOVED: _("supprimé : "), ChangeKind.ADDED: _("ajouté : ")}
    parts: list[str] = []
    for change in changes:
        before, words, after = _without_blanks(change.text)
        if change.kind is ChangeKind.KEPT:
            parts.append(_escaped(change.text))
        elif words:
            tag = "del" if change.kind is ChangeKind.REMOVED else "ins"
            if parts and parts[-1].endswith("</del>") and not before:
                parts.append(" ")  # else what goes and what comes would be read as one word
            parts.append(_escaped(before))
            parts.append(
                f'<{tag}><span class="hide">{_escaped(said[change.kind])}</span>'
                f"{_escaped(words)}</{tag}>"
            )
            parts += [_escaped(after)] if after else []
        elif change.kind is ChangeKind.ADDED:
            parts.append(_escaped(change.text))
    return "".join(parts)


def _without_blanks(text: str) -> tuple[str, str, str]:
    """The blanks before, the words, the blanks after."""
    words = text.strip()
    start = len(text) - len(text.lstrip())
    return text[:start], words, text[start + len(words) :]


def _escaped(text: str) -> str:
    return _LINE_BREAK.sub("<br>", escape(text))


def abridged(changes: Sequence[Change], context: int = CONTEXT_WORDS) -> tuple[Change, ...]:
    """The same for a list: of long kept runs, `context` words beside each change, and « … ».

    What is left is for reading alone: the two texts cannot be made from it again.
    """
    last = len(changes) - 1
    return tuple(
        Change(change.kind, _cut(change.text, context, place > 0, place < last))
        if change.kind is ChangeKind.KEPT
        else change
        for place, change in enumerate(changes)
    )


def _cut(text: str, context: int, follows_change: bool, precedes_change: bool) -> str:
    """The first words of a kept run where it follows a change, its last where it precedes one."""
    some = units(text)
    begins = [place for place, (word, _blank) in enumerate(some) if _WORDS.match(word)]
    if not follows_change and not precedes_change:
        follows_change = True
    head = begins[context] if follows_change and len(begins) > context else 0
    tail = begins[-context] if precedes_change and len(begins) > context else len(some)
    if len(begins) <= context * (follows_change + precedes_change):
        return text
    before, after = text_of(some[:head]).rstrip(), text_of(some[tail:])
    return f"{before} … {after}" if before and after else f"{before}…{after}"
