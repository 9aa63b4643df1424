"""The heaviest chain: pairs (i, j) that keep the order of both texts, of the greatest weight."""

from collections.abc import Mapping


def heaviest_chain(weights: Mapping[tuple[int, int], float]) -> list[tuple[int, int]]:
    """The pairs, strictly increasing in i and in j, whose weights add up to the most.

    A weighted longest increasing subsequence with a Fenwick tree of maxima (Fenwick 1994):
    O(E log E) for E pairs. Among equals, the pairs that come first win.
    """
    if not weights:
        return []
    size = max(j for _i, j in weights) + 2
    best: list[tuple[float, int]] = [(0.0, -1)] * (size + 1)
    """By prefix of j: the weight of the best chain that ends there, and its last pair."""
    pairs = sorted(weights, key=lambda pair: (pair[0], -pair[1]))
    before: list[int] = []
    top = (0.0, -1)
    for number, (i, j) in enumerate(pairs):
        # Pairs of one i come by falling j, so that none is put behind another of the same i.
        weight, last = _highest(best, j)
        total = (weight + weights[i, j], number)
        before.append(last)
        _raise(best, j + 1, total, size)
        top = max(top, total, key=lambda each: each[0])
    chain: list[tuple[int, int]] = []
    at = top[1]
    while at >= 0:
        chain.append(pairs[at])
        at = before[at]
    return chain[::-1]


def _highest(best: list[tuple[float, int]], place: int) -> tuple[float, int]:
    """The heaviest chain that ends before new piece `place`."""
    found = (0.0, -1)
    while place > 0:
        if best[place][0] > found[0]:
            found = best[place]
        place &= place - 1
    return found


def _raise(best: list[tuple[float, int]], place: int, total: tuple[float, int], size: int) -> None:
    while place <= size:
        if total[0] > best[place][0]:
            best[place] = total
        place += place & -place
