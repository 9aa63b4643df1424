"""How alike two pieces are, and which pairs are worth asking.

The likeness is Dice's coefficient over multisets of words and pairs of words, each weighted by its
rarity in both texts, log(1 + N / df): « Sans objet » says little, « métrologie » a lot. (Dice 1945;
inverse document frequency: Spärck Jones 1972.) Pairs of words make the order of words count.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from consultation.versions.matching.pieces import Pieces

Gram = tuple[str, ...]
CANDIDATES = 12
"""For each old piece, the new ones that share most with it."""
COMMON = 60
"""A gram in more pieces than that suggests none: it is everywhere."""
NEAR = 6
"""Without any rare word, the neighbours at the same place are asked."""


class Likeness:
    """The weights of the grams of two texts, and what is computed with them."""

    def __init__(self, old: Pieces, new: Pieces) -> None:
        self.old, self.new = old, new
        df = Counter(gram for piece in (*old, *new) for gram in piece.grams)
        total = len(old) + len(new)
        self._weight = {gram: math.log1p(total / count) for gram, count in df.items()}
        self._old_mass = [self.mass(piece.grams) for piece in old]
        self._new_mass = [self.mass(piece.grams) for piece in new]

    def mass(self, grams: Mapping[Gram, int]) -> float:
        """The weight of a multiset of grams."""
        weight = self._weight
        return sum(weight[gram] * count for gram, count in grams.items())

    def common(self, one: "Counter[Gram]", other: "Counter[Gram]") -> float:
        """The weight of what two multisets share."""
        few, many = (one, other) if len(one) <= len(other) else (other, one)
        weight = self._weight
        return sum(
            weight[gram] * min(count, many[gram]) for gram, count in few.items() if gram in many
        )

    def between(self, i: int, j: int) -> float:
        """Old i and new j: 0 nothing in common, 1 the same words in the same order."""
        mass = self._old_mass[i] + self._new_mass[j]
        if not mass:
            return float(self.old[i].folded == self.new[j].folded)
        return 2 * self.common(self.old[i].grams, self.new[j].grams) / mass

    def candidates(self, olds: Iterable[int], news: Iterable[int]) -> dict[tuple[int, int], float]:
        """The likeness of the pairs worth asking: at most `CANDIDATES` for each old piece.

        O(pieces x rare words x `COMMON`) to find them, linear in their words to weigh each.
        """
        news = sorted(news)
        holders: defaultdict[Gram, list[int]] = defaultdict(list)
        for j in news:
            for gram in self.new[j].grams:
                holders[gram].append(j)
        found: dict[tuple[int, int], float] = {}
        for i in olds:
            shared: defaultdict[int, float] = defaultdict(float)
            for gram in self.old[i].grams:
                held = holders.get(gram, ())
                if len(held) <= COMMON:
                    for j in held:
                        shared[j] += self._weight[gram]
            best = sorted(shared, key=lambda j: (-shared[j] / (1 + self._new_mass[j]), j))
            for j in best[:CANDIDATES] or self._at_the_same_place(i, news):
                found[i, j] = self.between(i, j)
        return found

    def _at_the_same_place(self, i: int, news: list[int]) -> list[int]:
        if not news or not self.old:
            return []
        middle = round(i * len(news) / len(self.old))
        return news[max(0, middle - NEAR) : middle + NEAR + 1]
