"""Invented volunteers and targets."""

import random

from consultation.committees.sortition.pool import Person, Pool, Range, Targets
from consultation.committees.sortition.process import run
from consultation.committees.sortition.record import (
    Plan,
    completed,
    fingerprint_of,
    job_of,
    seed_of,
)
from consultation.committees.sortition.written import Written

AGES = {"15-24": 1, "25-39": 3, "40-64": 5, "65+": 3}
REGIONS = {"nord": 6, "sud": 5, "est": 4, "ouest": 3, "centre": 2, "outre-mer": 1}
GENDERS = {"femme": 1, "homme": 1}
FEATURES = {"âge": AGES, "région": REGIONS, "genre": GENDERS}


def volunteers(count: int, *, seed: int = 1, homes: bool = False) -> Pool:
    """That many people; more of some kinds than of others; some live together."""
    luck = random.Random(seed)  # noqa: S311  # invented people

    def one(number: int) -> Person:
        values = {
            name: luck.choices([*shares], [*shares.values()])[0]
            for name, shares in FEATURES.items()
        }
        home = f"foyer {luck.randrange(count)}" if homes and luck.random() < 0.3 else ""
        return Person(f"p{number:04}", values, home)

    return Pool(tuple(one(number) for number in range(count)))


def even_targets(size: int, slack: int = 1) -> Targets:
    """As many of each value, more or less."""
    return Targets(
        size,
        {
            name: {
                value: Range(max(0, size // len(shares) - slack), size // len(shares) + slack + 1)
                for value in shares
            }
            for name, shares in FEATURES.items()
        },
    )


def plan(count: int, size: int, *, algorithm: str = "stratified", homes: bool = True) -> Plan:
    """A draw that is ready."""
    return Plan(
        volunteers(count, homes=homes), even_targets(size, 2), size // 2, algorithm,
        "Les six numéros du tirage du 3 décembre",
    )  # fmt: skip


def recorded(of: Plan, value: str = "4 8 15 16 23 42") -> Written:
    """The record of that draw."""
    frozen = of.written()
    drawn = run(job_of(frozen, seed_of(fingerprint_of(frozen), value)))
    return completed(frozen, value, drawn, by="7", at="2026-12-03T20:00:00+00:00")
