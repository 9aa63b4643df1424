"""`consultation document match`: what became of each paragraph, from two files."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from consultation.documents.cli import REFUSED, document

__all__ = ["document"]

if TYPE_CHECKING:
    from consultation.versions.matching import Matching, Piece

WIDTH = 90


@document.command("match")
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the matches as JSON.")
@click.option("--split-lists", is_flag=True, help="Make each item of a list a paragraph.")
def match_files(old: Path, new: Path, as_json: bool, split_lists: bool) -> None:
    """Say what became of each paragraph of OLD in NEW. Needs no database.

    \b
      consultation document match strategy-1.docx strategy-2.odt
      consultation document match strategy-1.md strategy-2.md --json

    States: kept, edited, moved, moved_and_edited, split, merged, removed; a paragraph of NEW
    without origin is new. Sections are matched likewise. Exit status: 0, or 2 when a file cannot
    be read; the reason is on standard error.
    """
    from consultation.versions.matching import match

    ours, theirs = (_pieces(path, split_lists=split_lists) for path in (old, new))
    found = match(ours, theirs)
    if as_json:
        click.echo(json.dumps(_rows(ours, theirs, found), ensure_ascii=False, indent=1))
        return
    for row in _rows(ours, theirs, found)["matches"]:
        click.echo(f"{row['state']:<17} {row['score']:<6} {_short(row['text'])}")
        for other in row["successors"] if row["state"] != "kept" else ():
            click.echo(f"{'':<17} {'->':<6} {_short(other['text'])}")
    for j in _newcomers(theirs, found):
        click.echo(f"{'new':<17} {'':<6} {_short(theirs[j].text)}")


def _pieces(path: Path, *, split_lists: bool) -> "list[Piece]":
    from consultation.documents.parsing import Options, Refusal, parse_file
    from consultation.documents.parsing.blocks import BlockKind
    from consultation.documents.parsing.messages import refusal_message
    from consultation.versions.matching import Piece

    if not path.is_file():
        _refuse(f"{path}: there is no such file.")
    try:
        parsed = parse_file(path, path.name, Options(split_lists=split_lists))
    except Refusal as refusal:
        _refuse(f"{path}: {refusal_message(refusal.code)}")
    return [
        Piece(block.text, block.level if block.kind is BlockKind.HEADING else 0)
        for block in parsed.blocks
    ]


def _rows(old: "list[Piece]", new: "list[Piece]", found: "Matching") -> dict[str, Any]:
    rows = [
        {
            "text": piece.text,
            "state": row.state.value,
            "score": row.score,
            "successors": [{"text": new[j].text} for j in row.successors],
        }
        for piece, row in zip(old, found.matches, strict=True)
    ]
    return {
        "matches": [row for row, piece in zip(rows, old, strict=True) if not piece.level],
        "sections": [row for row, piece in zip(rows, old, strict=True) if piece.level],
        "new": [{"text": new[j].text} for j in _newcomers(new, found)],
        "share": round(found.share, 3),
    }


def _newcomers(new: "list[Piece]", found: "Matching") -> list[int]:
    """The paragraphs of the new text that come from none."""
    return [j for j, origins in enumerate(found.origins) if not origins and not new[j].level]


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= WIDTH else words[: WIDTH - 1] + "…"


def _refuse(reason: str) -> NoReturn:
    click.echo(reason, err=True)
    sys.exit(REFUSED)
