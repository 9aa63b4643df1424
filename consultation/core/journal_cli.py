"""`consultation journal`: check the journal, and take it out."""

import sys
from collections.abc import Callable
from pathlib import Path

import click
from flask import Flask

from consultation.core.clock import now
from consultation.core.journal_check import Fault, FaultKind, Head, entries, verify
from consultation.core.journal_files import FORMATS

BROKEN = 1
NOT_A_HEAD = 2
FAULTS = {
    FaultKind.LINK: "the row before it is not the one that it was written after",
    FaultKind.CONTENT: "what it says is not what its hash was made of",
    FaultKind.HEAD: "a head that was kept names this row, and it is gone or has another hash",
}


class HeadType(click.ParamType[Head]):
    """`ID:HASH`, as `verify` prints it."""

    name = "id:hash"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> Head:
        """Read it, or refuse plainly."""
        try:
            return Head.read(str(value))
        except ValueError:
            self.fail(f"{value} is not a head: verify prints one as ID:HASH.", param, ctx)


@click.group()
def journal() -> None:
    """Check the journal of decisions, and export it."""


@journal.command(name="verify")
@click.option("--head", "heads", type=HeadType(), multiple=True, help="A head that you kept.")
@click.option(
    "--heads", "kept", type=click.Path(dir_okay=False, path_type=Path),
    help="A file of heads: each is checked, and today's is added to it.",
)  # fmt: skip
@click.pass_obj
def verify_command(
    application: Callable[[], Flask], heads: tuple[Head, ...], kept: Path | None
) -> None:
    """Walk the journal and name the first row that does not hold.

    Exit status: 0 when it holds, 1 when it does not, 2 when something could not be read.

    The chain shows a row that was changed, taken out or put in. That the end was cut off, or that
    everything was rewritten, only a head that was kept elsewhere can show: keep the file of
    --heads on another machine. The head of each day is public, too, at /journal.
    """
    before = _kept_heads(kept) if kept else []
    with application().app_context():
        report = verify([*heads, *before], _progress)
    if report.fault:
        click.echo(_words(report.fault), err=True)
        sys.exit(BROKEN)
    click.echo(f"The journal holds: {report.count} acts.")
    if report.head:
        click.echo(f"Head: {report.head}")
        if kept and (not before or before[-1] != report.head):
            with kept.open("a", encoding="utf-8") as file:
                file.write(f"{report.head} {now().isoformat(timespec='seconds')}\n")


@journal.command(name="export")
@click.option("--format", "form", type=click.Choice(sorted(FORMATS)), default="jsonl")
@click.option(
    "--output", type=click.Path(dir_okay=False, path_type=Path), help="Else standard output."
)
@click.pass_obj
def export_command(application: Callable[[], Flask], form: str, output: Path | None) -> None:
    """Write every act as JSON lines, or as CSV, oldest first."""
    with application().app_context():
        lines = FORMATS[form](entries())
        if output is None:
            for line in lines:
                click.echo(line, nl=False)
            return
        with output.open("w", encoding="utf-8", newline="") as file:
            file.writelines(lines)


def _kept_heads(path: Path) -> list[Head]:
    if not path.exists():
        return []
    lines = path.read_text(encoding="utf-8").splitlines()
    try:
        return [Head.read(line.split()[0]) for line in lines if line.strip()]
    except ValueError as error:
        click.echo(f"{path} holds something that is not a head: {error}", err=True)
        sys.exit(NOT_A_HEAD)


def _progress(count: int) -> None:
    if count % 100_000 == 0:
        click.echo(f"{count} acts…", err=True)


def _words(fault: Fault) -> str:
    act = f" ({fault.act})" if fault.act else ""
    return f"Broken at row {fault.entry_id}{act}: {FAULTS[fault.kind]}."
