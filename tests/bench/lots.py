"""The built-in draw of lots at the size of a citizens' committee."""

import sys
import time


def report() -> None:
    """Print the figures."""
    from consultation.committees.sortition.stratified import draw, reserve
    from tests.committees.sortition.pools import even_targets, volunteers

    for count, size in ((400, 30), (1_000, 40)):
        pool, targets = volunteers(count, homes=True), even_targets(size)
        start = time.perf_counter()
        panel = draw(pool, targets, "bench")
        reserve(pool, targets, panel, size, "bench")
        seconds = time.perf_counter() - start
        sys.stdout.write(f"lots: {size} among {count}, with a reserve, in {seconds:.2f} s\n")


if __name__ == "__main__":
    report()
