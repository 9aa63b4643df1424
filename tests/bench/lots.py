"""Both draws of lots at the size of a citizens' committee, each with its reserve."""

import sys
import time

SIZES = (("stratified", 400, 30), ("stratified", 1_000, 40), ("maximin", 1_000, 40))


def report() -> None:
    """Draw and draw again, each time in a process of its own; print the figures."""
    from consultation.committees.sortition.record import verify
    from tests.committees.sortition.pools import plan, recorded

    for algorithm, count, size in SIZES:
        of = plan(count, size, algorithm=algorithm)
        start = time.perf_counter()
        record = recorded(of)
        seconds = time.perf_counter() - start
        is_same = "the same people" if verify(record) == [] else "OTHER PEOPLE"
        sys.stdout.write(
            f"draw_{algorithm}: {size} among {count} in {seconds:.2f} s, {is_same} again\n"
        )
        sys.stdout.flush()


if __name__ == "__main__":
    report()
