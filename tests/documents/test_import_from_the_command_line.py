"""`consultation document import`: a dry run needs nothing, an import makes a draft."""

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import func, select

from consultation.core.db import session
from consultation.documents.cli import document
from consultation.documents.models import Document, Passage, Version, VersionState
from tests.factories import make_consultation

TEXT = "Bonjour.\n\n## Partie\n\n- un\n- deux\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "mon_texte.md"
    path.write_text(TEXT)
    return path


def run(app: Flask, *arguments: str) -> Result:
    return CliRunner().invoke(document, ["import", *arguments], obj=lambda: app)


def test_a_dry_run_needs_no_setting_and_is_quick(file: Path, tmp_path: Path) -> None:
    start = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", "consultation.cli", "document", "import", str(file), "--dry-run"],
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(Path(__file__).parents[2])},
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
    )
    assert done.returncode == 0, done.stderr
    assert time.monotonic() - start < 3
    assert "## Partie" in done.stdout
    assert sorted(path.name for path in tmp_path.iterdir()) == ["mon_texte.md"]


def test_a_dry_run_prints_the_outline_and_the_report_as_json(app: Flask, file: Path) -> None:
    done = run(app, str(file), "--dry-run", "--json", "--split-lists")
    answer = json.loads(done.stdout)
    assert set(answer) == {"outline", "report"}
    assert [set(row) for row in answer["outline"]] == [
        {"key", "number", "kind", "level", "text"}
    ] * len(answer["outline"])
    shown = [(row["number"], row["kind"], row["level"], row["text"]) for row in answer["outline"]]
    assert shown == [
        (None, "heading", 1, "mon texte"),
        (1, "paragraph", 0, "Bonjour."),
        (None, "heading", 2, "Partie"),
        (2, "item", 0, "un"),
        (3, "item", 0, "deux"),
    ]


def test_an_import_makes_a_draft_with_the_keys_that_it_prints(app: Flask, file: Path) -> None:
    with app.app_context():
        make_consultation(slug="parc")
    done = run(app, str(file), "--consultation", "parc", "--json", "--title", "Le parc")
    assert done.exit_code == 0, done.stderr
    rows = json.loads(done.stdout)["outline"]
    assert rows[0]["text"] == "Le parc"
    keys = {row["key"] for row in rows if row["kind"] != "heading"}
    passages = session.scalars(select(Passage)).all()
    assert len(passages) == 2
    assert session.scalars(select(Version.state)).one() is VersionState.DRAFT
    from consultation.documents.models import Paragraph

    assert set(session.scalars(select(Paragraph.key))) == keys


def test_it_is_published_when_asked(app: Flask, file: Path) -> None:
    with app.app_context():
        make_consultation(slug="parc")
    done = run(app, str(file), "--consultation", "parc", "--publish")
    assert done.exit_code == 0
    assert "Published: mon texte" in done.stdout
    assert session.scalars(select(Version.state)).one() is VersionState.PUBLISHED


@pytest.mark.parametrize(
    ("name", "content", "arguments", "words"),
    [
        ("x.docx", b"not a docx", ["--dry-run"], "format"),
        ("x.md", b"", ["--dry-run"], "aucun texte"),
        ("x.md", b"# x", ["--consultation", "nulle-part"], "nulle-part"),
        ("x.md", b"# x", [], "--dry-run"),
        ("x.md", None, ["--dry-run"], "no such file"),
    ],
)
def test_a_refusal_is_2_with_its_reason_on_standard_error(
    app: Flask, tmp_path: Path, name: str, content: bytes | None, arguments: list[str], words: str
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    done = run(app, str(path), *arguments)
    assert done.exit_code == 2
    assert words in done.stderr
    assert done.stdout == ""
    assert session.scalar(select(func.count()).select_from(Document)) == 0


def test_help_teaches() -> None:
    done = CliRunner().invoke(document, ["import", "--help"])
    for words in (
        "--dry-run",
        "consultation document import strategy.docx",
        "Exit status",
        "512 MB",
    ):
        assert words in " ".join(done.output.split())
