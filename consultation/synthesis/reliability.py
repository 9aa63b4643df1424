"""How far people who coded the same things blindly agree, beyond what chance would give. Pure."""

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence


def krippendorff_alpha(units: Iterable[Sequence[Hashable | None]]) -> float | None:
    """Krippendorff's alpha for nominal values; 1 is agreement, 0 what chance gives, less is worse.

    A unit is what its coders said of it, in any order: any number of them, None for whoever said
    nothing. A unit that fewer than two people coded tells nothing about agreement and is left out.

    With o_cc the pairs of equal values c, each unit of m values counting its m(m - 1) ordered pairs
    as m, n_c how often c was given in the units that count, and n their sum:

        alpha = [(n - 1) Σ o_cc - Σ n_c (n_c - 1)] / [n (n - 1) - Σ n_c (n_c - 1)]

    None where everybody always gave one value, or nothing was coded twice: agreement has nothing to
    be told from then, and calling it perfect would be wrong.

    Source: K. Krippendorff, « Computing Krippendorff's Alpha-Reliability », University of
    Pennsylvania, 2011, section C, nominal data; A. F. Hayes and K. Krippendorff, « Answering the
    Call for a Standard Reliability Measure for Coding Data », Communication Methods and Measures
    1(1), 2007.
    """
    totals: Counter[Hashable] = Counter()
    agreed = 0.0
    for unit in units:
        values = Counter(value for value in unit if value is not None)
        count = values.total()
        if count < 2:
            continue
        totals.update(values)
        agreed += sum(times * (times - 1) for times in values.values()) / (count - 1)
    count = totals.total()
    by_chance = sum(times * (times - 1) for times in totals.values())
    if count * (count - 1) == by_chance:
        return None
    return ((count - 1) * agreed - by_chance) / (count * (count - 1) - by_chance)
