"""`consultation sortition`: a draw of lots, re-run by whoever wants to see it again."""

import json
import sys
from pathlib import Path
from typing import NoReturn

import click

DIFFERENT, REFUSED = 1, 2


@click.group()
def sortition() -> None:
    """Check a drawing of lots from its record, without a database."""


@sortition.command("verify")
@click.argument("record", type=click.Path(path_type=Path))
def verify_record(record: Path) -> None:
    """Draw again what RECORD tells, in another process, and compare.

    \b
      consultation sortition verify tirage.json

    RECORD is the JSON file that the committee's page offers. Exit status: 0 when the same people
    come out; 1 when something differs, each difference on a line; 2 when the file is no record, or
    its draw cannot be run here (the maximin draw needs the extra `sortition`).
    """
    from consultation.committees.sortition.record import other_versions, verify
    from consultation.committees.sortition.written import UnreadableError

    try:
        given = json.loads(record.read_bytes())
        differences = verify(given)
    except OSError as error:
        _refuse(f"{record}: {error.strerror}.")
    except (UnicodeDecodeError, json.JSONDecodeError):
        _refuse(f"{record}: this is not JSON.")
    except (UnreadableError, RecursionError) as error:
        _refuse(f"{record}: {error}.")
    if differences:
        for each in differences:
            click.echo(f"{each.what}: recorded {each.recorded}, found {each.found}")
        for each in other_versions(given):
            click.echo(f"{each.what} was {each.recorded}, is {each.found} here")
        sys.exit(DIFFERENT)
    panel, reserve = len(given["result"]), len(given["reserve"])
    click.echo(f"The same {panel} people come out, and the same {reserve} in reserve.")


def _refuse(message: str) -> NoReturn:
    click.echo(message, err=True)
    sys.exit(REFUSED)


@click.group()
def committees() -> None:
    """Look after committees' published opinions."""


@committees.command("verify")
@click.argument("slug", required=False)
@click.pass_context
def verify_opinions(context: click.Context, slug: str | None) -> None:
    """Check published opinions: their hash, and their counts from the votes themselves.

    \b
      consultation committees verify comite-citoyen

    Without SLUG, the opinions of all committees. Every ballot that an edition tells of is counted
    again. Exit status: 0 when all is as published; 1 when something differs, each difference on a
    line; 2 when that committee has published nothing.
    """
    from consultation.committees.queries.editions import editions_everywhere
    from consultation.committees.services.verifying import ballot_count, differences

    is_wrong = False
    with context.obj().app_context():
        rows = [
            (committee, edition)
            for committee, edition in editions_everywhere()
            if slug is None or committee.slug == slug
        ]
        if slug is not None and not rows:
            _refuse(f"{slug}: this committee has published no opinion.")
        for committee, edition in rows:
            found = differences(edition)
            name = f"{committee.slug}, edition {edition.number}"
            for each in found:
                click.echo(f"{name}: {each.what}: published {each.published}, found {each.found}")
            if not found:
                click.echo(f"{name}: the hash holds, and so do {ballot_count(edition)} ballots.")
            is_wrong |= bool(found)
    if is_wrong:
        sys.exit(DIFFERENT)
