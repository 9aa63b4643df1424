"""How a text is cut into pages: by section, at most 25 passages each.

A section whose whole subtree holds no more than `PAGE_SIZE` passages is one page, its subsections
shown inside it. A larger one gives a page to its own passages, and one to each subsection in turn;
without passages of its own, its heading stands over the first of them.
Passages that no further heading divides are cut into parts of `PAGE_SIZE`. Linear in the outline.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

PAGE_SIZE = 25


@dataclass
class Part:
    """A heading of the outline, with the passages right under it and its subsections."""

    heading: int
    """Index of the heading among the outline's entries."""
    level: int
    own: list[int] = field(default_factory=list)
    parts: list["Part"] = field(default_factory=list)

    def weight(self) -> int:
        """Passages in the whole subtree."""
        return len(self.own) + sum(part.weight() for part in self.parts)


@dataclass(frozen=True)
class Cut:
    """One page: entries of the outline, in order; `heading` titles it, `above` is its parent."""

    heading: int
    entries: tuple[int, ...]
    part: int = 1
    above: int | None = None


def cut_pages(levels: Sequence[int], size: int = PAGE_SIZE) -> list[Cut]:
    """Cut an outline into pages.

    `levels` has one number an entry: 1 to 6 for a heading, 0 for a passage; the first entry is a
    heading. Each entry lands in exactly one page, in the order of the text.
    """
    if not levels or levels[0] == 0:
        raise ValueError("a text begins with a heading")
    return [cut for part in _tree(levels) for cut in _cut(part, size, None)]


def _tree(levels: Sequence[int]) -> list[Part]:
    roots: list[Part] = []
    open_parts: list[Part] = []
    for index, level in enumerate(levels):
        if level == 0:
            open_parts[-1].own.append(index)
            continue
        while open_parts and open_parts[-1].level >= level:
            open_parts.pop()
        part = Part(index, level)
        (open_parts[-1].parts if open_parts else roots).append(part)
        open_parts.append(part)
    return roots


def _cut(part: Part, size: int, above: int | None, lead: tuple[int, ...] = ()) -> Iterator[Cut]:
    """`lead` holds headings without passages of their own: they open the page that follows."""
    if part.weight() <= size:
        yield Cut(part.heading, (*lead, *_entries(part)), above=above)
        return
    if not part.own:
        lead = (*lead, part.heading)
    for number, at in enumerate(range(0, len(part.own), size), start=1):
        head = (*lead, part.heading) if number == 1 else ()
        yield Cut(part.heading, (*head, *part.own[at : at + size]), part=number, above=above)
        lead = ()
    for child in part.parts:
        yield from _cut(child, size, part.heading, lead)
        lead = ()


def _entries(part: Part) -> Iterator[int]:
    yield part.heading
    yield from part.own
    for child in part.parts:
        yield from _entries(child)
