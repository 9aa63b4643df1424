"""Counting among contributions: the same for a draft and for an archive. Pure.

What people said of their own accord is counted, and nothing is weighted: persons, contributions,
and texts, where those of one campaign are one.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from consultation.synthesis.fields import Field, Measure


@dataclass(frozen=True, slots=True)
class Said:
    """A contribution, by what counts; `stance` is its author's, « ask » for a question."""

    key: str
    person: str
    stance: str
    category: str = ""
    campaign: str = ""
    paragraph: str = ""
    section: str = ""


@dataclass(frozen=True, slots=True)
class Coded:
    """A coding that stands: a contribution has a theme; `stance` is the coder's, "" for none."""

    key: str
    contribution: str
    theme: str
    stance: str = ""


@dataclass(frozen=True)
class Corpus:
    """Everything that is counted among."""

    said: Mapping[str, Said]
    codings: Mapping[str, Coded]
    above: Mapping[str, str] = field(default_factory=dict)
    """The theme above each theme of the second level."""

    @cached_property
    def by_theme(self) -> dict[str, list[Coded]]:
        """The codings of each theme, those of the themes under it included."""
        found: dict[str, list[Coded]] = {}
        for coding in self.codings.values():
            for theme in {coding.theme, self.above.get(coding.theme, coding.theme)}:
                found.setdefault(theme, []).append(coding)
        return found


@dataclass(frozen=True)
class Counted:
    """A count, and what it is counted among: None for a whole."""

    value: int
    of: int | None


def count(corpus: Corpus, what: Field, sources: Collection[str] = ()) -> Counted:
    """How many; `sources` are the contributions of the statement where the field stands."""
    wider = what.wider()
    among = None if wider is None else _number(corpus, wider, sources)
    return Counted(_number(corpus, what, sources), among)


def _number(corpus: Corpus, what: Field, sources: Collection[str]) -> int:
    return len({_counted(each, what.measure) for each in _kept(corpus, what, sources)})


def _counted(said: Said, measure: Measure) -> str:
    if measure is Measure.PERSONS:
        return said.person
    if measure is Measure.TEXTS and said.campaign:
        return f"campaign {said.campaign}"
    return said.key


def _kept(corpus: Corpus, what: Field, sources: Collection[str]) -> Iterator[Said]:
    for said, stances in _candidates(corpus, what, sources):
        if (
            (not what.stance or what.stance in stances)
            and what.category in {"", said.category}
            and what.paragraph in {"", said.paragraph}
            and what.section in {"", said.section}
        ):
            yield said


def _candidates(
    corpus: Corpus, what: Field, sources: Collection[str]
) -> Iterable[tuple[Said, Collection[str]]]:
    """Contributions with the positions that they have: on a theme, that of its codings first."""
    if not what.theme:
        keys = sources if what.of_sources else corpus.said
        return ((corpus.said[key], (corpus.said[key].stance,)) for key in keys
                if key in corpus.said)  # fmt: skip
    found: dict[str, set[str]] = {}
    wanted = set(sources)
    for coding in corpus.by_theme.get(what.theme, ()):
        said = corpus.said.get(coding.contribution)
        if said is None or (what.of_sources and said.key not in wanted):
            continue
        found.setdefault(said.key, set()).add(stance_of(coding, said))
    return ((corpus.said[key], stances) for key, stances in found.items())


def stance_of(coding: Coded, said: Said) -> str:
    """A question stays one; else the position that the coder read, else the author's own."""
    return said.stance if said.stance == "ask" else coding.stance or said.stance


STANCES = ("for", "mixed", "against", "ask")
EVERYBODY = ""


@dataclass
class Positions:
    """Of one theme: contributions by position, and how many in all; one may have several."""

    by_stance: dict[str, set[str]] = field(default_factory=dict)
    every: set[str] = field(default_factory=set)

    def add(self, key: str, stance: str) -> None:
        """One contribution has that position."""
        self.every.add(key)
        self.by_stance.setdefault(stance, set()).add(key)

    @property
    def numbers(self) -> list[int]:
        """For, mixed, against, questions; then the total, those without a position included."""
        return [len(self.by_stance.get(each, ())) for each in STANCES] + [len(self.every)]


def positions_of(corpus: Corpus, theme: str) -> dict[str, Positions]:
    """The positions on a theme by category; under « "" », everybody's."""
    found: dict[str, Positions] = {EVERYBODY: Positions()}
    for coding in corpus.by_theme.get(theme, ()):
        said = corpus.said.get(coding.contribution)
        if said is None:
            continue
        stance = stance_of(coding, said)
        found[EVERYBODY].add(said.key, stance)
        if said.category:
            found.setdefault(said.category, Positions()).add(said.key, stance)
    return found
