"""Serving: gunicorn with threads, and the demo's process group of one server and one worker."""

import gc
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication
from gunicorn.config import KNOWN_SETTINGS

from consultation.core import affinity
from consultation.core.access_log import DiscreetLogger

DEFAULTS: Mapping[str, Any] = {
    "bind": "127.0.0.1:5000",
    "worker_class": "gthread",
    "workers": 2,
    "threads": 4,
    "preload_app": True,
    "timeout": 60,
    "graceful_timeout": 4,
    "keepalive": 5,
    "limit_request_line": 4094,
    "loglevel": "warning",
    "logger_class": DiscreetLogger,
    "pre_fork": affinity.choose_core,
    "post_fork": affinity.keep_to_core,
}
STOP_SECONDS = 10
COLLECTED_AFTER = 10_000
"""New objects, a few pages' worth."""
SWITCH_SECONDS = 0.0005
"""Whoever holds the turn to write waits no longer for a thread that writes a page: all wait for
them, and each statement of theirs lets go of the interpreter."""


class Server(BaseApplication):  # type: ignore[misc]  # gunicorn carries no types
    """Gunicorn, configured by `DEFAULTS`, then a configuration file, then the command line."""

    def __init__(self, app_of: Any, options: Mapping[str, Any], config: Path | None) -> None:
        self._app_of = app_of
        self._options = options
        self._config = config
        super().__init__()

    def load_config(self) -> None:
        """Later layers win."""
        layers: list[Mapping[str, Any]] = [DEFAULTS]
        if self._config:
            layers.append(_settings_of(self._config))
        layers.append(self._options)
        for layer in layers:
            for name, value in layer.items():
                self.cfg.set(name, value)

    def load(self) -> Flask:
        """The application; with `preload_app` it is built once, before the workers."""
        app: Flask = self._app_of()
        _keep_what_is_loaded()
        sys.setswitchinterval(SWITCH_SECONDS)
        return app


def _keep_what_is_loaded() -> None:
    """What is there once the application is built stays: nobody looks there for garbage again.

    A collection of all of it would hold every request up for a tenth of a second; the small ones
    cost a tenth of a page, and are as well made once in some pages.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(COLLECTED_AFTER, *gc.get_threshold()[1:])


def _settings_of(config: Path) -> dict[str, Any]:
    """What the file sets: the names that gunicorn knows, not the modules that it imports."""
    names: dict[str, Any] = {"__file__": str(config)}
    exec(compile(config.read_text(), str(config), "exec"), names)  # noqa: S102  # the operator's own
    known = {setting.name for setting in KNOWN_SETTINGS}
    return {name: value for name, value in names.items() if name in known}


def run_group(port: int) -> int:
    """Serve and work until one of both ends or somebody says stop; both then end together."""
    environ = {**os.environ, "CONSULTATION_BASE_URL": f"http://127.0.0.1:{port}"}
    command = [sys.executable, "-m", "consultation.cli"]
    group = [
        subprocess.Popen([*command, "serve", "--bind", f"127.0.0.1:{port}"], env=environ),  # noqa: S603
        subprocess.Popen([*command, "work"], env=environ),  # noqa: S603
    ]
    stopping: list[int] = []
    signal.signal(signal.SIGTERM, lambda number, _frame: stopping.append(number))
    signal.signal(signal.SIGINT, lambda number, _frame: stopping.append(number))
    while not stopping and all(process.poll() is None for process in group):
        time.sleep(0.2)
    return 0 if _end(group) and stopping else 1


def _end(group: list["subprocess.Popen[bytes]"]) -> bool:
    """End what still runs, gently first."""
    for process in group:
        if process.poll() is None:
            process.terminate()
    until = time.monotonic() + STOP_SECONDS
    for process in group:
        try:
            process.wait(max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
    return all(process.returncode is not None for process in group)


def is_free(port: int) -> bool:
    """Nobody listens on this port of this machine."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0
