"""The servers that are measured: both under gunicorn, two workers of four threads."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path


def free_port() -> int:
    """A port of this machine that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(command: list[str], port: int, environ: Mapping[str, str]) -> Iterator[int]:
    """A server, up when the block begins and gone after it; gives its process id."""
    process = subprocess.Popen(
        command, env={**os.environ, **environ}, stdout=subprocess.DEVNULL, start_new_session=True
    )
    try:
        _wait(port, process)
        yield process.pid
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)


def _wait(port: int, process: "subprocess.Popen[bytes]") -> None:
    for _try in range(300):
        if process.poll() is not None:
            raise RuntimeError("the server ended at once")
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError("the server never listened")


def peak_mib(parent: int) -> int:
    """The most memory that a worker of the server has held, in MiB."""
    peaks = []
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            text = status.read_text()
        except OSError:
            continue
        fields = dict(line.split(":\t", 1) for line in text.splitlines() if ":\t" in line)
        if int(fields["PPid"]) == parent:
            peaks.append(int(fields["VmHWM"].split()[0]) // 1024)
    return max(peaks, default=0)


def yardstick() -> tuple[list[str], int]:
    """Bare Flask."""
    port = free_port()
    command = [
        sys.executable, "-m", "gunicorn", "--worker-class", "gthread", "--workers", "2",
        "--threads", "4", "--preload", "--keep-alive", "5", "--log-level", "warning",
        "--bind", f"127.0.0.1:{port}", "tests.bench.yardstick:app",
    ]  # fmt: skip
    return command, port


def application() -> tuple[list[str], int]:
    """The application."""
    port = free_port()
    command = [sys.executable, "-m", "consultation.cli", "serve", "--bind", f"127.0.0.1:{port}"]
    return command, port
