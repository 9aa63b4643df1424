"""`consultation moderation`: what an analyst does with contributions, without a database."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from consultation.moderation.campaigns.grouping import Group

REFUSED = 2
WIDTH = 90


@click.group()
def moderation() -> None:
    """Look after what people say."""


@moderation.command("campaigns")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the campaigns as JSON.")
@click.option("--text", type=click.Path(path_type=Path), help="The consulted text: DOCX, ODT, …")
def campaigns(file: Path, as_json: bool, text: Path | None) -> None:
    """Group the near-identical contributions of FILE, a CSV file. Needs no database.

    \b
      consultation moderation campaigns contributions.csv
      consultation moderation campaigns contributions.csv --text strategy.docx --json

    FILE has the columns `id` and `text`: UTF-8 with or without BOM, separated by commas,
    semicolons or tabs. With --text, or a column `passage` that holds what a contribution is about,
    those who quote the consulted text are no campaign for that. Exit status: 0, or 2 when a file
    cannot be read; the reason is on standard error.
    """
    from consultation.moderation.campaigns.files import FileError, text_of

    try:
        ids, found, said = _grouped(file, text_of(text) if text else "")
    except FileError as error:
        click.echo(str(error), err=True)
        sys.exit(REFUSED)
    if as_json:
        click.echo(json.dumps(_told(ids, found, said), ensure_ascii=False, indent=1))
        return
    for group in found:
        words = " ".join(said[ids[group.representative]].split())
        click.echo(f"{len(group.members):>7}  {words[:WIDTH]}")
    count = sum(len(group.members) for group in found)
    click.echo(f"{count} of {len(ids)} texts in {len(found)} campaigns.")


def _grouped(file: Path, asked: str) -> "tuple[list[str], list[Group], dict[str, str]]":
    """Every id, the groups, and what their representatives say.

    The file is read twice, so that no text needs to be kept but those.
    """
    from consultation.moderation.campaigns.files import rows_of
    from consultation.moderation.campaigns.grouping import groups
    from consultation.moderation.campaigns.words import compared, runs_of

    ids: list[str] = []
    everywhere = runs_of(asked)

    def texts() -> Any:
        for row in rows_of(file):
            ids.append(row.id)
            yield compared(row.text, runs_of(row.passage) if row.passage else everywhere)

    found = groups(texts())
    wanted = {ids[group.representative] for group in found}
    said = {row.id: row.text for row in rows_of(file) if row.id in wanted} if wanted else {}
    return ids, found, said


def _told(ids: list[str], found: "list[Group]", said: dict[str, str]) -> dict[str, Any]:
    return {
        "texts": len(ids),
        "campaigns": [
            {
                "representative": ids[group.representative],
                "count": len(group.members),
                "members": [ids[member.place] for member in group.members],
                "similarity": [round(member.similarity, 3) for member in group.members],
                "how": ["contains" if member.contains else "similar" for member in group.members],
                "text": said[ids[group.representative]],
            }
            for group in found
        ],
    }
