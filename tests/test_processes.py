"""`consultation serve` and `consultation work`, as an operator's machine starts and stops them."""

import gc
import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest
from flask import Flask
from sqlalchemy import select

from consultation.core import affinity, mail
from consultation.core.db import session, transaction
from consultation.serving import COLLECTED_AFTER, DEFAULTS, STOP_SECONDS, Server, is_free
from tests.support.live import command, environment, free_port, wait_for

DEPLOYED = Path(__file__).parents[1] / "deploy/gunicorn.conf.py"
PATIENCE = 30
"""Seconds that a process may take to be ready on a machine that does much else."""


@pytest.fixture
def environ(real_app: Flask, tmp_path: Path) -> dict[str, str]:
    """The settings of processes on the database of `real_app`, whichever the engine."""
    url = real_app.config["SETTINGS"].database_url
    return {**environment(tmp_path, free_port()), "CONSULTATION_DATABASE_URL": url}


@contextmanager
def started(environ: dict[str, str], *words: str) -> Iterator["subprocess.Popen[str]"]:
    """A `consultation` command that runs; it is gone after the block, whatever happened in it."""
    with subprocess.Popen(
        command(*words), env=environ, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def ended(process: "subprocess.Popen[str]", number: signal.Signals) -> tuple[int, str]:
    """The exit status after a signal, and all that was said; TimeoutExpired when it lingers."""
    process.send_signal(number)
    said, _none = process.communicate(timeout=STOP_SECONDS)
    return process.returncode, said


def until(happened: Callable[[], bool]) -> None:
    last = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < last
        time.sleep(0.05)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_server_answers_and_ends_cleanly_though_a_browser_keeps_its_connection(
    environ: dict[str, str], number: signal.Signals
) -> None:
    port = free_port()
    with started(environ, "serve", "--bind", f"127.0.0.1:{port}") as server:
        wait_for(port, PATIENCE)
        browser = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        for path, status in (("/", 200), ("/en/", 200), ("/consultations/nulle-part", 404)):
            browser.request("GET", path)
            page = browser.getresponse()
            assert page.status == status
            assert b"</html>" in page.read()
        status, said = ended(server, number)
        browser.close()
    assert status == 0, said
    assert "Traceback" not in said
    assert is_free(port)


@pytest.mark.any_engine
def test_the_deployed_configuration_serves_and_logs_no_secret(environ: dict[str, str]) -> None:
    port = free_port()
    deployed = {**environ, "CONSULTATION_BIND": f"127.0.0.1:{port}"}
    with started(deployed, "serve", "--config", str(DEPLOYED)) as server:
        wait_for(port, PATIENCE)
        browser = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        for path in ("/consultations", "/mot-de-passe/s3cret", "/agenda/seances.ics?jeton=s3cret"):
            browser.request("GET", path)
            assert browser.getresponse().read()
        browser.close()
        status, said = ended(server, signal.SIGTERM)
    assert status == 0, said
    assert '"GET /mot-de-passe/[masked]" 410' in said
    assert '"GET /agenda/seances.ics" 404' in said
    assert "s3cret" not in said
    assert "127.0.0.1" not in said


@pytest.mark.any_engine
def test_the_processes_of_a_server_keep_to_cores_of_their_own(environ: dict[str, str]) -> None:
    here = os.sched_getaffinity(0)
    with started(environ, "serve", "--bind", f"127.0.0.1:{(port := free_port())}") as server:
        wait_for(port, PATIENCE)
        children = Path(f"/proc/{server.pid}/task/{server.pid}/children")
        until(lambda: len(children.read_text().split()) == DEFAULTS["workers"])
        until(lambda: all(len(kept) == 1 for kept in _cores_of(children)))
        kept = _cores_of(children)
        assert os.sched_getaffinity(server.pid) == here
    assert len(set.union(*kept)) == min(len(here), DEFAULTS["workers"])


def _cores_of(children: Path) -> list[set[int]]:
    return [os.sched_getaffinity(int(pid)) for pid in children.read_text().split()]


def test_a_process_that_comes_back_gets_the_core_that_is_free() -> None:
    here = sorted(os.sched_getaffinity(0))
    others = {number: SimpleNamespace(core=core) for number, core in enumerate(here[1:])}
    new = SimpleNamespace()
    affinity.choose_core(SimpleNamespace(WORKERS=others), new)
    assert new.core == here[0]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_worker_does_what_waits_and_ends_cleanly(
    environ: dict[str, str], tmp_path: Path, number: signal.Signals
) -> None:
    letter = mail.Email("odile@example.org", "Bonjour", "Bonjour.\n", "<p>Bonjour.</p>", "a.letter")
    with transaction():
        mail.queue_for_each(letter, ["odile@example.org", "ines@example.org"])
    with started(environ, "work") as worker:
        until(lambda: len(list(tmp_path.glob("mail/*.eml"))) == 2)
        status, said = ended(worker, number)
    assert status == 0, said
    assert "Traceback" not in said
    session.rollback()
    assert all(session.scalars(select(mail.OutgoingMail.done_at)).all())


@pytest.mark.parametrize("words", [("serve",), ("work",)])
def test_a_setting_that_makes_no_sense_is_refused_in_one_sentence(
    environ: dict[str, str], words: tuple[str, ...]
) -> None:
    with started({**environ, "CONSULTATION_BASE_URL": "nowhere"}, *words) as process:
        said, _none = process.communicate(timeout=PATIENCE)
    assert process.returncode == 2
    assert said.startswith("CONSULTATION_BASE_URL is 'nowhere'")
    assert len(said.splitlines()) == 1


def test_a_server_looks_no_more_for_garbage_in_what_was_there_when_it_began(app: Flask) -> None:
    before, switching = gc.get_threshold(), sys.getswitchinterval()
    try:
        Server(lambda: app, {}, None).load()
        assert gc.get_freeze_count() > COLLECTED_AFTER
        assert gc.get_threshold()[0] == COLLECTED_AFTER
    finally:
        gc.unfreeze()
        gc.set_threshold(*before)
        sys.setswitchinterval(switching)
