"""`make bench`: ratios to the yardstick in the same run, at growing sizes.

SIZES=1000,100000 and ONLY=section,post narrow it; SECONDS=3 and ROUNDS=3 set its length;
BENCH_JSON= names a file for the rows. Databases are kept in var/bench for the next run.
"""

import json
import os
import statistics
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.bench import campaigns, exports, groups, lots, matching, papers, suggesting
from tests.bench.cases import CASES, Case, Site, prepared
from tests.bench.load import Measure, load
from tests.bench.servers import application, peak_mib, served, yardstick

SIZES = (1_000, 100_000, 1_000_000)
FOLDER = Path("var/bench")
APART = {
    "matching": matching.report,
    "campaigns": campaigns.report,
    "groups": groups.report,
    "suggesting": suggesting.report,
    "draw": lots.report,
}
"""Calculations of their own, measured without a server."""
LARGE = {"exports": exports.report, "synthesis": papers.report}
"""What is measured on demos of its own sizes."""


def numbers(name: str, default: Sequence[int]) -> list[int]:
    """A list of whole numbers from the environment."""
    given = os.environ.get(name, "")
    return [int(part) for part in given.replace("_", "").split(",") if part] or list(default)


def environment(size: int) -> dict[str, str]:
    """The settings of the measured instance."""
    var = (FOLDER / str(size)).resolve()
    return {
        "CONSULTATION_VAR": str(var),
        "CONSULTATION_DATABASE_URL": f"sqlite:///{var / 'consultation.sqlite'}",
        "CONSULTATION_NO_RATE_LIMITS": "1",
        "CONSULTATION_DEMO": "1",
    }


def ready(size: int) -> Site:
    """The demo of that size, loaded once, and what the cases need of it."""
    environ = environment(size)
    var = Path(environ["CONSULTATION_VAR"])
    var.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "consultation.cli"]
    is_loaded = (var / "loaded").exists()
    if not is_loaded:
        (var / "consultation.sqlite").unlink(missing_ok=True)
    # A demo that was kept may be of an earlier schema.
    steps = [["db", "upgrade"], ["demo", "--contributions", str(size), "--seed", "1"]]
    for words in steps[:1] if is_loaded else steps:
        subprocess.run([*command, *words], env={**os.environ, **environ}, check=True)
    (var / "loaded").touch()
    return prepared(environ)


def probed(cases: Sequence[Case], site: Site, environ: dict[str, str]) -> dict[str, dict[str, int]]:
    """What one visit of each kind costs in statements, asked of a server that counts them."""
    command, port = application()
    costs = {}
    with served(command, port, {**environ, "CONSULTATION_COUNT_QUERIES": "1"}):
        for case in cases:
            seen = load(port, case.requests(site, port), 0.3, connections=1)
            costs[case.name] = {
                "queries": seen.statements,
                "selects": seen.selects,
                "queries_cold": seen.most_statements,
                "selects_cold": seen.most_selects,
            }
    return costs


def rounds(
    case: Case, site: Site, ports: tuple[int, int], seconds: float, count: int
) -> dict[str, Any]:
    """The yardstick and the case in turn; the median of their ratios."""
    bare, port = ports
    request = case.requests(site, port)
    load(port, request, min(1.0, seconds))
    pairs: list[tuple[Measure, Measure]] = []
    for _round in range(count):
        pairs.append((load(bare, bare_request, seconds), load(port, request, seconds)))
    last = pairs[-1][1]
    wrong = {status for _bare, measure in pairs for status in measure.statuses} - {case.status}
    if wrong:
        raise SystemExit(f"{case.name}: answers {wrong} instead of {case.status}")
    times = sorted(time for _bare, measure in pairs for time in measure.times)
    return {
        "name": case.name,
        "size": site.size,
        "ratio": round(statistics.median(measure.rps / base.rps for base, measure in pairs), 4),
        "rps": round(statistics.median(measure.rps for _base, measure in pairs), 1),
        "yardstick_rps": round(statistics.median(base.rps for base, _measure in pairs), 1),
        "p50_ms": round(1000 * times[len(times) // 2], 2),
        "p99_ms": round(1000 * times[int(len(times) * 0.99)], 2),
        "bytes": last.octets,
    }


COLUMNS = (
    "name", "size", "ratio", "rps", "yardstick_rps", "p50_ms", "p99_ms", "queries", "selects",
    "queries_cold", "selects_cold", "bytes", "peak_mib",
)  # fmt: skip


def bare_request() -> bytes:
    """One kilobyte, please."""
    return b"GET / HTTP/1.1\r\nHost: bench\r\nAccept-Encoding: gzip\r\n\r\n"


def main() -> None:
    """Measure everything that was asked for."""
    only = {name for name in os.environ.get("ONLY", "").split(",") if name}
    seconds = float(os.environ.get("SECONDS", "3"))
    count = numbers("ROUNDS", [3])[0]
    rows: list[dict[str, Any]] = []
    _apart(only)
    if only and only <= {*APART, *LARGE}:
        return
    sys.stdout.write("  ".join(f"{column:>13}" for column in COLUMNS) + "\n")
    for size in numbers("SIZES", SIZES):
        site = ready(size)
        bare_command, bare_port = yardstick()
        command, port = application()
        cases = [case for case in CASES if not only or case.name in only]
        costs = probed(cases, site, environment(size))
        with served(bare_command, bare_port, {}), served(command, port, environment(size)) as pid:
            for case in cases:
                row = rounds(case, site, (bare_port, port), seconds, count)
                row |= costs[case.name]
                row["peak_mib"] = peak_mib(pid)
                rows.append(row)
                line = "  ".join(f"{row[column]:>13}" for column in COLUMNS)
                sys.stdout.write(line + "\n")
                sys.stdout.flush()
    _growth(rows)
    if os.environ.get("BENCH_JSON"):
        Path(os.environ["BENCH_JSON"]).write_text(json.dumps(rows, indent=1))


def _apart(only: set[str]) -> None:
    """What is measured without a server."""
    for name, report in APART.items():
        if not only or name in only:
            report()
    for name, large in LARGE.items():
        if not only or name in only:
            large(lambda size: (ready(size), environment(size))[1])


def _growth(rows: list[dict[str, Any]]) -> None:
    """How each median grows from the smallest size to the largest."""
    for name in dict.fromkeys(row["name"] for row in rows):
        own = sorted((row for row in rows if row["name"] == name), key=lambda row: row["size"])
        if len(own) > 1:
            factor = own[-1]["p50_ms"] / own[0]["p50_ms"]
            sys.stdout.write(
                f"{name}: p50 x{factor:.2f} from {own[0]['size']} to {own[-1]['size']}\n"
            )


if __name__ == "__main__":
    main()
