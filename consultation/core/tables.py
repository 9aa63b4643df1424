"""Tables as CSV, for whoever opens them in a spreadsheet: no cell is a formula."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from flask import Response

FORMULA_SIGNS = frozenset("=+-@\t\r\uff1d\uff0b\uff0d\uff20")
"""What a spreadsheet begins a formula by, full-width forms included."""
MARK = "'"
BOM = "\ufeff"
"""By it, spreadsheets know that the file is in UTF-8."""


def safe_cell(value: object) -> object:
    """`value`, with an apostrophe before it where a spreadsheet would compute it.

    Numbers stay numbers. « - première idée » stays legible, and `plain_cell` gives it back.
    """
    if not isinstance(value, str):
        return "" if value is None else value
    first = value.lstrip(" \n\u00a0\u2009\u202f")[:1]
    if value.startswith(MARK) or first in FORMULA_SIGNS:
        return MARK + value
    return value


def plain_cell(cell: str) -> str:
    """What `safe_cell` made a cell of."""
    return cell.removeprefix(MARK)


def csv_lines(
    head: Sequence[str], rows: Iterable[Sequence[object]], *, separator: str = ","
) -> Iterator[str]:
    """The lines of the file. Every word is quoted: « a;=1 » stays one cell by any separator."""
    yield BOM + csv_line(head, separator)
    for row in rows:
        yield csv_line(row, separator)


def csv_line(cells: Sequence[object], separator: str = ",") -> str:
    """One line, with its end."""
    return csv_block([cells], separator)


def csv_block(rows: Iterable[Sequence[object]], separator: str = ",") -> str:
    """Several lines: faster than one by one."""
    out = io.StringIO()
    writer = csv.writer(
        out, delimiter=separator, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n"
    )
    writer.writerows([safe_cell(cell) for cell in cells] for cells in rows)
    return out.getvalue()


def csv_file(name: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> Response:
    """The file, to be saved."""
    whole = "".join(csv_lines(head, rows))
    response = Response(whole, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
