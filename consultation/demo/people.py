"""Fictitious people: a first name and an initial, a pseudonym, sometimes an organisation.

The shares of the categories are those that the demo's home page tells; places and organisations
do not exist.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from pathlib import Path
from random import Random

CATEGORY_WEIGHTS = {
    "public": 42,
    "professionals": 27,
    "patients": 15,
    "research": 7,
    "companies": 4,
    "associations": 3,
    "institutions": 1,
    "other": 1,
}
ORGANISATION_SHARE = {
    "associations": 0.8,
    "institutions": 0.8,
    "companies": 0.7,
    "research": 0.3,
    "professionals": 0.04,
}
PSEUDONYM_SHARE = 0.12
FIRST_NAME_ONLY_SHARE = 0.1
DOCTOR_SHARE = 0.18

INITIALS = "AABBBBCCCCDDDDEFFGGGHHIJKLLLLMMMMNNOPPPPQRRRSSSTTTUVVWYZ"
_CATEGORIES = tuple(CATEGORY_WEIGHTS)
_CUMULATIVE = tuple(accumulate(CATEGORY_WEIGHTS.values()))


@dataclass(frozen=True)
class Person:
    """Somebody who takes part. `gender` is "f", "m", or "" for a pseudonym."""

    display_name: str
    category: str
    gender: str
    organisation: str = ""
    """The name of the body that they speak for, or ""."""


@dataclass(frozen=True)
class Names:
    """What names are made of."""

    women: tuple[str, ...]
    men: tuple[str, ...]
    pseudonyms: tuple[str, ...]
    organisations: dict[str, tuple[str, ...]]
    """By the category that they belong to."""


@cache
def names() -> Names:
    """The lists of `names.toml`, read."""
    told = tomllib.loads(Path(__file__).with_name("names.toml").read_text(encoding="utf-8"))
    return Names(
        women=tuple(told["women"]),
        men=tuple(told["men"]),
        pseudonyms=tuple(told["pseudonyms"]),
        organisations={
            category: tuple(f"{body} {place}" for body in bodies for place in told["places"])
            for category, bodies in told["bodies"].items()
        },
    )


def people(seed: int, count: int) -> list[Person]:
    """`count` people, the same for the same seed; names come back, as they do in life."""
    rng = Random(seed)  # noqa: S311  # no secret depends on it
    return [_person(rng, names()) for _at in range(count)]


def _person(rng: Random, known: Names) -> Person:
    category = rng.choices(_CATEGORIES, cum_weights=_CUMULATIVE)[0]
    organisation = ""
    if rng.random() < ORGANISATION_SHARE.get(category, 0):
        organisation = rng.choice(known.organisations[category])
    if not organisation and rng.random() < PSEUDONYM_SHARE:
        return Person(_pseudonym(rng, known), category, "")
    gender = rng.choice("fm")
    name = rng.choice(known.women if gender == "f" else known.men)
    if organisation or rng.random() >= FIRST_NAME_ONLY_SHARE:
        name = f"{name} {rng.choice(INITIALS)}."
    if category == "professionals" and rng.random() < DOCTOR_SHARE:
        name = f"Dr {name}"
    return Person(name, category, gender, organisation)


def _pseudonym(rng: Random, known: Names) -> str:
    name = rng.choice(known.pseudonyms)
    return f"{name} {rng.randrange(2, 98)}" if rng.random() < 0.4 else name
