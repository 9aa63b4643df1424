"""`consultation`: the one command of the instance."""

import os
import sys
from pathlib import Path

import click
from flask import Flask

from consultation.core.settings import Settings, SettingsError


@click.group(
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Settings are environment variables, CONSULTATION_…: deploy/env.example lists them.",
)
def main() -> None:
    """Public consultation of a text, paragraph by paragraph.

    Start with `consultation run`: it prepares a demo and serves it. An operator starts
    `consultation serve` and `consultation work`, after `consultation db upgrade` and
    `consultation admin create`.
    """


def settings() -> Settings:
    """The settings of this process, or a plain refusal."""
    try:
        return Settings.from_env(os.environ)
    except SettingsError as error:
        click.echo(str(error), err=True)
        sys.exit(2)


def application() -> Flask:
    """The application of this process. Built on demand: `--help` needs none."""
    from consultation.app import create_app

    return create_app(settings())


@main.group()
def db() -> None:
    """Look after the database."""


@db.command()
def upgrade() -> None:
    """Migrate the database to the newest state. Safe to repeat."""
    from consultation.core import migrating

    chosen = settings()
    chosen.var.mkdir(parents=True, exist_ok=True)
    migrating.upgrade(chosen.database_url)
    click.echo("The database is up to date.")


@main.command()
@click.option("--bind", default="127.0.0.1:5000", show_default=True, help="Address and port.")
@click.option(
    "--config",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A gunicorn configuration file, such as deploy/gunicorn.conf.py.",
)
def serve(bind: str, config: Path | None) -> None:
    """Serve the pages with gunicorn. Ends on SIGTERM."""
    from consultation.serving import Server

    options = {"bind": bind} if config is None else {}
    Server(application, options, config).run()


@main.command()
def work() -> None:
    """Do what waits: mail, imports, openings and closings. Ends on SIGTERM."""
    from consultation.worker import work_until_stopped

    work_until_stopped(application())


if __name__ == "__main__":
    main()
