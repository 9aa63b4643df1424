"""Opinion groups at the size of a large consultation: how long, how much memory, how right."""

import multiprocessing
import resource
import sys
import time

SIZES = ((200, 60, 0.5), (2000, 200, 0.15))
GROUPS = 4


def _measured(people: int, statements: int, share: float) -> tuple[float, float, float]:
    """Seconds, peak memory in MiB, and the adjusted Rand index with what was planted."""
    from sklearn.metrics import adjusted_rand_score

    from consultation.synthesis.groups import find_groups
    from tests.synthesis.planted import planted

    table, truth = planted(1, GROUPS, people, statements, share)
    place = {person: i for i, person in enumerate(table.participants)}
    start = time.perf_counter()
    found = find_groups(table)
    seconds = time.perf_counter() - start
    pairs = [
        (truth[place[person]], group)
        for group, each in enumerate(found.groups)
        for person in each.members
    ]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return seconds, peak, float(adjusted_rand_score(*zip(*pairs, strict=True)))


def report() -> None:
    """Print the figures, each size in a process of its own."""
    context = multiprocessing.get_context("spawn")
    for people, statements, share in SIZES:
        with context.Pool(1) as pool:
            seconds, peak, right = pool.apply(_measured, (people, statements, share))
        sys.stdout.write(
            f"groups: {people} people on {statements} statements, {seconds:.1f} s,"
            f" {peak:.0f} MiB, adjusted Rand index {right:.2f}\n"
        )


if __name__ == "__main__":
    report()
