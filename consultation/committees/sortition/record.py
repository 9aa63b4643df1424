"""The record of a draw: everything that a third party needs to draw the same people again.

**Where the seed comes from.** Nobody may choose it. Before the draw the pool and the targets are
frozen, and their hash (the fingerprint) is published together with a public random event to come:
« les six numéros du tirage du Loto du 3 décembre ». Once it took place, its value is typed in, and
the seed is SHA-256(« fingerprint:value »). Whoever froze could not know the value, whoever types it
can no longer change the pool, and everybody can look the value up. Running twice gives the same.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from consultation.committees.sortition.checking import ImpossibleError
from consultation.committees.sortition.engine import VERSIONS, versions
from consultation.committees.sortition.pool import Pool, Targets, WrongPoolError
from consultation.committees.sortition.process import DrawEndedError, run
from consultation.committees.sortition.written import (
    UnreadableError,
    Written,
    hash_of,
    read_pool,
    read_targets,
    whole,
    write_pool,
    write_targets,
)

FORMAT = "consultation-draw/1"
TEXTS = ("format", "seed", "fingerprint", "hash", "drawn_by", "drawn_at")
LISTS = ("result", "reserve")


@dataclass(frozen=True)
class Plan:
    """What is frozen before the value is known."""

    pool: Pool
    targets: Targets
    reserve: int
    algorithm: str
    source: str
    """The public random event, in words."""

    def written(self) -> Written:
        """The part of the record that stands before the draw."""
        return {
            "format": FORMAT,
            "pool": write_pool(self.pool),
            "targets": write_targets(self.targets),
            "reserve_size": self.reserve,
            "algorithm": {"name": self.algorithm, "version": VERSIONS[self.algorithm]},
            "source": self.source,
        }


def fingerprint_of(plan: Written) -> str:
    """The hash of what is frozen, published before the draw."""
    names = ("format", "pool", "targets", "reserve_size", "algorithm", "source")
    return hash_of({name: plan[name] for name in names})


def normal_value(typed: str) -> str:
    """The value as it is hashed: one space between words, small letters."""
    return " ".join(typed.split()).casefold()


def seed_of(fingerprint: str, value: str) -> str:
    """The seed that the value gives."""
    return hash_of(f"{fingerprint}:{normal_value(value)}")


def job_of(plan: Written, seed: str, chances: int = 0) -> Written:
    """What the other process needs."""
    return {
        "pool": plan["pool"], "targets": plan["targets"], "reserve": plan["reserve_size"],
        "algorithm": plan["algorithm"]["name"], "seed": seed, "chances": chances,
    }  # fmt: skip


def completed(plan: Written, value: str, drawn: Written, *, by: str, at: str) -> Written:
    """The whole record with its hash."""
    fingerprint = fingerprint_of(plan)
    record = {
        **plan, **drawn, "fingerprint": fingerprint, "value": value,
        "seed": seed_of(fingerprint, value), "drawn_by": by, "drawn_at": at,
    }  # fmt: skip
    return {**record, "hash": hash_of(record)}


@dataclass(frozen=True)
class Difference:
    """Something in the record that is not what comes out."""

    what: str
    recorded: str
    found: str


def verify(record: object, rerun: Callable[[Written], Written] = run) -> list[Difference]:
    """Draw again in another process and compare. UnreadableError when it cannot be drawn again."""
    given = _readable(record)
    body = {name: value for name, value in given.items() if name != "hash"}
    fingerprint = fingerprint_of(given)
    pairs = [
        ("hash", given["hash"], hash_of(body)),
        ("fingerprint", given["fingerprint"], fingerprint),
        ("seed", given["seed"], seed_of(given["fingerprint"], given["value"])),
    ]
    try:
        drawn = rerun(job_of(given, given["seed"]))
    except ImpossibleError:
        drawn = {"result": [], "reserve": []}
    except DrawEndedError as error:
        raise UnreadableError(f"the draw cannot be run again here: {error.why}") from error
    found = [Difference(what, was, now) for what, was, now in pairs if was != now]
    return found + [
        difference
        for what in LISTS
        for difference in _compared(what, given[what], drawn[what])
    ]  # fmt: skip


def _compared(what: str, recorded: list[str], found: list[str]) -> list[Difference]:
    if recorded == found:
        return []
    missing = sorted(set(recorded) - set(found))
    more = sorted(set(found) - set(recorded))
    if not missing and not more:
        return [Difference(f"{what} (order)", " ".join(recorded), " ".join(found))]
    return [Difference(what, " ".join(missing) or "-", " ".join(more) or "-")]


def other_versions(record: Written) -> list[Difference]:
    """Software that is not the same here as where the draw was made."""
    here = versions(record["algorithm"]["name"])
    told = record.get("versions") or {}
    return [
        Difference(name, str(told.get(name, "-")), here[name])
        for name in here
        if told.get(name) != here[name]
    ]


def _readable(record: object) -> Written:
    """The record, if it has everything that a draw needs, of the kind that it needs."""
    if not isinstance(record, dict) or record.get("format") != FORMAT:
        raise UnreadableError(f"this is no record of the format {FORMAT}")
    for name in (*TEXTS, "value", "source"):
        if not isinstance(record.get(name), str):
            raise UnreadableError(f"{name}: a text is expected")
    if not re.fullmatch(r"[0-9a-f]{64}", record["seed"]):
        raise UnreadableError("seed: 64 hexadecimal digits are expected")
    for name in LISTS:
        given = record.get(name)
        if not isinstance(given, list) or not all(isinstance(key, str) for key in given):
            raise UnreadableError(f"{name}: a list of keys is expected")
    whole(record.get("reserve_size"), "reserve_size")
    _check_algorithm(record.get("algorithm"))
    try:
        read_pool(record.get("pool")).check(read_targets(record.get("targets")))
    except WrongPoolError as error:
        raise UnreadableError(f"pool: {error}") from error
    return record


def _check_algorithm(given: Any) -> None:
    name = given.get("name") if isinstance(given, dict) else None
    if name not in VERSIONS or given.get("version") != VERSIONS[name]:
        raise UnreadableError("algorithm: neither it nor its version is known here")
