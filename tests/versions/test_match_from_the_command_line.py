"""`consultation document match OLD NEW`."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from consultation.cli import main
from tests.documents.parsing.making import FIXTURES, docx, word

OLD = "# Le parc\n\nLe parc ouvre à huit heures.\n\nIl ferme à la tombée de la nuit.\n"
NEW = "# Le parc\n\nLe parc ouvre à neuf heures.\n\nUne fontaine est installée près des jeux.\n"


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    old, new = tmp_path / "old.md", tmp_path / "new.md"
    old.write_text(OLD)
    new.write_text(NEW)
    return old, new


def run(*words: object) -> Result:
    return CliRunner().invoke(main, ["document", "match", *map(str, words)])


def told(*words: object) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run(*words, "--json").stdout)
    return found


def test_each_old_paragraph_has_its_row(files: tuple[Path, Path]) -> None:
    found = told(*files)
    assert [(row["text"], row["state"]) for row in found["matches"]] == [
        ("Le parc ouvre à huit heures.", "edited"),
        ("Il ferme à la tombée de la nuit.", "removed"),
    ]
    assert found["matches"][0]["successors"] == [{"text": "Le parc ouvre à neuf heures."}]
    assert found["matches"][1] == {
        "text": "Il ferme à la tombée de la nuit.", "state": "removed", "score": 0.0,
        "successors": [],
    }  # fmt: skip
    assert found["new"] == [{"text": "Une fontaine est installée près des jeux."}]
    assert found["sections"][0]["state"] == "kept"


def test_the_formats_may_differ(tmp_path: Path) -> None:
    found = told(FIXTURES / "charte.docx", FIXTURES / "charte.odt")
    assert {row["state"] for row in found["matches"]} == {"kept"}
    assert {row["score"] for row in found["matches"]} == {1.0}


def test_without_json_it_is_read_by_people(files: tuple[Path, Path]) -> None:
    shown = run(*files)
    assert shown.exit_code == 0
    assert "edited" in shown.stdout
    assert "new " in shown.stdout


def test_a_file_that_cannot_be_read_is_refused_in_words(
    tmp_path: Path, files: tuple[Path, Path]
) -> None:
    (tmp_path / "empty.md").write_text("")
    (tmp_path / "cut.docx").write_bytes(docx(word("mot"))[:200])
    for name in ("absent.md", "empty.md", "cut.docx"):
        refused = run(files[0], tmp_path / name)
        assert refused.exit_code == 2
        assert refused.stdout == ""
        assert name in refused.stderr
        assert "Traceback" not in refused.stderr
