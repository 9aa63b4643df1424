"""A running instance for the browser: its own database and folder, a real server and worker."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Instance:
    """Where it answers, and where its files are."""

    url: str
    var: Path


def free_port() -> int:
    """A port of this machine that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(var: Path, port: int) -> dict[str, str]:
    """The settings of an instance on SQLite."""
    return {
        **os.environ,
        "CONSULTATION_VAR": str(var),
        "CONSULTATION_DATABASE_URL": f"sqlite:///{var / 'consultation.sqlite'}",
        "CONSULTATION_BASE_URL": f"http://127.0.0.1:{port}",
        "CONSULTATION_SECRET_KEY": "a secret long enough for the tests, and for nothing else",
        "CONSULTATION_DEMO": "1",
        "CONSULTATION_NO_RATE_LIMITS": "1",
    }


def command(*words: str) -> list[str]:
    """A `consultation` command."""
    return [sys.executable, "-m", "consultation.cli", *words]


@contextmanager
def instance(var: Path, contributions: int = 400) -> Iterator[Instance]:
    """The demo, served and worked for."""
    port = free_port()
    environ = environment(var, port)
    for words in (
        ("db", "upgrade"),
        ("demo", "--contributions", str(contributions), "--seed", "7"),
    ):
        subprocess.run(command(*words), env=environ, check=True, stdout=subprocess.DEVNULL)
    group = [
        subprocess.Popen(command("serve", "--bind", f"127.0.0.1:{port}"), env=environ),
        subprocess.Popen(command("work"), env=environ),
    ]
    try:
        wait_for(port)
        yield Instance(f"http://127.0.0.1:{port}", var)
    finally:
        for process in group:
            process.send_signal(signal.SIGTERM)
        for process in group:
            process.wait(15)


def wait_for(port: int, seconds: float = 20) -> None:
    """Until something listens there."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise TimeoutError(f"nothing listens on port {port}")
