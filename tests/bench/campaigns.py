"""How campaigns are found among 50,000 texts: recall, precision, seconds, memory of the process."""

import csv
import json
import os
import subprocess
import sys
import time
from pathlib import Path

from tests.moderation.campaigns.planted import Planted, planted, score

COUNT = 50_000
SIZES = (2_000, 1_000, 800, 3_000, 800, 900, 400, 300, 500, 200, 600)
"""Of eleven campaigns, a fifth of all texts."""
FOLDER = Path("var/bench")


def written(among: Planted) -> Path:
    """The texts as an analyst has them: nothing says what each is about."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    path = FOLDER / "campaigns.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        rows = csv.writer(file, delimiter=";")
        rows.writerow(("id", "text"))
        rows.writerows(enumerate(among.texts))
    return path


def grouped(path: Path) -> tuple[list[list[int]], float, float]:
    """The campaigns that the command prints, the seconds and the MiB that it took."""
    words = ["moderation", "campaigns", str(path), "--json"]
    start = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, "-m", "consultation.cli", *words], stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        told = json.load(process.stdout)
        _pid, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    groups = [[int(each) for each in campaign["members"]] for campaign in told["campaigns"]]
    return groups, time.perf_counter() - start, used.ru_maxrss / 1024


def report() -> None:
    """Print the figures."""
    among = planted(COUNT, SIZES, with_passages=False)
    groups, seconds, peak = grouped(written(among))
    seen = score(among.campaign, groups)
    sys.stdout.write(
        f"campaigns: {COUNT} texts in {seconds:.1f} s, {peak:.0f} MiB;"
        f" of pairs recall {seen.pair_recall:.3f} precision {seen.pair_precision:.3f},"
        f" of members recall {seen.member_recall:.3f} precision {seen.member_precision:.3f}\n"
    )


if __name__ == "__main__":
    report()
