"""`consultation document`: texts, for operators and for tests."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import click
from flask import Flask
from sqlalchemy import select

from consultation.consultations.models import Consultation
from consultation.core import files, i18n
from consultation.core.db import session, transaction
from consultation.core.errors import DomainError
from consultation.documents.models import Version
from consultation.documents.parsing import Options, ParsedDocument, Refusal, parse_file
from consultation.documents.parsing.messages import refusal_message
from consultation.documents.parsing.outline import outline_rows, report_rows
from consultation.documents.queries import entries_of
from consultation.documents.services.importing import store_draft
from consultation.documents.services.publishing import publish_version

REFUSED = 2


@click.group()
def document() -> None:
    """Look after the texts: import a file, look at what is recognised in it."""


@document.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--consultation", "slug", help="The consultation's name in its address.")
@click.option("--dry-run", is_flag=True, help="Read the file and write nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print the outline and the report as JSON.")
@click.option("--split-lists", is_flag=True, help="Each item of a list is a paragraph.")
@click.option("--publish", is_flag=True, help="Publish at once; without it a draft is made.")
@click.pass_obj
def import_file(
    application: Callable[[], Flask], file: Path, slug: str | None, dry_run: bool, as_json: bool,
    split_lists: bool, publish: bool,
) -> None:  # fmt: skip
    """Import FILE (DOCX, ODT, Markdown, HTML or PDF) into a consultation, as a draft to correct.

    \b
    See what would be recognised:  consultation document import text.docx --dry-run
    Import it as a draft:          consultation document import text.docx --consultation SLUG

    Exit status: 0 imported, 2 refused, with the reason on standard error.
    """
    if not dry_run and not slug:
        _refuse("Name the consultation with --consultation, or look with --dry-run.")
    parsed, refusal = _read(file, Options(split_lists))
    if dry_run:
        with _words():
            if refusal is not None:
                _refuse(refusal_message(refusal.code))
            _show(parsed, (), as_json)
        return
    with application().app_context():
        if refusal is not None:
            _refuse(refusal_message(refusal.code))
        keys = _store(file, slug or "", parsed, publish)
        _show(parsed, keys, as_json)


def _read(file: Path, options: Options) -> tuple[ParsedDocument, Refusal | None]:
    try:
        return parse_file(file, file.name, options), None
    except Refusal as refusal:
        return ParsedDocument("", None, ()), refusal


def _words() -> Any:
    """What messages need: a dry run has neither settings nor database."""
    app = Flask("consultation")
    i18n.init_app(app)
    return app.app_context()


def _store(file: Path, slug: str, parsed: ParsedDocument, publish: bool) -> list[str]:
    """Make the draft; the keys of its blocks, in order."""
    try:
        with transaction():
            row = session.scalars(select(Consultation).where(Consultation.slug == slug)).first()
            if row is None:
                _refuse(f"No consultation is called {slug}.")
            original = files.store(
                file.read_bytes(), name=file.name, content_type="application/octet-stream"
            )
            made = store_draft(row, parsed, original=original, actor_id=None)
            version = session.scalars(
                select(Version).where(Version.document_id == made.id).order_by(Version.id.desc())
            ).first()
            if version is None:
                raise LookupError("a draft without a version")
            if publish:
                publish_version(version, actor_id=None)
            entries = entries_of(version.id)
    except DomainError as error:
        _refuse(str(error))
    keys = [entry_key(entry) for entry in entries]
    return keys[len(keys) - len(parsed.blocks) :]


def entry_key(entry: Any) -> str:
    """The lasting key of a heading's section or of a passage's paragraph."""
    owner = getattr(entry, "section", None) if hasattr(entry, "level") else entry.paragraph
    return str(owner.key) if owner is not None else ""


def _show(parsed: ParsedDocument, keys: Any, as_json: bool) -> None:
    outline, report = outline_rows(parsed, keys), report_rows(parsed)
    if as_json:
        click.echo(json.dumps({"outline": outline, "report": report}, ensure_ascii=False, indent=1))
        return
    for row in outline:
        mark = "#" * row["level"] if row["number"] is None else f"¶ {row['number']}"
        words = " ".join(row["text"].split())
        click.echo(f"{mark:<6} {row['key']}  {words[:90]}")
    for line in report:
        click.echo(f"- {line['message']} {line['place']} ({line['count']})", err=True)


def _refuse(reason: str) -> NoReturn:
    click.echo(reason, err=True)
    sys.exit(REFUSED)
