"""Reading a folder in the export format of Polis.

`votes.csv` (timestamp, comment-id, voter-id, vote) or `participants-votes.csv` (participant, …,
then a column for each comment-id) gives the votes: 1 agree, -1 disagree, 0 pass. `comments.csv`,
where there is one, gives the texts and what moderators kept out (moderated -1).
"""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from consultation.synthesis.groups.votes import VoteTable

LARGEST_FIELD = 1_000_000
VALUES = {"1": 1.0, "-1": -1.0, "0": 0.0}
KEPT_OUT = "-1"
Row = dict[str, str]


class UnreadableError(Exception):
    """The folder is not such an export; `str()` says what is wrong, with file and line."""


@dataclass(frozen=True)
class PolisExport:
    """The votes, and the text of each statement that the export tells."""

    table: VoteTable
    texts: dict[str, str]


def read_polis_export(folder: Path) -> PolisExport:
    """Read `folder`. UnreadableError when it holds no votes, or what is no vote."""
    comments = list(_rows(folder / "comments.csv", "comment-id"))
    votes = folder / "votes.csv"
    matrix = folder / "participants-votes.csv"
    found: Iterable[tuple[str, str, float]]
    if votes.is_file():
        found = _from_list(votes)
    elif matrix.is_file():
        found = _from_matrix(matrix)
    else:
        raise UnreadableError(f"{folder}: neither votes.csv nor participants-votes.csv is there.")
    table = VoteTable.of(
        found,
        statements=[row["comment-id"] for row in comments],
        kept_out=[row["comment-id"] for row in comments if row.get("moderated") == KEPT_OUT],
    )
    return PolisExport(
        table, {row["comment-id"]: row.get("comment-body") or "" for row in comments}
    )


def _from_list(path: Path) -> list[tuple[str, str, float]]:
    """One vote a line, the latest last: somebody who voted twice on a statement changed it."""
    rows = list(enumerate(_rows(path, "comment-id", "voter-id", "vote"), start=2))
    try:
        rows.sort(key=lambda row: float(row[1].get("timestamp") or 0))
    except ValueError as error:
        raise UnreadableError(f"{path}: a timestamp is not a number.") from error
    return [
        (row["voter-id"], row["comment-id"], _value(row["vote"], path, line)) for line, row in rows
    ]


def _from_matrix(path: Path) -> Iterator[tuple[str, str, float]]:
    for line, row in enumerate(_rows(path, "participant"), start=2):
        for name, cell in row.items():
            if name.isdecimal() and cell != "":
                yield row["participant"], name, _value(cell, path, line)


def _value(text: str, path: Path, line: int) -> float:
    value = VALUES.get(text.strip().removesuffix(".0"))
    if value is None:
        raise UnreadableError(f"{path}, line {line}: a vote is -1, 0 or 1, not {text[:20]!r}.")
    return value


def _rows(path: Path, *needed: str) -> Iterator[Row]:
    """The lines of a CSV file under its column names; nothing where there is no file."""
    if not path.is_file():
        return
    csv.field_size_limit(LARGEST_FIELD)
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            missing = [name for name in needed if name not in (reader.fieldnames or ())]
            if missing:
                raise UnreadableError(f"{path}: there is no column {', '.join(missing)}.")
            for row in reader:
                if any(row.get(name) is None for name in needed):
                    raise UnreadableError(f"{path}, line {reader.line_num}: a column is missing.")
                yield {name: cell or "" for name, cell in row.items() if isinstance(name, str)}
    except (UnicodeDecodeError, csv.Error) as error:
        raise UnreadableError(f"{path}: this is not a CSV file in UTF-8.") from error
