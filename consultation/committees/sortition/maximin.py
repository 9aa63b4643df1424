"""The maximin draw of the library `sortition-algorithms`: the lowest chance is as high as can be.

It computes a lottery over panels that all meet the targets (Flanigan, Gölz, Gupta, Hennig,
Procaccia, « Fair algorithms for selecting citizens' assemblies », Nature 2021), and one panel of it
is drawn. The library walks through Python sets, whose order hangs on PYTHONHASHSEED: the seed alone
does not reproduce its lottery. So it runs in a process of its own (`process`), where that is fixed.
"""

import csv
import hashlib
import io
from collections.abc import Callable
from importlib.util import find_spec
from typing import Any

from consultation.committees.sortition.checking import ImpossibleError, refuse_impossible
from consultation.committees.sortition.pool import Person, Pool, Targets

NAME = "maximin"
VERSION = 1
NEGLIGIBLE = 1e-5
"""A chance that is a rounding of the solver's."""
PACKAGE = "sortition-algorithms"
Tell = Callable[[str, int, int], None]


def is_there() -> bool:
    """The optional extra `sortition` is installed."""
    return find_spec("sortition_algorithms") is not None


def draw(
    pool: Pool, targets: Targets, seed: str, tell: Tell
) -> tuple[list[Person], dict[str, float]]:
    """The panel, by key, and each volunteer's chance, as the lottery gives it."""
    refuse_impossible(pool, targets)
    from sortition_algorithms.committee_generation import find_distribution_maximin
    from sortition_algorithms.utils import set_random_provider

    set_random_provider(int(hashlib.sha256(seed.encode()).hexdigest()[:12], 16) or 1)
    features, people, address = _loaded(pool, targets)
    panels, chances, _report = find_distribution_maximin(
        features, people, targets.size, address, "highspy", progress_reporter=_Reporter(tell)
    )
    total = sum(chance for chance in chances if chance > NEGLIGIBLE)
    lottery = sorted(
        (sorted(panel), chance / total)
        for panel, chance in zip(panels, chances, strict=True)
        if chance > NEGLIGIBLE
    )
    keys = _one_of(lottery, seed)
    each = {person.key: 0.0 for person in pool.people}
    for panel, chance in lottery:
        for key in panel:
            each[key] += chance
    drawn = sorted((person for person in pool.people if person.key in keys), key=lambda p: p.key)
    if not targets.accepts(drawn):
        raise ImpossibleError([])
    return drawn, each


def _one_of(lottery: list[tuple[list[str], float]], seed: str) -> set[str]:
    """The panel in which SHA-256(« seed:panel »), as a share of one, falls."""
    number = int(hashlib.sha256(f"{seed}:panel".encode()).hexdigest(), 16) / 2**256
    passed = 0.0
    for panel, chance in lottery:
        passed += chance
        if number < passed:
            return set(panel)
    return set(lottery[-1][0])


def _loaded(pool: Pool, targets: Targets) -> tuple[Any, Any, list[str]]:
    """Features and people as the library holds them: words of ours become short codes of theirs."""
    from sortition_algorithms import CSVStringDataSource, SelectionData, Settings

    names = {name: f"f{index}" for index, name in enumerate(targets.names)}
    codes = {
        (name, value): f"v{index}"
        for name in targets.names
        for index, value in enumerate(sorted(targets.features[name]))
    }
    table, rows = io.StringIO(), io.StringIO()
    feature_lines, people_lines = csv.writer(table), csv.writer(rows)
    feature_lines.writerow(["feature", "value", "min", "max"])
    for name, value in codes:
        limits = targets.features[name][value]
        feature_lines.writerow(
            [names[name], codes[name, value], limits.minimum, min(limits.maximum, targets.size)]
        )
    people_lines.writerow(["id", "home", *names.values()])
    for person in sorted(pool.people, key=lambda each: each.key):
        home = person.household if person.household in pool.shared else f"alone-{person.key}"
        people_lines.writerow(
            [person.key, home, *(codes[name, person.values[name]] for name in targets.names)]
        )
    settings = Settings(
        id_column="id", columns_to_keep=["home"], check_same_address=bool(pool.shared),
        check_same_address_columns=["home"] if pool.shared else [], selection_algorithm="maximin",
    )  # fmt: skip
    data = SelectionData(CSVStringDataSource(table.getvalue(), rows.getvalue()))
    features, _report = data.load_features(targets.size)
    people, _report = data.load_people(settings, features)
    return features, people, settings.normalised_address_columns


class _Reporter:
    """The library's progress, told on."""

    def __init__(self, tell: Tell) -> None:
        self.tell = tell
        self.total = 0

    def start_phase(
        self, name: str, total: int | None = None, *, message: str | None = None
    ) -> None:
        self.total = total or 0
        self.tell("lottery", 0, self.total)

    def update(self, current: int, *, message: str | None = None) -> None:
        self.tell("lottery", current, self.total)

    def end_phase(self) -> None:
        """Nothing to say."""
