"""Small categories are merged, so that nobody is known by theirs. Pure."""

from collections.abc import Mapping

LEAST = 5
MERGED = "autres catégories / other categories"


def merged_categories(people: Mapping[int | None, int]) -> frozenset[int | None]:
    """Which categories are written as one, by how many people each has.

    One that has fewer than five is; then, while what is merged is still under five or is a single
    category, which its absence would name, the next smallest joins.
    """
    order = sorted(people, key=lambda each: (people[each], each is None, each or 0))
    merged = [each for each in order if people[each] < LEAST]
    rest = [each for each in order if people[each] >= LEAST]
    while merged and rest and (len(merged) < 2 or sum(people[each] for each in merged) < LEAST):
        merged.append(rest.pop(0))
    return frozenset(merged)
