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
@click.pass_context
def main(context: click.Context) -> None:
    """Public consultation of a text, paragraph by paragraph.

    Start with `consultation run`: it prepares a demo and serves it. An operator starts
    `consultation serve` and `consultation work`, after `consultation db upgrade` and
    `consultation admin create`.
    """
    context.obj = application


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
    from consultation.core import schema

    chosen = settings()
    app = create_app(chosen)
    if fault := schema.fault(chosen.database_url):
        click.echo(fault, err=True)
        sys.exit(2)
    return app


@main.group()
def db() -> None:
    """Look after the database."""


@db.command()
def upgrade() -> None:
    """Migrate the database to the newest state. Safe to repeat."""
    from consultation.core import migrating

    chosen = settings()
    chosen.var.mkdir(mode=0o700, parents=True, exist_ok=True)
    migrating.upgrade(chosen.database_url)
    click.echo("The database is up to date.")


@main.command()
@click.option("--bind", help="Address and port; else the configuration's, or 127.0.0.1:5000.")
@click.option(
    "--config",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A gunicorn configuration file, such as deploy/gunicorn.conf.py.",
)
def serve(bind: str | None, config: Path | None) -> None:
    """Serve the pages with gunicorn. Ends on SIGTERM."""
    from consultation.serving import Server

    options = {"bind": bind} if bind else {}
    Server(application, options, config).run()


@main.command()
def work() -> None:
    """Do what waits: mail, imports, openings and closings. Ends on SIGTERM."""
    from consultation.worker import work_until_stopped

    work_until_stopped(application())


@main.command()
@click.option("--contributions", default=3500, show_default=True, help="In the open consultation.")
@click.option("--seed", default=1, show_default=True, help="The same seed gives the same demo.")
def demo(contributions: int, seed: int) -> None:
    """Load the demo: consultations in every phase, invented people, their contributions.

    It wants a database without accounts: `consultation db upgrade` makes one.
    """
    from consultation.demo.cli import is_empty, load_demo

    app = application()
    with app.app_context(), app.test_request_context():
        if not is_empty():
            click.echo("This database already has accounts: the demo is not mixed in.", err=True)
            sys.exit(2)
        load_demo(contributions, seed)
    click.echo("The demo is loaded.")


@main.command()
@click.option("--port", default=5000, show_default=True, help="Where it answers, on this machine.")
def run(port: int) -> None:
    """Prepare the demo if needed, serve it with its worker, and say where to go."""
    from consultation.running import run_demo

    sys.exit(run_demo(port))


@main.command()
def codes() -> None:
    """Print the current second-factor codes of the demo's accounts."""
    from consultation.running import print_codes

    print_codes()


def _add_features() -> None:
    """The commands of the features."""
    from consultation.accounts.cli import admin
    from consultation.committees.cli import committees, sortition
    from consultation.core.journal_cli import journal
    from consultation.exports.cli import export
    from consultation.moderation.cli import moderation
    from consultation.synthesis.cli import synthesis
    from consultation.versions.cli import document

    main.add_command(admin)
    main.add_command(journal)
    main.add_command(document)
    main.add_command(synthesis)
    main.add_command(export)
    main.add_command(moderation)
    main.add_command(sortition)
    main.add_command(committees)


_add_features()

if __name__ == "__main__":
    main()
