"""The styles of a DOCX file, as far as a consultation cares for them."""

import re
from dataclasses import dataclass, replace
from xml.etree.ElementTree import Element

from consultation.documents.parsing.docx.parts import W, is_on, value

QUOTATIONS = frozenset(
    {"quote", "intense quote", "block text", "quotations", "citation", "citation intense"}
)
CODE = frozenset(
    {"source code", "html preformatted", "preformatted text", "verbatim char", "html code"}
)
TABLES_OF_CONTENTS = re.compile(r"(?:toc \d|toc ?heading|table of figures|index \d|index heading)")
HEADING = re.compile(r"(?:heading|titre) ?([1-9])")
LIST = re.compile(r"(?:list bullet|list number|liste à puces|liste à numéros) ([2-5])")
TITLES = frozenset({"title", "titre"})


@dataclass(frozen=True)
class Look:
    """What a style says of its text, or a run of itself; None where it says nothing."""

    is_hidden: bool | None = None
    is_bold: bool | None = None
    is_italic: bool | None = None
    is_struck: bool | None = None
    position: str | None = None

    def under(self, other: "Look") -> "Look":
        """This look where it speaks, else the `other`."""
        return Look(
            is_hidden=_first(self.is_hidden, other.is_hidden),
            is_bold=_first(self.is_bold, other.is_bold),
            is_italic=_first(self.is_italic, other.is_italic),
            is_struck=_first(self.is_struck, other.is_struck),
            position=self.position if self.position is not None else other.position,
        )


def _first(mine: bool | None, theirs: bool | None) -> bool | None:
    return theirs if mine is None else mine


def look_of(properties: Element | None) -> Look:
    """What the properties of a run say."""
    if properties is None:
        return Look()
    return Look(
        is_hidden=is_on(properties.find(f"{W}vanish")),
        is_bold=is_on(properties.find(f"{W}b")),
        is_italic=is_on(properties.find(f"{W}i")),
        is_struck=is_on(properties.find(f"{W}strike")),
        position=value(properties.find(f"{W}vertAlign")),
    )


@dataclass(frozen=True)
class Style:
    """A style of paragraphs or of words, what it inherits included."""

    look: Look = Look()
    names: tuple[str, ...] = ()
    """Its own name, then those that it stands on, in small letters."""
    outline: int | None = None
    number: tuple[str, str] | None = None
    """Numbered list and level."""

    @property
    def level(self) -> int | None:
        """As a heading, its level from 1 to 9."""
        for name in self.names:
            match = HEADING.fullmatch(name)
            if match:
                return int(match.group(1))
            if name in TITLES:
                return 1
        return self.outline + 1 if self.outline is not None and self.outline < 9 else None

    @property
    def list_level(self) -> int:
        """How deep a style like « List Bullet 3 » stands: Word's own lists do not say it."""
        match = LIST.fullmatch(self.names[0]) if self.names else None
        return int(match.group(1)) - 1 if match else 0

    @property
    def is_quotation(self) -> bool:
        """It marks quotations."""
        return not QUOTATIONS.isdisjoint(self.names)

    @property
    def is_code(self) -> bool:
        """It marks lines of code."""
        return not CODE.isdisjoint(self.names)

    @property
    def is_contents(self) -> bool:
        """It marks the lines of a table of contents."""
        return bool(self.names and TABLES_OF_CONTENTS.match(self.names[0]))


class Styles:
    """The styles by identifier."""

    def __init__(self, root: Element | None) -> None:
        self.language = ""
        self._elements: dict[str, Element] = {}
        self._made: dict[str, Style] = {}
        for element in root.iter(f"{W}style") if root is not None else ():
            self._elements.setdefault(element.get(f"{W}styleId", ""), element)
        languages = root.iter(f"{W}lang") if root is not None else iter(())
        self.language = next((each.get(f"{W}val", "") for each in languages), "")

    def style(self, identifier: str | None) -> Style:
        """A style with what it inherits; one that the file does not define is known by its id."""
        if not identifier:
            return Style()
        if identifier not in self._made:
            self._made[identifier] = self._resolved(identifier)
        return self._made[identifier]

    def _resolved(self, identifier: str) -> Style:
        chain: list[Element] = []
        seen: set[str] = set()
        above: str | None = identifier
        while above and above not in seen and above in self._elements:
            seen.add(above)
            chain.append(self._elements[above])
            above = value(self._elements[above].find(f"{W}basedOn"))
        if not chain:
            return Style(names=(identifier.lower(),))
        style = Style(names=tuple(_name(element) for element in chain))
        for element in chain:
            outline = value(element.find(f"{W}pPr/{W}outlineLvl"))
            if style.outline is None and outline is not None and outline.isdecimal():
                style = replace(style, outline=int(outline))
            if style.number is None:
                style = replace(style, number=number_of(element.find(f"{W}pPr")))
            style = replace(style, look=style.look.under(look_of(element.find(f"{W}rPr"))))
        return style


def _name(element: Element) -> str:
    return (value(element.find(f"{W}name")) or "").strip().lower()


def number_of(properties: Element | None) -> tuple[str, str] | None:
    """The numbered list and level that the properties of a paragraph name."""
    given = properties.find(f"{W}numPr") if properties is not None else None
    if given is None:
        return None
    return value(given.find(f"{W}numId")) or "", value(given.find(f"{W}ilvl")) or "0"
