"""CSV that no spreadsheet computes."""

import csv
import io

import pytest

from consultation.core.tables import BOM, csv_lines, plain_cell, safe_cell

HOSTILE = [
    "=1+1", "+33", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\uff1d1", "\uff0b1", "\uff0d1", "\uff20x",
    "  =1", "\u00a0=cmd", "\n=1", "'=1", "- première idée",
]  # fmt: skip
PLAIN = ["Un avis.", "a;=1", "3 482", "« citation »", "", "e=mc2", 'dit "oui"', "a,b\nc"]


@pytest.mark.parametrize("cell", HOSTILE)
def test_case_9_no_cell_begins_a_formula_and_each_is_found_again(cell: str) -> None:
    safe = safe_cell(cell)
    assert isinstance(safe, str)
    assert safe.startswith("'")
    assert plain_cell(safe) == cell


@pytest.mark.parametrize("cell", PLAIN)
def test_case_9_other_cells_stay_as_they_are(cell: str) -> None:
    assert safe_cell(cell) == cell


def test_numbers_stay_numbers_and_nothing_is_empty() -> None:
    assert [safe_cell(each) for each in (-3, 2.5, None)] == [-3, 2.5, ""]


def test_case_9_a_file_is_read_back_whole_by_any_separator() -> None:
    rows = [[cell, -1] for cell in [*HOSTILE, *PLAIN]]
    text = "".join(csv_lines(["mots", "nombre"], rows))
    assert text.startswith(BOM)
    read = list(csv.reader(io.StringIO(text.removeprefix(BOM), newline="")))
    assert [plain_cell(cells[0]) for cells in read[1:]] == [row[0] for row in rows]
    assert '"a;=1"' in text
