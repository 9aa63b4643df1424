"""Suggested themes at the size of a large consultation: how fast they are learnt and given."""

import sys
import time

CODINGS, TEXTS = 5_000, 20_000


def report() -> None:
    """Print the figures."""
    from consultation.demo.speech import speeches
    from consultation.synthesis.suggesting import Suggester

    said = [(speech.body, [speech.theme]) for seed in range(1, 5) for speech in speeches(seed)]
    start = time.perf_counter()
    suggester = Suggester.learn(said[:CODINGS])
    learnt = time.perf_counter() - start
    assert suggester is not None
    texts = [body for body, _themes in said[CODINGS : CODINGS + TEXTS]]
    start = time.perf_counter()
    suggester.suggest(texts)
    given = time.perf_counter() - start
    sys.stdout.write(
        f"suggesting: learnt from {CODINGS} codings in {learnt:.1f} s,"
        f" {len(texts) / given:.0f} contributions/s\n"
    )


if __name__ == "__main__":
    report()
