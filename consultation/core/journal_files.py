"""The journal as files: CSV for a spreadsheet, JSON lines for a machine. Identifiers alone."""

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from consultation.core.journal_check import COLUMNS, Line
from consultation.core.tables import csv_lines


def _plain(row: Line) -> dict[str, Any]:
    """A row as JSON takes it: its hash can be computed again from it alone."""
    values = dict(zip(COLUMNS, row, strict=True))
    values["at"] = row.at.isoformat(timespec="microseconds")
    return values


def json_lines(rows: Iterable[Line]) -> Iterator[str]:
    """One JSON object a line."""
    for row in rows:
        yield json.dumps(_plain(row), ensure_ascii=False, sort_keys=True) + "\n"


def as_csv(rows: Iterable[Line]) -> Iterator[str]:
    """A table whose details are JSON in one cell."""
    return csv_lines(COLUMNS, (_cells(_plain(row)) for row in rows))


def _cells(values: dict[str, Any]) -> list[object]:
    details = json.dumps(values["details"], sort_keys=True, ensure_ascii=False)
    return [details if name == "details" else values[name] for name in COLUMNS]


FORMATS: dict[str, Callable[[Iterable[Line]], Iterator[str]]] = {
    "csv": as_csv,
    "jsonl": json_lines,
}
MIMETYPES = {"csv": "text/csv; charset=utf-8", "jsonl": "application/x-ndjson; charset=utf-8"}
