"""`consultation demo`: load the demo."""

import sys
import time

import click
from sqlalchemy import select

from consultation.accounts.models import User
from consultation.core.db import session


class Progress:
    """One line a step on a terminal's own line; plain lines elsewhere."""

    def __init__(self) -> None:
        self.started = time.monotonic()
        self.is_terminal = sys.stderr.isatty()
        self.last = 0.0

    def __call__(self, step: str) -> None:
        at = time.monotonic()
        if not self.is_terminal and at - self.last < 2:
            return
        self.last = at
        end = "\r" if self.is_terminal else "\n"
        click.echo(f"{at - self.started:6.1f} s  {step:<90.90}{end}", nl=False, err=True)

    def done(self) -> None:
        """The last line stays."""
        click.echo("", err=True)


def load_demo(count: int, seed: int) -> None:
    """Load the demo into an empty database, showing how far it is."""
    from consultation.demo.loading import load

    progress = Progress()
    load(count, seed, progress)
    progress.done()


def is_empty() -> bool:
    """Nobody has an account: the database is new."""
    found = session.scalar(select(User.id).limit(1))
    session.rollback()
    return found is None
