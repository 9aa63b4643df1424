"""A server and a worker killed in the middle of writing: every receipt given is there."""

import http.client
import os
import signal
import subprocess
import threading
import urllib.parse
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from tests.bench.cases import Site, post, prepared
from tests.support.live import command, environment, free_port, wait_for

WRITES = 200


class Writer(threading.Thread):
    """Posts until the server is gone, and keeps the keys of what it was told is published."""

    def __init__(self, site: Site, port: int) -> None:
        super().__init__(daemon=True)
        self.request = post(site, port)
        self.port = port
        self.published: list[str] = []

    def run(self) -> None:
        for _write in range(WRITES):
            head, body = self.request().decode().split("\r\n\r\n", 1)
            lines = head.split("\r\n")
            headers = dict(line.split(": ", 1) for line in lines[1:])
            try:
                connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
                connection.request("POST", lines[0].split()[1], body, headers)
                answer = connection.getresponse()
            except (OSError, http.client.HTTPException):
                return
            query = urllib.parse.urlsplit(answer.getheader("Location", "")).query
            self.published += urllib.parse.parse_qs(query).get("c", [])


@pytest.fixture
def instance_folder(tmp_path: Path) -> Path:
    """A loaded demo."""
    environ = environment(tmp_path, 1)
    for words in (("db", "upgrade"), ("demo", "--contributions", "60", "--seed", "3")):
        subprocess.run(command(*words), env=environ, check=True, capture_output=True)
    return tmp_path


@pytest.mark.engine
def test_case_40_a_killed_server_and_worker_lose_nothing_that_was_acknowledged(
    instance_folder: Path,
) -> None:
    port = free_port()
    environ = environment(instance_folder, port)
    site = prepared(environ)
    group = [
        subprocess.Popen(words, env=environ, start_new_session=True)
        for words in (command("serve", "--bind", f"127.0.0.1:{port}"), command("work"))
    ]
    wait_for(port)
    writers = [Writer(site, port) for _number in range(4)]
    for writer in writers:
        writer.start()
    while sum(len(writer.published) for writer in writers) < WRITES // 2:
        assert any(writer.is_alive() for writer in writers)
        writers[0].join(0.05)
    for process in group:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    for writer in writers:
        writer.join(20)

    published = [key for writer in writers for key in writer.published]
    assert len(published) >= WRITES // 2
    engine = create_engine(environ["CONSULTATION_DATABASE_URL"])
    with engine.connect() as connection:
        stored = set(connection.scalars(text("select key from contribution")))
        assert set(published) <= stored
        assert connection.scalar(text("pragma integrity_check")) == "ok"
        assert not connection.execute(text("pragma foreign_key_check")).all()
        broken = text(
            "select count(*) from contribution c left join revision r"
            " on r.contribution_id = c.id and r.number = c.revision where r.number is null"
        )
        assert connection.scalar(broken) == 0
        counted, kept = connection.execute(
            text(
                "select (select sum(contribution_count) from consultation), (select count(*)"
                " from contribution where parent_id is null and state = 'published')"
            )
        ).one()
        assert counted == kept
        receipts = text("select count(*) from outgoing_mail where kind like 'contributions.%'")
        mails = connection.scalar(receipts)
    engine.dispose()
    assert mails is not None
    assert mails >= len(published), "a receipt is a row of the same transaction"
    assert _sent_after_a_restart(environ, instance_folder) >= len(published)


def _sent_after_a_restart(environ: dict[str, str], folder: Path) -> int:
    """A new worker, once leases are over, sends what was left."""
    engine = create_engine(environ["CONSULTATION_DATABASE_URL"])
    with engine.begin() as connection:
        connection.execute(text("update outgoing_mail set lease_until = null"))
    worker = subprocess.Popen(command("work"), env=environ)
    waiting = text("select count(*) from outgoing_mail where done_at is null")
    for _try in range(1200):
        with engine.connect() as connection:
            left = connection.scalar(waiting)
        if left == 0:
            break
        threading.Event().wait(0.1)
    worker.terminate()
    worker.wait(15)
    engine.dispose()
    assert left == 0
    return len(list((folder / "mail").glob("*.eml")))
