"""How often a new version's paragraphs are matched rightly, before any hand corrects them.

On an edited copy of each real text: a fifth of the paragraphs with every sixth word changed, 10
moved, 5 split, 5 merged, 5 removed. Right: exactly the true successors; both halves of what was
split, the whole for both that were merged, none for what was removed.
"""

import sys
import time
from random import Random

from consultation.versions.matching import Piece, match
from tests.versions.planted import SAMPLES, TEXTS, pieces_of

SEEDS = range(5)
MOVED, SPLIT, MERGED, REMOVED = 10, 5, 5, 5
REWORDED = 1 / 5
Row = tuple[Piece, set[int]]


def edited(old: list[Piece], words: list[str], rng: Random) -> tuple[list[Piece], list[set[int]]]:
    """The new text, and for each old piece the places of its true successors."""
    passages = [i for i, piece in enumerate(old) if not piece.level and len(piece.words) >= 12]
    rng.shuffle(passages)
    share = min(1.0, len(passages) / 60)
    few = [max(1, int(count * share)) for count in (MOVED, SPLIT, MERGED, REMOVED)]
    moved, split, merged, removed = (
        {passages.pop() for _each in range(count) if passages} for count in few
    )
    rows: list[Row] = []
    for i, piece in enumerate(old):
        if i in merged and rows and not rows[-1][0].level and i - 1 not in merged | split:
            before, origins = rows.pop()
            rows.append((Piece(f"{before.text} {piece.text}"), origins | {i}))
        elif i in split:
            said = piece.text.split()
            halves = said[: len(said) // 2], said[len(said) // 2 :]
            rows += [(Piece(" ".join(half)), {i}) for half in halves]
        elif i not in removed:
            is_reworded = i in passages and rng.random() < REWORDED
            rows.append((_reworded(piece, words, rng) if is_reworded else piece, {i}))
    for i in moved:
        at = next(place for place, row in enumerate(rows) if i in row[1])
        rows.insert(rng.randrange(1, len(rows)), rows.pop(at))
    return [piece for piece, _origins in rows], _truth(rows, len(old))


def _truth(rows: list[Row], count: int) -> list[set[int]]:
    truth: list[set[int]] = [set() for _piece in range(count)]
    for place, (_piece, origins) in enumerate(rows):
        for i in origins:
            truth[i].add(place)
    return truth


def _reworded(piece: Piece, words: list[str], rng: Random) -> Piece:
    """Every sixth word another."""
    said = piece.text.split()
    for place in range(5, len(said), 6):
        said[place] = rng.choice(words)
    return Piece(" ".join(said))


def rightly_matched() -> tuple[int, int, float]:
    """Old paragraphs matched rightly, how many there are, and the seconds it took."""
    right = total = 0
    seconds = 0.0
    for path in SAMPLES or TEXTS:
        old = pieces_of(path)
        words = sorted({word for piece in old for word in piece.text.split() if word.isalpha()})
        for seed in SEEDS:
            new, truth = edited(old, words, Random(seed))  # noqa: S311  # the same each time
            start = time.perf_counter()
            rows = match(old, new).matches
            seconds += time.perf_counter() - start
            for piece, row, expected in zip(old, rows, truth, strict=True):
                if not piece.level:
                    total += 1
                    right += set(row.successors) == expected
    return right, total, seconds


def report() -> None:
    """Print the figure."""
    right, total, seconds = rightly_matched()
    sys.stdout.write(
        f"matching: {100 * right / total:.1f} % of {total} paragraphs rightly matched,"
        f" {seconds:.1f} s\n"
    )


if __name__ == "__main__":
    report()
