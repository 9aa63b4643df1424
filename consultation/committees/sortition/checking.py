"""Targets that cannot be met are refused, each with what is wrong and what to relax."""

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum

from consultation.committees.sortition.pool import Pool, Targets
from consultation.committees.sortition.solving import Programme, Relaxation


class Fault(StrEnum):
    """What is wrong with targets."""

    UPSIDE_DOWN = "upside_down"
    MINIMUMS = "minimums"
    MAXIMUMS = "maximums"
    POOL = "pool"
    HOUSEHOLDS = "households"
    VALUE = "value"
    TOGETHER = "together"


@dataclass(frozen=True)
class Problem:
    """One thing wrong: of which feature and value, how many are asked, how many there are."""

    fault: Fault
    feature: str = ""
    value: str = ""
    asked: int = 0
    there: int = 0
    relaxations: tuple[Relaxation, ...] = field(default=())


class ImpossibleError(Exception):
    """No panel meets the targets."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(", ".join(problem.fault.value for problem in problems))
        self.problems = problems


def problems_of(pool: Pool, targets: Targets) -> list[Problem]:
    """Everything that makes the targets impossible; empty when a panel exists.

    What is wrong by itself comes first. When each range could be met alone and all of them
    together cannot, the least relaxation is said: the fewest people by which ranges must give way.
    """
    pool.check(targets)
    found = faults_of(targets) + _shortages(pool, targets)
    if found:
        return found
    programme = Programme(pool, targets)
    if programme.panel_with(0 * programme.upper) is not None:
        return []
    relaxations = programme.least_relaxations() or []
    return [Problem(Fault.TOGETHER, relaxations=tuple(relaxations))]


def refuse_impossible(pool: Pool, targets: Targets) -> None:
    """ImpossibleError with everything that is wrong."""
    found = problems_of(pool, targets)
    if found:
        raise ImpossibleError(found)


def faults_of(targets: Targets) -> list[Problem]:
    """What is wrong with targets whoever volunteers."""
    found = []
    for name, values in targets.features.items():
        for value, limits in values.items():
            if not 0 <= limits.minimum <= limits.maximum:
                found.append(
                    Problem(Fault.UPSIDE_DOWN, name, value, limits.minimum, limits.maximum)
                )
        least = sum(limits.minimum for limits in values.values())
        most = sum(limits.maximum for limits in values.values())
        if least > targets.size:
            found.append(Problem(Fault.MINIMUMS, name, asked=least, there=targets.size))
        if most < targets.size:
            found.append(Problem(Fault.MAXIMUMS, name, asked=targets.size, there=most))
    return found


def _shortages(pool: Pool, targets: Targets) -> list[Problem]:
    """Too few volunteers, in all or of one value."""
    found = []
    count = len(pool.people)
    if count < targets.size or not count:
        found.append(Problem(Fault.POOL, asked=targets.size, there=count))
    elif pool.places < targets.size:
        found.append(Problem(Fault.HOUSEHOLDS, asked=targets.size, there=pool.places))
    for name, values in targets.features.items():
        counted = Counter(person.values[name] for person in pool.people)
        found += [
            Problem(Fault.VALUE, name, value, limits.minimum, counted[value])
            for value, limits in values.items()
            if counted[value] < limits.minimum
        ]
    return found
