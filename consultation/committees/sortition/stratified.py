"""The built-in draw: one public order, then everybody who can be taken is taken.

1. Each volunteer's number is SHA-256(« seed:key »), read in hexadecimal; the volunteers stand in
   the order of their numbers. Anybody can work it out again with no software of ours.
2. In that order, a person is drawn exactly if, with those drawn before them, the panel can still be
   completed to its size within every range, with nobody of the same household. Otherwise they are
   passed over, and never again considered.
3. It ends when the panel is full.

It cannot fail half-way: before the first person a panel exists (or the targets are refused), and
each step keeps it so. Whoever was passed over stays impossible, since more people drawn never make
more room: so a kind of people is asked about once, and one draw costs at most one question to the
solver for each person drawn and for each kind of people.

**Chances are unequal.** Everybody has the same chance of standing first; then the ranges decide.
Of a group of n volunteers whose range is minimum..maximum, a person's chance lies between
minimum / n and maximum / n, so that rare profiles are drawn more often than frequent ones. How
much is not a formula: it is estimated by `chances`, from draws with other seeds, and published.
"""

import hashlib
from collections.abc import Sequence
from math import ceil
from typing import TYPE_CHECKING

from consultation.committees.sortition.checking import problems_of, refuse_impossible
from consultation.committees.sortition.pool import Person, Pool, Range, Targets
from consultation.committees.sortition.solving import Programme

if TYPE_CHECKING:
    from consultation.committees.sortition.solving import Counts

NAME = "stratified"
VERSION = 1


def number_of(seed: str, key: str) -> str:
    """The number that decides where a person stands in the order."""
    return hashlib.sha256(f"{seed}:{key}".encode()).hexdigest()


def in_order(seed: str, pool: Pool) -> list[Person]:
    """Everybody in the order of the draw."""
    return sorted(pool.people, key=lambda person: (number_of(seed, person.key), person.key))


def draw(pool: Pool, targets: Targets, seed: str) -> list[Person]:
    """The panel, in the order in which people were drawn. ImpossibleError if there is none."""
    refuse_impossible(pool, targets)
    return Walk(pool, targets).drawn(in_order(seed, pool))


class Walk:
    """Going through the volunteers, always with a panel in sight."""

    def __init__(self, pool: Pool, targets: Targets) -> None:
        self.pool = pool
        self.size = targets.size
        self.programme = Programme(pool, targets)
        self.units = {
            person.key: self.programme.units[self.programme.unit_of(pool, person)]
            for person in pool.people
        }
        self.first = self.programme.panel_with(0 * self.programme.upper)

    def drawn(self, people: Sequence[Person]) -> list[Person]:
        """Everybody who can be drawn, in that order, until the panel is full."""
        taken, sight = 0 * self.programme.upper, self.first
        closed: set[int] = set()
        found: list[Person] = []
        for person in people:
            unit = self.units[person.key]
            if len(found) == self.size or sight is None:
                break
            if unit in closed:
                continue
            if sight[unit] <= taken[unit]:
                other = self._with_one_more(taken, unit)
                if other is None:
                    closed.add(unit)
                    continue
                sight = other
            taken[unit] += 1
            found.append(person)
        return found

    def _with_one_more(self, taken: "Counts", unit: int) -> "Counts | None":
        more = taken.copy()
        more[unit] += 1
        return self.programme.panel_with(more)


def reserve(
    pool: Pool, targets: Targets, panel: Sequence[Person], size: int, seed: str
) -> list[Person]:
    """Those who wait, in the order in which they are called, drawn among who remains.

    The same order and the same rule, with the ranges brought to the size of the reserve: minimums
    rounded down, maximums rounded up, and where too few remain, as many as there are. If no reserve
    meets them, the order alone decides.
    """
    rest = pool.without(panel)
    size = min(size, rest.places)
    if size <= 0:
        return []
    for asked in (_scaled(targets, rest, size), _open(targets, size)):
        if not problems_of(rest, asked):
            return Walk(rest, asked).drawn(in_order(seed, rest))
    return []


def _scaled(targets: Targets, rest: Pool, size: int) -> Targets:
    features = {}
    for name, values in targets.features.items():
        counted = [person.values[name] for person in rest.people]
        features[name] = {
            value: Range(
                min(limits.minimum * size // targets.size, counted.count(value)),
                ceil(limits.maximum * size / targets.size),
            )
            for value, limits in values.items()
        }
    return Targets(size, features)


def _open(targets: Targets, size: int) -> Targets:
    return Targets(
        size,
        {name: dict.fromkeys(values, Range(0, size)) for name, values in targets.features.items()},
    )


def replacement(
    seated: Sequence[Person], waiting: Sequence[Person], targets: Targets
) -> Person | None:
    """Who of the reserve takes a seat that fell free; None if nobody can without breaking a rule.

    Nobody who would bring a value above its maximum, or share a household with who stays. Of the
    others, those who leave the fewest people missing from minimums; and of these, the first.
    """
    homes = {person.household for person in seated if person.household}
    able = [
        person
        for person in waiting
        if person.household not in homes and not _is_above(seated, person, targets)
    ]
    return min(able, key=lambda person: _missing(seated, person, targets), default=None)


def _is_above(seated: Sequence[Person], person: Person, targets: Targets) -> bool:
    return any(
        sum(each.values[name] == person.values[name] for each in seated)
        >= values[person.values[name]].maximum
        for name, values in targets.features.items()
    )


def _missing(seated: Sequence[Person], person: Person, targets: Targets) -> int:
    """How many people minimums still lack with `person` seated."""
    return sum(
        max(0, limits.minimum - sum(each.values[name] == value for each in (*seated, person)))
        for name, values in targets.features.items()
        for value, limits in values.items()
    )
