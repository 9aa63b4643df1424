"""The public page of a synthesis: which part of it is shown at once. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

ROOM = 36
"""Statements and verbatims at once, about: the page stays under 600 elements."""
ROOM_WITH_TABLE = 44
"""The same for the last part, a theme of the table taking two; else the table stands alone."""
ROWS = 9
"""Themes of the table of positions."""
SOURCES_AT_ONCE = 20
ENTRIES = 60
"""Lines of the table of contents; of more chapters, those of the part that is read."""


def opened_at(statement: str, place: int) -> dict[str, Any]:
    """What the page's address says so that a statement's sources are open at that place."""
    before = (place - 1) // SOURCES_AT_ONCE * SOURCES_AT_ONCE
    return {"enonce": statement, "apres": before or None, "_anchor": f"e-{statement}"}


@dataclass(frozen=True)
class Entry:
    """A line of the table of contents."""

    key: str
    title: str
    count: int
    part: int


@dataclass(frozen=True)
class PartShown:
    """The chapters of one page, cut where there are many, and the whole table of contents."""

    chapters: Sequence[Mapping[str, Any]]
    number: int
    last: int
    entries: Sequence[Entry]

    @property
    def is_last(self) -> bool:
        """The table of positions and the method stand here."""
        return self.number == self.last

    @property
    def statements(self) -> list[Mapping[str, Any]]:
        """Those that it shows."""
        return [each for chapter in self.chapters for each in chapter["statements"]]

    @property
    def statement_keys(self) -> list[str]:
        """Of all of them."""
        return [each["key"] for each in self.statements]

    @property
    def quoting_keys(self) -> list[str]:
        """Of those with verbatims."""
        return [each["key"] for each in self.statements if each["verbatim_count"]]

    @property
    def chapter_keys(self) -> list[str]:
        """Of the chapters that end here."""
        return [each["key"] for each in self.chapters]


def cut(chapters: Sequence[Mapping[str, Any]]) -> list[list[dict[str, Any]]]:
    """The chapters over as many pages as they need; one that is long goes on on the next."""
    pages: list[list[dict[str, Any]]] = [[]]
    room = ROOM
    for chapter in chapters:
        piece = {**chapter, "statements": [], "goes_on": False}
        pages[-1].append(piece)
        for statement in chapter["statements"]:
            weight = 1 + 2 * int(statement["verbatim_count"])
            if weight > room and room < ROOM:
                room = ROOM
                if not piece["statements"]:
                    pages[-1].pop()
                piece = {**chapter, "statements": [], "goes_on": bool(piece["statements"])}
                pages.append([piece])
            piece["statements"].append(statement)
            room -= weight
    return [page for page in pages if page] or [[]]


def _weight(page: Sequence[Mapping[str, Any]]) -> int:
    return sum(
        1 + 2 * int(each["verbatim_count"]) for chapter in page for each in chapter["statements"]
    )


def part_of(text: Mapping[str, Any], number: int, statement: str = "") -> PartShown | None:
    """The part of that number, or the one where that statement stands; None where there is none."""
    pages = cut(text["chapters"])
    if _weight(pages[-1]) + 2 * min(len(text["positions"]), ROWS) > ROOM_WITH_TABLE:
        pages.append([])
    place = {
        each["key"]: part
        for part, page in enumerate(pages, 1)
        for chapter in page
        for each in chapter["statements"]
    }
    wanted = place.get(statement, number)
    if not 1 <= wanted <= len(pages):
        return None
    entries = [
        Entry(chapter["key"], chapter["title"], _count(text, chapter["key"]), part)
        for part, page in enumerate(pages, 1)
        for chapter in page
        if not chapter["goes_on"]
    ]
    if len(entries) > ENTRIES:
        entries = [each for each in entries if each.part == wanted]
    return PartShown(pages[wanted - 1], wanted, len(pages), entries)


def _count(text: Mapping[str, Any], key: str) -> int:
    return sum(
        int(each["source_count"])
        for chapter in text["chapters"]
        if chapter["key"] == key
        for each in chapter["statements"]
    )


@dataclass(frozen=True)
class Bar:
    """A row of the table of positions, as the chart macro takes it."""

    name: str
    parts: Sequence[tuple[str, float]]
    numbers: Sequence[int]
    is_part: bool = False


@dataclass(frozen=True)
class Positions:
    """Some rows of the table of positions, the themes that they are of, and how many there are."""

    rows: Sequence[Bar]
    themes: Sequence[Mapping[str, Any]]
    first: int
    count: int

    @property
    def last(self) -> int:
        """The place of the last one shown."""
        return self.first + len(self.themes) - 1


def positions_shown(
    text: Mapping[str, Any], theme: str, start: int, labels: Mapping[str, str]
) -> Positions:
    """The themes from that place on, or those around `theme`, which is shown by category too."""
    every = text["positions"]
    places = {each["key"]: place for place, each in enumerate(every)}
    begin = places.get(theme, start) // ROWS * ROWS
    themes = every[begin : begin + ROWS]
    rows = []
    for each in themes:
        rows.append(bar_of(each["theme"], each["numbers"]))
        if each["key"] == theme:
            rows += [
                bar_of(labels.get(known["place"], ""), known["numbers"], is_part=True)
                for known in each["categories"]
            ]
    return Positions(rows, themes, begin + 1, len(every))


def bar_of(name: str, numbers: Sequence[int], *, is_part: bool = False) -> Bar:
    """For, mixed, against, questions, then the total, of which each is a share."""
    total = max(numbers[-1], sum(numbers[:-1]), 1)
    kinds = ("for", "mixed", "against", "ask")
    parts = [(kind, 100 * number / total) for kind, number in zip(kinds, numbers, strict=False)]
    return Bar(name, parts, numbers, is_part)
