"""Who may be drawn, and what the panel must look like."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

Cell = tuple[str, ...]
"""The values of one person, in the order of the features: people of one cell are alike."""


@dataclass(frozen=True)
class Person:
    """One volunteer: a key that names nobody, a value for each feature, perhaps a household."""

    key: str
    values: Mapping[str, str]
    household: str = ""


@dataclass(frozen=True)
class Range:
    """How many people of one value the panel has, at least and at most."""

    minimum: int
    maximum: int


@dataclass(frozen=True)
class Targets:
    """The size of the panel, and for each value of each feature its range."""

    size: int
    features: Mapping[str, Mapping[str, Range]]

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The features in one order, whatever the order they came in."""
        return tuple(sorted(self.features))

    def cell_of(self, person: Person) -> Cell:
        """What counts of that person."""
        return tuple(person.values[name] for name in self.names)

    def accepts(self, people: Sequence[Person]) -> bool:
        """These people are a panel: as many as asked, each value within its range."""
        if len(people) != self.size or len({person.key for person in people}) != self.size:
            return False
        return all(
            limits.minimum <= counted[value] <= limits.maximum
            for name, values in self.features.items()
            for counted in [Counter(person.values[name] for person in people)]
            for value, limits in values.items()
        )


class WrongPoolError(ValueError):
    """The pool does not fit the targets at all: a value is missing or unknown."""


@dataclass(frozen=True)
class Pool:
    """Everybody who may be drawn. At most one person of a household is."""

    people: tuple[Person, ...]

    def check(self, targets: Targets) -> None:
        """Each key once, each person with a known value for each feature."""
        if len({person.key for person in self.people}) != len(self.people):
            raise WrongPoolError("a key stands twice in the pool")
        for person in self.people:
            for name, values in targets.features.items():
                if person.values.get(name) not in values:
                    raise WrongPoolError(f"{person.key} has no known value for {name}")

    @cached_property
    def shared(self) -> frozenset[str]:
        """Households with several volunteers."""
        counted = Counter(person.household for person in self.people if person.household)
        return frozenset(household for household, count in counted.items() if count > 1)

    @cached_property
    def places(self) -> int:
        """How many people can be drawn at all: one from each household."""
        doubles = sum(person.household in self.shared for person in self.people)
        return len(self.people) - doubles + len(self.shared)

    def without(self, taken: Sequence[Person]) -> "Pool":
        """Who remains once these are drawn, the people of their households left out."""
        keys = {person.key for person in taken}
        homes = {person.household for person in taken if person.household}
        return Pool(
            tuple(
                person
                for person in self.people
                if person.key not in keys and person.household not in homes
            )
        )


def has_one_a_household(people: Sequence[Person]) -> bool:
    """Nobody is drawn together with somebody of their household."""
    homes = [person.household for person in people if person.household]
    return len(homes) == len(set(homes))
