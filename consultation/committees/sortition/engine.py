"""One draw in a process of its own: a job on standard input, lines of JSON on standard output."""

import json
import os
import platform
import sys
from importlib.metadata import version
from typing import Any

from consultation.committees.sortition import maximin, stratified
from consultation.committees.sortition.chances import by_group, estimated
from consultation.committees.sortition.checking import ImpossibleError
from consultation.committees.sortition.pool import Person, Pool, Targets
from consultation.committees.sortition.solving import TooHardError
from consultation.committees.sortition.written import (
    Written,
    read_pool,
    read_targets,
    write_problems,
)

VERSIONS = {stratified.NAME: stratified.VERSION, maximin.NAME: maximin.VERSION}
PACKAGES = {
    stratified.NAME: ("scipy",),
    maximin.NAME: ("scipy", maximin.PACKAGE, "highspy", "cvxpy"),
}


def work(job: Written, tell: maximin.Tell) -> Written:
    """The panel, the reserve and, if asked, the chances."""
    pool, targets = read_pool(job["pool"]), read_targets(job["targets"])
    seed, draws = job["seed"], job.get("chances", 0)
    tell("draw", 0, 0)
    panel, chances, count = _drawn(pool, targets, job, tell)
    reserve = stratified.reserve(pool, targets, panel, job["reserve"], seed)
    if not chances and draws:
        chances, count = estimated(
            pool, targets, seed, lambda done, total: tell("chances", done, total), draws
        )
    return {
        "result": [person.key for person in panel],
        "reserve": [person.key for person in reserve],
        "chances": by_group(pool, targets, chances) if chances else {},
        "chances_from": count,
        "versions": versions(job["algorithm"]),
    }


def _drawn(
    pool: Pool, targets: Targets, job: Written, tell: maximin.Tell
) -> tuple[list[Person], dict[str, float], int]:
    if job["algorithm"] == maximin.NAME:
        panel, chances = maximin.draw(pool, targets, job["seed"], tell)
        return panel, chances, 0
    return stratified.draw(pool, targets, job["seed"]), {}, 0


def versions(algorithm: str) -> dict[str, str]:
    """What the draw was computed with."""
    found = {name: version(name) for name in PACKAGES[algorithm]}
    return {"python": platform.python_version(), **found}


def answer(job: Written, tell: maximin.Tell) -> dict[str, Any]:
    """What `work` gives, or why there is nothing."""
    if job["algorithm"] == maximin.NAME and not maximin.is_there():
        return {"error": "missing"}
    try:
        return {"drawn": work(job, tell)}
    except ImpossibleError as error:
        return {"problems": write_problems(error.problems)}
    except TooHardError:
        return {"error": "too_hard"}


def main() -> None:
    """Read the job, write what happens, line by line. What a solver prints goes elsewhere."""
    out = os.fdopen(os.dup(sys.stdout.fileno()), "w")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())

    def say(line: dict[str, Any]) -> None:
        out.write(json.dumps(line) + "\n")
        out.flush()

    def tell(stage: str, done: int, total: int) -> None:
        say({"progress": [stage, done, total]})

    say(answer(json.load(sys.stdin), tell))


if __name__ == "__main__":
    main()
