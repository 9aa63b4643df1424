"""The numbered lists of a DOCX file, counted as Word counts them: its text holds no number."""

from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from consultation.documents.parsing.docx.parts import W, value
from consultation.documents.parsing.docx.styles import number_of

LETTERS = {"lowerLetter": "a", "upperLetter": "A", "lowerRoman": "i", "upperRoman": "I"}
DEEPEST_LIST = 4
"""Index of the deepest level of a list that is told from the one above: there are five."""


@dataclass(frozen=True)
class Mark:
    """The mark of a list's item: a number of some kind, a bullet, or nothing at all."""

    level: int
    is_ordered: bool
    number: int = 1
    letters: str = ""
    is_blank: bool = False


@dataclass
class Numbering:
    """Numbered lists, counted as Word counts them."""

    root: Element | None
    styles_root: Element | None = None
    _levels: dict[str, dict[int, Element]] = field(default_factory=dict)
    _lists: dict[str, Element] = field(default_factory=dict)
    _links: dict[str, str] = field(default_factory=dict)
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)
    _begun: set[tuple[str, int]] = field(default_factory=set)
    _abstracts: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.root is None:
            return
        for element in self.root.iter(f"{W}abstractNum"):
            name = element.get(f"{W}abstractNumId", "")
            self._levels[name] = {
                int(level.get(f"{W}ilvl", "0")): level
                for level in element.iter(f"{W}lvl")
                if level.get(f"{W}ilvl", "0").isdecimal()
            }
            link = value(element.find(f"{W}numStyleLink"))
            if link:
                self._links[name] = link
        for element in self.root.iter(f"{W}num"):
            self._lists[element.get(f"{W}numId", "")] = element

    def mark(self, number: tuple[str, str]) -> Mark | None:
        """The mark of the next item of a list; None where the list is not defined, or is none."""
        identifier, given = number
        index = int(given) if given.isdecimal() and len(given) < 3 else 0
        if identifier not in self._abstracts:
            self._abstracts[identifier] = self._abstract(identifier)
        name = self._abstracts[identifier]
        level = self._levels.get(name, {}).get(index)
        if name == "" or level is None:
            return None
        kind = value(level.find(f"{W}numFmt")) or "decimal"
        count = self._counted(identifier, name, index, level)
        text = value(level.find(f"{W}lvlText"))
        return Mark(
            level=min(index, DEEPEST_LIST),
            is_ordered=kind != "bullet",
            number=count,
            letters=LETTERS.get(kind, ""),
            is_blank=kind == "none" or (text is not None and not text.strip()),
        )

    def _abstract(self, identifier: str) -> str:
        element = self._lists.get(identifier)
        if element is None:
            return ""
        name = value(element.find(f"{W}abstractNumId")) or ""
        link = self._links.get(name)
        if link and self.styles_root is not None:
            for style in self.styles_root.iter(f"{W}style"):
                linked = number_of(style.find(f"{W}pPr"))
                if style.get(f"{W}styleId") == link and linked and linked[0] != identifier:
                    other = self._lists.get(linked[0])
                    found = value(other.find(f"{W}abstractNumId")) if other is not None else None
                    return found or name
        return name

    def _counted(self, identifier: str, name: str, index: int, level: Element) -> int:
        counts = self._counts.setdefault(name, {})
        if (identifier, index) not in self._begun:
            self._begun.add((identifier, index))
            override = _overrides(self._lists[identifier]).get(index)
            counts |= {} if override is None else {index: override}
        start = value(level.find(f"{W}start")) or "1"
        first = int(start) if start.isdecimal() and len(start) < 6 else 1
        counts[index] = counts[index] + 1 if index in counts else first
        for deeper in [each for each in counts if each > index]:
            del counts[deeper]
        return counts[index]


def _overrides(element: Element) -> dict[int, int]:
    """Where a list begins again: the number before its first, by level."""
    found = {}
    for override in element.iter(f"{W}lvlOverride"):
        level = override.get(f"{W}ilvl", "")
        start = value(override.find(f"{W}startOverride")) or ""
        if level.isdecimal() and start.isdecimal() and len(start) < 6:
            found[int(level)] = int(start) - 1
    return found
