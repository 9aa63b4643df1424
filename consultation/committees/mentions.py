"""Whom a message names: « @ », then the name of a member as the committee calls them."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

_AT = re.compile(r"(?<![\w@.])@(?=\w)")
_MARKS = re.compile(r"([\\`*_\[\]<>])")


@dataclass(frozen=True)
class Named:
    """A name found in a text, from `start` (the « @ ») to `end`, and whose it is."""

    start: int
    end: int
    member_id: int


def find_mentions(text: str, names: Mapping[int, str]) -> Sequence[Named]:
    """The members whom `text` names. The longest name wins; one that two people bear names nobody.

    A first name alone is enough where one member bears it.
    """
    callable_by = _calls(names)
    found = []
    for at in _AT.finditer(text):
        rest = text[at.end() :]
        for name, member_id in callable_by:
            length = _begins(rest, name)
            if length:
                found.append(Named(at.start(), at.end() + length, member_id))
                break
    return [each for each in found if each.member_id]


def with_mentions(text: str, found: Sequence[Named]) -> str:
    """The source with those names set in strong, for the markup."""
    parts, done = [], 0
    for each in found:
        name = _MARKS.sub(r"\\\1", text[each.start : each.end])
        parts += [text[done : each.start], f"**{name}**"]
        done = each.end
    return "".join([*parts, text[done:]])


def _calls(names: Mapping[int, str]) -> list[tuple[str, int]]:
    """By what each may be called, longest first; 0 where two answer to it."""
    calls: dict[str, int] = {}
    for member_id, name in names.items():
        whole = _folded(" ".join(name.split()))
        for call in {whole, whole.split(" ")[0]} if whole else ():
            calls[call] = 0 if call in calls else member_id
    return sorted(calls.items(), key=lambda pair: (-len(pair[0]), pair[0]))


def _begins(rest: str, call: str) -> int:
    """How many characters of `rest` are that name, or 0."""
    length = len(call)
    if _folded(rest[:length]) != call:
        return 0
    after = rest[length : length + 1]
    return 0 if after.isalnum() or after == "_" else length


def _folded(text: str) -> str:
    """Letters alone count, not their case. A letter stays one letter, so that lengths agree."""
    return "".join(
        char.lower() if len(char.lower()) == 1 else char
        for char in unicodedata.normalize("NFC", text).replace("\u00a0", " ")
    )
