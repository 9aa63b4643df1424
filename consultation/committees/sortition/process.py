"""Starting a draw in another process, hearing of its progress, and ending it when asked to."""

import json
import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from typing import Any

from consultation.committees.sortition.checking import ImpossibleError
from consultation.committees.sortition.written import Written, read_problems

SECONDS = 1800.0
BEAT = 1.0
HASH_SEED = "0"
Heard = Callable[[str, int, int], bool]
"""What is done, how far, of how many; at least every other second. False ends the draw."""


class DrawEndedError(Exception):
    """The draw ended without a panel: cancelled, too long, too hard, missing or broken."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def go_on(_stage: str, _done: int, _total: int) -> bool:
    """For whoever does not watch."""
    return True


def run(job: Written, heard: Heard = go_on, seconds: float = SECONDS) -> Written:
    """What the other process drew. ImpossibleError when there is no panel."""
    process = subprocess.Popen(  # our own interpreter and module
        [sys.executable, "-m", "consultation.committees.sortition.engine"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        env={**os.environ, "PYTHONHASHSEED": HASH_SEED, "PYTHONDONTWRITEBYTECODE": "1"},
    )  # fmt: skip
    lines: queue.Queue[str | None] = queue.Queue()
    threading.Thread(target=_converse, args=(process, job, lines), daemon=True).start()
    try:
        last = _listen(lines, heard, time.monotonic() + seconds)
    finally:
        process.kill()
        process.wait()
    if "problems" in last:
        raise ImpossibleError(read_problems(last["problems"]))
    if "drawn" not in last:
        raise DrawEndedError(str(last.get("error", "broken")))
    drawn: Written = last["drawn"]
    return drawn


def _converse(
    process: "subprocess.Popen[str]", job: Written, lines: "queue.Queue[str | None]"
) -> None:
    """Hand the job over and pass on what is said, until the process ends."""
    assert process.stdin is not None and process.stdout is not None  # noqa: S101, PT018  # pipes
    try:
        process.stdin.write(json.dumps(job))
        process.stdin.close()
        for line in process.stdout:
            lines.put(line)
    except (BrokenPipeError, ValueError):
        pass
    lines.put(None)


def _listen(lines: "queue.Queue[str | None]", heard: Heard, until: float) -> dict[str, Any]:
    """The last line, which is no progress."""
    stage: tuple[str, int, int] = ("draw", 0, 0)
    beat = time.monotonic()
    while True:
        try:
            line = lines.get(timeout=BEAT)
        except queue.Empty:
            line = ""
        if line is None:
            return {"error": "broken"}
        said: dict[str, Any] = json.loads(line) if line else {"progress": stage}
        if "progress" not in said:
            return said
        name, done, total = said["progress"]
        stage = (str(name), int(done), int(total))
        if time.monotonic() > until:
            return {"error": "too_long"}
        if time.monotonic() - beat >= BEAT:
            beat = time.monotonic()
            if not heard(*stage):
                return {"error": "cancelled"}
