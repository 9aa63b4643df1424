"""The report of an import, as it grows: what was met, and under which heading."""

import unicodedata
from dataclasses import dataclass, field

from consultation.documents.parsing.blocks import Finding, FindingCode
from consultation.documents.parsing.tree import Node

PLACE = 60
"""Characters of a heading or of a paragraph that name a place."""
DETAIL = 500
MAX_LINES = 500
"""Lines of a report; beyond, things of one kind are counted together, without a place."""
_SPACES = dict.fromkeys(map(ord, "\r\v\f\x1c\x1d\x1e\x1f\x85\u2028\u2029"), " ")
_NOTHING: dict[int, str | None] = dict.fromkeys(
    [
        *(code for code in (*range(0x20), *range(0x7F, 0xA0)) if chr(code) not in "\n\t"),
        *range(0xD800, 0xE000),
        *map(ord, "\xad\u200b\ufeff\ufffe\uffff\u202a\u202b\u202c\u202d\u202e"),
        *range(0x2066, 0x206A),
    ]
)
_SOUND = {**_NOTHING, **_SPACES}
"""What no database or page can bear, or what the eye cannot see: controls, halves of pairs, turns
of direction, soft hyphens."""


def sound(text: str) -> str:
    """`text` in NFC, without the characters that only do harm."""
    return unicodedata.normalize("NFC", text.translate(_SOUND))


def short(words: str, length: int = PLACE) -> str:
    """`words` on one line, cut at `length` characters."""
    words = " ".join(sound(words[: length * 8]).split())
    return words if len(words) <= length else words[: length - 1].rstrip() + "…"


@dataclass
class Report:
    """What a reader met, each with its place; the same thing at one place is counted."""

    heading: str = ""
    _lines: dict[tuple[FindingCode, str, str], int] = field(default_factory=dict)

    def find(
        self, code: FindingCode, beside: "str | Node" = "", detail: str = "", count: int = 1
    ) -> None:
        """Note something that stands under the current heading, `beside` these words."""
        words = beside.start(PLACE) if isinstance(beside, Node) else beside
        self._note(code, [self.heading, words], detail, count)

    def find_in_file(self, code: FindingCode, detail: str = "", count: int = 1) -> None:
        """Note something that the file has at no place of its text."""
        self._note(code, [], detail, count)

    def _note(self, code: FindingCode, parts: list[str], detail: str, count: int) -> None:
        places = dict.fromkeys(filter(None, map(short, parts)))
        key = (code, " › ".join(places), short(detail, DETAIL))
        if key not in self._lines and len(self._lines) >= MAX_LINES:
            key = (code, "", "")
        self._lines[key] = self._lines.get(key, 0) + count

    def findings(self) -> tuple[Finding, ...]:
        """The lines, in the order in which their things were met."""
        return tuple(
            Finding(code, place, count, detail)
            for (code, place, detail), count in self._lines.items()
        )
