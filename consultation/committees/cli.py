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
