"""Taking turns to write to SQLite: one at a time, in order, without sleeping.

SQLite lets whoever finds the database busy sleep for longer and longer, so that under load some
wait a second while the disk is idle. Here threads queue on a lock of their process, and processes
on a lock of a file, which the kernel hands on the moment it is free. SQLite's own lock stays the
one that counts: this only decides who waits how.
"""

import fcntl
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine

_threads: dict[str, threading.Lock] = {}
_making = threading.Lock()


@contextmanager
def write_turn(bind: Engine | Connection) -> Iterator[None]:
    """Wait for one's turn to write, where the database is a SQLite file."""
    name = _file_of(bind)
    if not name:
        yield
        return
    with _making:
        lock = _threads.setdefault(name, threading.Lock())
    with lock:
        file = os.open(f"{name}-turn", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield
        finally:
            # Closing the file hands the turn on, whatever happened; so does dying.
            os.close(file)


def _file_of(bind: Engine | Connection) -> str:
    if isinstance(bind, Connection) or bind.dialect.name != "sqlite":
        return ""
    return bind.url.database or ""
