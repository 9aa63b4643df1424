"""`consultation run`: the demo from nothing to a page in the browser, in one command."""

import os
import sqlite3
from pathlib import Path

import click
import pyotp
from flask import Flask

from consultation.core.schema import newest
from consultation.core.settings import Settings
from consultation.serving import is_free, run_group


def run_demo(port: int) -> int:
    """Prepare the demo where it is not, say where to go, then serve until told to stop."""
    if not is_free(port):
        click.echo(f"Port {port} is taken. Choose another: make run PORT={port + 1}", err=True)
        return 1
    os.environ["CONSULTATION_DEMO"] = "1"
    os.environ["CONSULTATION_BASE_URL"] = f"http://127.0.0.1:{port}"
    settings = Settings.from_env(os.environ)
    settings.var.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not _is_ready(settings):
        _prepare(settings)
    _welcome(port, settings.var / "mail")
    return run_group(port)


def _ready_mark(settings: Settings) -> Path:
    return settings.var / "demo-is-loaded"


def _is_ready(settings: Settings) -> bool:
    """The demo was loaded to its end, and the database is at the newest migration.

    Asked of SQLite itself: Alembic takes a second to start, and a second run must be quick.
    """
    path = settings.database_url.removeprefix("sqlite:///")
    if not _ready_mark(settings).exists() or not Path(path).exists():
        return False
    with sqlite3.connect(path) as connection:
        found = connection.execute("select version_num from alembic_version").fetchone()
    return bool(found == (newest(),))


def _prepare(settings: Settings) -> None:
    from consultation.app import create_app
    from consultation.core import migrating
    from consultation.demo.cli import load_demo

    mark = _ready_mark(settings)
    path = Path(settings.database_url.removeprefix("sqlite:///"))
    if path.exists() and not mark.exists():
        click.echo("The last preparation was interrupted: starting it again.", err=True)
        for suffix in ("", "-wal", "-shm"):
            Path(f"{path}{suffix}").unlink(missing_ok=True)
    click.echo("Preparing the database", err=True)
    migrating.upgrade(settings.database_url)
    if not mark.exists():
        click.echo("Loading the demo: 3,500 contributions in the open consultation", err=True)
        app: Flask = create_app(settings)
        with app.app_context(), app.test_request_context():
            load_demo(3500, 1)
        mark.touch()


def _welcome(port: int, mails: Path) -> None:
    """Where to go, and who one can be. The codes of second factors change every 30 seconds."""
    from consultation.demo.plan import DEMO_PASSWORD

    click.echo(
        f"\nConsultation is at http://127.0.0.1:{port} (in English: /en/). Ctrl-C ends it.\n"
    )
    click.echo(f"Demo accounts, all with the password « {DEMO_PASSWORD} »:\n")
    print_codes()
    click.echo("\nA code lives 30 seconds: `consultation codes` prints fresh ones.")
    click.echo(f"Mails are not sent: they are in {mails} and at /administration/courriels.\n")


def print_codes() -> None:
    """The demo's accounts, and the code of each second factor at this moment."""
    from consultation.demo.plan import STAFF
    from consultation.demo.setting import totp_secret

    for account in STAFF:
        code = ""
        if account.needs_second_factor:
            secret = totp_secret(account)
            code = f"code {pyotp.TOTP(secret).now()} now; key {secret}"
        click.echo(f"  {account.duty:<14} {account.email:<34} {code}")
