"""`consultation document …`: texts, for operators and for tests."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

if TYPE_CHECKING:
    from flask import Flask

    from consultation.documents.parsing.blocks import ParsedDocument

REFUSED = 2


@click.group()
def document() -> None:
    """Look after the texts."""


@document.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--consultation", "slug", metavar="SLUG", help="Where the text goes.")
@click.option("--dry-run", is_flag=True, help="Only say what would be read. Needs no database.")
@click.option("--json", "as_json", is_flag=True, help="Print the outline and the report as JSON.")
@click.option("--split-lists", is_flag=True, help="Make each item of a list a paragraph.")
@click.option("--publish", is_flag=True, help="Publish version 1 at once, without a look.")
@click.option("--title", default="", help="The text's title, instead of the file's own.")
@click.pass_obj
def import_file(
    application: "Callable[[], Flask]",
    file: Path,
    slug: str | None,
    dry_run: bool,
    as_json: bool,
    split_lists: bool,
    publish: bool,
    title: str,
) -> None:
    """Read FILE (DOCX, ODT, Markdown, HTML or PDF) into a draft of a consultation.

    \b
    See what would be read, without any setting nor database:
      consultation document import strategy.docx --dry-run
    Make a draft, to be corrected in the pages and then published:
      consultation document import strategy.docx --consultation data-strategy

    The file is read apart, without network, within 10 seconds and 512 MB. Exit status: 0 when it
    was imported (or could be), 2 when it was refused; the reason is on standard error.
    """
    if not dry_run and not slug:
        raise click.UsageError("Say where the text goes with --consultation, or try --dry-run.")
    if not file.is_file():
        _refuse(f"{file}: there is no such file.")
    parsed = _read(file, split_lists=split_lists, title=title)
    keys: list[str] = []
    if not dry_run:
        with (app := application()).app_context(), app.test_request_context():
            keys = _store(parsed, file, slug or "", is_published=publish)
    _print(parsed, keys, as_json=as_json)
    if not dry_run and not as_json:
        state = "Published" if publish else "Imported as a draft"
        click.echo(f"{state}: {parsed.title}")


def _read(file: Path, *, split_lists: bool, title: str) -> "ParsedDocument":
    """Parse the file, and name it as an import does."""
    from consultation.documents.parsing import Options, Refusal, parse_file
    from consultation.documents.parsing.messages import refusal_message
    from consultation.documents.titles import named

    try:
        parsed = parse_file(file, file.name, Options(split_lists=split_lists))
    except Refusal as refusal:
        _refuse(refusal_message(refusal.code))
    return named(parsed, file.name, title)


def _store(parsed: "ParsedDocument", file: Path, slug: str, *, is_published: bool) -> list[str]:
    """Make the draft, and publish it if asked; the keys of its entries, in order."""
    from sqlalchemy import select

    from consultation.consultations.models import Consultation
    from consultation.core.db import session
    from consultation.core.errors import DomainError
    from consultation.documents.models import Version
    from consultation.documents.queries import entries_of
    from consultation.documents.services.correcting import key_of
    from consultation.documents.services.importing import import_at_once
    from consultation.documents.services.publishing import publish_version

    consultation = session.scalars(
        select(Consultation).where(Consultation.slug == slug)
    ).one_or_none()
    if consultation is None:
        _refuse(f"No consultation stands at {slug!r}.")
    try:
        made = import_at_once(consultation, parsed, file.name, file.read_bytes())
        version = session.scalars(select(Version).where(Version.document_id == made.id)).one()
        if is_published:
            publish_version(version, actor_id=None)
    except DomainError as error:
        _refuse(str(error))
    return [key_of(entry) for entry in entries_of(version.id)]


def _print(parsed: "ParsedDocument", keys: list[str], *, as_json: bool) -> None:
    from consultation.documents.parsing.outline import outline_rows, report_rows

    outline, report = outline_rows(parsed, keys), report_rows(parsed)
    if as_json:
        click.echo(json.dumps({"outline": outline, "report": report}, ensure_ascii=False, indent=1))
        return
    for row in outline:
        click.echo(_line(row))
    for row in report:
        place = f" ({row['place']})" if row["place"] else ""
        click.echo(f"! {row['message']}{place}")


def _line(row: dict[str, Any]) -> str:
    """One block on one line of a terminal."""
    text = " ".join(row["text"].split())
    text = text if len(text) <= 90 else text[:89] + "…"
    if row["level"]:
        return f"{'#' * row['level']} {text}"
    return f"  ¶ {row['number']:<4} {row['kind']:<10} {text}"


def _refuse(reason: str) -> NoReturn:
    click.echo(reason, err=True)
    sys.exit(REFUSED)
