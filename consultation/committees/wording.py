"""The words of a block of the opinion, and several wordings of it made one. Pure.

`versions.merging` puts texts together word by word; here a title and a text go through it at once,
and who wrote what is kept: a collision names the wordings that fight for the same words.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from consultation.committees.models.opinion import BlockType
from consultation.core.text import is_blank, one_line, tidy
from consultation.versions.merging import Collision, both, merge

MAX_TITLE = 200
MAX_SOURCE = 10_000


@dataclass(frozen=True)
class Wording:
    """A title and a text, as they were typed; a section has no text, a paragraph no title."""

    title: str = ""
    source: str = ""

    @property
    def whole(self) -> str:
        """Title and text together: what a redline compares."""
        return "\n\n".join(part for part in (self.title, self.source) if part)


@dataclass(frozen=True)
class Merger:
    """`wording` is the merger, or None where a person has to write; `both` loses nothing of any."""

    wording: Wording | None
    both: Wording
    collisions: tuple[Collision, ...] = ()


def tidied(kind: BlockType, title: str, source: str) -> Wording:
    """What was typed for such a block, with nothing in it that it does not have."""
    heading = one_line(title) if kind is not BlockType.PARAGRAPH else ""
    return Wording(heading, tidy(source) if kind is not BlockType.SECTION else "")


def is_empty(kind: BlockType, wording: Wording) -> bool:
    """What such a block needs is missing."""
    needs = {
        BlockType.SECTION: (wording.title,),
        BlockType.PARAGRAPH: (wording.source,),
        BlockType.RECOMMENDATION: (wording.title, wording.source),
    }[kind]
    return any(is_blank(text) for text in needs)


def merged(base: Wording, others: Sequence[Wording]) -> Merger:
    """All the changes of `others` to `base`, or where they collide."""
    titles, sources = [each.title for each in others], [each.source for each in others]
    title, source = merge(base.title, titles), merge(base.source, sources)
    whole = None
    if title.text is not None and source.text is not None:
        whole = Wording(title.text, source.text)
    return Merger(
        whole,
        Wording(both(base.title, titles), both(base.source, sources)),
        (*title.collisions, *source.collisions),
    )


@dataclass(frozen=True)
class Clash:
    """Words that several wordings change otherwise. A reading is by the place of its wording in
    the list given; None is the text as it stands."""

    base: str
    readings: tuple[tuple[int | None, str], ...]


@dataclass(frozen=True)
class Gathering:
    """What several amendments make of the text: it, or why a person has to write it."""

    wording: Wording | None
    both: Wording
    clashes: tuple[Clash, ...] = ()


def carried(base: Wording, proposed: Wording, now: Wording) -> Merger:
    """What a wording written upon `base` makes of the text as it stands."""
    return merged(base, [now, proposed])


def gathered(now: Wording, proposals: Sequence[tuple[Wording, Wording]]) -> Gathering:
    """Several (base, proposed) put into the text as it stands, each first by itself."""
    clashes: list[Clash] = []
    texts: list[Wording] = []
    for place, (base, proposed) in enumerate(proposals):
        alone = carried(base, proposed, now)
        clashes += [_clash(each, (None, place)) for each in alone.collisions]
        texts.append(alone.wording or alone.both)
    together = merged(now, texts)
    clashes += [_clash(each, tuple(range(len(texts)))) for each in together.collisions]
    return Gathering(None if clashes else together.wording, together.both, tuple(clashes))


def _clash(collision: Collision, names: Sequence[int | None]) -> Clash:
    return Clash(collision.base, tuple((names[who], words) for who, words in collision.readings))
