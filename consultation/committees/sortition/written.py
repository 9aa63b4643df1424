"""Pools, targets and problems as JSON, and back; reading forgives nothing."""

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from consultation.committees.sortition.checking import Fault, Problem
from consultation.committees.sortition.pool import Person, Pool, Range, Targets
from consultation.committees.sortition.solving import Relaxation

Written = dict[str, Any]
MOST = 100_000


class UnreadableError(ValueError):
    """This is not what it should be; the message says where."""


def canonical(value: object) -> str:
    """The one way to write it: sorted names, no spaces, plain characters."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True)


def hash_of(value: object) -> str:
    """SHA-256 of the canonical form."""
    return hashlib.sha256(canonical(value).encode()).hexdigest()


def write_pool(pool: Pool) -> list[Written]:
    """Keys, values and, where it is shared, the household: no name, no address."""
    return [
        {"key": person.key, "values": dict(person.values)}
        | ({"household": person.household} if person.household in pool.shared else {})
        for person in sorted(pool.people, key=lambda each: each.key)
    ]


def write_targets(targets: Targets) -> Written:
    """The size and the ranges."""
    return {
        "size": targets.size,
        "features": {
            name: {
                value: {"minimum": limits.minimum, "maximum": limits.maximum}
                for value, limits in values.items()
            }
            for name, values in targets.features.items()
        },
    }


def read_pool(given: object) -> Pool:
    """The pool that `write_pool` wrote."""
    if not isinstance(given, list):
        raise UnreadableError("pool: a list is expected")
    return Pool(tuple(_person(each, number) for number, each in enumerate(given)))


def _person(given: object, number: int) -> Person:
    if not isinstance(given, dict):
        raise UnreadableError(f"pool, entry {number}: an object is expected")
    key, values, household = given.get("key"), given.get("values"), given.get("household", "")
    if not (isinstance(key, str) and key and isinstance(household, str)):
        raise UnreadableError(f"pool, entry {number}: key and household are texts")
    if not isinstance(values, dict) or not all(isinstance(each, str) for each in values.values()):
        raise UnreadableError(f"pool, entry {number}: values are texts")
    return Person(key, values, household)


def read_targets(given: object) -> Targets:
    """The targets that `write_targets` wrote."""
    if not isinstance(given, dict) or not isinstance(given.get("features"), dict):
        raise UnreadableError("targets: size and features are expected")
    features = {}
    for name, values in given["features"].items():
        if not isinstance(values, dict) or not values:
            raise UnreadableError(f"targets, {name}: its values are expected")
        features[name] = {value: _range(limits, name) for value, limits in values.items()}
    return Targets(whole(given.get("size"), "targets, size"), features)


def _range(given: object, name: str) -> Range:
    if not isinstance(given, dict):
        raise UnreadableError(f"targets, {name}: minimum and maximum are expected")
    return Range(
        whole(given.get("minimum"), f"targets, {name}"),
        whole(given.get("maximum"), f"targets, {name}"),
    )


def whole(given: object, where: str) -> int:
    """A whole number that can be meant."""
    if not isinstance(given, int) or isinstance(given, bool) or not 0 <= given <= MOST:
        raise UnreadableError(f"{where}: a whole number from 0 to {MOST} is expected")
    return given


def write_problems(problems: Sequence[Problem]) -> list[Written]:
    """Problems, for another process."""
    return [
        {
            "fault": each.fault.value,
            "feature": each.feature,
            "value": each.value,
            "asked": each.asked,
            "there": each.there,
            "relaxations": [
                [one.feature, one.value, one.asked.minimum, one.asked.maximum,
                 one.enough.minimum, one.enough.maximum]
                for one in each.relaxations
            ],
        }
        for each in problems
    ]  # fmt: skip


def read_problems(given: list[Written]) -> list[Problem]:
    """The problems that `write_problems` wrote."""
    return [
        Problem(
            Fault(each["fault"]), each["feature"], each["value"], each["asked"], each["there"],
            tuple(
                Relaxation(name, value, Range(low, high), Range(least, most))
                for name, value, low, high, least, most in each["relaxations"]
            ),
        )
        for each in given
    ]  # fmt: skip
