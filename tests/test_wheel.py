"""The wheel holds all that the server needs: templates, styles, migrations, translations."""

import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def test_a_wheel_holds_code_templates_styles_migrations_and_translations(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        cwd=ROOT, check=True, capture_output=True,
    )  # fmt: skip
    (wheel,) = tmp_path.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    for ending in (
        "consultation/app.py",
        "templates/reading/section.html",
        "static/css/tokens.css",
        "0007_",
        "translations/en/LC_MESSAGES/messages.po",
        "texts/carnet-enfant.md",
    ):
        assert any(ending in name for name in names), ending
    assert not [name for name in names if "tests/" in name]
