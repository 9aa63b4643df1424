"""`consultation synthesis`: what an analyst does from files, without a database."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask

    from consultation.synthesis.groups import Grouping
    from consultation.synthesis.groups.polis_export import PolisExport

REFUSED = 2


@click.group()
def synthesis() -> None:
    """Work on what a consultation received."""


@synthesis.command("groups")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")
@click.option("--show-unstable", is_flag=True, help="Print groups also when they do not hold.")
@click.option("--seed", default=1, show_default=True, help="The same seed gives the same groups.")
def groups(folder: Path, as_json: bool, show_unstable: bool, seed: int) -> None:
    """Find people who vote alike, from FOLDER in the export format of Polis.

    \b
      consultation synthesis groups export/ --json

    FOLDER holds votes.csv or participants-votes.csv, and comments.csv for the texts. Groups are
    printed only if dividing subsamples of 80 % of the people gives the same ones (adjusted Rand
    index of 0.8 or more in the median); otherwise the reason is. Exit status: 0, or 2 when the
    folder cannot be read; the reason is on standard error.
    """
    from consultation.synthesis.groups import find_groups
    from consultation.synthesis.groups.polis_export import UnreadableError, read_polis_export

    if not folder.is_dir():
        _refuse(f"{folder}: there is no such folder.")
    try:
        export = read_polis_export(folder)
    except UnreadableError as error:
        _refuse(str(error))
    found = find_groups(export.table, seed)
    answer = described(found, export, show_groups=found.is_stable or show_unstable)
    if as_json:
        click.echo(json.dumps(answer, ensure_ascii=False, indent=1))
    else:
        _print(answer)


def described(found: "Grouping", export: "PolisExport", *, show_groups: bool) -> dict[str, Any]:
    """The answer as plain values; shares from 0 to 1."""
    stability = found.stability
    return {
        "stable": found.is_stable,
        "reason": found.reason.value,
        "stability": {
            "median": round(stability.median, 4),
            "agreements": [round(each, 4) for each in stability.agreements],
            "silhouette": round(stability.silhouette, 4),
            "silhouette_by_chance": round(stability.chance, 4),
        }
        if stability
        else None,
        "groups": [
            {
                "members": [_name(each) for each in group.members],
                "representative": [
                    {
                        **_statement(export, each.statement, agrees=each.agrees),
                        "count": each.count,
                        "voted": each.voted,
                        "ratio": round(each.ratio, 4),
                        "sure": each.is_sure,
                    }
                    for each in group.representative
                ],
            }
            for group in (found.groups if show_groups else ())
        ],
        "grouped": found.grouped,
        "ungrouped": found.ungrouped,
        "ungrouped_share": round(found.ungrouped_share, 4),
        "across_groups": [
            {
                **_statement(export, each.statement, agrees=each.agrees),
                "share": round(each.probability, 4),
            }
            for each in (found.across_groups if show_groups else ())
        ],
        "majority": [
            {
                **_statement(export, each.statement, agrees=each.agrees),
                "share": round(each.probability, 4),
            }
            for each in found.majority
        ],
    }


def _statement(export: "PolisExport", place: int, *, agrees: bool) -> dict[str, Any]:
    name = export.table.statements[place]
    return {"statement": _name(name), "text": export.texts.get(name, ""), "agrees": agrees}


def _name(text: str) -> int | str:
    """As the export writes it: a number where it is one."""
    return int(text) if text.isdecimal() and text.isascii() and len(text) < 18 else text


REASONS = {
    "too_few_people": "Fewer than 15 people voted: there are no groups to speak of.",
    "too_few_statements": "There are too few statements to divide people by.",
    "no_division": "Nobody stands apart from the others: there are no groups.",
    "unstable": "The groups change with the people who happen to vote: they are not shown.",
    "by_chance": "Votes cast at random would be divided as well: no groups are shown.",
}


def _print(answer: dict[str, Any]) -> None:
    if answer["reason"]:
        click.echo(REASONS[answer["reason"]])
    if answer["stability"]:
        click.echo(f"Agreement of subsamples, median: {answer['stability']['median']:.2f}")
    for number, group in enumerate(answer["groups"], start=1):
        click.echo(f"\nGroup {number}: {len(group['members'])} people")
        for each in group["representative"]:
            side = "agree" if each["agrees"] else "disagree"
            words = each["text"] or f"statement {each['statement']}"
            click.echo(
                f"  {each['count']} of {each['voted']} {side}: {' '.join(words.split())[:90]}"
            )
    click.echo(
        f"\nIn no group: {answer['ungrouped']} of {answer['grouped'] + answer['ungrouped']} people."
    )


def _refuse(reason: str) -> NoReturn:
    click.echo(reason, err=True)
    sys.exit(REFUSED)


@synthesis.command("verify")
@click.argument("what")
@click.option("--edition", type=int, help="An edition by its number; else the last.")
@click.pass_obj
def verify(application: "Callable[[], Flask]", what: str, edition: int | None) -> None:
    """Count a published synthesis again: WHAT is a consultation's SLUG, or an archive file.

    \b
      consultation synthesis verify ia-et-donnees-de-sante
      consultation synthesis verify synthese-1.json

    Every number is recomputed and every link followed. By slug, texts and pages are compared with
    the archive too; what was withdrawn or masked since is told, and is no fault. Exit status: 0, 1
    when something differs, 2 when there is nothing to read.
    """
    path = Path(what)
    app = application()
    with app.app_context(), app.test_request_context():
        is_file = path.is_file()
        found, notes = _verified_file(path) if is_file else _verified_slug(what, edition)
    for each in (*notes, *found):
        click.echo(each)
    click.echo("Everything holds." if not found else f"{len(found)} differences.")
    if found:
        sys.exit(1)


def _verified_file(path: Path) -> tuple[list[str], list[str]]:
    from consultation.synthesis.verifying import differences

    try:
        held = json.loads(path.read_text(encoding="utf-8"))
        archive, sha256 = held["archive"], held["sha256"]
        found = list(differences(archive, sha256))
    except (ValueError, KeyError, TypeError, OSError) as error:
        _refuse(f"{path}: this is no archive of a synthesis ({type(error).__name__}: {error}).")
    return found, [f"edition {archive.get('edition')}, {len(archive['inputs'])} contributions"]


def _verified_slug(slug: str, number: int | None) -> tuple[list[str], list[str]]:
    from sqlalchemy import select

    from consultation.consultations.models import Consultation
    from consultation.core.db import session
    from consultation.synthesis.queries.editions import archived, edition_of, gone_from, known_of
    from consultation.synthesis.verifying import differences

    row = session.scalars(select(Consultation).where(Consultation.slug == slug)).one_or_none()
    edition = edition_of(row.id, number) if row else None
    if row is None or edition is None:
        _refuse(f"{slug}: no synthesis is published there.")
    archive = archived(edition)
    gone = gone_from(edition)
    notes = [
        f"edition {edition.number}, {len(archive['inputs'])} contributions",
        f"{gone} sources are not public any more; their words are not shown",
    ]
    return list(differences(archive, edition.sha256, known_of(row, edition))), notes
