"""How far people who coded the same things blindly agree, beyond what chance would give. Pure."""

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence

RESAMPLES = 1_000
SEED = 0
"""The same readings give the same interval."""
LOW, HIGH = 2.5, 97.5

Decisions = tuple[int, int, int]
"""Of one contribution: how many themes both people gave it, one alone, and neither."""


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


def alpha_intervals(
    measures: Sequence[Sequence[Decisions]],
) -> list[tuple[float, float] | None]:
    """Between which values alpha lies in 95 of 100 samples like this one, for the yes or no of two.

    Each measure (a theme, or all of them) says of the same contributions, in the same order, what
    was decided. The contributions are drawn anew with replacement a thousand times, each with all
    its decisions, since those about one text hang together; alpha is calculated for each draw, and
    the lowest and the highest 2.5 % are left out. With a, b and c the decisions of a draw that both
    said yes to, that one did, and that none did, n = 2 (a + b + c), m = 2 a + b and k = 2 c + b:

        alpha = [2 (n - 1) (a + c) - m (m - 1) - k (k - 1)] / [n (n - 1) - m (m - 1) - k (k - 1)]

    None where half of the draws leave nothing to tell agreement from.

    Source: B. Efron and R. J. Tibshirani, « An Introduction to the Bootstrap », 1993, section 13.3,
    the percentile interval; Hayes and Krippendorff, 2007, ask for a bootstrap of alpha.
    """
    import numpy as np

    count = len(measures[0]) if measures else 0
    if count < 2:
        return [None] * len(measures)
    rng = np.random.default_rng(SEED)
    drawn = rng.multinomial(count, [1 / count] * count, size=RESAMPLES).astype(float)
    both, one, none = np.moveaxis(drawn @ np.array(measures, dtype=float), -1, 0)
    total, yes, no = 2 * (both + one + none), 2 * both + one, 2 * none + one
    by_chance = yes * (yes - 1) + no * (no - 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        alphas = ((total - 1) * 2 * (both + none) - by_chance) / (total * (total - 1) - by_chance)
    found: list[tuple[float, float] | None] = []
    for row in alphas:
        told = row[np.isfinite(row)]
        ends = np.percentile(told, [LOW, HIGH]) if len(told) > RESAMPLES / 2 else None
        found.append(None if ends is None else (float(ends[0]), float(ends[1])))
    return found
