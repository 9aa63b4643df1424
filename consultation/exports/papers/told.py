"""A synthesis as it leaves the instance: statements, what they rest on, what became of the rest."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from consultation.publishing.blocks import Block, Words


@dataclass(frozen=True, slots=True)
class Source:
    """A contribution that a statement rests on. One that the public reads no more has no words."""

    number: int
    where: str
    """« ¶ 4, version 2 »."""
    category: str
    stance: str
    is_public: bool
    blocks: tuple[Block, ...] = ()
    themes: str = ""


@dataclass(frozen=True, slots=True)
class Quote:
    """Somebody's own words under a statement; none when they were taken back since."""

    number: int
    words: str


@dataclass(frozen=True, slots=True)
class Opinion:
    """An opinion of a committee, or one of its recommendations, in an edition of it."""

    name: str
    title: str
    committee: str
    edition: int
    address: str


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement, with the numbers of the contributions that it rests on."""

    words: Words
    sources: Sequence[int] = ()
    quotes: Sequence[Quote] = ()
    legends: Sequence[str] = ()
    """What each of its counts is counted among."""
    opinions: Sequence["Opinion"] = ()
    """What committees asked, apart from contributions."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """A heading and its statements; `note` says why there is none."""

    title: str
    statements: Sequence[Statement] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Coverage:
    """What became of every contribution."""

    received: int = 0
    published: int = 0
    read: int = 0
    coded: int = 0
    cited: int = 0
    late: int = 0
    set_aside: Mapping[str, int] = field(default_factory=dict)
    """By the words of the reason."""


@dataclass(frozen=True)
class Told:
    """A whole synthesis."""

    title: str
    consultation: str
    address: str
    language: str
    day: date
    institution: str
    edition: int
    """0 while none is published."""
    coverage: Coverage
    chapters: Sequence[Chapter]
    sources: Sequence[Source]
    """In the order of their numbers; empty when the annex was not asked for."""
    source_count: int
    has_annex: bool
