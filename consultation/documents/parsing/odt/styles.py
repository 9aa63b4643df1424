"""The styles of an ODT file, as far as a consultation cares for them."""

import re
from dataclasses import dataclass
from xml.etree.ElementTree import Element

NS = "{urn:oasis:names:tc:opendocument:xmlns:"
OFFICE, TEXT, TABLE = f"{NS}office:1.0}}", f"{NS}text:1.0}}", f"{NS}table:1.0}}"
STYLE, FO = f"{NS}style:1.0}}", f"{NS}xsl-fo-compatible:1.0}}"
HEAVY = frozenset({"bold", "600", "700", "800", "900"})
LETTERS = frozenset({"a", "A", "i", "I"})
_HEADING = re.compile(r"heading_20_([1-9])")


@dataclass(frozen=True)
class Look:
    """What a style says of its text; None where it says nothing."""

    is_bold: bool | None = None
    is_italic: bool | None = None
    is_struck: bool | None = None
    is_hidden: bool | None = None
    position: str | None = None

    def under(self, other: "Look") -> "Look":
        """This look where it speaks, else the `other`."""
        return Look(
            is_bold=other.is_bold if self.is_bold is None else self.is_bold,
            is_italic=other.is_italic if self.is_italic is None else self.is_italic,
            is_struck=other.is_struck if self.is_struck is None else self.is_struck,
            is_hidden=other.is_hidden if self.is_hidden is None else self.is_hidden,
            position=other.position if self.position is None else self.position,
        )

    def tags(self, *, is_code: bool = False) -> list[str]:
        """The elements of HTML that show it."""
        marks = {
            "strong": self.is_bold,
            "em": self.is_italic,
            "s": self.is_struck,
            "code": is_code,
            self.position: self.position,
        }
        return [tag for tag, is_so in marks.items() if tag and is_so]


@dataclass(frozen=True)
class Level:
    """How one level of a list is marked."""

    is_ordered: bool = False
    start: int = 1
    letters: str = ""


class Styles:
    """What each style name means, what it inherits included."""

    def __init__(self) -> None:
        self.language: str | None = None
        self._looks: dict[str, Look] = {}
        self._parents: dict[str, str] = {}
        self._automatic: set[str] = set()
        self._lists: dict[str, dict[int, Level]] = {}

    def learn(self, root: Element) -> None:
        """Learn the styles of a part of the file."""
        for element in root.iter(f"{STYLE}style"):
            name = element.get(f"{STYLE}name", "")
            self._looks[name] = _look(element)
            self._parents[name] = element.get(f"{STYLE}parent-style-name", "")
        for group in root.iter(f"{OFFICE}automatic-styles"):
            self._automatic |= {each.get(f"{STYLE}name", "") for each in group}
        for element in root.iter(f"{TEXT}list-style"):
            self._lists[element.get(f"{STYLE}name", "")] = {
                number_of(each.get(f"{TEXT}level")): _level(each) for each in element
            }
        for element in root.iter(f"{STYLE}default-style"):
            for properties in element.iter(f"{STYLE}text-properties"):
                self.language = self.language or properties.get(f"{FO}language")

    def look(self, name: str) -> Look:
        """A style with what it inherits."""
        look = Look()
        for each in self._chain(name):
            look = look.under(self._looks.get(each, Look()))
        return look

    def own_look(self, name: str) -> Look:
        """What was chosen for one paragraph alone; the rest is the look of its kind."""
        return self._looks.get(name, Look()) if name in self._automatic else Look()

    def list_level(self, name: str, depth: int) -> Level:
        """How the items of a list are marked at this depth, from 0, or at the last one said."""
        levels = self._lists.get(name, {})
        known = [each for each in levels if each <= depth + 1]
        return levels[max(known)] if known else Level()

    def is_quotation(self, name: str) -> bool:
        """The style is a quotation's, or stands on one."""
        return any("quot" in each or "citation" in each for each in self._names(name))

    def is_code(self, name: str) -> bool:
        """The style is of code: lines of it, or words."""
        known = {"preformatted_20_text", "source_20_text", "source_text", "teletype"}
        return not known.isdisjoint(self._names(name))

    def heading_level(self, name: str) -> int | None:
        """A paragraph of this style is a heading, of the level said."""
        for each in self._names(name):
            if each == "title":
                return 1
            match = _HEADING.fullmatch(each)
            if match:
                return int(match.group(1))
        return None

    def _names(self, name: str) -> list[str]:
        return [each.lower() for each in self._chain(name)]

    def _chain(self, name: str) -> list[str]:
        chain: list[str] = []
        while name and name not in chain:
            chain.append(name)
            name = self._parents.get(name, "")
        return chain


def _look(element: Element) -> Look:
    look = Look()
    for properties in element.findall(f"{STYLE}text-properties"):
        weight = properties.get(f"{FO}font-weight")
        slant = properties.get(f"{FO}font-style")
        line = properties.get(f"{STYLE}text-line-through-style")
        display = properties.get(f"{TEXT}display")
        look = Look(
            is_bold=None if weight is None else weight in HEAVY,
            is_italic=None if slant is None else slant in {"italic", "oblique"},
            is_struck=None if line is None else line != "none",
            is_hidden=None if display is None else display == "none",
            position=_position(properties.get(f"{STYLE}text-position")),
        )
    return look


def _position(given: str | None) -> str | None:
    """« sup », « sub » or "" out of « super 58% » or « -33% 100% »."""
    if given is None:
        return None
    first = given.split(" ")[0]
    if first in {"super", "sub"}:
        return first[:3]
    match = re.fullmatch(r"(-?)([0-9.]+)%?", first)
    if match is None or not match.group(2).strip("0."):
        return ""
    return "sub" if match.group(1) else "sup"


def _level(element: Element) -> Level:
    shape = element.get(f"{STYLE}num-format", "")
    if element.tag != f"{TEXT}list-level-style-number" or not shape:
        return Level()
    return Level(
        True, number_of(element.get(f"{TEXT}start-value")), shape if shape in LETTERS else ""
    )


def number_of(given: str | None, otherwise: int = 1) -> int:
    """A number that a file states, if it is one and of a sane size."""
    return int(given) if given and re.fullmatch(r"[0-9]{1,5}", given) else otherwise
