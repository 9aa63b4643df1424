"""Texts kept in `tests/snapshots/` and compared word for word.

`UPDATE_SNAPSHOTS=1` writes them anew; the difference is then read in the commit.
"""

import os
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "snapshots"


def assert_is_kept(name: str, text: str) -> None:
    """`text` is what the snapshot `name` says."""
    path = FOLDER / name
    if os.environ.get("UPDATE_SNAPSHOTS"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    assert path.exists(), f"no snapshot {name}: UPDATE_SNAPSHOTS=1 writes it"
    assert text == path.read_text()
