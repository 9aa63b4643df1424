"""The word-level redline between two texts.

Words, spaces and signs are tokens; common tokens at both ends are set aside; the rest is aligned by
Ratcliff and Obershelp's matching (Python's `difflib`, without its junk heuristics), which reads
better than a shortest edit script. Past `MAX_TOKENS` tokens a side the middle is shown as replaced
whole, so that time stays bounded. Kept spaces between two changes join them: « two words » changed
read as one change, not as two with a space between.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from html import escape

from consultation.core.i18n import _

_TOKENS = re.compile(r"\s+|\w+|[^\w\s]")
MAX_TOKENS = 2500


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
    before, after = _TOKENS.findall(old), _TOKENS.findall(new)
    head = _common(before, after)
    tail = _common(before[head:][::-1], after[head:][::-1])
    changes = [(before[:head], after[:head])]
    changes += _middle(before[head : len(before) - tail], after[head : len(after) - tail])
    changes.append((before[len(before) - tail :], after[len(after) - tail :]))
    return tuple(_as_changes(_joined(changes)))


Pair = tuple[list[str], list[str]]


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    count = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        count += 1
    return count


def _middle(before: list[str], after: list[str]) -> list[Pair]:
    if len(before) > MAX_TOKENS or len(after) > MAX_TOKENS:
        return [(before, after)]
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    return [(before[i1:i2], after[j1:j2]) for _tag, i1, i2, j1, j2 in matcher.get_opcodes()]


def _joined(pairs: list[Pair]) -> list[Pair]:
    """Join changes that only blank space parts."""
    joined: list[Pair] = []
    for before, after in pairs:
        is_blank = before == after and all(token.isspace() for token in before)
        previous_changed = bool(joined) and joined[-1][0] != joined[-1][1]
        if previous_changed and (before != after or is_blank):
            joined[-1] = (joined[-1][0] + before, joined[-1][1] + after)
        else:
            joined.append((list(before), list(after)))
    return joined


def _as_changes(pairs: list[Pair]) -> Iterator[Change]:
    for before, after in pairs:
        if before == after:
            if before:
                yield Change(ChangeKind.KEPT, "".join(before))
            continue
        # Blank ends that a join brought along are kept, not removed and added again.
        end = _common(before[::-1], after[::-1])
        tail = before[len(before) - end :] if end else []
        removed = "".join(before[: len(before) - end])
        added = "".join(after[: len(after) - end])
        if removed:
            yield Change(ChangeKind.REMOVED, removed)
        if added:
            yield Change(ChangeKind.ADDED, added)
        if tail:
            yield Change(ChangeKind.KEPT, "".join(tail))


def redline_html(old: str, new: str) -> str:
    """The redline as safe HTML; each change begins with a word for those who cannot see it."""
    words = {ChangeKind.REMOVED: _("supprimé : "), ChangeKind.ADDED: _("ajouté : ")}
    tags = {ChangeKind.REMOVED: "del", ChangeKind.ADDED: "ins"}
    parts = []
    for change in redline(old, new):
        text = escape(change.text).replace("\n", "<br>")
        if change.kind is ChangeKind.KEPT:
            parts.append(text)
        else:
            tag = tags[change.kind]
            word = escape(words[change.kind])
            parts.append(f'<{tag}><span class="hide">{word}</span>{text}</{tag}>')
    return "".join(parts)


def abridged(changes: Sequence[Change], context: int = 60) -> tuple[Change, ...]:
    """The same with long kept runs cut to `context` characters on each side of a change."""
    short: list[Change] = []
    for index, change in enumerate(changes):
        if change.kind is not ChangeKind.KEPT or len(change.text) <= 2 * context:
            short.append(change)
            continue
        head = change.text[:context].rsplit(" ", 1)[0] if index else ""
        tail = change.text[-context:].split(" ", 1)[-1] if index + 1 < len(changes) else ""
        short.append(Change(ChangeKind.KEPT, f"{head} … {tail}".strip()))
    return tuple(short)
