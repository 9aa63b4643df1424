"""Taking turns to write to SQLite: one at a time, in order, without sleeping.

SQLite lets whoever finds the database busy sleep for longer and longer, so that under load some
wait a second while the disk is idle. Here threads queue on a lock of their process, and processes
on a lock of a file, which the kernel hands on the moment it is free. SQLite's own lock stays the
one that counts: this only decides who waits how.

A commit is on the disk before its turn's block is left, whatever is switched off then. The turn is
handed on before: what others commit while the disk is busy goes there together. SQLite itself would
have each commit wait for the disk with the turn in its hand.
"""

import fcntl
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine


class _Log:
    """The log of one database, in which commits follow one another, as this process writes it."""

    def __init__(self, database: str) -> None:
        self.path = f"{database}-wal"
        self.turn = threading.Lock()
        self._disk = threading.Lock()
        self._written = self._kept = 0

    def note(self) -> int:
        """The number of a commit that was just made; the turn is held."""
        self._written += 1
        return self._written

    def keep(self, number: int) -> None:
        """Wait until that commit is on the disk, and with it all that came before."""
        with self._disk:
            if self._kept < number:
                reached = self._written
                _bring_to_disk(self.path)
                self._kept = reached


_logs: dict[str, _Log] = {}
_making = threading.Lock()


class Turn:
    """One's turn to write."""

    has_written = False
    """Something was committed in it."""


@contextmanager
def write_turn(bind: Engine | Connection) -> Iterator[Turn]:
    """Wait for one's turn to write, where the database is a SQLite file; then for the disk."""
    turn, name = Turn(), _file_of(bind)
    if not name:
        yield turn
        return
    with _making:
        log = _logs.setdefault(name, _Log(name))
    number = 0
    with log.turn:
        file = os.open(f"{name}-turn", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield turn
            number = log.note() if turn.has_written else 0
        finally:
            # Closing the file hands the turn on, whatever happened; so does dying.
            os.close(file)
    if number:
        log.keep(number)


def _bring_to_disk(path: str) -> None:
    try:
        file = os.open(path, os.O_RDONLY)
    except FileNotFoundError:
        # SQLite moved all of it into the database, and waited for the disk before it let it go.
        return
    try:
        os.fdatasync(file)
    finally:
        os.close(file)


def _file_of(bind: Engine | Connection) -> str:
    if isinstance(bind, Connection) or bind.dialect.name != "sqlite":
        return ""
    return bind.url.database or ""
