"""What chance each volunteer had: estimated from other draws, or known from the lottery itself."""

import time
from collections import Counter
from collections.abc import Callable, Mapping

from consultation.committees.sortition.pool import Pool, Targets
from consultation.committees.sortition.stratified import Walk, in_order

DRAWS = 200
SECONDS = 60.0
Chances = dict[str, dict[str, float]]
"""By feature and value: the mean chance of a volunteer of that value, from 0 to 1."""


def estimated(
    pool: Pool, targets: Targets, seed: str, tell: Callable[[int, int], None], draws: int = DRAWS
) -> tuple[dict[str, float], int]:
    """Each volunteer's share of draws with other seeds, and how many draws that was.

    At most `SECONDS`: what the clock leaves undone is not counted.
    """
    walk = Walk(pool, targets)
    counted: Counter[str] = Counter()
    until = time.monotonic() + SECONDS
    done = 0
    while done < draws and time.monotonic() < until:
        people = walk.drawn(in_order(f"{seed}:chances:{done}", pool))
        counted.update(person.key for person in people)
        done += 1
        tell(done, draws)
    return {person.key: counted[person.key] / max(done, 1) for person in pool.people}, done


def by_group(pool: Pool, targets: Targets, chances: Mapping[str, float]) -> Chances:
    """The mean chance in each group."""
    found: Chances = {}
    for name, values in targets.features.items():
        for value in values:
            group = [chances[each.key] for each in pool.people if each.values[name] == value]
            mean = sum(group) / len(group) if group else 0.0
            found.setdefault(name, {})[value] = round(mean, 3)
    return found
