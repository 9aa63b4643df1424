"""Can these targets be met, and if not, what is the least to relax: whole-number programmes.

People who are alike and share no household are one variable, how many of them are drawn; whoever
shares a household is a variable of their own, 0 or 1. What is asked of a solver is yes or no, and
that answer is exact: the draw does not hang on which of many solutions it shows.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from consultation.committees.sortition.pool import Cell, Person, Pool, Range, Targets

SECONDS = 10.0
if TYPE_CHECKING:
    import numpy as np
    from scipy.optimize import Bounds, LinearConstraint

    Counts = np.ndarray[Any, np.dtype[np.float64]]
    """A number for each variable."""
_OPTIMAL, _INFEASIBLE = 0, 2


class TooHardError(Exception):
    """No answer within the time allowed."""


@dataclass(frozen=True)
class Relaxation:
    """One range that has to give way, and by how much."""

    feature: str
    value: str
    asked: Range
    enough: Range


Unit = tuple[Cell, str]
"""What one variable stands for: a cell of people alone, or one person (their key)."""


class Programme:
    """The variables and constraints of one pool and its targets."""

    def __init__(self, pool: Pool, targets: Targets) -> None:
        self.targets = targets
        self.units: dict[Unit, int] = {}
        upper: list[int] = []
        homes: dict[str, list[int]] = {}
        for person in pool.people:
            unit = self.unit_of(pool, person)
            number = self.units.setdefault(unit, len(self.units))
            if number == len(upper):
                upper.append(0)
            upper[number] += 1
            if unit[1]:
                homes.setdefault(person.household, []).append(number)
        import numpy as np

        self.upper = np.array(upper, dtype=float)
        self._build(homes)

    def unit_of(self, pool: Pool, person: Person) -> Unit:
        """The variable that a person belongs to."""
        alone = person.household not in pool.shared
        return self.targets.cell_of(person), "" if alone else person.key

    def _build(self, homes: Mapping[str, list[int]]) -> None:
        import numpy as np

        count = len(self.units)
        rows = [np.ones(count)]
        low, high = [float(self.targets.size)], [float(self.targets.size)]
        self.ranges: list[tuple[str, str, Range]] = []
        for index, name in enumerate(self.targets.names):
            for value, limits in sorted(self.targets.features[name].items()):
                rows.append(np.array([float(cell[index] == value) for cell, _key in self.units]))
                low.append(limits.minimum)
                high.append(limits.maximum)
                self.ranges.append((name, value, limits))
        for numbers in homes.values():
            row = np.zeros(count)
            row[numbers] = 1
            rows.append(row)
            low.append(0)
            high.append(1)
        self.matrix = np.array(rows)
        self.low, self.high = np.array(low, dtype=float), np.array(high, dtype=float)

    def panel_with(self, taken: "Counts") -> "Counts | None":
        """A panel that has at least `taken` of each variable; None when there is none."""
        import numpy as np
        from scipy.optimize import Bounds, LinearConstraint

        if not len(self.units) or bool((taken > self.upper).any()):
            return None
        return _solved(
            np.zeros(len(self.units)),
            LinearConstraint(self.matrix, self.low, self.high),
            Bounds(taken, self.upper),
        )

    def least_relaxations(self) -> list[Relaxation] | None:
        """The ranges to widen, by as few people in all as can be; None when none would do."""
        import numpy as np
        from scipy.optimize import Bounds, LinearConstraint

        count, many = len(self.units), len(self.ranges)
        slack = np.zeros((len(self.matrix), 2 * many))
        for number in range(many):
            slack[1 + number, 2 * number] = 1
            slack[1 + number, 2 * number + 1] = -1
        found = _solved(
            np.concatenate([np.zeros(count), np.ones(2 * many)]),
            LinearConstraint(np.hstack([self.matrix, slack]), self.low, self.high),
            Bounds(0, np.concatenate([self.upper, np.full(2 * many, float(self.targets.size))])),
        )
        if found is None:
            return None
        wanted = found[count:]
        return [
            Relaxation(name, value, asked, _widened(asked, wanted[2 * n], wanted[2 * n + 1]))
            for n, (name, value, asked) in enumerate(self.ranges)
            if wanted[2 * n] or wanted[2 * n + 1]
        ]


def _widened(asked: Range, under: float, over: float) -> Range:
    return Range(asked.minimum - int(under), asked.maximum + int(over))


def _solved(cost: "Counts", constraints: "LinearConstraint", bounds: "Bounds") -> "Counts | None":
    """The least costly solution in whole numbers; None when there is none at all."""
    import numpy as np
    from scipy.optimize import milp

    answer = milp(
        cost, integrality=np.ones(len(cost)), constraints=constraints, bounds=bounds,
        options={"time_limit": SECONDS},
    )  # fmt: skip
    if answer.status == _INFEASIBLE:
        return None
    if answer.status != _OPTIMAL or answer.x is None:
        raise TooHardError
    return np.asarray(np.rint(answer.x))
