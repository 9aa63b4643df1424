"""Contributions in a CSV file, as an analyst has them: columns `id` and `text`, in any order."""

import csv
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from consultation.documents.parsing import Options, Refusal, parse_file
from consultation.documents.parsing.messages import refusal_message

ID, TEXT, PASSAGE = "id", "text", "passage"


class FileError(Exception):
    """The file cannot be read as contributions; the message says why, and where."""


@dataclass(frozen=True)
class Row:
    """One contribution. `passage` is the consulted text that it is about, where the file says."""

    id: str
    text: str
    passage: str


def text_of(path: Path) -> str:
    """The words of a consulted text, in any format that can be imported."""
    if not path.is_file():
        raise FileError(f"{path}: there is no such file.")
    try:
        parsed = parse_file(path, path.name, Options())
    except Refusal as refusal:
        raise FileError(f"{path}: {refusal_message(refusal.code)}") from None
    return "\n".join(block.text for block in parsed.blocks)


def rows_of(path: Path) -> Iterator[Row]:
    """The contributions of a CSV file: UTF-8 with or without BOM; comma, semicolon or tab."""
    csv.field_size_limit(sys.maxsize)
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            first = file.readline()
            if not first.strip():
                raise FileError(f"{path} is empty: its first line must name the columns.")
            file.seek(0)
            reader = csv.reader(file, delimiter=_separator(first), strict=False)
            columns = _columns(path, next(reader))
            yield from _rows(path, reader, columns)
    except UnicodeDecodeError:
        raise FileError(f"{path} is not UTF-8: save it as “CSV UTF-8” and try again.") from None
    except csv.Error as error:
        raise FileError(f"{path} is not CSV: {error}.") from None
    except OSError as error:
        raise FileError(f"{path} cannot be read: {error.strerror}.") from None


def _separator(first: str) -> str:
    return max(",;\t", key=first.count)


def _columns(path: Path, names: list[str]) -> dict[str, int]:
    found = {name.strip().casefold(): at for at, name in enumerate(names)}
    for name in (ID, TEXT):
        if name not in found:
            seen = ", ".join(names)
            raise FileError(f"{path} has no column “{name}”. Its columns: {seen}.")
    return found


def _rows(path: Path, reader: Iterator[list[str]], columns: dict[str, int]) -> Iterator[Row]:
    seen: set[str] = set()
    width = max(columns.values()) + 1
    for number, fields in enumerate(reader, start=1):
        if not any(fields):
            continue
        if len(fields) > width:
            raise FileError(
                f"{path}, row {number}: more fields than columns. "
                "A text that holds the separator must stand between double quotes."
            )
        fields += [""] * (width - len(fields))
        row_id = fields[columns[ID]].strip()
        if not row_id:
            raise FileError(f"{path}, row {number}: its id is empty.")
        if row_id in seen:
            raise FileError(f"{path}, row {number}: the id {row_id} stands there twice.")
        seen.add(row_id)
        passage = fields[columns[PASSAGE]] if PASSAGE in columns else ""
        yield Row(row_id, fields[columns[TEXT]], passage)
