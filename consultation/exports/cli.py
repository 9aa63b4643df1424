"""`consultation export …`: the files of the export pages, from the command line."""

import sys
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask

    from consultation.accounts.models import User
    from consultation.consultations.models import Consultation
    from consultation.exports.asked import Filters

REFUSED = 2
CORPUS = ("csv", "json", "xlsx", "qdpx", "qdc")
SYNTHESIS = ("pdf", "docx", "odt", "html", "xlsx", "json")
DATA = {"xlsx": "paper_xlsx", "json": "paper_json"}
"""Of the synthesis: the corpus has the same words."""


@click.group()
def export() -> None:
    """Write the corpus or the synthesis of a consultation to a file.

    The same code as the export pages, with the same rights: each file says who asked for it.
    """


@export.command("corpus")
@click.argument("slug")
@click.option("--by", "email", required=True, metavar="EMAIL", help="Somebody of its team.")
@click.option("--format", "kind", type=click.Choice(CORPUS), default="csv", show_default=True)
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), required=True)
@click.option("--document", default="", metavar="KEY", help="Only what is said of this text.")
@click.option("--kind", "nature", type=click.Choice(["comment", "question", "amendment"]),
              help="Only this kind.")  # fmt: skip
@click.option("--public-only", is_flag=True, help="Without the traces of what is not published.")
@click.option("--comma", is_flag=True, help="CSV parted by commas instead of semicolons.")
@click.option("--names", is_flag=True,
              help="With names: personal data; the journal keeps it.")  # fmt: skip
@click.pass_obj
def corpus(
    application: "Callable[[], Flask]", slug: str, email: str, kind: str, out: Path,
    document: str, nature: str | None, public_only: bool, comma: bool, names: bool,
) -> None:  # fmt: skip
    """Write all contributions of the consultation SLUG.

    \b
      consultation export corpus data-strategy --by odile@example.org --out corpus.csv.zip
      consultation export corpus data-strategy --by odile@example.org --format xlsx --out all.xlsx

    CSV and JSON are zip files with an information page and a data dictionary. Exit status: 0, or 2
    when it is refused; the reason is on standard error.
    """
    from consultation.exports.asked import Filters

    separator = "comma" if comma else "semicolon"
    filters = Filters(document, nature or "", public_only, separator)
    with (app := application()).app_context(), app.test_request_context():
        _write(slug, email, kind, out, filters, None, has_names=names)


@export.command("synthesis")
@click.argument("slug")
@click.option("--by", "email", required=True, metavar="EMAIL", help="Somebody of its team.")
@click.option("--format", "kind", type=click.Choice(SYNTHESIS), default="pdf", show_default=True)
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), required=True)
@click.option("--template", type=click.Path(path_type=Path, dir_okay=False, exists=True),
              help="Your own DOCX: see `consultation export placeholders`.")  # fmt: skip
@click.option("--no-annex", is_flag=True, help="Without the text of each source.")
@click.option("--draft", is_flag=True, help="What is being written, and not the last edition.")
@click.pass_obj
def synthesis(
    application: "Callable[[], Flask]", slug: str, email: str, kind: str, out: Path,
    template: Path | None, no_annex: bool, draft: bool,
) -> None:  # fmt: skip
    """Write the synthesis of the consultation SLUG as a document.

    \b
      consultation export synthesis data-strategy --by odile@example.org --out synthesis.pdf
      consultation export synthesis data-strategy --by odile@example.org --format docx \\
        --template ours.docx --out synthesis.docx

    It is the last published edition; until there is one, the draft. Exit status: 0, or 2 when it
    is refused; the reason is on standard error.
    """
    from consultation.exports.asked import Filters

    if template is not None and kind != "docx":
        raise click.UsageError("A template is of the format docx: say --format docx.")
    content = template.read_bytes() if template else None
    if content is not None:
        _checked(content)
    with (app := application()).app_context(), app.test_request_context():
        filters = Filters(with_annex=not no_annex, is_draft=draft)
        _write(slug, email, DATA.get(kind, kind), out, filters, content)


@export.command("placeholders")
@click.argument("template", required=False, type=click.Path(path_type=Path, dir_okay=False))
def placeholders(template: Path | None) -> None:
    """List what a DOCX template may hold; with TEMPLATE, check one.

    \b
      consultation export placeholders
      consultation export placeholders ours.docx

    Write them as they are, between double braces. Those marked « alone » are replaced by
    paragraphs, tables and headings, in the template's own styles: each stands alone in its
    paragraph. Exit status: 0, or 2 when the template cannot be filled; the reason is on standard
    error.
    """
    from consultation.exports.papers.document import PLACEHOLDERS

    if template is not None:
        if not template.is_file():
            _refuse(f"{template}: there is no such file.")
        for name in _checked(template.read_bytes()):
            click.echo(f"{{{{ {name} }}}}")
        return
    for each in PLACEHOLDERS:
        alone = " (alone)" if each.is_part else ""
        click.echo(f"{{{{ {each.name} }}}}  {each.french} / {each.english}{alone}")


def _checked(content: bytes) -> list[str]:
    from consultation.exports.papers.document import NAMES, PARTS
    from consultation.publishing.template import Fault, TemplateError, checked

    try:
        return checked(content, NAMES, PARTS)
    except TemplateError as error:
        named = ", ".join(f"{{{{ {name} }}}}" for name in error.names)
        _refuse(
            {
                Fault.UNKNOWN: f"Unknown placeholders: {named}. See `consultation export "
                "placeholders`.",
                Fault.MISPLACED: f"These stand alone in a paragraph of the body: {named}.",
                Fault.TOO_LARGE: "The template is over 10 MB, or grows too much once opened.",
                Fault.NOT_DOCX: "This file does not open as a DOCX.",
                Fault.ACTIVE: "The template holds macros, objects or links to other files.",
                Fault.NONE: "The template holds no placeholder, such as {{ synthese }}.",
            }[error.fault]
        )


def _write(
    slug: str, email: str, kind: str, out: Path, filters: "Filters", template: bytes | None, *,
    has_names: bool = False,
) -> None:  # fmt: skip
    from consultation.core.errors import DomainError
    from consultation.exports.models import Format
    from consultation.exports.services.asking import Wanted
    from consultation.exports.services.directly import write_directly

    consultation, person = _found(slug, email)
    wanted = Wanted(Format(kind), filters, has_names, template)
    with _beside(out) as part:
        try:
            count = write_directly(consultation, wanted, part, actor=person)
        except DomainError as error:
            _refuse(str(error))
    click.echo(f"{out}: {count} rows." if kind in CORPUS else f"{out}: {count} sources.", err=True)


@contextmanager
def _beside(out: Path) -> "Iterator[Path]":
    """The file is there whole, or not at all."""
    part = out.with_name(f"{out.name}.part")
    try:
        yield part
        part.replace(out)
    finally:
        part.unlink(missing_ok=True)


def _found(slug: str, email: str) -> "tuple[Consultation, User]":
    from sqlalchemy import select

    from consultation.accounts.models import User
    from consultation.consultations.models import Consultation
    from consultation.core.db import session

    consultation = session.scalars(
        select(Consultation).where(Consultation.slug == slug)
    ).one_or_none()
    person = session.scalars(select(User).where(User.email == email)).one_or_none()
    if consultation is None:
        _refuse(f"No consultation is called {slug}.")
    if person is None:
        _refuse(f"Nobody has the address {email}.")
    return consultation, person


def _refuse(reason: str) -> NoReturn:
    click.echo(reason, err=True)
    sys.exit(REFUSED)
